import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { optionalTsToMs, tsToMs } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';

type HistoryEvent = temporal.api.history.v1.IHistoryEvent;

/** A timer that has been started, and neither fired nor was cancelled. */
export interface RunningTimer {
  /** As the workflow named it: kind, step and day. */
  readonly label: string;
  /** When it fires, by the workflow's clock: milliseconds since 1970. */
  readonly at: number;
}

/** What Temporal knows of a pathway's workflow at one moment. */
export interface Course {
  readonly running: boolean;
  /** The number of the attempt at its present workflow task: above 1, those before it failed. 0 where there is no task. */
  readonly attempt: number;
  /** Since when it owes an answer to that task (milliseconds since 1970); null where there is no task. */
  readonly askedAt: number | null;
  /** False where a payload of the run cannot be decrypted: the workflow could not be replayed. */
  readonly readable: boolean;
  /** The highest sequence of the log that it has been told of; 0 where none. */
  readonly sequence: number;
  /** The link of the log's chain that it was told with that sequence; null where it was told none. */
  readonly head: string | null;
  readonly timers: readonly RunningTimer[];
}

const CALL_DEADLINE_MS = 10_000;
const NONE: Course = { running: false, attempt: 0, askedAt: null, readable: true, sequence: 0, head: null, timers: [] };

/** What tells of a sequence: the input of a run, and the signals of the relay. */
const told = z.object({
  sequence: z.number(),
  chain: z.string().optional(),
  head: z.string().nullable().optional(),
  clockOffset: z.number().optional(),
});

/**
 * Reads the present run of a workflow: whether it runs, and which timers do. No call of Temporal lists timers, so its history is read.
 * Out: a course that does not run where Temporal knows none of this id. Throws where Temporal is away.
 */
export async function readCourse(client: Client, workflowId: string): Promise<Course> {
  for (;;) {
    const course = await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () => readRun(client, workflowId));
    if (course) return course;
  }
}

/** Null where the run ended while it was read: then another is the present one. */
async function readRun(client: Client, workflowId: string): Promise<Course | null> {
  try {
    const { status, runId, raw } = await client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING') return NONE;
    const run = await foldHistory(client, workflowId, runId);
    if (run.ended) return null;
    const opened = await openRun(client, run);
    const task = raw.pendingWorkflowTask;
    // A task that is kept alive while its local activity goes on is scheduled anew again and again: the first time is what counts.
    const askedAt = optionalTsToMs(task?.originalScheduledTime ?? task?.scheduledTime) ?? null;
    return { running: true, attempt: task?.attempt ?? 0, askedAt, ...opened };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return NONE;
    throw error;
  }
}

/** What is kept of a history while its pages go by; payloads still encrypted. */
interface Folded {
  ended: boolean;
  readonly timers: Map<string, { readonly at: number; readonly summary: Payload | null }>;
  readonly telling: Payload[];
}

async function foldHistory(client: Client, workflowId: string, runId: string): Promise<Folded> {
  const folded: Folded = { ended: false, timers: new Map(), telling: [] };
  let nextPageToken: Uint8Array | undefined;
  do {
    const page = await client.workflowService.getWorkflowExecutionHistory({
      namespace: client.options.namespace,
      execution: { workflowId, runId },
      ...(nextPageToken ? { nextPageToken } : {}),
    });
    for (const event of page.history?.events ?? []) fold(folded, event);
    nextPageToken = page.nextPageToken.length > 0 ? page.nextPageToken : undefined;
  } while (nextPageToken);
  return folded;
}

function fold(folded: Folded, event: HistoryEvent): void {
  const { timerStartedEventAttributes: timer, timerFiredEventAttributes: fired, timerCanceledEventAttributes: cancelled } = event;
  if (timer) {
    const at = tsToMs(event.eventTime) + (optionalTsToMs(timer.startToFireTimeout) ?? 0);
    folded.timers.set(timer.timerId ?? '', { at, summary: event.userMetadata?.summary ?? null });
  }
  const over = fired ?? cancelled;
  if (over) folded.timers.delete(over.timerId ?? '');
  const started = event.workflowExecutionStartedEventAttributes;
  const signalled = event.workflowExecutionSignaledEventAttributes;
  folded.telling.push(...((started ?? signalled)?.input?.payloads?.slice(0, 1) ?? []));
  folded.ended ||= Boolean(
    event.workflowExecutionCompletedEventAttributes ??
    event.workflowExecutionContinuedAsNewEventAttributes ??
    event.workflowExecutionTerminatedEventAttributes ??
    event.workflowExecutionFailedEventAttributes ??
    event.workflowExecutionCanceledEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes,
  );
}

async function openRun(client: Client, { telling, timers }: Folded): Promise<Omit<Course, 'running' | 'attempt' | 'askedAt'>> {
  const { payloadCodecs } = client.options.loadedDataConverter;
  let readable = true;
  const open = async (payload: Payload | null): Promise<unknown> => {
    if (!payload) return undefined;
    let payloads = [payload];
    try {
      for (const codec of payloadCodecs) payloads = await codec.decode(payloads);
    } catch {
      // Its key is not on the ring.
      readable = false;
      return undefined;
    }
    return valueOf(payloads[0]);
  };
  let sequence = 0;
  let head: string | null = null;
  let offset = 0;
  for (const payload of telling) {
    const { data } = told.safeParse(await open(payload));
    // Of two that tell the same number the later counts: an event may have been brought back from the histories, with a link of its own.
    if (data && data.sequence >= sequence) {
      sequence = data.sequence;
      head = data.chain ?? data.head ?? null;
    }
    offset = data?.clockOffset ?? offset;
  }
  const running: RunningTimer[] = [];
  for (const { at, summary } of timers.values()) {
    const label = await open(summary);
    running.push({ label: typeof label === 'string' ? label : '', at: at + offset });
  }
  return { readable, sequence, head, timers: running };
}

/** A caller may have signalled in a form of its own: that is for the workflow to refuse, and tells nothing here. */
function valueOf(payload: Payload | undefined): unknown {
  try {
    return payload && defaultPayloadConverter.fromPayload<unknown>(payload);
  } catch {
    return undefined;
  }
}
