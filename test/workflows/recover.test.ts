import { randomUUID } from 'node:crypto';
import { londonDate, type Instant } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { rebuild } from '../../services/upkeep/rebuild';
import { recoverFromHistories, type RecoverDeps } from '../../services/upkeep/recovery/from-histories';
import { checkChain } from '../../services/upkeep/proof/log/check-chain';
import { checkDerived } from '../../services/upkeep/proof/log/check-derived';
import { lookAtPathway } from '../../services/upkeep/proof/timers/timers';
import { PATHWAY_QUEUE, PERSON_PATHWAY, pathwayWorkflowId } from '../../workflows/names';
import { newRegisterId, say, somebody } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';

let service: Service;
beforeAll(async () => {
  service = await openService();
  await service.startWorker();
  service.startRelay();
});
afterAll(() => service?.close());

const now = (): Instant => Date.now() as Instant;
const today = () => londonDate(now());
const sql = async <Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> =>
  (await service.database.pool.query<Row>(text, values)).rows;

/** Everything in the database, kept beside it as a backup is. */
async function backUp(): Promise<() => Promise<void>> {
  const tables = await sql<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'`,
  );
  const name = `backup_${randomUUID().slice(0, 8)}`;
  await sql(`create schema ${name}`);
  for (const table of tables) await sql(`create table ${name}.${table.name} as table public.${table.name}`);
  return async () => {
    await sql(`truncate ${tables.map((table) => `public.${table.name}`).join(', ')} cascade`);
    // Foreign keys look at people first.
    const order = ['person', ...tables.map((table) => table.name).filter((one) => one !== 'person')];
    for (const table of order) await sql(`insert into public.${table} select * from ${name}.${table}`);
  };
}

const deps = (): RecoverDeps => ({
  commit: service.commit,
  client: service.client,
  area: { id: 'example', ruleSet: 'england-2023' },
  now,
  onUnreadable: (_workflowId, error) => {
    throw error;
  },
});
const tasks = async (registerId: string) =>
  (await sql<{ kind: string }>(`select kind from task where register_id = $1 and kind <> 'look-back' order by kind`, registerId)).map(
    ({ kind }) => kind,
  );
const logOf = (registerId: string) =>
  sql(
    // Of a caller's own signal Temporal knows when it came, to a few milliseconds.
    `select id, sequence, type, "on", case when id like 'own-%' then null else at end as at, status, fact, batch from event
      where register_id = $1 order by position`,
    registerId,
  );
const dues = (registerId: string) => sql('select id, due, status from deadline where register_id = $1 and owed order by id', registerId);
const tell = (registerId: string, event: object, id: string = randomUUID()) =>
  say(service.commit, registerId, now(), event as PathwayEvent, { id, person: somebody({ minutes: 7 }) });

test('after an older backup the events that Temporal holds are back under their ids, and what it cannot hold is put before a person', async () => {
  const [known, unknown, late] = [newRegisterId(), newRegisterId(), newRegisterId()];
  const admission = { type: 'admitted', on: today(), security: 'low', detained: true, planned: false };
  await tell(known, { type: 'referral-received', source: 'family' });
  await tell(late, { type: 'referral-received', source: 'family' });
  const restore = await backUp();

  await tell(known, admission);
  await tell(known, { type: 'visit-held', on: today() });
  await service.commit.pool.query('select 1');
  await tell(known, { type: 'review-requested', on: today(), by: 'person', reason: 'Words that only PostgreSQL had' });
  await tell(unknown, admission);
  const batch = { type: 'visit-held', on: today() };
  await say(service.commit, unknown, now(), batch as PathwayEvent, { id: `batch-${unknown}`, batch: true });
  // One that a caller sent to the workflow itself.
  await service.client.workflow
    .getHandle(pathwayWorkflowId(known, 1))
    .signal('event', { eventId: `own-${known}`, type: 'leave-began', on: today() });
  await until('the signal is decided', async () => (await sql('select from event where id = $1', `own-${known}`)).length > 0);
  await service.armed(known, 1, 5);
  await service.armed(unknown, 1, 2);
  const before = { known: await logOf(known), unknown: await logOf(unknown), dues: await dues(known), duesUnknown: await dues(unknown) };
  await until('the outbox is empty', async () => (await sql('select from outbox')).length === 0);

  await restore();
  expect(await logOf(known)).toHaveLength(1);
  expect(await recoverFromHistories(deps())).toMatchObject({
    recovered: 6,
    withoutWords: 1,
    withoutIdentity: 1,
    refused: 0,
    unreadable: 0,
  });
  expect(await logOf(known)).toEqual(before.known);
  expect(await logOf(unknown)).toEqual(before.unknown);
  expect(await dues(known)).toEqual(before.dues);
  expect(await dues(unknown)).toEqual(before.duesUnknown);
  expect(await tasks(known)).toEqual(['words-lost']);
  expect(await tasks(unknown)).toEqual(['identity-lost']);
  expect(await tasks(late)).toEqual([]);
  // Doing it again does nothing twice.
  expect(await recoverFromHistories(deps())).toMatchObject({ recovered: 0, withoutIdentity: 0, refused: 0 });
  await rebuild({ pool: service.database.pool, seals: service.commit.seals, client: service.client, restored: true });
  for (const one of [known, unknown]) {
    await until('it goes on in a new run', async () => (await service.runs(one, 1)).length === 2);
    await service.armed(one, 1, one === known ? 5 : 2);
    expect([...(await checkChain(service.commit, one)), ...(await checkDerived(service.commit, one))]).toEqual([]);
    const look = await lookAtPathway({ pool: service.database.pool, client: service.client, now }, one, 1);
    expect(look.differences).toEqual([]);
  }
  // The workflows saw other links before; nobody is sent to restore once more.
  expect(await tasks(known)).toEqual(['words-lost']);
  expect(await tasks(unknown)).toEqual(['identity-lost']);
});

test('a log that went on from an older backup is noticed, although its sequence has come as far again, and its events are armed for', async () => {
  const registerId = newRegisterId();
  await tell(registerId, { type: 'referral-received', source: 'family' });
  await service.armed(registerId, 1, 1);
  const restore = await backUp();
  await tell(registerId, { type: 'admitted', on: today(), security: 'low', detained: true, planned: false });
  await service.armed(registerId, 1, 2);
  await restore();
  // The same number as the event that is gone; another event.
  await tell(registerId, { type: 'rating-set', rating: 'red', reason: 'x' });
  await until('the alarm is raised', async () => (await tasks(registerId)).includes('log-behind-workflow'));
  await until('its timers are those of the log', async () => {
    const wanted = await sql('select from wake_up where register_id = $1', registerId);
    return (await service.armed(registerId, 1, 2)).timers === wanted.length;
  });
  // The admission comes back; what was heard in between stands.
  expect(await recoverFromHistories(deps())).toMatchObject({ refused: 0 });
  expect((await logOf(registerId)).map((row) => (row as { type: string }).type)).toEqual(['referral-received', 'rating-set', 'admitted']);
});

/** The instant that a clock ahead by so many days shows. */
const inDays = (days: number): Instant => (Date.now() + days * 86_400_000) as Instant;

const WRONGLY_MISSED = ['post-admission-cetr', 'cetr-feedback', 'cetr-report'];

describe('what was heard by a clock that was twenty days ahead, and is brought back thirty days later', () => {
  const recovered = async (over: Partial<RecoverDeps>, before: (registerId: string) => Promise<void> = async () => undefined) => {
    const registerId = newRegisterId();
    await tell(registerId, { type: 'referral-received', source: 'family' });
    await tell(registerId, { type: 'admitted', on: today(), security: 'low', detained: true, planned: false });
    const restore = await backUp();
    const began = Date.now();
    const wish: PathwayEvent = { type: 'contact-wish-recorded', family: 'yes' };
    await say(service.commit, registerId, inDays(20), wish, { id: `wish-${registerId}` });
    // Of today, by a clock that is right; recorded as heard when the other had come to.
    await tell(registerId, { type: 'visit-held', on: today() });
    await tell(registerId, { type: 'meeting-held', on: today(), meeting: 'm', kind: 'post-admission-cetr', outcome: 'at-3' });
    // The review of which it has been heard by then, and what is to follow it.
    expect(await misses(registerId)).toEqual(WRONGLY_MISSED);
    await service.armed(registerId, 1, 5);
    await until('the outbox is empty', async () => (await sql('select from outbox')).length === 0);
    const ended = Date.now();
    await restore();
    await before(registerId);
    await restore();
    const counts = await recoverFromHistories({ ...deps(), now: () => inDays(30), ...over });
    const log = await sql<{ type: string; at: Date; on: string; status: string }>(
      `select type, at, "on"::text as on, status from event where register_id = $1 and position > (select max(position) from event
         where register_id = $1 and type = 'admitted') order by position`,
      registerId,
    );
    return { registerId, counts, log, heardThen: log.every(({ at }) => at.getTime() >= began && at.getTime() <= ended) };
  };
  const misses = async (registerId: string) =>
    (
      await sql<{ kind: string }>(
        `select line->>'kind' as kind from timeline where register_id = $1 and what = 'deadline-missed' order by ordinal`,
        registerId,
      )
    ).map(({ kind }) => kind);

  test('counts as heard when Temporal took it, of that day, where it is said that a clock was ahead: nothing was missed', async () => {
    const { registerId, counts, log, heardThen } = await recovered({ clockWasAhead: true });
    expect(counts).toMatchObject({ recovered: 3, refused: 0, heardTooLate: 3, daysSetRight: 1 });
    expect(log.map(({ type, on, status }) => [type, on, status])).toEqual([
      ['contact-wish-recorded', today(), 'applied'],
      ['visit-held', today(), 'applied'],
      ['meeting-held', today(), 'applied'],
    ]);
    expect(heardThen).toBe(true);
    expect(await misses(registerId)).toEqual([]);
    expect([...(await checkChain(service.commit, registerId)), ...(await checkDerived(service.commit, registerId))]).toEqual([]);
  });

  test('counts so too where an earlier recovery, without that, had it all sent again', async () => {
    const { counts, heardThen } = await recovered({ clockWasAhead: true }, async (registerId) => {
      await service.stopRelay();
      await recoverFromHistories(deps());
      await rebuild({ pool: service.database.pool, seals: service.commit.seals, client: service.client, restored: true });
      await until('it goes on in a new run', async () => (await service.runs(registerId, 1)).length === 2);
      service.startRelay();
      await until('the outbox is empty', async () => (await sql('select from outbox')).length === 0);
    });
    expect(counts).toMatchObject({ refused: 0, daysSetRight: 1 });
    expect(heardThen).toBe(true);
  });

  test('is believed otherwise, and counted: the operator hears that a clock may have been wrong', async () => {
    const { registerId, counts, heardThen } = await recovered({});
    expect(counts).toMatchObject({ heardTooLate: 3, daysSetRight: 0 });
    expect(heardThen).toBe(false);
    expect(await misses(registerId)).toEqual(WRONGLY_MISSED);
  });
});

test('a pathway goes on in a new run when it is told to, with the same timers', async () => {
  const registerId = newRegisterId();
  await tell(registerId, { type: 'admitted', on: today(), security: 'low', detained: true, planned: false });
  const { timers } = await service.armed(registerId, 1, 1);
  const before = (await service.runs(registerId, 1)).length;
  await rebuild({ pool: service.database.pool, seals: service.commit.seals, client: service.client, renew: true });
  await until('there is a new run', async () => (await service.runs(registerId, 1)).length === before + 1);
  await until('its timers run', async () => (await service.armed(registerId, 1, 1)).timers === timers);
});

test('a workflow that was started by a caller for somebody unknown leaves a task, and no pathway', async () => {
  const registerId = newRegisterId();
  await service.client.workflow.signalWithStart(PERSON_PATHWAY, {
    workflowId: pathwayWorkflowId(registerId, 1),
    taskQueue: PATHWAY_QUEUE,
    args: [{ version: 1, registerId, pathway: 1, sequence: 0, wakeUps: [], clockOffset: 0 }],
    signal: 'event',
    signalArgs: [{ eventId: `of-${registerId}`, type: 'visit-held', on: today() }],
  });
  await until(
    'the task is there',
    async () => (await sql('select from task where key = $1', `signal-for-unknown-person/nobody/of-${registerId}`)).length === 1,
  );
  const { withoutIdentity } = await recoverFromHistories(deps());
  expect(withoutIdentity).toBe(0);
  expect(await sql('select from person where register_id = $1', registerId)).toEqual([]);
});
