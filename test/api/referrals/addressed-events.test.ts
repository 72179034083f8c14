import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { conforms } from '../support/conforms';
import { admission, aPerson, aReferral, send, startService, type Service } from '../support/service';

const tomsNumber = '999 000 0018';
const bornOn = '2011-03-02';
const event = { type: 'referral-received', source: 'family' };

let service: Service;
let hospital: string;
let tom: string;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-10-01T10:00');
  hospital = await createToken(service.pool, 'RX1', ['events:write'], { types: ['admitted', 'discharged', 'rating-set'], sites: ['RX1'] });
  tom = await aReferral(service, { nhsNumber: tomsNumber });
});
afterAll(() => service.close());

const post = async (body: object, token = hospital) => {
  const answer = await supertest(service.app).post('/api/v1/events').set('Authorization', `Bearer ${token}`).send(body);
  conforms('post', '/api/v1/events', answer);
  return answer;
};
const sent = async (body: object) => {
  const answer = await post(body);
  await service.emptied();
  return answer;
};
const waiting = async (): Promise<number> =>
  (await service.pool.query('select count(*)::int as n from sealed_event where sealed is not null')).rows[0].n;
const eventsOf = async (registerId: string): Promise<object[]> => (await service.get(`/api/v1/pathways/${registerId}/events`)).body.events;
const person = { nhsNumber: tomsNumber, bornOn };

test('is answered 202 whether anyone matched, and what matched is on the record', async () => {
  const id = randomUUID();
  const matched = await sent({ id, person, ...admission });
  const others = [
    await sent({ person: { nhsNumber: '9990000077', bornOn }, ...admission }),
    await sent({ person: { nhsNumber: tomsNumber, bornOn: '2011-03-03' }, ...admission }),
  ];
  for (const { status, body, headers } of [matched, ...others]) {
    expect([status, body]).toEqual([202, { event: { id: expect.any(String), status: 'received' } }]);
    expect(Object.keys(headers).toSorted()).toEqual(Object.keys(matched.headers).toSorted());
    expect(headers['content-length']).toBe(matched.headers['content-length']);
  }
  expect(matched.body.event.id).toBe(id);
  expect((await eventsOf(tom)).at(-1)).toMatchObject({ id, type: 'admitted', status: 'applied', source: 'api:RX1', on: '2026-10-01' });
  expect(await eventsOf(tom)).toHaveLength(2);
  expect(await waiting()).toBe(2);
});

test('the same id again is the same, delivered or not; another body is told', async () => {
  for (const to of [person, { nhsNumber: '9990000085', bornOn }]) {
    const body = { id: randomUUID(), person: to, type: 'rating-set', rating: 'red', reason: 'Words of the ward' };
    const first = await sent(body);
    const before = await eventsOf(tom);
    for (const again of [await sent(body), await sent({ ...body, person: { ...to, nhsNumber: to.nhsNumber.replaceAll(' ', '') } })])
      expect([again.status, again.body]).toEqual([202, first.body]);
    expect(await eventsOf(tom)).toEqual(before);
    const other = await post({ ...body, rating: 'green' });
    expect([other.status, other.body.code]).toEqual([409, 'event-id-reused']);
    const another = await post({ ...body, person: { ...to, bornOn: '2000-01-01' } });
    expect([another.status, another.body.code]).toEqual([409, 'event-id-reused']);
  }
});

test('nobody can read what matched nobody, and after 24 hours it is gone', async () => {
  await sent({ person: { nhsNumber: '9990000093', bornOn: '1999-09-09' }, type: 'rating-set', rating: 'red', reason: 'Secret words' });
  const { rows } = await service.pool.query(`select sealed_event::text as row, encode(sealed, 'escape') as sealed from sealed_event`);
  const all = JSON.stringify(rows);
  expect(all).not.toMatch(/9990000093|1999-09-09|Secret|rating|admitted/);
  await service.pool.query(`update sealed_event set received_at = now() - interval '23 hours 59 minutes'`);
  await service.emptied();
  expect(await waiting()).toBeGreaterThan(0);
  await service.pool.query(`update sealed_event set received_at = now() - interval '24 hours 1 second'`);
  await service.emptied();
  expect((await service.pool.query('select from sealed_event')).rowCount).toBe(0);
});

test('what came before its person was known is delivered when they are', async () => {
  const nhsNumber = '9990000107';
  await sent({ person: { nhsNumber, bornOn: '2010-10-10' }, ...admission });
  const answer = await service.post('/api/v1/referrals', { person: aPerson({ nhsNumber, bornOn: '2010-10-10' }), event });
  await service.emptied();
  expect(await eventsOf(answer.body.registerId)).toMatchObject([{ type: 'referral-received' }, { type: 'admitted', status: 'applied' }]);
  // By the birth date as it was put right.
  const other = await aReferral(service, { nhsNumber: '9990000115' });
  await sent({ person: { nhsNumber: '9990000115', bornOn: '2012-12-12' }, ...admission });
  expect(await eventsOf(other)).toHaveLength(1);
  await send(service, other, { type: 'birth-date-recorded', bornOn: '2012-12-12' });
  await service.emptied();
  expect((await eventsOf(other)).at(-1)).toMatchObject({ type: 'admitted', status: 'applied' });
  await sent({ person: { nhsNumber: '9990000115', bornOn }, type: 'discharged' });
  expect((await eventsOf(other)).at(-1)).toMatchObject({ type: 'admitted' });
});

test('the number of a duplicate leads to the record that lives on', async () => {
  const [old, own] = ['9990000123', '9990000131'];
  const dead = await aReferral(service, { nhsNumber: old });
  const living = await aReferral(service, { nhsNumber: own });
  await send(service, dead, { type: 'pathway-closed', reason: 'Twice on file', duplicateOf: living });
  await sent({ person: { nhsNumber: old, bornOn }, ...admission });
  expect((await eventsOf(living)).at(-1)).toMatchObject({ type: 'admitted', status: 'applied' });
});

test('a refusal is kept, and put before the team; an id that was used elsewhere too', async () => {
  const refused = randomUUID();
  await sent({ id: refused, person: { nhsNumber: tomsNumber, bornOn }, type: 'rating-set', rating: 'red', reason: 'x' });
  expect((await eventsOf(tom)).at(-1)).toMatchObject({ id: refused, status: 'refused' });
  const taskOf = async (key: string) => (await service.pool.query('select kind, status, params from task where key = $1', [key])).rows[0];
  expect(await taskOf(`refused/${refused}`)).toMatchObject({ kind: 'event-refused', status: 'open' });
  const used = await send(service, await aReferral(service), { id: randomUUID(), type: 'keyworker-assigned' });
  await sent({ id: used.id, person: { nhsNumber: tomsNumber, bornOn }, type: 'discharged' });
  expect(await taskOf(`event-undelivered/${used.id}`)).toMatchObject({ params: { event: used.id, sender: 'RX1', reason: 'id-reused' } });
  const left = await service.pool.query('select sealed from sealed_event where id = any($1)', [[refused, used.id]]);
  expect(left.rows).toEqual([{ sealed: null }, { sealed: null }]);
});

test('a discharge from a stay at another site goes to the team', async () => {
  const nhsNumber = '9990000158';
  const other = await aReferral(service, { nhsNumber });
  await send(service, other, { ...admission, site: 'RX9' });
  const id = randomUUID();
  expect((await sent({ id, person: { nhsNumber, bornOn }, type: 'discharged' })).status).toBe(202);
  expect((await eventsOf(other)).at(-1)).toMatchObject({ type: 'admitted' });
  const { rows } = await service.pool.query(`select params ->> 'reason' as reason from task where key = 'event-undelivered/' || $1`, [id]);
  expect(rows).toEqual([{ reason: 'not-for-this-token' }]);
});

test.each([
  ['no person', { ...admission }, '400 invalid-request'],
  ['no birth date', { person: { nhsNumber: tomsNumber }, ...admission }, '400 invalid-request'],
  ['no number', { person: { bornOn }, ...admission }, '400 invalid-request'],
  ['a number that is none', { person: { nhsNumber: '9990000019', bornOn }, ...admission }, '400 invalid-request'],
  ['a name as well', { person: { ...person, name: 'Tom' }, ...admission }, '400 invalid-request'],
  ['a batch', { person, events: [admission] }, '400 invalid-request'],
  ['a type that the token is not for', { person, type: 'person-died' }, '403 not-for-this-token'],
  ['a site that the token is not for', { person, ...admission, site: 'RX9' }, '403 not-for-this-token'],
  ['an event of the service', { person, type: 'rules-adopted', ruleSet: 'x' }, '403 not-for-callers'],
])('with %s it is refused', async (_name, body, code) => {
  const answer = await post(body);
  expect(`${answer.status} ${answer.body.code}`).toBe(code);
});
