import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createToken } from '../../../services/access/tokens';
import { raiseTask } from '../../../services/tasks/tasks';
import { admission, aReferral, onRegister, send, startService, type Service } from '../support/service';

let service: Service;
let tom: string;
let other: string;
beforeAll(async () => {
  service = await startService();
  service.setClock('2026-10-01T10:00');
  tom = await aReferral(service);
  other = await aReferral(service);
});
afterAll(() => service.close());

/** Sends what must be refused; gives its id. */
async function refusedEvent(registerId: string, body: object = { type: 'discharged' }): Promise<string> {
  const answer = await service.post(`/api/v1/pathways/${registerId}/events`, body);
  expect(answer.status).toBe(409);
  return String(answer.body.event.id);
}
const path = (id: string): string => `/api/v1/events/${encodeURIComponent(id)}/resolve`;
const resolve = (id: string, body: object) => service.post(path(id), body);
const dismissed = { outcome: 'dismissed', reason: 'Another patient was meant' };

async function list(query = ''): Promise<string[]> {
  const { body } = await service.get(`/api/v1/events?status=refused${query}`).expect(200);
  return body.events.map(({ id }: { id: string }) => id);
}
const code = async (id: string, body: object): Promise<string> => {
  const answer = await resolve(id, body);
  return `${answer.status} ${answer.body.code}`;
};
async function rowsOf(sql: string, ...values: unknown[]): Promise<unknown[]> {
  return (await service.pool.query(sql, values)).rows;
}

test('dismissed: it leaves the list, says who, when and why, and what people were asked to do about it is done', async () => {
  const id = await refusedEvent(tom);
  for (const key of [`refused/${id}`, 'elsewhere'])
    await raiseTask(service.pool, { key, register_id: tom, kind: 'event-refused', audience: 'team', params: {} });
  service.setClock('2026-10-02T11:30');
  const { body } = await resolve(id, dismissed).expect(200);
  const resolved = { ...dismissed, as: null, by: 'tests', at: '2026-10-02T11:30:00+01:00' };
  expect(body).toMatchObject({ id, registerId: tom, type: 'discharged', status: 'refused', resolved });
  expect(await list()).not.toContain(id);
  expect(await list('&resolved=true')).toEqual([id]);
  expect((await service.get(`/api/v1/pathways/${tom}/events/${id}`).expect(200)).body).toMatchObject({ status: 'refused', resolved });
  expect(await rowsOf(`select key, status, done_at from task where register_id = $1 and kind = 'event-refused' order by key`, tom)).toEqual(
    [
      { key: 'elsewhere', status: 'open', done_at: null },
      { key: `refused/${id}`, status: 'done', done_at: new Date('2026-10-02T10:30:00Z') },
    ],
  );
  // On-call, to whom nobody answers in this made-up book, was to hear of the refused discharge: that is settled with it.
  expect(await rowsOf(`select status from task where kind = 'alert-held' and params ->> 'event' = $1`, id)).toEqual([{ status: 'done' }]);
  expect(
    await rowsOf(`select actor, audit_event, register_id, outcome from access_log where audit_event = 'refused-event-resolved'`),
  ).toEqual([{ actor: 'tests', audit_event: 'refused-event-resolved', register_id: tom, outcome: 'done' }]);
  // The words stay out of the log.
  expect(service.logged.join('\n')).not.toContain('Another patient');
});

test('the same again gets the same answer, whoever asks; another resolution is told how it was resolved', async () => {
  const id = await refusedEvent(tom);
  const first = await resolve(id, dismissed).expect(200);
  service.setClock('2026-10-03T09:00');
  const colleague = await createToken(service.pool, 'colleague', ['events:resolve']);
  const again = await supertest(service.app).post(path(id)).set('Authorization', `Bearer ${colleague}`).send(dismissed);
  expect([again.status, again.body]).toEqual([200, first.body]);
  for (const body of [
    { ...dismissed, reason: 'x' },
    { outcome: 'sent-again', as: randomUUID(), reason: dismissed.reason },
  ]) {
    const answer = await resolve(id, body);
    expect([answer.status, answer.body.code, answer.body.resolved]).toEqual([409, 'already-resolved', first.body.resolved]);
  }
});

test('sent again: as an accepted event of the same person, heard after the refused one', async () => {
  const before = await send(service, tom, { id: randomUUID(), type: 'contact-wish-recorded', family: 'yes' });
  const id = await refusedEvent(tom);
  const refusedLater = await refusedEvent(tom);
  const { id: ofAnother } = await send(service, other, { id: randomUUID(), type: 'contact-wish-recorded', family: 'yes' });
  const as = (event: string) => ({ outcome: 'sent-again', as: event, reason: 'The admission had not been sent' });
  for (const unfit of [before.id, refusedLater, ofAnother, randomUUID(), id]) expect(await code(id, as(unfit))).toBe('409 successor-unfit');
  const { id: accepted } = await send(service, tom, { id: randomUUID(), ...admission });
  const { body } = await resolve(id, as(accepted)).expect(200);
  expect(body.resolved).toMatchObject({ outcome: 'sent-again', as: accepted });
});

test('a batch is resolved whole, as an event, a batch or a part of one', async () => {
  const id = await refusedEvent(other, { events: [{ type: 'visit-held' }, { type: 'discharged' }] });
  const part = await resolve(`${id}/2`, dismissed);
  expect([part.status, part.body.code, part.body.batch]).toEqual([409, 'part-of-batch', id]);
  expect(await list()).toContain(id);
  const batch = randomUUID();
  await send(service, other, { id: batch, ...onRegister });
  const { body } = await resolve(id, { outcome: 'sent-again', as: batch, reason: 'One by one' }).expect(200);
  expect(body).toMatchObject({ id, type: 'batch', event: null, resolved: { as: batch } });
  const second = await refusedEvent(other, { events: [{ type: 'discharged' }] });
  await resolve(second, { outcome: 'sent-again', as: `${batch}/2`, reason: 'x' }).expect(409);
  const later = randomUUID();
  await send(service, other, { id: later, events: [{ type: 'contact-wish-recorded', family: 'yes' }] });
  await resolve(second, { outcome: 'sent-again', as: `${later}/1`, reason: 'x' }).expect(200);
});

test('an id that came from a caller of Temporal, as long as it may be, can be resolved', async () => {
  const id = `signal:${'a.b-c_d:'.repeat(9)}x`;
  await service.pool.query(
    `insert into event (id, register_id, pathway, type, at, status, reason, source, chain)
     values ($1, $2, 1, 'unknown', now(), 'refused', 'bad-shape', 'temporal', 'test')`,
    [id, tom],
  );
  expect(await list()).toContain(id);
  await resolve(id, dismissed).expect(200);
  expect(await list('&resolved=true')).toContain(id);
});

test('many at once: one resolution stands', async () => {
  const id = await refusedEvent(tom, { type: 'report-sent', meeting: 'm-1' });
  // All of them have asked before the first may look.
  const holder = await service.pool.connect();
  await holder.query('begin');
  await holder.query('select from event where id = $1 for update', [id]);
  const asked = Promise.all(
    Array.from({ length: 6 }, (_, index) => resolve(id, { ...dismissed, reason: `Reason ${index}` }).then((answer) => answer)),
  );
  const waiting = async (): Promise<number> =>
    (await service.pool.query(`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`)).rowCount ??
    0;
  while ((await waiting()) < 6) await new Promise((resolve) => setTimeout(resolve, 10));
  await holder.query('commit');
  holder.release();
  const answers = await asked;
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, ...Array<number>(5).fill(409)]);
  const [won] = answers.filter(({ status }) => status === 200);
  const { body } = await service.get(`/api/v1/pathways/${tom}/events/${id}`);
  expect(body.resolved).toEqual(won?.body.resolved);
});

test('both lists come in pages, and a cursor of one does not fit the other', async () => {
  const ids = [
    await refusedEvent(tom, { type: 'action-done', action: 'a' }),
    await refusedEvent(tom, { type: 'action-done', action: 'b' }),
  ];
  for (const id of ids) await resolve(id, dismissed).expect(200);
  const whole = await list('&resolved=true');
  expect(whole.slice(-2)).toEqual(ids);
  const pages: string[] = [];
  let cursor = '';
  do {
    const { body } = await service.get(`/api/v1/events?status=refused&resolved=true&limit=2${cursor}`).expect(200);
    pages.push(...body.events.map(({ id }: { id: string }) => id));
    cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    if (cursor !== '') expect((await service.get(`/api/v1/events?status=refused${cursor}`)).body.code).toBe('bad-cursor');
  } while (cursor !== '');
  expect(pages).toEqual(whole);
});

test('a resolution changes nothing that the log is bound to', async () => {
  const id = await refusedEvent(tom, { type: 'action-done', action: 'c' });
  const row = () => rowsOf(`select to_jsonb(e) - 'resolved' as row from event e where id = $1`, id);
  const before = await row();
  await resolve(id, dismissed).expect(200);
  expect(await row()).toEqual(before);
});
