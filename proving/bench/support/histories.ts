import type { Client } from '@temporalio/client';
import { tsToMs } from '@temporalio/common/lib/time';
import type { TemporalHistory } from '../../../infra/temporal/run-history';
import { together } from './measure';

const AT_ONCE = 20;

/** The histories of workflows' present runs, in the order of the ids. */
export async function historiesOf(client: Client, workflowIds: readonly string[]): Promise<TemporalHistory[]> {
  const found = new Map<string, TemporalHistory>();
  await together(AT_ONCE, workflowIds, async (id) => found.set(id, await client.workflow.getHandle(id).fetchHistory()));
  return workflowIds.flatMap((id) => found.get(id) ?? []);
}

/** When the last timer was started that came after the last signal, in milliseconds since 1970 by Temporal's clock. Throws where none did. */
export function armedAt({ events }: TemporalHistory): number {
  const all = events ?? [];
  const signalled = all.findLastIndex((event) => event.workflowExecutionSignaledEventAttributes);
  const timer = all.findLast((event, index) => index > signalled && event.timerStartedEventAttributes);
  if (!timer?.eventTime) throw new Error('a workflow armed no timer for its last signal');
  return tsToMs(timer.eventTime);
}

/** Ends workflows, so that their timers do not go on firing under the next scenario. One that has ended already stays so. */
export async function terminateAll(client: Client, workflowIds: readonly string[]): Promise<void> {
  await together(AT_ONCE, workflowIds, (id) =>
    client.workflow
      .getHandle(id)
      .terminate('the scenario is over')
      .catch(() => undefined),
  );
}
