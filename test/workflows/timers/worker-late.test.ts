import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalCli } from '../../../operations/parts/executables';
import { anyFreePort } from '../../../operations/parts/ports';
import { startWorkersPatiently, type PatientWorkers } from '../../../infra/temporal/worker/workers';
import { TIMER_CHECK, UPKEEP_QUEUE } from '../../../workflows/upkeepNames';
import { until } from '../../support/service';
import { bundleWorkflows, testKeys } from '../../support/stage';
import { quietRuntime } from '../../support/workflows/temporal';

quietRuntime();

async function patient(port: number, namespace: string, activities: object, away: string[] = []): Promise<PatientWorkers> {
  return startWorkersPatiently({
    address: `127.0.0.1:${port}`,
    namespace,
    keys: testKeys,
    identity: 'test',
    workflows: { workflowBundle: await bundleWorkflows() },
    parts: [{ taskQueue: UPKEEP_QUEUE, activities, small: true }],
    onAway: (error) => void away.push(error.name),
  });
}

test('a worker that comes before Temporal waits for it, and works when it is there', async () => {
  const port = await anyFreePort();
  const away: string[] = [];
  let checks = 0;
  const workers = await patient(port, 'default', { checkTimers: async () => ({ againAfterMs: 3_600_000, checks: (checks += 1) }) }, away);
  try {
    await workers.tried;
    expect(workers.works()).toBe(false);
    await until('it has tried again', async () => away.length > 1);
    expect(new Set(away)).toEqual(new Set(['TransportError']));
    const server = { executable: { type: 'existing-path' as const, path: temporalCli() }, port, log: { format: 'pretty', level: 'error' } };
    const environment = await TestWorkflowEnvironment.createLocal({ server });
    try {
      await until('it works', async () => workers.works());
      await environment.client.workflow.start(TIMER_CHECK, { workflowId: 'late', taskQueue: UPKEEP_QUEUE, args: [{}] });
      await until('it has done something', async () => checks > 0);
      // One for whose namespace there is none yet waits likewise.
      const elsewhere = await patient(port, 'not-there-yet', {}, away);
      await elsewhere.tried;
      expect(elsewhere.works()).toBe(false);
      await elsewhere.stop();
    } finally {
      await workers.stop();
      await environment.teardown();
    }
  } finally {
    await workers.stop();
  }
});

test('it can be stopped while it waits', async () => {
  const workers = await patient(await anyFreePort(), 'default', {});
  await workers.tried;
  await workers.stop();
  expect(workers.works()).toBe(false);
});

test('what is wrong with the worker itself is no reason to wait', async () => {
  const workers = startWorkersPatiently({
    address: '127.0.0.1:1',
    namespace: 'default',
    keys: new Map(),
    identity: 'test',
    parts: [],
    onAway: () => {
      throw new RangeError('not an outage');
    },
  });
  await expect(workers.failed).rejects.toThrow('not an outage');
  await workers.stop();
});
