import type { Client } from '@temporalio/client';
import { defaultPayloadConverter } from '@temporalio/common';
import { z } from 'zod';
import { isUnsealed, PERSON_PATHWAY, SIGNALS, type EventSignal, type SignalName } from '../../../workflows/names';
import type { TemporalHistory } from '../../../infra/temporal/run-history';

/** A signal as a history holds it. */
export interface KeptSignal {
  readonly registerId: string;
  readonly pathway: number;
  readonly name: SignalName;
  readonly body: EventSignal;
  /** When Temporal took it, in milliseconds since 1970. */
  readonly takenAt: number;
}

const ID = /^pathway\/(?<registerId>.+)\/(?<pathway>\d+)$/;
const bodySchema = z.looseObject({});
type Payload = Parameters<typeof defaultPayloadConverter.fromPayload>[0];

/**
 * Reads, person by person, every signal that the histories of their pathways still hold: those of the runs that go on, and of ended ones
 * within Temporal's retention. A payload that cannot be decrypted is passed to `unreadable`, and the others are read all the same.
 * Throws where Temporal is away.
 */
export async function* keptSignals(
  client: Client,
  unreadable: (workflowId: string, error: unknown) => void,
): AsyncGenerator<{ readonly registerId: string; readonly signals: readonly KeptSignal[] }> {
  for (const [registerId, runs] of await runsByPerson(client)) {
    const signals: KeptSignal[] = [];
    for (const { workflowId, runId, pathway } of runs) {
      const history: TemporalHistory = await client.workflow.getHandle(workflowId, runId).fetchHistory();
      for (const { name, payload, takenAt } of signalEvents(history)) {
        try {
          signals.push({ registerId, pathway, name, takenAt, body: await bodyOf(client, payload) });
        } catch (error) {
          unreadable(workflowId, error);
        }
      }
    }
    yield { registerId, signals };
  }
}

interface Run {
  readonly workflowId: string;
  readonly runId: string;
  readonly pathway: number;
}

/** Only ids are kept in memory: a register has some thousands. */
async function runsByPerson(client: Client): Promise<Map<string, Run[]>> {
  const people = new Map<string, Run[]>();
  for await (const { workflowId, runId } of client.workflow.list({ query: `WorkflowType = "${PERSON_PATHWAY}"` })) {
    const { registerId, pathway } = ID.exec(workflowId)?.groups ?? {};
    if (registerId === undefined) continue;
    people.set(registerId, [...(people.get(registerId) ?? []), { workflowId, runId, pathway: Number(pathway) }]);
  }
  return people;
}

function signalEvents({ events }: TemporalHistory): { name: SignalName; payload: Payload | undefined; takenAt: number }[] {
  return (events ?? []).flatMap(({ eventTime, workflowExecutionSignaledEventAttributes: signal }) => {
    const name = SIGNALS.find((known) => known === signal?.signalName);
    if (!signal || !name) return [];
    const takenAt = Number(eventTime?.seconds ?? 0) * 1_000 + Math.floor((eventTime?.nanos ?? 0) / 1e6);
    return [{ name, payload: signal.input?.payloads?.[0] ?? undefined, takenAt }];
  });
}

async function bodyOf(client: Client, payload: Payload | undefined): Promise<EventSignal> {
  if (!payload) return {};
  let payloads = [payload];
  for (const codec of client.options.loadedDataConverter.payloadCodecs) payloads = await codec.decode(payloads);
  const body = bodySchema.parse(payloads[0] ? (defaultPayloadConverter.fromPayload<unknown>(payloads[0]) ?? {}) : {});
  // In the clear it is not this service's own, and may be a caller's; under a key that is not there it may be either.
  if (isUnsealed(body) && body.why !== 'plain') throw new Error(`a signal cannot be decrypted: ${body.why}`);
  return body;
}
