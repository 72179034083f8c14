import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from '@temporalio/client';
import { historyFromJSON } from '@temporalio/common/lib/proto-utils';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import type { UpkeepActivities } from '../../../activities/upkeep';
import { projectRoot } from '../../../infra/project-root';
import { dataConverter } from '../../../infra/temporal/client';
import { keepTimerCheck, startTimerCheck } from '../../../services/upkeep/proof/keep-running';
import type { RunHistory } from '../../../infra/temporal/run-history';
import { startWorkers, type Running } from '../../../worker';
import { CHECK_SIGNAL, TIMER_CHECK, TIMER_CHECK_WORKFLOW_ID, UPKEEP_QUEUE } from '../../../workflows/upkeepNames';
import { checkHistories } from '../../support/workflows/harvest';
import { inTheClear, replayAll } from '../../support/workflows/replay';
import { until } from '../../support/service';
import { bundleWorkflows, testKeys } from '../../support/stage';
import { devServer } from '../../support/workflows/temporal';

const GOLDEN = path.join(projectRoot, 'test', 'histories', 'upkeep');
/** Raised with each released change of the workflow; the histories of every version stay and must go on replaying. */
const VERSION = 1;

let environment: TestWorkflowEnvironment;
let workflowBundle: WorkflowBundleWithSourceMap;
let client: Client;
let running: Running;
let checks = 0;
/** Rests 50 ms twice, and then until it is asked. */
const activities: UpkeepActivities = {
  checkTimers: async () => ({ pathways: 2, unmended: 0, againAfterMs: (checks += 1) < 3 ? 50 : 3_600_000 }),
  keepRegisterReviews: async () => ({ packs: 0, reminders: 0 }),
};

beforeAll(async () => {
  [environment, workflowBundle] = await Promise.all([devServer(), bundleWorkflows()]);
  client = new Client({ connection: environment.connection, identity: 'test', dataConverter: dataConverter(testKeys) });
  running = await startWorkers({
    connection: environment.nativeConnection,
    namespace: 'default',
    keys: testKeys,
    identity: 'test',
    workflows: { workflowBundle },
    parts: [{ taskQueue: UPKEEP_QUEUE, activities, small: true }],
  });
});
afterAll(async () => {
  await running?.stop();
  await environment?.teardown();
});

/** Every run, the oldest first. */
async function runs(): Promise<RunHistory[]> {
  const found: RunHistory[] = [];
  for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowId = '${TIMER_CHECK_WORKFLOW_ID}'` }))
    found.unshift({ workflowId, runId, history: await client.workflow.getHandle(workflowId, runId).fetchHistory() });
  return found;
}

test('golden histories of the timer check replay', async () => {
  const golden = readdirSync(GOLDEN).map((name) => ({
    workflowId: TIMER_CHECK_WORKFLOW_ID,
    runId: name,
    history: historyFromJSON(JSON.parse(readFileSync(path.join(GOLDEN, name), 'utf8'))),
  }));
  expect(golden.length).toBeGreaterThan(0);
  await replayAll(workflowBundle, testKeys, golden);
});

test('it checks at the interval that the check answers, and when it is asked, and goes on in new runs', async () => {
  const workflow = client.workflow.getHandle(TIMER_CHECK_WORKFLOW_ID);
  await client.workflow.start(TIMER_CHECK, { workflowId: TIMER_CHECK_WORKFLOW_ID, taskQueue: UPKEEP_QUEUE, args: [{ checksARun: 2 }] });
  await until('it has checked by itself', async () => checks >= 3);
  for (let asked = 4; asked <= 6; asked += 1) {
    await workflow.signal(CHECK_SIGNAL);
    await until('it has checked because it was asked', async () => checks >= asked);
  }
  await until('it has continued as new', async () => (await runs()).length > 2);
  expect(checks).toBe(6);
  const { runId } = await workflow.describe();
  await startTimerCheck(client);
  expect((await workflow.describe()).runId).toBe(runId);

  await workflow.terminate('the rehearsal is over');
  const kept = await runs();
  await checkHistories(workflowBundle, testKeys, kept);
  for (const [index, { history }] of kept.slice(0, 2).entries()) {
    const file = path.join(GOLDEN, `timer-check-${VERSION}-${index + 1}.json`);
    // Recorded once, when the version is new; from then on the file is what must replay.
    if (!existsSync(file)) writeFileSync(file, `${await inTheClear(history, testKeys)}\n`);
  }
});

test('where it was ended, whoever keeps it starts it again', async () => {
  const errors: unknown[] = [];
  const keeper = keepTimerCheck({ client, onError: (error) => errors.push(error) });
  await until('it runs', async () => (await client.workflow.getHandle(TIMER_CHECK_WORKFLOW_ID).describe()).status.name === 'RUNNING');
  await keeper.stop();
  expect(errors).toEqual([]);
  await client.workflow.getHandle(TIMER_CHECK_WORKFLOW_ID).terminate('the rehearsal is over');
});
