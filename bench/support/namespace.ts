import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { msToTs } from '@temporalio/common/lib/time';

const KNOWN_WITHIN_MS = 60_000;

/** Makes a namespace, and waits until every part of the server knows it. Throws where that takes a minute, or is not allowed. */
export async function makeNamespace(client: Client, namespace: string): Promise<void> {
  await client.workflowService.registerNamespace({ namespace, workflowExecutionRetentionPeriod: msToTs('1 day') });
  for (const end = Date.now() + KNOWN_WITHIN_MS; ; await sleep(500)) {
    try {
      const { count } = await client.workflow.count();
      if (count === 0) return;
    } catch (error) {
      if (Date.now() > end) throw error;
    }
  }
}
