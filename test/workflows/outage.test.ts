import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { NativeConnection, type WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { pathwayActivities } from '../../activities/pathway';
import { londonDate, parseInstant, type Instant } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import { anyFreePort } from '../../operations/parts/ports';
import { startTemporal, type TemporalServer } from '../../operations/parts/temporal-server';
import { temporalClient } from '../../infra/temporal/client';
import type { CommitDeps } from '../../services/commit/commit';
import type { Applied } from '../../services/commit/types';
import { startRelay, type RelayLoop } from '../../services/workflow/relay/loop';
import { startWorkers, type Running } from '../../worker';
import { ARMED_QUERY, PATHWAY_QUEUE, PERSON_PATHWAY, pathwayWorkflowId, PATHWAY_TASK_TIMEOUT, type Armed } from '../../workflows/names';
import { commitDeps, newRegisterId, say, somebody } from '../support/database/commit';
import { freshDatabase, type TestDatabase } from '../support/database/database';
import { checkHistories } from '../support/workflows/harvest';
import { until } from '../support/service';
import { bundleWorkflows, testKeys } from '../support/stage';
import { quietRuntime } from '../support/workflows/temporal';

const PEOPLE = 50;
const folder = mkdtempSync(path.join(tmpdir(), 'pathway-outage-'));
let database: TestDatabase;
let bundle: WorkflowBundleWithSourceMap;
let deps: CommitDeps;
let ports: { port: number; uiPort: number };
let server: TemporalServer | undefined;
let client: Client;
let closeClient: () => Promise<void>;
let relay: RelayLoop | undefined;
let worker: { running: Running; connection: NativeConnection } | undefined;
/** Added to every clock: the morning's steps, at 08:00, are some seconds away. */
let clockOffset = 0;
const now = (): Instant => (Date.now() + clockOffset) as Instant;

beforeAll(async () => {
  quietRuntime();
  [database, bundle] = await Promise.all([freshDatabase(), bundleWorkflows()]);
  ports = { port: await anyFreePort(), uiPort: await anyFreePort() };
  deps = commitDeps(database.pool, () => relay?.wake());
  const address = `127.0.0.1:${ports.port}`;
  ({ client, close: closeClient } = temporalClient({ address, namespace: 'default', keys: testKeys, identity: 'test' }));
});
afterAll(async () => {
  await relay?.stop();
  await stopWorker();
  await closeClient?.();
  await server?.stop();
  await database?.drop();
  rmSync(folder, { recursive: true, force: true });
});

async function startServer(): Promise<void> {
  const file = path.join(folder, 'temporal.db');
  server = await startTemporal({ ...ports, file, namespace: 'default', onLog: () => undefined });
}
async function stopServer(): Promise<void> {
  await server?.stop();
  server = undefined;
}
async function startWorker(): Promise<void> {
  const connection = await NativeConnection.connect({ address: `127.0.0.1:${ports.port}` });
  const parts = [{ taskQueue: PATHWAY_QUEUE, activities: pathwayActivities({ ...deps, now, clockOffset }) }];
  const running = await startWorkers({
    connection,
    namespace: 'default',
    keys: testKeys,
    identity: 'test',
    parts,
    workflows: { workflowBundle: bundle },
  });
  worker = { running, connection };
}
async function stopWorker(): Promise<void> {
  await worker?.running.stop();
  await worker?.connection.close();
  worker = undefined;
}

const sql = async <Row extends object>(text: string, ...values: unknown[]): Promise<Row[]> =>
  (await database.pool.query<Row>(text, values)).rows;

/** An action to be done today, agreed before today's steps: its step of the day, at 08:00, lies just ahead. */
async function hear(registerId: string): Promise<void> {
  const event = { type: 'action-agreed', action: 'a-1', due: londonDate(now()) } as PathwayEvent;
  const answer = await say(deps, registerId, now(), event, { person: somebody({ minutes: 0 }) });
  expect(answer.status).toBe('applied');
  expect((answer as Applied).changes).toContainEqual(
    expect.objectContaining({ what: 'deadline-opened', kind: 'action', due: londonDate(now()) }),
  );
}

/** The seconds until the steps of a Tuesday in 2027. */
function beforeTheMorning(date: string, seconds: number): Instant {
  const eight = parseInstant(`${date}T08:00`);
  clockOffset = eight - seconds * 1_000 - Date.now();
  return eight;
}

async function stepsOf(people: readonly string[]): Promise<number[]> {
  const rows = await sql<{ register_id: string; n: number }>(
    `select register_id, count(*)::int as n from timeline where what = 'step' and line->>'step' = 'due' and register_id = any($1) group by 1`,
    people,
  );
  return people.map((registerId) => rows.find((row) => row.register_id === registerId)?.n ?? 0);
}

async function allArmed(people: readonly string[]): Promise<void> {
  for (const registerId of people) {
    const [wanted] = await sql<{ sequence: number; timers: number }>(
      'select sequence, (select count(*)::int from wake_up w where w.register_id = p.register_id) as timers from person p where register_id = $1',
      registerId,
    );
    await until(`${registerId} has its timers`, async () => {
      const armed = await client.workflow
        .getHandle(pathwayWorkflowId(registerId, 1))
        .query<Armed>(ARMED_QUERY)
        .catch(() => undefined);
      return armed?.sequence === wanted?.sequence && armed?.timers === wanted?.timers;
    });
  }
}

const callersOwn = (registerId: string, eventId: string) =>
  client.workflow.signalWithStart(PERSON_PATHWAY, {
    workflowId: pathwayWorkflowId(registerId, 1),
    taskQueue: PATHWAY_QUEUE,
    workflowTaskTimeout: PATHWAY_TASK_TIMEOUT,
    args: [{ version: 1, registerId, pathway: 1, sequence: 0, wakeUps: [], clockOffset }],
    signal: 'event',
    signalArgs: [{ eventId, type: 'action-done', action: 'a-1', on: londonDate(now()) }],
  });

async function reallyOver(): Promise<void> {
  const runs = [];
  for await (const { workflowId, runId, status } of client.workflow.list()) {
    const handle = client.workflow.getHandle(workflowId, runId);
    if (status.name === 'RUNNING') await handle.terminate('the rehearsal is over').catch(() => undefined);
    runs.push({ workflowId, runId, history: await handle.fetchHistory() });
  }
  expect(runs.length).toBeGreaterThanOrEqual(PEOPLE);
  await checkHistories(bundle, testKeys, runs);
}

test('without a worker, and then without Temporal, everyone is answered; what was missed meanwhile happens once, and all is armed', async () => {
  const people = Array.from({ length: PEOPLE }, newRegisterId);
  const [away, back] = [people.slice(0, PEOPLE / 2), people.slice(PEOPLE / 2)];
  const eight = beforeTheMorning('2027-03-02', 12);

  // No worker: half of them; and some callers signal the workflow themselves.
  await startServer();
  relay = startRelay({ pool: database.pool, client, clockOffset, onError: () => undefined });
  for (const registerId of away) await hear(registerId);
  await until('Temporal has what was committed', async () => (await sql('select from outbox')).length === 0);
  const signalled = away.slice(0, 10);
  for (const registerId of signalled) {
    await callersOwn(registerId, `own-${registerId}`);
    // The same signal again: it counts once.
    await callersOwn(registerId, `own-${registerId}`);
  }
  // No Temporal either: the other half.
  await stopServer();
  for (const registerId of back) await hear(registerId);
  expect((await sql<{ n: number }>('select count(*)::int as n from outbox'))[0]?.n).toBe(back.length);
  // Their instant passes while nobody works.
  while (now() <= eight) await pause(100);
  expect(await stepsOf(people)).toEqual(people.map(() => 0));

  // Temporal comes back, is restarted once more, and a worker returns.
  await startServer();
  await until('Temporal has what waited', async () => (await sql('select from outbox')).length === 0);
  await stopServer();
  await startServer();
  await startWorker();
  await until('every step has fired', async () => (await stepsOf(people)).every((count) => count > 0));
  for (const registerId of signalled)
    await until(
      `the signal of ${registerId} is decided`,
      async () => (await sql('select from event where id = $1', `own-${registerId}`)).length > 0,
    );
  await allArmed(people);
  expect(await stepsOf(people)).toEqual(people.map(() => 1));
  const decided = await sql<{ status: string }>(`select status from event where id like 'own-%'`);
  expect(decided).toEqual(signalled.map(() => ({ status: 'applied' })));

  // With the worker at work, Temporal goes and comes once more: the next event is armed for.
  await stopServer();
  for (const registerId of away) await say(deps, registerId, now(), { type: 'visit-held', on: londonDate(now()) });
  await startServer();
  await allArmed(people);
  await reallyOver();
});
