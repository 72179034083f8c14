import { Client } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { upkeepWorkerParts } from '../../activities/upkeep';
import type { Instant } from '../../domain/calendar/dates';
import type { RunHistory } from '../../infra/temporal/run-history';
import { dataConverter } from '../../infra/temporal/client';
import { readReviews } from '../../services/register-review/reviews';
import { coreContext } from '../../services/rules/policies';
import { keepReviewSchedules, startReviewSchedule } from '../../services/upkeep/review-schedules';
import { startWorkers, type Running } from '../../worker';
import { REGISTER_REVIEW, reviewScheduleId } from '../../workflows/upkeepNames';
import { fact } from '../support/core/core';
import { commitDeps, newRegisterId, say } from '../support/database/commit';
import { freshDatabase, type TestDatabase } from '../support/database/database';
import { until } from '../support/service';
import { bundleWorkflows, testKeys } from '../support/stage';
import { replayAll } from '../support/workflows/replay';
import { devServer } from '../support/workflows/temporal';

let environment: TestWorkflowEnvironment;
let workflowBundle: WorkflowBundleWithSourceMap;
let database: TestDatabase;
let client: Client;
let running: Running;
const now = (): Instant => Date.now() as Instant;

beforeAll(async () => {
  [environment, workflowBundle, database] = await Promise.all([devServer(), bundleWorkflows(), freshDatabase()]);
  client = new Client({ connection: environment.connection, identity: 'test', dataConverter: dataConverter(testKeys) });
  const deps = commitDeps(database.pool);
  const registerId = newRegisterId();
  const hear = (id: string, event: Parameters<typeof fact>[0]) => say(deps, registerId, now(), fact(event), { id });
  await hear('e-1', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await hear('e-2', { type: 'consent-given', basis: 'own', scope: ['register'] });
  await hear('e-3', { type: 'rating-set', rating: 'amber', reason: 'x' });
  running = await startWorkers({
    connection: environment.nativeConnection,
    namespace: 'default',
    keys: testKeys,
    identity: 'test',
    workflows: { workflowBundle },
    parts: [
      upkeepWorkerParts({
        ...{ pool: database.pool, client, now, core: coreContext() },
        ...{ everyMs: 3_600_000, notBefore: 0, onAlarm: () => undefined },
      }),
    ],
  });
});
afterAll(async () => {
  await running?.stop();
  await environment?.teardown();
  await database?.drop();
});

/** Every run that the schedule started, the oldest first. */
async function runs(): Promise<RunHistory[]> {
  const found: RunHistory[] = [];
  for await (const { workflowId, runId, status } of client.workflow.list({ query: `WorkflowType = '${REGISTER_REVIEW}'` }))
    if (status.name === 'COMPLETED')
      found.unshift({ workflowId, runId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() });
  return found;
}

test('an area gets one schedule, which looks at once and each morning after the steps of the day; what it started replays', async () => {
  const kept = keepReviewSchedules({
    client,
    areas: ['example'],
    onError: (error) => {
      throw error;
    },
  });
  await until('the first look has opened the review', async () => (await readReviews(database.pool, ['example'])).length === 1);
  await kept.stop();
  // Whoever else sees to it makes no second one.
  await startReviewSchedule(client, 'example');
  const handle = client.schedule.getHandle(reviewScheduleId('example'));
  const { spec, info, action } = await handle.describe();
  expect(spec.timezone).toBe('Europe/London');
  // The next ones lie a day apart: at ten past eight in London, in summer and in winter.
  const times = info.nextActionTimes
    .slice(0, 3)
    .map((at) => new Intl.DateTimeFormat('en-GB', { timeStyle: 'short', timeZone: 'Europe/London' }).format(at));
  expect(times).toEqual(['08:10', '08:10', '08:10']);
  expect(action).toMatchObject({ type: 'startWorkflow', workflowType: REGISTER_REVIEW });
  await handle.trigger();
  await until('it was looked at once more', async () => (await runs()).length >= 2);
  expect(await readReviews(database.pool, ['example'])).toHaveLength(1);
  await replayAll(workflowBundle, testKeys, await runs());
});
