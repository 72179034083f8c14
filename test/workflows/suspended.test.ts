import path from 'node:path';
import { startWorkers } from '../../infra/temporal/worker/workers';
import { busy } from '../support/workflows/busy-workflows';
import { bundleWorkflows, testKeys } from '../support/stage';
import { devServer } from '../support/workflows/temporal';
import { Client } from '@temporalio/client';
import { dataConverter } from '../../infra/temporal/client';

/** The SDK ends a step of a workflow's code after five seconds, unless it is told otherwise. */
const LONGER_THAN_THE_SDK_WAITS_MS = 7_000;

test('a step of a workflow that was held up for long, as in a suspended process, goes on to its end', async () => {
  const environment = await devServer();
  const workflowBundle = await bundleWorkflows(path.join(__dirname, '..', 'support', 'workflows', 'busy-workflows', 'index.ts'));
  const common = { connection: environment.nativeConnection, namespace: 'default', keys: testKeys, identity: 'test' };
  const workers = await startWorkers({ ...common, parts: [{ taskQueue: 'busy', activities: {} }], workflows: { workflowBundle } });
  const began = performance.now();
  await busy(20_000_000);
  const turns = Math.ceil((20_000_000 * LONGER_THAN_THE_SDK_WAITS_MS) / (performance.now() - began));
  const client = new Client({ connection: environment.connection, dataConverter: dataConverter(testKeys) });
  const handle = await client.workflow.start(busy, {
    workflowId: 'busy',
    taskQueue: 'busy',
    workflowTaskTimeout: '2 minutes',
    workflowExecutionTimeout: '3 minutes',
    args: [turns],
  });
  expect(await handle.result()).toBe(await busy(turns));
  const { events = [] } = await handle.fetchHistory();
  expect((events ?? []).filter((event) => event.workflowTaskFailedEventAttributes)).toEqual([]);
  await workers.stop();
  await environment.teardown();
});
