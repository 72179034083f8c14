import { setTimeout as sleep } from 'node:timers/promises';
import { isGrpcServiceError, type Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

const KNOWN_WITHIN_MS = 60_000;
/** Of gRPC. */
const ALREADY_EXISTS = 6;

/**
 * Makes the namespace of a client where there is none of its name, and waits until every part of the server knows it.
 * @param retentionDays for how long it keeps the histories of ended workflows
 * Throws where the server is away, where it takes a minute, or is not allowed.
 */
export async function makeNamespace(client: Client, retentionDays: number): Promise<void> {
  const { namespace } = client.options;
  try {
    await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs(`${retentionDays} days`) });
  } catch (error) {
    if (!isGrpcServiceError(error) || Number(error.code) !== ALREADY_EXISTS) throw error;
  }
  for (const end = Date.now() + KNOWN_WITHIN_MS; ; await sleep(500)) {
    try {
      await client.workflow.count();
      return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
