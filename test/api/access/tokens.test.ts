import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createApp } from '../../../api/app';
import { createToken, listTokens, parseUntil, revokeTokens, type TokenTerms } from '../../../services/access/tokens';
import { conforms } from '../support/conforms';
import { admission, aReferral, onRegister, send, startService, type Service } from '../support/service';

let service: Service;
let tom: string;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-10-01T10:00');
  tom = await aReferral(service);
});
afterAll(() => service.close());

let tokens = 0;
const anIntegrator = (terms: TokenTerms, scopes = ['events:write', 'referrals:write']) =>
  createToken(service.pool, `integrator ${(tokens += 1)}`, scopes, terms);
const as = async (token: string, method: 'get' | 'post', path: string, body?: object) => {
  const request = supertest(service.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  const answer = await (body === undefined ? request : request.send(body));
  conforms(method, `/api/v1${path}`, answer);
  return answer;
};
const bornOn = '2011-03-02';
const codeOf = ({ status, body }: supertest.Response): string => `${status} ${body.code ?? body.event?.status ?? body.status}`;

describe('a token', () => {
  test('ends: after a year unless said otherwise, and then opens nothing', async () => {
    const token = await createToken(service.pool, 'ward', ['pathways:read']);
    const [made] = (await listTokens(service.pool)).filter(({ name }) => name === 'ward');
    const days = ((made?.endsAt.getTime() ?? 0) - Date.now()) / 86_400_000;
    expect(days).toBeGreaterThan(364);
    expect(days).toBeLessThan(367);
    expect((await as(token, 'get', `/pathways/${tom}`)).status).toBe(200);
    await service.pool.query(`update token set expires_at = now() where name = 'ward'`);
    expect(codeOf(await as(token, 'get', `/pathways/${tom}`))).toBe('401 unauthorised');
    expect((await listTokens(service.pool)).find(({ name }) => name === 'ward')).toMatchObject({ state: 'ended' });
    await expect(createToken(service.pool, 'late', ['all'], { until: parseUntil('2026-01-01') })).rejects.toThrow('must lie ahead');
    // Through the last day, in London.
    expect(parseUntil('2027-06-30')).toBe(Date.parse('2027-07-01T00:00:00+01:00'));
    expect(parseUntil('2027-06-30T12:00:00Z')).toBe(Date.parse('2027-06-30T12:00:00Z'));
  });

  test('has a name of its own, which is free again when it is revoked or has ended', async () => {
    await createToken(service.pool, 'one name', ['all']);
    await expect(createToken(service.pool, 'one name', ['all'])).rejects.toThrow('there is a token named one name in use');
    expect(await revokeTokens(service.pool, 'one nane')).toBe(0);
    expect(await revokeTokens(service.pool, 'one name')).toBe(1);
    await createToken(service.pool, 'one name', ['all']);
    await service.pool.query(`update token set expires_at = now() where name = 'one name'`);
    await createToken(service.pool, 'one name', ['all']);
    const both = Array.from({ length: 2 }, () => createToken(service.pool, 'at one moment', ['all']));
    expect((await Promise.allSettled(both)).map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  test('says when it was last used, to the minute', async () => {
    const token = await createToken(service.pool, 'used', ['pathways:read']);
    const used = async () => (await listTokens(service.pool)).find(({ name }) => name === 'used')?.lastUsedAt ?? null;
    expect(await used()).toBeNull();
    await as(token, 'get', `/pathways/${tom}`);
    const first = await used();
    expect(Date.now() - (first?.getTime() ?? 0)).toBeLessThan(60_000);
    await as(token, 'get', `/pathways/${tom}`);
    expect(await used()).toEqual(first);
    await service.pool.query(`update token set last_used_at = now() - interval '2 minutes' where name = 'used'`);
    await as(token, 'get', `/pathways/${tom}`);
    expect((await used())?.getTime()).toBeGreaterThan(first?.getTime() ?? 0);
  });
});

describe("an integrator's token", () => {
  const admitted = { ...admission, site: 'RX1' };
  let hospital: string;
  beforeAll(async () => {
    hospital = await anIntegrator({ sites: ['RX1', 'RX2'], types: ['admitted', 'discharged', 'corrected', 'birth-date-recorded'] });
  });
  const send1 = (body: object, token = hospital, query = '') => as(token, 'post', `/pathways/${tom}/events${query}`, body);

  test('sends what it is for, with the birth date beside the register id', async () => {
    expect(codeOf(await send1({ bornOn, ...admitted }))).toBe('200 applied');
    expect(codeOf(await send1({ bornOn, type: 'discharged' }, hospital, '?dryRun=true'))).toBe('200 would-apply');
    expect(codeOf(await send1({ bornOn, events: [{ type: 'discharged' }, { ...admitted, site: 'rx2' }] }))).not.toMatch(/^4/);
  });

  test.each([
    ['another type', { type: 'rating-set', rating: 'red', reason: 'x' }],
    ['another type within a batch', { events: [{ type: 'discharged' }, { type: 'visit-held' }] }],
    ['another type within a correction', { type: 'corrected', event: randomUUID(), reason: 'x', with: { type: 'visit-held' } }],
    ['another site', { ...admission, site: 'RX9' }],
    ['another site within a correction', { type: 'corrected', event: randomUUID(), reason: 'x', with: { ...admission, site: 'RX9' } }],
    ['a death', { type: 'person-died' }],
    ['a death within a correction', { type: 'corrected', event: randomUUID(), reason: 'x', with: { type: 'person-died' } }],
  ])('does not send %s', async (_name, body) => {
    const before = (await service.get(`/api/v1/pathways/${tom}`)).body;
    for (const query of ['', '?dryRun=true'])
      expect(codeOf(await send1({ bornOn, ...body }, hospital, query))).toBe('403 not-for-this-token');
    expect((await service.get(`/api/v1/pathways/${tom}`)).body).toEqual(before);
  });

  test('sends a death only where it is bound to it by name', async () => {
    const gone = await aReferral(service);
    const died = { bornOn, type: 'person-died' };
    for (const token of [
      await anIntegrator({ sites: ['RX1'] }),
      await anIntegrator({ types: ['discharged'] }),
      await anIntegrator({ sites: ['RX1'] }, ['all']),
      // Not bound to anything, and not of the team either: it may not find people.
      await anIntegrator({}),
    ])
      expect(codeOf(await as(token, 'post', `/pathways/${gone}/events`, died))).toBe('403 not-for-this-token');
    const registrar = await anIntegrator({ types: ['person-died'] });
    expect(codeOf(await as(registrar, 'post', `/pathways/${gone}/events`, died))).toBe('200 applied');
    const team = await anIntegrator({}, ['events:write', 'people:find']);
    const another = await aReferral(service);
    expect(codeOf(await as(team, 'post', `/pathways/${another}/events`, { type: 'person-died' }))).toBe('200 applied');
  });

  test('needs the birth date, and the right one, whether or not the register id is known', async () => {
    const missing = await send1(admitted);
    expect(codeOf(missing)).toBe('400 invalid-request');
    expect(missing.body.errors).toEqual([{ path: 'bornOn', message: expect.stringContaining('birth date') }]);
    const wrong = await send1({ bornOn: '2011-03-03', ...admitted });
    const unknown = await as(hospital, 'post', '/pathways/7K3M-9QX1/events', { bornOn, ...admitted });
    expect([wrong, unknown].map(codeOf)).toEqual(Array(2).fill('409 person-mismatch'));
    expect(wrong.body.detail).toBe(unknown.body.detail);
    const batch = await send1({ bornOn: '2011-03-03', events: [admitted] }, hospital, '?dryRun=true');
    expect(codeOf(batch)).toBe('409 person-mismatch');
    // Whoever sends it has it looked at.
    expect(codeOf(await send1({ bornOn: '2011-03-03', ...admitted }, service.token))).toBe('409 person-mismatch');
  });

  test('is held to the birth date as it was recorded since', async () => {
    const moved = await aReferral(service);
    const { id } = await send(service, moved, { type: 'birth-date-recorded', bornOn: '2012-01-01' });
    const visit = async (born: string) =>
      codeOf(await as(hospital, 'post', `/pathways/${moved}/events?dryRun=true`, { bornOn: born, ...admitted }));
    expect([await visit('2012-01-01'), await visit(bornOn)]).toEqual(['200 would-apply', '409 person-mismatch']);
    await send(service, moved, { type: 'corrected', event: id, reason: 'Of another child' });
    expect([await visit('2012-01-01'), await visit(bornOn)]).toEqual(['409 person-mismatch', '200 would-apply']);
    // A new birth date has a field of the same name: the one beside it stands around a batch.
    const recorded = { type: 'birth-date-recorded', bornOn: '2012-02-02' };
    const single = await as(hospital, 'post', `/pathways/${moved}/events`, recorded);
    expect(codeOf(single)).toBe('400 invalid-request');
    const batch = await as(hospital, 'post', `/pathways/${moved}/events`, { bornOn, events: [recorded] });
    expect(batch.status).toBe(200);
  });

  test('says nothing of a stay at another site', async () => {
    const person = await aReferral(service);
    await send(service, person, { ...admission, site: 'rx9' });
    const of = async (body: object) => codeOf(await as(hospital, 'post', `/pathways/${person}/events?dryRun=true`, { bornOn, ...body }));
    expect([await of({ type: 'discharged' }), await of({ events: [{ type: 'discharged' }] })]).toEqual(
      Array(2).fill('403 not-for-this-token'),
    );
    const { id } = await send(service, person, { type: 'transferred', security: 'low', detained: false, newHospital: true, site: 'RX2' });
    expect(await of({ type: 'discharged' })).toBe('200 would-apply');
    await send(service, person, { type: 'corrected', event: id, reason: 'Of another patient' });
    expect(await of({ type: 'discharged' })).toBe('403 not-for-this-token');
    await send(service, person, { type: 'discharged' });
    expect(await of({ ...admission, site: 'RX1' })).toBe('200 would-apply');
  });

  test('takes back what it sent itself, and nothing else', async () => {
    const person = await aReferral(service);
    const theirs = await send(service, person, { type: 'keyworker-assigned' });
    const own = await as(hospital, 'post', `/pathways/${person}/events`, { bornOn, ...admitted });
    const takeBack = async (event: string) =>
      codeOf(await as(hospital, 'post', `/pathways/${person}/events`, { bornOn, type: 'corrected', event, reason: 'Another patient' }));
    expect([await takeBack(theirs.id), await takeBack(own.body.event.id)]).toEqual(['403 not-for-this-token', '200 applied']);
  });

  test('opens no record and no list, whatever its scopes', async () => {
    const token = await anIntegrator({ sites: ['RX1'] }, ['all']);
    for (const path of ['/pathways', '/deadlines', '/events?status=refused', `/pathways/${tom}`, `/pathways/${tom}/events`, '/proof'])
      expect(codeOf(await as(token, 'get', path))).toBe('403 not-for-this-token');
    expect(codeOf(await as(token, 'post', `/events/${randomUUID()}/resolve`, { outcome: 'dismissed', reason: 'x' }))).toBe(
      '403 not-for-this-token',
    );
  });
});

test('on a pathway that was taken over 200 events are taken at once with adoption:write, everywhere else 20', async () => {
  const many = (count: number) => ({ events: Array.from({ length: count }, () => ({ type: 'keyworker-assigned' })) });
  const ordinary = await anIntegrator({}, ['events:write']);
  const adopter = await anIntegrator({}, ['events:write', 'adoption:write']);
  const person = await aReferral(service);
  const sent = async (token: string, count: number) => await as(token, 'post', `/pathways/${person}/events`, many(count));
  expect((await sent(ordinary, 20)).status).toBe(200);
  expect((await sent(adopter, 21)).status).toBe(400);
  await send(service, person, { type: 'adopted' });
  expect((await sent(ordinary, 21)).body).toMatchObject({
    status: 400,
    errors: [{ path: 'events', message: expect.stringContaining('20') }],
  });
  const whole = await sent(adopter, 200);
  expect(whole.body.events).toHaveLength(200);
  const last = String(whole.body.events.at(-1).id);
  expect(last).toMatch(/\/200$/);
  expect((await service.get(`/api/v1/pathways/${person}/events/${encodeURIComponent(last)}`)).body).toMatchObject({ id: last });
  expect((await sent(adopter, 201)).status).toBe(400);
  await send(service, person, { type: 'corrected', event: last, reason: 'One too many' });
  await send(service, person, onRegister);
});

describe('limits', () => {
  const limited = (limits: { requests: number; failedSignIns: number }, trustedProxies?: string[]) =>
    createApp({ ...service.deps, limits, ...(trustedProxies ? { trustedProxies } : {}) }).app;
  const clear = () => service.pool.query('delete from rate_limit');
  beforeEach(clear);

  test('so many requests with one token, whichever process takes them', async () => {
    const processes = [1, 2, 3].map(() => limited({ requests: 6, failedSignIns: 100 }));
    const token = await anIntegrator({}, ['pathways:read']);
    const other = await anIntegrator({}, ['pathways:read']);
    const ask = (app: (typeof processes)[number], who: string) =>
      supertest(app).get(`/api/v1/pathways/${tom}`).set('Authorization', `Bearer ${who}`);
    const answers = await Promise.all([...processes, ...processes, ...processes].map((app) => ask(app, token)));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(6);
    const refused = answers.filter(({ status }) => status === 429);
    expect(refused).toHaveLength(3);
    for (const answer of refused) {
      conforms('get', `/api/v1/pathways/${tom}`, answer);
      expect(answer.body.code).toBe('too-many-requests');
      expect(Number(answer.headers['retry-after'])).toBeGreaterThan(0);
      expect(Number(answer.headers['retry-after'])).toBeLessThanOrEqual(60);
    }
    // Nobody else is stopped by it; and the minute passes.
    const [first] = processes;
    if (!first) throw new Error('there is no process');
    expect((await ask(first, other)).status).toBe(200);
    await clear();
    expect((await ask(limited({ requests: 6, failedSignIns: 100 }), token)).status).toBe(200);
  });

  test('a large limit is taken in handfuls, and is met to the request', async () => {
    const app = limited({ requests: 400, failedSignIns: 100 });
    const token = await anIntegrator({}, ['proof:read']);
    const statuses: number[] = [];
    for (let round = 0; round < 21; round += 1)
      statuses.push(
        ...(
          await Promise.all(Array.from({ length: 20 }, () => supertest(app).get('/api/v1/proof').set('Authorization', `Bearer ${token}`)))
        ).map(({ status }) => status),
      );
    expect([200, 429].map((status) => statuses.filter((one) => one === status).length)).toEqual([400, 20]);
  });

  test('so many sign-ins that fail from one address; a good token is taken all the same', async () => {
    const trusting = () => limited({ requests: 100, failedSignIns: 3 }, ['127.0.0.1', '::ffff:127.0.0.1', '::1']);
    const [one, another] = [trusting(), trusting()];
    const from = (address: string, token: string, index = 0) =>
      supertest(index % 2 === 0 ? one : another)
        .get(`/api/v1/pathways/${tom}`)
        .set('X-Forwarded-For', address)
        .set('Authorization', `Bearer ${token}`);
    const statuses: number[] = [];
    for (let index = 0; index < 5; index += 1) statuses.push((await from('203.0.113.7', 'dsp_wrong', index)).status);
    expect(statuses).toEqual([401, 401, 401, 429, 429]);
    const refused = await from('203.0.113.7', 'dsp_wrong');
    expect(refused.headers['retry-after']).toMatch(/^\d+$/);
    conforms('get', `/api/v1/pathways/${tom}`, refused);
    expect((await from('203.0.113.7', service.token)).status).toBe(200);
    expect((await from('203.0.113.8', 'dsp_wrong')).status).toBe(401);
    // Of IPv6 a caller has half of all addresses of a network.
    const six = [];
    for (const end of ['::1', '::2', ':1:2:3:4', '::4']) six.push((await from(`2001:db8:1:2${end}`, 'dsp_wrong')).status);
    expect(six).toEqual([401, 401, 401, 429]);
    expect((await from('2001:db8:1:3::1', 'dsp_wrong')).status).toBe(401);
    // The access log has them, and no more of those too many than that there were some.
    const { rows } = await service.pool.query(
      `select outcome, count(*)::int as n from access_log where actor = 'address:203.0.113.7' group by outcome order by outcome`,
    );
    expect(rows).toEqual([
      { outcome: 'too-many-requests', n: 1 },
      { outcome: 'unauthorised', n: 3 },
    ]);
  });

  test('without a proxy that is trusted nobody chooses the address that is counted', async () => {
    const app = limited({ requests: 100, failedSignIns: 2 });
    const statuses = [];
    for (let index = 0; index < 4; index += 1)
      statuses.push((await supertest(app).get('/api/v1/pathways').set('X-Forwarded-For', `203.0.113.${index}`)).status);
    expect(statuses).toEqual([401, 401, 429, 429]);
  });
});
