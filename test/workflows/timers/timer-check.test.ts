import { coreContext } from '../../../services/rules/policies';
import { londonDate, type Instant } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { upkeepWorkerParts } from '../../../activities/upkeep';
import type { Alarm } from '../../../services/upkeep/proof/alarm';
import type { PersonCheck } from '../../../services/upkeep/proof/subjects';
import type { Difference } from '../../../services/upkeep/proof/difference';
import { lastProof, type LastProof } from '../../../services/upkeep/proof/last-proof';
import { startTimerCheck } from '../../../services/upkeep/proof/keep-running';
import { startWorkers, type Running } from '../../../worker';
import { pathwayWorkflowId } from '../../../workflows/names';
import { CHECK_SIGNAL, TIMER_CHECK_WORKFLOW_ID } from '../../../workflows/upkeepNames';
import { newRegisterId, say } from '../../support/database/commit';
import { openService, until, type Service } from '../../support/service';
import { testKeys } from '../../support/stage';

let service: Service;
let upkeep: Running;
const alarms: Alarm[] = [];
const perPerson: PersonCheck[] = [];

const work = (): Promise<Running> =>
  startWorkers({
    connection: service.environment.nativeConnection,
    namespace: 'default',
    keys: testKeys,
    identity: 'test',
    workflows: { workflowBundle: service.workflowBundle },
    parts: [
      upkeepWorkerParts({
        pool: service.database.pool,
        client: service.client,
        now,
        // Only when asked.
        everyMs: 86_400_000,
        notBefore: 0,
        core: coreContext(),
        perPerson,
        onAlarm: (alarm) => void alarms.push(alarm),
      }),
    ],
  });

beforeAll(async () => {
  service = await openService();
  await service.startWorker();
  service.startRelay();
  upkeep = await work();
  await startTimerCheck(service.client);
});
afterAll(async () => {
  await upkeep?.stop();
  await service?.close();
});
beforeEach(() => {
  alarms.length = 0;
  perPerson.length = 0;
});

const now = (): Instant => Date.now() as Instant;
const referral: PathwayEvent = { type: 'referral-received', source: 'family' };
const admission = (at: Instant = now()) =>
  ({ type: 'admitted', on: londonDate(at), security: 'low', detained: true, planned: false }) as const;
const handle = (registerId: string) => service.client.workflow.getHandle(pathwayWorkflowId(registerId, 1));
const sql = (text: string, ...values: unknown[]) => service.database.pool.query(text, values);

/** Somebody in hospital whose timers all run. */
async function inpatient(): Promise<string> {
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), admission());
  await service.armed(registerId, 1, 1);
  return registerId;
}

/** Has everything checked, and waits for what came of it. */
async function check(): Promise<LastProof> {
  const asked = new Date();
  await service.client.workflow.getHandle(TIMER_CHECK_WORKFLOW_ID).signal(CHECK_SIGNAL);
  // One that had begun before does not count.
  await until(
    'a check has been made',
    async () => ((await sql('select from timer_check where started_at >= $1', asked)).rowCount ?? 0) > 0,
  );
  return lastProof(service.database.pool);
}

const named = (differences: readonly Difference[]) =>
  differences.map(({ code, registerId, mended }) => [code, registerId, mended]).sort((a, b) => (String(a) < String(b) ? -1 : 1));

async function nothingWrong(): Promise<void> {
  const { rows } = await sql('select count(*)::int as count from wake_up where at > now()');
  expect(await check()).toMatchObject({ differences: [], timersExpected: rows[0].count, timersFound: rows[0].count });
  expect(alarms).toEqual([]);
}

test('where all is well it names nothing, and says how much it compared', async () => {
  const ended = newRegisterId();
  await say(service.commit, ended, now(), referral);
  await say(service.commit, ended, now(), { type: 'pathway-closed', reason: 'Ottoline moved on' });
  const registerId = await inpatient();
  await say(service.commit, registerId, now(), { type: 'visit-held', on: londonDate(now()) });
  await inpatient();
  const proof = await check();
  expect(proof).toMatchObject({ differences: [], pathways: 2, more: 0 });
  expect(proof.timersExpected).toBeGreaterThan(4);
  expect(proof.timersFound).toBe(proof.timersExpected);
  expect(proof.wellAt).toBe(proof.provedAt);
  expect(alarms).toEqual([]);
});

test('a workflow that was terminated, a timer that is missing, and one that nobody wants: each is named and mended', async () => {
  const terminated = await inpatient();
  const missing = await inpatient();
  const unwanted = await inpatient();
  await handle(terminated).terminate('the rehearsal is over');
  const at = new Date(Date.now() + 30 * 86_400_000);
  await sql(
    `insert into wake_up (register_id, pathway, deadline, kind, step, at) values ($1, 1, 'by-hand', 'mam', 'remind', $2)`,
    missing,
    at,
  );
  await sql(`delete from wake_up where register_id = $1 and kind = 'oversight-visit'`, unwanted);

  const proof = await check();
  expect(named(proof.differences)).toEqual(
    [
      ['timer-missing', missing, true],
      ['timer-unwanted', unwanted, true],
      ['workflow-not-running', terminated, true],
    ].sort((a, b) => (String(a) < String(b) ? -1 : 1)),
  );
  expect(proof.differences.find(({ code }) => code === 'timer-missing')?.params['label']).toMatch(/^mam remind \d{4}-\d{2}-\d{2}$/);
  expect(proof.differences.find(({ code }) => code === 'timer-unwanted')?.params['label']).toMatch(/^oversight-visit /);
  expect(proof.timersFound).toBe(proof.timersExpected);
  expect(alarms.map(({ alarm, mended, counts, people }) => ({ alarm, mended, counts, people }))).toEqual(
    expect.arrayContaining([
      { alarm: 'timer-check', mended: true, counts: { 'workflow-not-running': 1 }, people: [terminated] },
      { alarm: 'timer-check', mended: true, counts: { 'timer-missing': 1 }, people: [missing] },
    ]),
  );
  alarms.length = 0;
  await nothingWrong();
});

test('signals that never went: the first of a person, and a later one', async () => {
  const later = await inpatient();
  await service.stopRelay();
  const first = newRegisterId();
  await say(service.commit, first, now(), admission());
  await say(service.commit, later, now(), { type: 'discharged', on: londonDate(now()), destination: 'home' });
  await sql('delete from outbox where register_id = any($1)', [first, later]);
  const { differences } = await check();
  expect(new Set(differences.map(({ code, registerId, mended }) => `${code} ${registerId} ${mended}`))).toEqual(
    new Set([`workflow-not-running ${first} true`, `timer-missing ${later} true`, `timer-unwanted ${later} true`]),
  );
  service.startRelay();
  alarms.length = 0;
  await nothingWrong();
});

test('a signal that waits for Temporal is on its way, and named only when it does not arrive', async () => {
  await service.stopRelay();
  const registerId = newRegisterId();
  await say(service.commit, registerId, now(), admission());
  expect((await check()).differences).toEqual([]);
  await sql(`update outbox set created_at = now() - interval '3 minutes' where register_id = $1`, registerId);
  expect(named((await check()).differences)).toEqual([['workflow-not-running', registerId, true]]);
  service.startRelay();
  alarms.length = 0;
  await nothingWrong();
});

test('an event that waits for a worker is on its way', async () => {
  const registerId = await inpatient();
  await service.stopWorker();
  await say(service.commit, registerId, now(), { type: 'discharged', on: londonDate(now()), destination: 'home' });
  await until('Temporal holds the signal', async () => ((await sql('select from outbox')).rowCount ?? 0) === 0);
  expect((await check()).differences).toEqual([]);
  await service.startWorker();
  await service.armed(registerId, 1, 2);
  await nothingWrong();
});

test('wake-ups whose instant passed long ago are named, and taken', async () => {
  const registerId = newRegisterId();
  const then = (now() - 30 * 86_400_000) as Instant;
  await service.stopRelay();
  await say(service.commit, registerId, then, admission(then));
  await sql('delete from outbox where register_id = $1', registerId);
  service.startRelay();
  const { differences } = await check();
  const codes = differences.filter((one) => one.registerId === registerId).map(({ code, mended }) => `${code} ${mended}`);
  expect(new Set(codes)).toEqual(new Set(['workflow-not-running true', 'wake-up-late true']));
  const { rows } = await sql(`select line from timeline where register_id = $1 and what = 'step'`, registerId);
  expect(rows.length).toBeGreaterThan(2);
  alarms.length = 0;
  await nothingWrong();
});

test('while events keep coming, nothing is named wrongly', async () => {
  let going = true;
  const people = [newRegisterId(), newRegisterId(), newRegisterId()];
  const pump = async (registerId: string): Promise<number> => {
    let events = 0;
    await say(service.commit, registerId, now(), referral);
    for (; going; events += 1) {
      const on = londonDate(now());
      const event: PathwayEvent = events % 2 === 0 ? admission() : { type: 'discharged', on, destination: 'home' };
      await say(service.commit, registerId, now(), event);
    }
    return events;
  };
  const pumps = Promise.all(people.map(pump));
  const proofs = [await check(), await check()];
  going = false;
  expect(Math.min(...(await pumps))).toBeGreaterThan(4);
  expect(proofs.map(({ differences }) => differences)).toEqual([[], []]);
  expect(alarms).toEqual([]);
  for (const registerId of people) {
    const { rows } = await sql('select sequence from person where register_id = $1', registerId);
    await service.armed(registerId, 1, rows[0].sequence);
  }
  await nothingWrong();
});

test('a log that was restored from an older backup: who is missing from it, and whose events are, is named and not mended', async () => {
  const lost = await inpatient();
  const behind = await inpatient();
  await say(service.commit, behind, now(), { type: 'visit-held', on: londonDate(now()) });
  await service.armed(behind, 1, 2);
  await sql('update person set sequence = 1 where register_id = $1', behind);
  const tables = [
    'wake_up',
    'deadline',
    'step_progress',
    'timeline',
    'notice',
    'event',
    'pathway',
    'person_key',
    'person_record',
    'person',
  ];
  for (const table of tables) await sql(`delete from ${table} where register_id = $1`, lost);
  const { differences, wellAt, provedAt } = await check();
  expect(differences).toEqual(
    expect.arrayContaining([
      { code: 'workflow-unknown-to-log', registerId: lost, pathway: 1, params: { workflow: 1 }, mended: false },
      { code: 'log-behind-workflow', registerId: behind, pathway: 1, params: { sequence: 1, workflow: 2 }, mended: false },
    ]),
  );
  expect(differences).toHaveLength(2);
  expect(alarms).toEqual([
    {
      alarm: 'timer-check',
      mended: false,
      counts: { 'workflow-unknown-to-log': 1, 'log-behind-workflow': 1 },
      people: expect.arrayContaining([lost, behind]) as string[],
    },
  ]);
  expect(wellAt).not.toBe(provedAt);
  await sql('update person set sequence = 2 where register_id = $1', behind);
  await handle(lost).terminate('the rehearsal is over');
  alarms.length = 0;
  await nothingWrong();
});

test('further checks are made of everybody, page by page, those whose pathway has ended too', async () => {
  const ended = newRegisterId();
  await say(service.commit, ended, now(), referral);
  await say(service.commit, ended, now(), { type: 'pathway-closed', reason: 'x' });
  await sql(`insert into person (register_id, area, minutes, rule_set)
             select 'MANY-' || lpad(n::text, 4, '0'), 'example', 0, 'england-2023' from generate_series(1, 250) n`);
  const seen: string[] = [];
  const planted: Difference = { code: 'chain-broken', registerId: ended, pathway: 1, params: { event: 'x' }, mended: false };
  perPerson.push(async (registerId) => {
    if (registerId !== ended) seen.push(registerId);
    return registerId === ended ? [planted] : [];
  });
  const { differences } = await check();
  expect(differences).toEqual([planted]);
  const { rows } = await sql('select register_id from person where register_id <> $1 order by 1', ended);
  expect(seen.sort()).toEqual(rows.map(({ register_id }) => register_id));
});
