import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { comparable } from '../../../services/people/names';
import { conforms } from '../support/conforms';
import { aPerson, send, startService, type Service } from '../support/service';

const event = { type: 'referral-received', source: 'professional' };
const known = { name: 'Zoë O’Made-Up', bornOn: '2009-05-06', nhsNumber: '9990000018' };

let service: Service;
let school: string;
let tom: string;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-10-01T10:00');
  school = await createToken(service.pool, 'A school', ['referrals:write', 'pathways:read']);
  tom = (await service.post('/api/v1/referrals', { person: known, event })).body.registerId;
});
afterAll(() => service.close());

const as = async (token: string, method: 'get' | 'post', path: string, body?: object) => {
  const request = supertest(service.app)[method](`/api/v1${path}`).set('Authorization', `Bearer ${token}`);
  const answer = await (body === undefined ? request : request.send(body));
  conforms(method, `/api/v1${path}`, answer);
  return answer;
};
const refer = (body: object) => as(school, 'post', '/referrals', body);
/** Refers, and gives the reference when the service has looked. */
async function referred(person: object): Promise<string> {
  const answer = await refer({ person, event });
  expect(answer.status).toBe(202);
  await service.emptied();
  return answer.body.reference;
}
const told = async (reference: string) => (await as(school, 'get', `/referrals/${reference}`)).body;
const listed = async (reference: string) =>
  (await service.get('/api/v1/referrals?limit=200')).body.referrals.find((one: { reference: string }) => one.reference === reference);
const resolve = (reference: string, body: object) => service.post(`/api/v1/referrals/${reference}/resolve`, body);
const people = async (): Promise<number> => (await service.pool.query('select count(*)::int as n from person')).rows[0].n;
const eventsOf = async (registerId: string): Promise<{ type: string; source: string }[]> =>
  (await service.get(`/api/v1/pathways/${registerId}/events`)).body.events;
const task = async (reference: string): Promise<string | undefined> =>
  (await service.pool.query('select status from task where key = $1', [`referral-held/${reference}`])).rows[0]?.status;

test('is answered the same whether or not anyone is known, in status, headers and body', async () => {
  const answers = [];
  for (const body of [
    { person: known, event },
    { person: { name: known.name, bornOn: known.bornOn }, event },
    { person: aPerson(), event },
    { registerId: tom, event },
    { registerId: '7K3M-9QX1', event },
  ])
    answers.push(await refer(body));
  for (const { status, body, headers } of answers) {
    expect(status).toBe(202);
    expect(body).toEqual({ reference: expect.stringMatching(/^[0-9a-f-]{36}$/) });
    const { date: _date, etag: _etag, 'x-request-id': _id, ...others } = headers;
    const { date: _other, etag: _its, 'x-request-id': _own, ...first } = answers[0]?.headers ?? {};
    expect(others).toEqual(first);
  }
  await service.emptied();
  const seen = await Promise.all(answers.map(async ({ body }) => Object.values(await told(body.reference)).slice(1)));
  expect(seen).toEqual(Array(5).fill(['received']));
});

test('the statement that answers looks nobody up, and does the same work for everyone', async () => {
  const pool = service.pool;
  const asked: string[] = [];
  const query = pool.query.bind(pool);
  Reflect.set(pool, 'query', (...args: [{ name?: string; text?: string } | string]) => {
    asked.push(typeof args[0] === 'string' ? args[0] : (args[0].name ?? args[0].text ?? ''));
    return Reflect.apply(query, pool, args);
  });
  try {
    const of = async (person: object) => {
      asked.length = 0;
      await refer({ person, event });
      const upTo = asked.indexOf('receive-referral');
      const statements = asked.slice(0, upTo + 1);
      await service.emptied();
      return statements;
    };
    expect(await of(known)).toEqual(await of(aPerson()));
  } finally {
    Reflect.set(pool, 'query', query);
  }
});

test('nobody like them on file: somebody new is taken on, and the sender learns nothing of it', async () => {
  const before = await people();
  const reference = await referred(aPerson({ nhsNumber: '9990000026' }));
  expect(await people()).toBe(before + 1);
  const { registerId, candidates, referred: kept } = await listed(reference);
  expect(candidates).toEqual([]);
  expect(kept.person).toMatchObject({ nhsNumber: '9990000026' });
  expect(await eventsOf(registerId)).toMatchObject([
    { type: 'referral-received', source: 'api:A school', status: 'applied', on: '2026-10-01' },
  ]);
  expect([await told(reference), await task(reference)]).toEqual([{ reference, status: 'received' }, undefined]);
  const confirmed = await resolve(reference, { outcome: 'new', tell: true });
  expect(confirmed.body).toMatchObject({ status: 'matched', registerId, decidedBy: 'tests', referred: null, told: true });
  expect(await told(reference)).toEqual({ reference, status: 'matched', registerId });
});

test.each([
  ['NHS number', { name: 'Somebody Else', bornOn: '1990-01-01', nhsNumber: '999 000 0018' }],
  ['name and birth date', { name: '  o’made-up  ZOE ', bornOn: known.bornOn }],
])('somebody with this %s waits for the team, who matches them', async (_what, person) => {
  const before = [await people(), (await eventsOf(tom)).length];
  const reference = await referred(person);
  expect([await people(), (await eventsOf(tom)).length]).toEqual(before);
  expect([await told(reference), await task(reference)]).toEqual([{ reference, status: 'received' }, 'open']);
  expect(await listed(reference)).toMatchObject({ candidates: [tom], registerId: null, sender: 'A school' });
  const matched = await resolve(reference, { outcome: 'matched', registerId: tom.toLowerCase() });
  expect(matched.body).toMatchObject({ status: 'matched', registerId: tom, referred: null, told: false });
  expect((await eventsOf(tom)).length).toBe((before[1] ?? 0) + 1);
  expect([await told(reference), await task(reference)]).toEqual([{ reference, status: 'matched' }, 'done']);
  // The same again does nothing twice; that the sender may know is said later.
  for (const more of [{}, { tell: true }]) await resolve(reference, { outcome: 'matched', registerId: tom, ...more }).expect(200);
  expect((await eventsOf(tom)).length).toBe((before[1] ?? 0) + 1);
  expect(await told(reference)).toEqual({ reference, status: 'matched', registerId: tom });
  const otherwise = await resolve(reference, { outcome: 'not-taken', reason: 'x' });
  expect([otherwise.status, otherwise.body.code, otherwise.body.registerId]).toEqual([409, 'already-decided', tom]);
});

test('the team takes them as somebody new, or not at all', async () => {
  const twin = await referred({ name: known.name, bornOn: known.bornOn });
  const taken = await resolve(twin, { outcome: 'new' });
  expect(taken.body.registerId).not.toBe(tom);
  expect(await eventsOf(taken.body.registerId)).toHaveLength(1);
  // One whose number is another's cannot be new.
  const numbered = await referred({ ...known, name: 'Somebody Else' });
  const refused = await resolve(numbered, { outcome: 'new' });
  expect([refused.status, refused.body.code]).toEqual([409, 'person-known']);
  const before = await people();
  const not = await resolve(numbered, { outcome: 'not-taken', reason: 'Lives elsewhere' });
  expect(not.body).toMatchObject({ status: 'not-taken', registerId: null, reason: 'Lives elsewhere', referred: null });
  expect(await told(numbered)).toEqual({ reference: numbered, status: 'not-taken' });
  expect([await people(), await task(numbered)]).toEqual([before, 'done']);
  expect((await resolve(numbered, { outcome: 'new' })).body.code).toBe('already-decided');
});

test('a match with a record that has ended for good is refused with the reason, and another may follow', async () => {
  const dead = (await service.post('/api/v1/referrals', { person: aPerson(), event })).body.registerId;
  await send(service, dead, { type: 'person-died' });
  const reference = await referred(known);
  const refused = await resolve(reference, { outcome: 'matched', registerId: dead });
  expect([refused.status, refused.body.code]).toEqual([409, 'pathway-ended']);
  const nobody = await resolve(reference, { outcome: 'matched', registerId: '7K3M-9QX1' });
  expect([nobody.status, nobody.body.code]).toEqual([404, 'unknown-person']);
  expect((await resolve(reference, { outcome: 'matched', registerId: tom })).status).toBe(200);
});

test('a matched referral opens the next pathway of somebody whose last has ended', async () => {
  const person = aPerson({ nhsNumber: '9990000034' });
  const old = (await service.post('/api/v1/referrals', { person, event })).body.registerId;
  await send(service, old, { type: 'moved-away' });
  const reference = await referred(person);
  await resolve(reference, { outcome: 'matched', registerId: old }).expect(200);
  expect((await service.get(`/api/v1/pathways/${old}`)).body).toMatchObject({ pathway: 2, status: 'open' });
});

test('the same id and body again has the same reference; another body is told of the first', async () => {
  const body = { id: randomUUID(), person: aPerson(), event };
  const before = await people();
  const answers = await Promise.all([1, 2, 3].map(() => refer(body)));
  await service.emptied();
  answers.push(await refer(body));
  await service.emptied();
  expect(new Set(answers.map(({ body: { reference } }) => reference)).size).toBe(1);
  expect(await people()).toBe(before + 1);
  const other = await refer({ ...body, person: known });
  expect([other.status, other.body.code]).toEqual([409, 'event-id-reused']);
});

test('two referrals of one new person at once make one person', async () => {
  const person = aPerson();
  const before = await people();
  await Promise.all([1, 2, 3].map(() => refer({ person, event })));
  await service.emptied();
  expect(await people()).toBe(before + 1);
});

test('what another process took in and did not look at is taken up', async () => {
  const { reference } = (await refer({ person: aPerson(), event })).body;
  await service.emptied();
  const { registerId } = await listed(reference);
  // As if it had died before it wrote down what it had done.
  await service.pool.query('update held_referral set looked_at = null, register_id = null where reference = $1', [reference]);
  await service.pool.query('update person set name = $2 where register_id = $1', [registerId, 'Somebody Else']);
  const before = await people();
  await service.emptied();
  expect(await people()).toBe(before);
  expect(await listed(reference)).toMatchObject({ registerId });
});

test('its sender alone may ask, and only the team may list and decide', async () => {
  const reference = await referred(known);
  const other = await createToken(service.pool, 'Another school', ['referrals:write']);
  const asked = await as(other, 'get', `/referrals/${reference}`);
  expect([asked.status, asked.body.code]).toEqual([404, 'unknown-referral']);
  expect((await as(school, 'get', '/referrals')).status).toBe(403);
  const writer = await createToken(service.pool, 'A writer', ['people:write']);
  for (const token of [school, writer])
    expect((await as(token, 'post', `/referrals/${reference}/resolve`, { outcome: 'not-taken', reason: 'x' })).status).toBe(403);
  expect((await resolve(randomUUID(), { outcome: 'new' })).body.code).toBe('unknown-referral');
  // Whoever is shown as a candidate is in the access log.
  await service.get('/api/v1/referrals?limit=200').expect(200);
  const { rows } = await service.pool.query(`select from access_log where audit_event = 'referrals-listed' and $1 = any(shown)`, [tom]);
  expect(rows.length).toBeGreaterThan(0);
});

test('the list comes in pages', async () => {
  for (let index = 0; index < 3; index += 1) await referred(known);
  const whole = (await service.get('/api/v1/referrals?limit=200')).body.referrals;
  const pages = [];
  let cursor = '';
  do {
    const { body } = await service.get(`/api/v1/referrals?limit=2${cursor}`).expect(200);
    pages.push(...body.referrals);
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    if (cursor !== '') expect((await service.get(`/api/v1/referrals?status=matched${cursor}`)).body.code).toBe('bad-cursor');
  } while (cursor !== '');
  expect(pages).toEqual(whole);
});

test('adopted is for those who take over an older register', async () => {
  const adopted = { person: aPerson(), event: { type: 'adopted', on: '2026-09-01' } };
  for (const scopes of [
    ['referrals:write', 'people:find'],
    ['referrals:write', 'adoption:write'],
  ]) {
    const token = await createToken(service.pool, scopes.join(' ').replaceAll(':', '-'), scopes);
    expect((await as(token, 'post', '/referrals', adopted)).body.code).toBe('forbidden');
  }
  const { body } = await service.post('/api/v1/referrals', adopted).expect(201);
  const events = Array.from({ length: 200 }, (_, index) => ({ type: 'action-agreed', action: `a-${index}`, on: '2026-08-01' }));
  const batch = await service.post(`/api/v1/pathways/${body.registerId}/events`, { events });
  expect([batch.status, batch.body.events.length]).toEqual([200, 200]);
});

test.each([
  ['Zoë O’Made-Up', 'made-up, o zoe'],
  ['  ANNE-MARIE  Test', 'Anne Marie Test'],
  ['Łukasz', 'ŁUKASZ'],
  ['ＴＯＭ', 'Tom'],
])('%s and %s are one name', (one, other) => {
  expect(comparable(one)).toBe(comparable(other));
  expect(comparable(one)).not.toBe(comparable('Somebody Else'));
});
