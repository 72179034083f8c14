import { TestWorkflowEnvironment } from '@temporalio/testing';
import { temporalTestServer } from '../../operations/parts/executables';

type Options = NonNullable<Parameters<typeof TestWorkflowEnvironment.createTimeSkipping>[0]>;

/**
 * The server closes a connection on which the client asks three times whether it lives while one call goes on. The call would be made
 * again by itself, and one that lets time skip, made twice, lets it skip for good.
 */
const NEVER_MS = 2 ** 31 - 1;
const withoutPings: NonNullable<Options['plugins']>[number] = {
  name: 'without-pings',
  configureConnection: (options) => ({ ...options, channelArgs: { ...options.channelArgs, 'grpc.keepalive_time_ms': NEVER_MS } }),
};

/**
 * Starts a time-skipping server. Tear it down (`await environment.teardown()`), otherwise it goes on running.
 * @param client options of its client, for example the payload codec
 * Throws a PlainError where the server's program is missing.
 */
export function timeSkippingServer(client?: Options['client']): Promise<TestWorkflowEnvironment> {
  return TestWorkflowEnvironment.createTimeSkipping({
    server: { executable: { type: 'existing-path', path: temporalTestServer() } },
    plugins: [withoutPings],
    ...(client ? { client } : {}),
  });
}
