import type { Client } from '@temporalio/client';
import type { temporal } from '@temporalio/proto';

export type TemporalHistory = temporal.api.history.v1.IHistory;

/** One run of a workflow, with all that Temporal kept of it (payloads still encrypted). */
export interface RunHistory {
  readonly workflowId: string;
  readonly runId: string;
  readonly history: TemporalHistory;
}

/**
 * Fetches every run of a workflow: those named, and those that they continued or were continued by. (The time-skipping server cannot list
 * runs.) In no particular order.
 */
export async function runsOf(client: Client, workflowId: string, known: Iterable<string>): Promise<RunHistory[]> {
  const waiting = [...known];
  const found = new Map<string, RunHistory>();
  for (let runId = waiting.shift(); runId !== undefined; runId = waiting.shift()) {
    if (found.has(runId)) continue;
    const history: TemporalHistory = await client.workflow.getHandle(workflowId, runId).fetchHistory();
    found.set(runId, { workflowId, runId, history });
    for (const event of history.events ?? []) {
      const before = event.workflowExecutionStartedEventAttributes?.continuedExecutionRunId;
      const after = event.workflowExecutionContinuedAsNewEventAttributes?.newExecutionRunId;
      waiting.push(...[before, after].filter((id): id is string => typeof id === 'string' && id !== ''));
    }
  }
  return [...found.values()];
}
