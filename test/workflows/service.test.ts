import { randomUUID } from 'node:crypto';
import { WorkflowNotFoundError } from '@temporalio/client';
import { londonDate, type Instant } from '../../domain/calendar/dates';
import { say, newRegisterId } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';
import { rebuild } from '../../services/upkeep/rebuild';
import { PATHWAY_QUEUE, PERSON_PATHWAY, pathwayWorkflowId } from '../../workflows/names';
import type { PathwayEvent } from '../../domain/pathway/events';

let service: Service;
beforeAll(async () => {
  service = await openService();
  await service.startWorker();
  service.startRelay();
});
afterAll(() => service?.close());

const now = (): Instant => Date.now() as Instant;
const today = () => londonDate(now());
const referral: PathwayEvent = { type: 'referral-received', source: 'family' };
const admission = () => ({ type: 'admitted', on: today(), security: 'low', detained: true, planned: false }) as const;

async function rowsOf<Row extends object>(sql: string, ...values: unknown[]): Promise<Row[]> {
  return (await service.database.pool.query<Row>(sql, values)).rows;
}
const signal = (registerId: string, pathway: number, name: string, body: unknown) =>
  service.client.workflow.getHandle(pathwayWorkflowId(registerId, pathway)).signal(name, body);
const eventRow = (id: string) =>
  rowsOf<{ status: string; reason: string | null; type: string; fact: string | null }>(
    'select status, reason, type, fact from event where id = $1',
    id,
  );

test('an event is armed for, with one named timer for each wake-up, and leaves the outbox', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), admission());
  const armed = await service.armed(registerId, 1, 1);
  const wakeUps = await rowsOf('select deadline from wake_up where register_id = $1', registerId);
  expect(armed.timers).toBe(wakeUps.length);
  expect(wakeUps.length).toBeGreaterThan(1);
  await until('the outbox is empty', async () => (await rowsOf('select from outbox where register_id = $1', registerId)).length === 0);
});

test('an event that changes one deadline changes one timer', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), admission());
  await service.armed(registerId, 1, 1);
  await say(service.commit, registerId, now(), { type: 'visit-held', on: today() });
  await service.armed(registerId, 1, 2);
  const [run] = await service.runs(registerId, 1);
  const kinds = (run?.history.events ?? [])
    .map((event) => (event.timerStartedEventAttributes ? 'started' : event.timerCanceledEventAttributes ? 'cancelled' : ''))
    .filter(Boolean);
  const wakeUps = await rowsOf('select from wake_up where register_id = $1', registerId);
  expect(kinds.filter((kind) => kind === 'started').length - kinds.filter((kind) => kind === 'cancelled').length).toBe(wakeUps.length);
  expect(kinds.filter((kind) => kind === 'cancelled').length).toBeLessThanOrEqual(1);
});

test('sixty events at once on one person: all are armed for', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), referral);
  await Promise.all(
    Array.from({ length: 60 }, (_, index) =>
      say(service.commit, registerId, now(), { type: 'rating-set', rating: index % 2 ? 'red' : 'amber', reason: 'Ottoline asked' }),
    ),
  );
  await service.armed(registerId, 1, 61);
});

test('callers that speak Temporal: ratingChanged, admitted, discharged and event are decided and kept', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), referral);
  await service.armed(registerId, 1, 1);
  const ids = Array.from({ length: 5 }, () => randomUUID());
  await signal(registerId, 1, 'ratingChanged', { eventId: ids[0], rating: 'red', on: today() });
  await signal(registerId, 1, 'admitted', { eventId: ids[1], on: today(), security: 'low', detained: false, planned: true });
  await signal(registerId, 1, 'event', { eventId: ids[2], type: 'visit-held', on: today() });
  await signal(registerId, 1, 'event', {
    eventId: ids[3],
    events: [
      { type: 'leave-began', on: today() },
      { type: 'leave-ended', on: today() },
    ],
  });
  await signal(registerId, 1, 'discharged', { eventId: ids[4], on: today(), destination: 'home' });
  // The same again: an id never counts twice.
  await signal(registerId, 1, 'discharged', { eventId: ids[4], on: today(), destination: 'home' });
  await service.armed(registerId, 1, 7);
  expect(
    await rowsOf('select type, status, source from event where register_id = $1 and sequence is not null order by sequence', registerId),
  ).toEqual([
    { type: 'referral-received', status: 'applied', source: 'test' },
    ...['rating-set', 'admitted', 'visit-held', 'leave-began', 'leave-ended', 'discharged'].map((type) => ({
      type,
      status: 'applied',
      source: 'temporal',
    })),
  ]);
});

test('what a caller signals and may not be is kept as refused, put before a person, and fails nothing', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), referral);
  await service.armed(registerId, 1, 1);
  const ids = { illegal: randomUUID(), shape: randomUUID(), text: randomUUID(), undated: randomUUID(), wrong: randomUUID() };
  await signal(registerId, 1, 'discharged', { eventId: ids.illegal, on: today() });
  await signal(registerId, 1, 'admitted', { eventId: ids.shape, on: today(), security: 'fortress' });
  await signal(registerId, 1, 'ratingChanged', { eventId: ids.text, on: today(), rating: 'red', reason: 'code-or-text' });
  await signal(registerId, 1, 'event', { eventId: ids.undated, type: 'visit-held' });
  await signal(registerId, 1, 'admitted', { eventId: ids.wrong, type: 'visit-held', on: today() });
  await signal(registerId, 1, 'event', { type: 'visit-held', on: today() });
  await signal(registerId, 1, 'event', 'nonsense');
  await until(
    'all seven are kept',
    async () => (await rowsOf('select from event where register_id = $1 and status = $2', registerId, 'refused')).length === 7,
  );
  expect(await eventRow(ids.illegal)).toMatchObject([{ status: 'refused', type: 'discharged' }]);
  for (const id of [ids.shape, ids.text, ids.undated, ids.wrong])
    expect(await eventRow(id)).toMatchObject([{ status: 'refused', reason: 'bad-shape', fact: null }]);
  expect(await rowsOf('select from task where register_id = $1 and kind = $2', registerId, 'event-refused')).toHaveLength(7);
  expect(await rowsOf('select audience from notice where event_id = $1', ids.illegal)).toEqual([{ audience: 'on-call' }]);
  expect(await rowsOf('select audience from notice where event_id = $1', ids.shape)).toEqual([{ audience: 'on-call' }]);
  // The pathway goes on.
  await say(service.commit, registerId, now(), admission());
  await service.armed(registerId, 1, 2);
});

test('a signal for a person who is not on file ends its workflow and is put before a person', async () => {
  const registerId = newRegisterId();
  const id = randomUUID();
  const handle = await service.client.workflow.signalWithStart(PERSON_PATHWAY, {
    workflowId: pathwayWorkflowId(registerId, 1),
    taskQueue: PATHWAY_QUEUE,
    signal: 'event',
    signalArgs: [{ eventId: id, type: 'visit-held', on: today() }],
    args: [{ version: 1, registerId, pathway: 1, sequence: 0, wakeUps: [], clockOffset: 0 }],
  });
  await handle.result();
  expect(await rowsOf(`select kind from task where params ->> 'event' = $1`, id)).toEqual([{ kind: 'signal-for-unknown-person' }]);
});

test('a closed pathway ends its workflow; taking the ending back, or coming back, starts one again', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), referral);
  await say(
    service.commit,
    registerId,
    now(),
    { type: 'pathway-closed', reason: 'Ottoline Grimshaw-Test of 12 made-up street moved on' },
    { id: `end-${registerId}` },
  );
  const status = async (pathway: number): Promise<string> => {
    try {
      return (await service.client.workflow.getHandle(pathwayWorkflowId(registerId, pathway)).describe()).status.name;
    } catch (error) {
      // The relay has not got to it yet.
      if (error instanceof WorkflowNotFoundError) return 'NOT-FOUND';
      throw error;
    }
  };
  await until('it has ended', async () => (await status(1)) === 'COMPLETED');
  await say(service.commit, registerId, now(), {
    type: 'corrected',
    event: `end-${registerId}`,
    reason: 'Not yet, said ottoline@example.test',
  });
  await until('it runs again', async () => (await status(1)) === 'RUNNING');
  expect((await service.armed(registerId, 1, 3)).timers).toBeGreaterThan(0);
  await say(service.commit, registerId, now(), { type: 'pathway-closed', reason: 'Now' });
  await until('it has ended again', async () => (await status(1)) === 'COMPLETED');
  await say(service.commit, registerId, now(), admission());
  await service.armed(registerId, 2, 5);
  expect(await service.runs(registerId, 1)).toHaveLength(2);
});

test('with no worker and no relay events are answered; both back, everything is armed', async () => {
  await service.stopWorker();
  await service.stopRelay();
  const people = Array.from({ length: 5 }, newRegisterId);
  for (const registerId of people) {
    expect(await say(service.commit, registerId, now(), admission())).toMatchObject({ status: 'applied' });
    expect(await say(service.commit, registerId, now(), { type: 'visit-held', on: today() })).toMatchObject({ status: 'applied' });
  }
  service.startRelay();
  await until('the outbox is empty', async () => (await rowsOf('select from outbox where register_id = any($1)', people)).length === 0);
  await service.startWorker();
  for (const registerId of people) expect((await service.armed(registerId, 1, 2)).timers).toBeGreaterThan(0);
});

test('workflows that are gone are started again from the log, and nothing is done twice', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), admission());
  const before = await service.armed(registerId, 1, 1);
  await service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1)).terminate('the rehearsal is over');
  const lines = await rowsOf('select line from timeline where register_id = $1', registerId);
  const told = await rebuild({ pool: service.database.pool, seals: service.commit.seals, client: service.client });
  expect(told).toBeGreaterThanOrEqual(1);
  await until('it is armed again', async () => (await service.armed(registerId, 1, 1)).timers === before.timers);
  expect(await rowsOf('select line from timeline where register_id = $1', registerId)).toEqual(lines);
});

test('a workflow whose sequence lies beyond the log raises an alarm', async () => {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), referral);
  await say(service.commit, registerId, now(), { type: 'rating-set', rating: 'red', reason: 'x' });
  await service.armed(registerId, 1, 2);
  // As after a restore from an older backup.
  await service.database.pool.query('delete from event where register_id = $1 and sequence = 2', [registerId]);
  await service.database.pool.query('update person set sequence = 1 where register_id = $1', [registerId]);
  await signal(registerId, 1, 'present', {});
  await until(
    'the alarm is raised',
    async () => (await rowsOf('select from task where register_id = $1 and kind = $2', registerId, 'log-behind-workflow')).length === 1,
  );
});
