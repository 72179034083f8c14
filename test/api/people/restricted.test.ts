import supertest from 'supertest';
import { parseInstant } from '../../../domain/calendar/dates';
import { routes } from '../../../api/routes/table';
import { createToken } from '../../../services/access/tokens';
import { sealAccessLog } from '../../../services/access/access-log';
import { WITHHELD } from '../../../services/pathway/events';
import { sayRestriction } from '../../../services/restricted/restrict';
import { testSeals } from '../../support/database/seals';
import { aReferral, send, startService, type Service } from '../support/service';

const NAME = 'Zaphira Madeup-Secretname';
const TELLS = /Zaphira|Madeup|Zebedee|2011-03-02|9990000018|Wardrobe/;

let service: Service;
let registerId: string;
let event: string;
let reading: string;
beforeAll(async () => {
  service = await startService();
  sealAccessLog(service.pool, testSeals);
  const contacts = [{ id: 'mum', name: 'Zebedee Mother', role: 'parent-carer', chosen: true, email: 'zebedee@family.example' }];
  registerId = await aReferral(service, { name: NAME, nhsNumber: '999 000 0018', bornOn: '2011-03-02', contacts });
  await send(service, registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'both' });
  await send(service, registerId, { type: 'consent-given', basis: 'parental-responsibility', scope: ['register', 'meeting'] });
  await send(service, registerId, { type: 'rating-set', rating: 'red', reason: 'Wardrobe words' });
  const meeting = { meeting: 'm-1', kind: 'mam', on: '2026-10-12', place: 'Wardrobe Room', invited: ['team'] };
  await send(service, registerId, { type: 'meeting-scheduled', ...meeting });
  await service.post(`/api/v1/pathways/${registerId}/events`, {
    type: 'rating-set',
    on: '2001-01-01',
    rating: 'red',
    reason: 'Wardrobe again',
  });
  const { body } = await service.get(`/api/v1/pathways/${registerId}/events`);
  event = (body.events as { id: string; type: string }[]).find(({ type }) => type === 'rating-set')?.id ?? '';
  reading = await createToken(service.pool, 'reader', ['all', 'restricted:read']);
  const said = { registerId, act: 'restricted', code: 'safety', why: 'Threats', staff: [], version: 0 } as const;
  const answer = await sayRestriction({ pool: service.pool, seals: testSeals }, said, {
    by: 'kim-manager',
    at: parseInstant('2026-09-21T11:00'),
  });
  expect(answer.status).toBe('done');
});
afterAll(() => service.close());

const addressOf = (path: string): string =>
  `/api/v1${path.replace(':registerId', registerId).replace(':contact', 'mum').replace(':id', encodeURIComponent(event))}`;
const of = routes.filter(({ path, permission }) => path.includes(':registerId') && permission !== 'public');
const asReader = (path: string) => supertest(service.app).get(path).set('Authorization', `Bearer ${reading}`);

describe('a token for everything but restricted records', () => {
  test.each(of.filter(({ details }) => details).map(({ method, path }) => ({ method, path })))(
    'is refused who the person is: $method $path',
    async ({ method, path }) => {
      const request = supertest(service.app)[method](addressOf(path)).set('Authorization', `Bearer ${service.token}`);
      const answer = method === 'get' ? await request : await request.set('If-Match', '"1"').send({ reason: 'x', name: 'X' });
      expect(answer.body).toMatchObject({ status: 403, code: 'restricted-record' });
      expect(TELLS.exec(answer.text)?.[0]).toBeUndefined();
    },
  );

  test.each(of.filter(({ method, details }) => method === 'get' && !details).map(({ path }) => ({ path })))(
    'reads codes and dates, and no words: GET $path',
    async ({ path }) => {
      const answer = await service.get(addressOf(path));
      // Without a workflow service there is no history to read, and nobody owns it.
      expect([200, 503]).toContain(answer.status);
      expect(TELLS.exec(answer.text)?.[0]).toBeUndefined();
    },
  );

  test('every route about who somebody is, is one of these', () => {
    const about = of.filter(({ path }) => /^\/people\/:registerId|\/identity$/.test(path));
    expect(about.length).toBeGreaterThan(7);
    expect(about.filter(({ details }) => !details).map(({ path }) => path)).toEqual([]);
  });

  test('nothing is missed: the events and the meeting are there, and another event is taken', async () => {
    const { body } = await service.get(`/api/v1/pathways/${registerId}/events`);
    expect(body.events.map(({ type }: { type: string }) => type)).toContain('meeting-scheduled');
    const { body: met } = await service.get(`/api/v1/pathways/${registerId}/meetings`);
    expect(met.meetings).toMatchObject([{ meeting: 'm-1', on: '2026-10-12', place: WITHHELD }]);
    await send(service, registerId, { type: 'rating-set', rating: 'amber', reason: 'Wardrobe better' });
    expect((await service.get('/api/v1/pathways?status=open')).text).toContain(registerId);
  });

  test('lists across everyone have the line, and not its words', async () => {
    const answer = await service.get('/api/v1/events?status=refused');
    expect(answer.text).toContain(registerId);
    expect(TELLS.exec(answer.text)?.[0]).toBeUndefined();
  });

  test('what was said of a refused event is not told either', async () => {
    const { body } = await service.get('/api/v1/events?status=refused');
    const refused = body.events[0].id as string;
    const first = await service.post(`/api/v1/events/${refused}/resolve`, { outcome: 'dismissed', reason: 'Wardrobe dismissed' });
    expect(first.body.resolved).toMatchObject({ reason: WITHHELD });
    const again = await service.post(`/api/v1/events/${refused}/resolve`, { outcome: 'dismissed', reason: 'Otherwise' });
    expect(again.body).toMatchObject({ code: 'already-resolved', resolved: { reason: WITHHELD } });
  });

  test('finds nobody by name or birth date, and is refused by NHS number', async () => {
    for (const sought of [{ name: NAME }, { bornOn: '2011-03-02' }, { name: 'Zaphira', bornOn: '2011-03-02' }])
      expect((await service.post('/api/v1/people/find', sought)).body).toEqual({ people: [], count: 0 });
    expect((await service.post('/api/v1/people/find', { nhsNumber: '9990000018' })).body).toMatchObject({ code: 'restricted-record' });
  });

  test('is not told who is named in a referral that may be about them', async () => {
    const narrow = await createToken(service.pool, 'door', ['referrals:write']);
    await supertest(service.app)
      .post('/api/v1/referrals')
      .set('Authorization', `Bearer ${narrow}`)
      .send({ person: { name: NAME, bornOn: '2011-03-02' }, event: { type: 'referral-received', source: 'family' } })
      .expect(202);
    await service.emptied();
    const { body, text } = await service.get('/api/v1/referrals');
    expect(body.referrals).toMatchObject([{ candidates: [registerId], referred: null }]);
    expect(TELLS.exec(text)?.[0]).toBeUndefined();
    expect((await asReader('/api/v1/referrals')).text).toContain('Zaphira');
  });
});

test('a token with restricted:read reads all of it, and the access log says on which ground', async () => {
  expect((await asReader(`/api/v1/people/${registerId}`)).body).toMatchObject({ name: NAME });
  expect((await asReader(`/api/v1/pathways/${registerId}/events`)).text).toContain('Wardrobe words');
  expect((await asReader(`/api/v1/pathways/${registerId}/meetings`)).text).toContain('Wardrobe Room');
  const { rows } = await service.pool.query(
    `select actor, restricted, outcome from access_log where register_id = $1 and audit_event = 'person-shown' order by id`,
    [registerId],
  );
  expect(rows).toEqual([
    { actor: 'tests', restricted: 'shut', outcome: 'restricted-record' },
    { actor: 'reader', restricted: 'token', outcome: 'done' },
  ]);
});
