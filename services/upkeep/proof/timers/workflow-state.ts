import { WorkflowNotFoundError, type Client } from '@temporalio/client';
import { defaultPayloadConverter, type Payload } from '@temporalio/common';
import { optionalTsToMs, tsToMs } from '@temporalio/common/lib/time';
import type { temporal } from '@temporalio/proto';
import { z } from 'zod';
import type { Seals } from '../../../../infra/seals';
import { isUnsealed, PATHWAY_QUEUE, PERSON_PATHWAY, pathwayWorkflowId } from '../../../../workflows/names';
import { isSealed } from '../../../commit/signal-seal';

type TemporalEvent = temporal.api.history.v1.IHistoryEvent;

/** A timer that has been started, and neither fired nor was cancelled. */
export interface RunningTimer {
  /** As the workflow named it: kind, step and day. */
  readonly label: string;
  /** When it fires, by the workflow's clock: milliseconds since 1970. */
  readonly at: number;
}

/** What Temporal knows of a pathway's workflow at one moment. */
export interface WorkflowState {
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
  /** What shows that this service did not start it, or that somebody has made it useless; null: nothing does. */
  readonly stranger: StrangerCode | null;
  readonly runId: string;
}

/**
 * `type`, `queue`: it is not the workflow that this id belongs to, or nobody's worker works it; `input`: it was started without a key of this
 * service; `number`: with another pathway's input; `offset`: with a clock of its own; `signal-name`: it was sent a signal that no workflow can
 * take.
 */
export type StrangerCode = 'type' | 'queue' | 'input' | 'number' | 'offset' | 'signal-name';

/** What a course is read with. */
export interface WorkflowStateDeps {
  readonly client: Client;
  /** Under which this service's own signals are sealed. Absent: what is encrypted is believed. */
  readonly seals?: Seals | undefined;
  /** Milliseconds that this service's workflows add to Temporal's clock; absent: none. */
  readonly clockOffset?: number;
}

const CALL_DEADLINE_MS = 10_000;
const NONE: WorkflowState = {
  running: false,
  attempt: 0,
  askedAt: null,
  readable: true,
  sequence: 0,
  head: null,
  timers: [],
  stranger: null,
  runId: '',
};
/** Signals whose names begin so are the SDK's own: one of any other fails every task of the workflow that it was sent to. */
const RESERVED = '__temporal_';

/** What tells of a sequence: the input of a run, and the signals of the relay. */
const told = z.object({
  sequence: z.number(),
  chain: z.string().optional(),
  head: z.string().nullable().optional(),
});
/** A run's input, as every release has written it. */
const inputSchema = z.object({ registerId: z.string(), pathway: z.number(), clockOffset: z.number() });
const signalSchema = z.looseObject({});

/**
 * Reads the present run of a workflow: whether it runs, and which timers do. No call of Temporal lists timers, so its history is read.
 * Out: a course that does not run where Temporal knows none of this id. Throws where Temporal is away.
 */
export async function readWorkflowState(deps: WorkflowStateDeps, workflowId: string): Promise<WorkflowState> {
  for (;;) {
    const course = await deps.client.withDeadline(Date.now() + CALL_DEADLINE_MS, () => readRun(deps, workflowId));
    if (course) return course;
  }
}

/** Null where the run ended while it was read: then another is the present one. */
async function readRun(deps: WorkflowStateDeps, workflowId: string): Promise<WorkflowState | null> {
  try {
    const { client } = deps;
    const { status, runId, raw, type, taskQueue } = await client.workflow.getHandle(workflowId).describe();
    if (status.name !== 'RUNNING') return NONE;
    const run = await foldHistory(client, workflowId, runId);
    if (run.ended) return null;
    const opened = await openRun(deps, workflowId, run);
    const stranger = type !== PERSON_PATHWAY ? 'type' : taskQueue !== PATHWAY_QUEUE ? 'queue' : opened.stranger;
    const task = raw.pendingWorkflowTask;
    // A task that is kept alive while its local activity goes on is scheduled anew again and again: the first time is what counts.
    const askedAt = optionalTsToMs(task?.originalScheduledTime ?? task?.scheduledTime) ?? null;
    return { running: true, attempt: task?.attempt ?? 0, askedAt, ...opened, stranger, runId };
  } catch (error) {
    if (error instanceof WorkflowNotFoundError) return NONE;
    throw error;
  }
}

/** What is kept of a history while its pages go by; payloads still encrypted. */
interface Folded {
  ended: boolean;
  readonly timers: Map<string, { readonly at: number; readonly summary: Payload | null }>;
  input: Payload | null;
  readonly signals: { readonly name: string; readonly payload: Payload }[];
  reserved: boolean;
}

async function foldHistory(client: Client, workflowId: string, runId: string): Promise<Folded> {
  const folded: Folded = { ended: false, timers: new Map(), input: null, signals: [], reserved: false };
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

function fold(folded: Folded, event: TemporalEvent): void {
  const { timerStartedEventAttributes: timer, timerFiredEventAttributes: fired, timerCanceledEventAttributes: cancelled } = event;
  if (timer) {
    const at = tsToMs(event.eventTime) + (optionalTsToMs(timer.startToFireTimeout) ?? 0);
    folded.timers.set(timer.timerId ?? '', { at, summary: event.userMetadata?.summary ?? null });
  }
  const over = fired ?? cancelled;
  if (over) folded.timers.delete(over.timerId ?? '');
  const started = event.workflowExecutionStartedEventAttributes;
  const signalled = event.workflowExecutionSignaledEventAttributes;
  if (started) folded.input = started.input?.payloads?.[0] ?? null;
  const payload = signalled?.input?.payloads?.[0];
  if (payload) folded.signals.push({ name: signalled.signalName ?? '', payload });
  folded.reserved ||= signalled?.signalName?.startsWith(RESERVED) ?? false;
  folded.ended ||= Boolean(
    event.workflowExecutionCompletedEventAttributes ??
    event.workflowExecutionContinuedAsNewEventAttributes ??
    event.workflowExecutionTerminatedEventAttributes ??
    event.workflowExecutionFailedEventAttributes ??
    event.workflowExecutionCanceledEventAttributes ??
    event.workflowExecutionTimedOutEventAttributes,
  );
}

type Opened = Omit<WorkflowState, 'running' | 'attempt' | 'askedAt' | 'runId'>;

async function openRun({ client, seals, clockOffset = 0 }: WorkflowStateDeps, workflowId: string, run: Folded): Promise<Opened> {
  const { payloadCodecs } = client.options.loadedDataConverter;
  const open = async (payload: Payload | null): Promise<unknown> => {
    if (!payload) return undefined;
    let payloads = [payload];
    try {
      for (const codec of payloadCodecs) payloads = await codec.decode(payloads);
    } catch {
      return LOCKED;
    }
    return valueOf(payloads[0]);
  };
  const input = await open(run.input);
  let readable = !isLocked(input);
  let { sequence, head } = toldBy(input) ?? { sequence: 0, head: null };
  for (const { name, payload } of run.signals) {
    const body = await open(payload);
    const said = isOwn(seals, workflowId, name, body) ? toldBy(body) : undefined;
    // Of two that tell the same number the later counts: an event may have been brought back from the histories, with a link of its own.
    if (said && said.sequence >= sequence) ({ sequence, head } = said);
  }
  const timers: RunningTimer[] = [];
  for (const { at, summary } of run.timers.values()) {
    const label = await open(summary);
    readable &&= !isLocked(label);
    timers.push({ label: typeof label === 'string' ? label : '', at: at + clockOffset });
  }
  return {
    readable,
    sequence,
    head,
    timers,
    stranger: run.reserved ? 'signal-name' : readable ? strangerByInput(input, workflowId, clockOffset) : null,
  };
}

/** In the place of what is encrypted under a key that is not there. */
const LOCKED = { unsealed: null, why: 'unknown-key' } as const;
const isLocked = (value: unknown): boolean => isUnsealed(value) && value.why !== 'plain';

function toldBy(value: unknown): { sequence: number; head: string | null } | undefined {
  const { data } = told.safeParse(value);
  return data && { sequence: data.sequence, head: data.chain ?? data.head ?? null };
}

/** Anyone may signal, and say anything of sequences. A release before this one sealed nothing, and encrypted all. */
function isOwn(seals: Seals | undefined, workflowId: string, name: string, value: unknown): boolean {
  const { data: body } = signalSchema.safeParse(value);
  if (!body || isUnsealed(body)) return false;
  const [, registerId = '', pathway = '0'] = workflowId.split('/');
  return !seals || body['seal'] === undefined || isSealed(seals, { registerId, pathway: Number(pathway), name }, body);
}

function strangerByInput(input: unknown, workflowId: string, clockOffset: number): StrangerCode | null {
  const { data } = inputSchema.safeParse(input);
  if (!data) return 'input';
  if (pathwayWorkflowId(data.registerId, data.pathway) !== workflowId) return 'number';
  return data.clockOffset === clockOffset ? null : 'offset';
}

/** A caller may have signalled in a form of its own: that is for the workflow to refuse, and tells nothing here. */
function valueOf(payload: Payload | undefined): unknown {
  try {
    return payload && defaultPayloadConverter.fromPayload<unknown>(payload);
  } catch {
    return undefined;
  }
}
