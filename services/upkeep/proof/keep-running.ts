import { setTimeout as pause } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { WorkflowIdConflictPolicy } from '@temporalio/common';
import { TIMER_CHECK, TIMER_CHECK_WORKFLOW_ID, UPKEEP_QUEUE } from '../../../workflows/upkeepNames';

/** How often it is seen that the check runs: Temporal's store may have been lost and made anew under a worker that lives on. */
const SEEN_EVERY_MS = 60_000;
/** Temporal was away: asked again after this. */
const AGAIN_AFTER_MS = 5_000;
const CALL_DEADLINE_MS = 5_000;

/** Sees that the timer check runs. Repeating it starts nothing twice. Throws where Temporal is away. */
export async function startTimerCheck(client: Client): Promise<void> {
  await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
    client.workflow.start(TIMER_CHECK, {
      workflowId: TIMER_CHECK_WORKFLOW_ID,
      taskQueue: UPKEEP_QUEUE,
      workflowIdConflictPolicy: WorkflowIdConflictPolicy.USE_EXISTING,
      args: [{}],
    }),
  );
}

/** Sees, as long as the worker lives, that the timer check runs. Outlasts an outage of Temporal. Out: what stops it. */
export function keepTimerCheck({ client, onError }: { client: Client; onError: (error: unknown) => void }): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const seen = await startTimerCheck(client).then(
        () => true,
        (error: unknown) => {
          onError(error);
          return false;
        },
      );
      // Told to stop in the meantime: the loop sees it.
      await pause(seen ? SEEN_EVERY_MS : AGAIN_AFTER_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
