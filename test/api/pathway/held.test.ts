import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { parseInstant } from '../../../domain/calendar/dates';
import { createToken } from '../../../services/access/tokens';
import { commit } from '../../../services/commit/commit';
import { commitDeps } from '../../support/database/commit';
import { conforms } from '../support/conforms';
import { admission, aReferral, send, startService, type Service } from '../support/service';

const bornOn = '2011-03-02';
const out = { type: 'discharged', on: '2026-10-04', destination: 'home' };
const dismissed = { outcome: 'dismissed', reason: 'Another patient was meant' };

let service: Service;
let hospital: string;
let reader: string;
let tom: string;
beforeAll(async () => {
  service = await startService();
  hospital = await createToken(service.pool, 'RX1', ['events:write'], { types: ['admitted', 'discharged', 'transferred', 'leave-began'] });
  reader = await createToken(service.pool, 'reader', ['pathways:read']);
});
beforeEach(async () => {
  service.setClock('2026-10-01T10:00');
  tom = await aReferral(service);
  service.setClock('2026-10-05T10:00');
});
afterAll(() => service.close());

const at = (query = ''): string => `/api/v1/pathways/${tom}/events${query}`;
async function asHospital(sent: object, path = at()) {
  const body = path === '/api/v1/events' ? sent : { bornOn, ...sent };
  const answer = await supertest(service.app).post(path).set('Authorization', `Bearer ${hospital}`).send(body);
  conforms('post', path, answer);
  return answer;
}
/** A discharge before its admission, that waits; out: its id. */
async function waiting(): Promise<string> {
  const { status, body } = await asHospital(out);
  expect([status, body.event.status]).toEqual([200, 'held']);
  return String(body.event.id);
}
const listed = async (status: string): Promise<{ id: string; until: string | null }[]> =>
  (await service.get(`/api/v1/events?status=${status}`).expect(200)).body.events.filter(
    ({ registerId }: { registerId: string }) => registerId === tom,
  );
const resolve = (id: string, body: object) => service.post(`/api/v1/events/${encodeURIComponent(id)}/resolve`, body);
const shown = async (id: string) => (await service.get(`${at()}/${encodeURIComponent(id)}`)).body;

test('a hospital that tells of a discharge before the admission is answered that it waits, until when and why; so is a repeat', async () => {
  const id = randomUUID();
  const first = await asHospital({ id, ...out });
  const event = { id, status: 'held', until: '2026-10-06T10:00:00+01:00', reason: 'not-inpatient' };
  expect([first.status, first.body]).toEqual([200, { event, changes: [] }]);
  service.setClock('2026-10-05T12:00');
  const again = await asHospital({ id, ...out });
  expect([again.status, again.body]).toEqual([200, first.body]);
  expect((await asHospital({ id, ...out, on: '2026-10-03' })).body.code).toBe('event-id-reused');

  expect(await listed('held')).toMatchObject([{ id, type: 'discharged', status: 'held', until: event.until, reason: 'not-inpatient' }]);
  expect(await listed('refused')).toEqual([]);
  expect(await shown(id)).toMatchObject({ id, status: 'held', sequence: null, event: out, answer: { event } });
  expect((await service.get(at())).body.events.map(({ status }: { status: string }) => status)).toEqual(['applied', 'held']);

  const came = await asHospital({ ...admission, on: '2026-10-02' });
  expect([came.status, came.body.event]).toMatchObject([200, { status: 'applied', sequence: 2 }]);
  expect(await shown(id)).toMatchObject({
    status: 'applied',
    sequence: 3,
    at: '2026-10-05T12:00:00+01:00',
    received: '2026-10-05T10:00:00+01:00',
  });
  expect(await listed('held')).toEqual([]);
  const { body } = await service.get(`/api/v1/pathways/${tom}/timeline`);
  expect(
    body.timeline.find(({ event: named, what }: { event?: string; what: string }) => named === id && what === 'event-applied'),
  ).toMatchObject({
    at: '2026-10-05T12:00:00+01:00',
    received: '2026-10-05T10:00:00+01:00',
  });
  expect((await service.get(`/api/v1/pathways/${tom}`)).body).toMatchObject({ rating: 'amber', sequence: 3 });
});

test('the team is told at once what it got wrong', async () => {
  const answer = await service.post(at(), out);
  expect([answer.status, answer.body.code]).toEqual([409, 'not-inpatient']);
});

test('a preview says that it would wait', async () => {
  const { status, body } = await asHospital(out, at('?dryRun=true'));
  expect([status, body]).toEqual([
    200,
    { status: 'would-hold', sequence: 1, until: '2026-10-06T10:00:00+01:00', reason: 'not-inpatient', changes: [] },
  ]);
  expect(await listed('held')).toEqual([]);
});

test('a batch waits as one, is listed once, and each of its parts can be asked for', async () => {
  const id = randomUUID();
  const events = [{ type: 'leave-began', on: '2026-10-03' }, out];
  const { status, body } = await asHospital({ id, events });
  expect([status, body.events.map((one: { id: string }) => one.id)]).toEqual([200, [`${id}/1`, `${id}/2`]]);
  expect(await listed('held')).toMatchObject([{ id, type: 'batch', event: null }]);
  expect(await shown(id)).toMatchObject({ id, type: 'batch', status: 'held', event: null });
  expect(await shown(`${id}/2`)).toMatchObject({ id: `${id}/2`, type: 'discharged', status: 'held', batch: id, event: out });
  expect((await resolve(`${id}/2`, dismissed)).body).toMatchObject({ code: 'part-of-batch', batch: id });
  expect((await resolve(id, dismissed)).status).toBe(200);
  expect(await shown(`${id}/1`)).toMatchObject({ status: 'refused', reason: 'outside-stay' });
});

test('what a person dismisses waits no longer: it is refused, with who and why, and nobody is alarmed', async () => {
  const id = await waiting();
  const { status, body } = await resolve(id, dismissed);
  expect(status).toBe(200);
  expect(body).toMatchObject({ id, status: 'refused', reason: 'not-inpatient', resolved: { ...dismissed, by: 'tests' } });
  expect(await listed('held')).toEqual([]);
  expect(await listed('refused')).toEqual([]);
  expect((await service.pool.query(`select from notice where register_id = $1 and audience = 'on-call'`, [tom])).rowCount).toBe(0);
  expect((await service.pool.query(`select from task where register_id = $1 and status = 'open'`, [tom])).rowCount).toBe(0);
  expect((await resolve(id, dismissed)).status).toBe(200);
  expect((await resolve(id, { ...dismissed, reason: 'Otherwise' })).body.code).toBe('already-resolved');
  expect((await asHospital({ ...admission, on: '2026-10-02' })).status).toBe(200);
  expect((await shown(id)).status).toBe('refused');
});

test('sent again and accepted: it stands in its place; what does not fit leaves it waiting', async () => {
  const id = await waiting();
  expect((await resolve(id, { outcome: 'sent-again', as: randomUUID(), reason: 'Mended' })).body.code).toBe('successor-unfit');
  expect(await listed('held')).toHaveLength(1);
  service.setClock('2026-10-05T11:00');
  const stay = {
    events: [
      { ...admission, on: '2026-10-02' },
      { type: 'visit-held', on: '2026-10-05' },
    ],
  };
  const { id: as } = await send(service, tom, stay);
  // It lies before a visit of the stay now, and goes on waiting.
  expect(await listed('held')).toHaveLength(1);
  expect((await resolve(id, { outcome: 'sent-again', as, reason: 'Mended' })).status).toBe(200);
  expect(await shown(id)).toMatchObject({ status: 'refused', reason: 'before-recorded-in-stay', resolved: { as } });
});

test('what came by NHS number waits like any other', async () => {
  service.setClock('2026-10-01T10:00');
  tom = await aReferral(service, { nhsNumber: '999 000 0026' });
  service.setClock('2026-10-05T10:00');
  const answer = await asHospital({ person: { nhsNumber: '9990000026', bornOn }, ...out }, '/api/v1/events');
  expect([answer.status, answer.body.errors]).toEqual([202, undefined]);
  await service.emptied();
  expect(await listed('held')).toMatchObject([{ id: answer.body.event.id }]);
  expect((await service.pool.query(`select from task where register_id = $1`, [tom])).rowCount).toBe(0);
});

test('after a day it is among the refused', async () => {
  const id = await waiting();
  await commit(commitDeps(service.pool), { kind: 'wake', registerId: tom, clock: parseInstant('2026-10-06T10:00') });
  expect(await listed('refused')).toMatchObject([
    { id, at: '2026-10-06T10:00:00+01:00', received: '2026-10-05T10:00:00+01:00', until: null },
  ]);
});

test('the list is read page by page, by whoever may read', async () => {
  await waiting();
  tom = await aReferral(service);
  await waiting();
  const pages: string[] = [];
  let cursor: string | null = null;
  do {
    const page: { body: { events: { id: string }[]; nextCursor: string | null } } = await service
      .get(`/api/v1/events?status=held&limit=1${cursor === null ? '' : `&cursor=${cursor}`}`)
      .expect(200);
    pages.push(...page.body.events.map((one) => one.id));
    cursor = page.body.nextCursor;
  } while (cursor !== null);
  expect(new Set(pages).size).toBe(pages.length);
  expect(pages.length).toBeGreaterThanOrEqual(2);
  expect((await service.get('/api/v1/events?status=held&resolved=true').expect(200)).body).toEqual({ events: [], nextCursor: null });
  const unread = await supertest(service.app).get('/api/v1/events?status=held').set('Authorization', `Bearer ${reader}`);
  expect(unread.status).toBe(200);
});
