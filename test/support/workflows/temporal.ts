import { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import { temporalCli } from '../../../operations/parts/executables';
import { timeSkippingServer } from '../../../services/rehearsal/time-skipping-server';

let quiet = false;

/** The SDK's own log lines would drown the tests' results: warnings about heartbeats, a worker's comings and goings. */
export function quietRuntime(): void {
  if (quiet) return;
  quiet = true;
  Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } } });
}

/** The client's options, for tests that need a payload codec. */
type ClientOptions = Parameters<typeof timeSkippingServer>[0];

/**
 * A new time-skipping server. Tear it down (`await environment.teardown()`) in `afterAll` or `finally`: otherwise it goes on running.
 * @param client options of its client, for example the payload codec
 */
export function timeSkipping(client?: ClientOptions): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  return timeSkippingServer(client);
}

/**
 * A new development server in memory, in real time. Tear it down as above.
 * @param client options of its client, for example the payload codec
 */
export function devServer(client?: ClientOptions): Promise<TestWorkflowEnvironment> {
  quietRuntime();
  const server = { executable: { type: 'existing-path' as const, path: temporalCli() }, log: { format: 'pretty', level: 'error' } };
  return TestWorkflowEnvironment.createLocal({ server, ...(client ? { client } : {}) });
}
