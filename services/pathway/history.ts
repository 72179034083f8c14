import { type Client, isGrpcServiceError, WorkflowNotFoundError } from '@temporalio/client';
import { defaultPayloadConverter, type PayloadCodec } from '@temporalio/common';
import { historyToJSON, JSONToPayload } from '@temporalio/common/lib/proto-utils';
import { z } from 'zod';
import { type Instant, formatInstant } from '../../domain/calendar/dates';
import { pathwayWorkflowId } from '../../workflows/names';
import { anything, at, pathway, registerId, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';

/** The course of one pathway's workflow: its runs, each continued as the next. */
export const historySchema = z.strictObject({
  registerId,
  pathway,
  workflowId: text('The name of the workflow'),
  runs: z
    .array(
      z.strictObject({
        runId: text('Which run'),
        events: z
          .array(
            z.strictObject({
              eventId: text('Its number in the run'),
              at: at('When Temporal recorded it'),
              /** Without its prefix: `TIMER_STARTED`. */
              type: text('As Temporal calls it'),
              /** Its attributes and its summary. */
              details: anything.meta({ description: 'What it holds, decrypted' }),
            }),
          )
          .meta({ description: 'In order' }),
      }),
    )
    .meta({ description: 'The first run first' }),
});
type History = Shape<typeof historySchema>;
type HistoryEvent = History['runs'][number]['events'][number];

/** Thrown where Temporal does not answer. */
export class TemporalAway extends Error {}

export interface HistoryReader {
  /** Reads a pathway's history; null where Temporal holds none (not started yet, or past its retention). Throws TemporalAway. */
  read(registerId: string, pathway: number): Promise<History | null>;
}

const LIMIT_MS = 5_000;
const payloadSchema = z.strictObject({
  metadata: z.looseObject({ encoding: z.string() }).catchall(z.string()),
  data: z.string().optional(),
});
const eventSchema = z.looseObject({ eventId: z.string(), eventTime: z.string(), eventType: z.string() });
const rawHistorySchema = z.object({ events: z.array(eventSchema) });
const startedSchema = z.object({ workflowExecutionStartedEventAttributes: z.object({ continuedExecutionRunId: z.string().min(1) }) });

/** What says nothing about the pathway: task numbers, the machinery's own notes. */
const PLUMBING: ReadonlySet<string> = new Set([
  'eventId',
  'eventTime',
  'eventType',
  'taskId',
  'version',
  'workerMayIgnore',
  'sdkMetadata',
  'meteringMetadata',
  'workerVersion',
  'header',
  'requestId',
  'workflowTaskCompletedEventId',
]);

async function decoded(value: unknown, codecs: readonly PayloadCodec[]): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((inner) => decoded(inner, codecs)));
  if (typeof value !== 'object' || value === null) return value;
  const payload = payloadSchema.safeParse(value);
  if (payload.success) {
    let payloads = [JSONToPayload({ metadata: payload.data.metadata, data: payload.data.data ?? null })];
    for (const codec of codecs) payloads = await codec.decode(payloads);
    return payloads[0] ? defaultPayloadConverter.fromPayload<unknown>(payloads[0]) : null;
  }
  const entries = await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await decoded(inner, codecs)] as const));
  return Object.fromEntries(entries);
}

async function readEvent(event: z.output<typeof eventSchema>, codecs: readonly PayloadCodec[]): Promise<HistoryEvent> {
  const told = (fields: object): [string, unknown][] =>
    Object.entries(fields).filter(([key, value]) => !PLUMBING.has(key) && value !== null);
  const details: Record<string, unknown> = {};
  for (const [key, value] of told(event)) {
    const plain = await decoded(value, codecs);
    if (key.endsWith('EventAttributes') && typeof plain === 'object' && plain !== null)
      Object.assign(details, Object.fromEntries(told(plain)));
    else details[key] = plain;
  }
  return {
    eventId: event.eventId,
    at: formatInstant(Date.parse(event.eventTime) as Instant),
    type: event.eventType.replace(/^EVENT_TYPE_/, ''),
    details,
  };
}

/** Reads histories through a client, whose codecs decrypt them. */
export function historyReader(client: Client): HistoryReader {
  const codecs = client.options.loadedDataConverter.payloadCodecs;

  async function readRuns(person: string, number: number): Promise<History> {
    const workflowId = pathwayWorkflowId(person, number);
    const runs: { runId: string; events: HistoryEvent[] }[] = [];
    let runId: string | undefined = (await client.workflow.getHandle(workflowId).describe()).runId;
    while (runId !== undefined) {
      const raw = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      const { events } = rawHistorySchema.parse(JSON.parse(historyToJSON(raw)));
      runs.unshift({ runId, events: await Promise.all(events.map((event) => readEvent(event, codecs))) });
      runId = startedSchema.safeParse(events[0]).data?.workflowExecutionStartedEventAttributes.continuedExecutionRunId;
    }
    return { registerId: person, pathway: number, workflowId, runs };
  }

  return {
    read: async (person, number) => {
      try {
        return await client.withDeadline(Date.now() + LIMIT_MS, () => readRuns(person, number));
      } catch (error) {
        if (error instanceof WorkflowNotFoundError) return null;
        if (isGrpcServiceError(error) || (error instanceof Error && isGrpcServiceError(error.cause)))
          throw new TemporalAway('Temporal does not answer', { cause: error });
        throw error;
      }
    },
  };
}
