import type { PayloadCodec } from '@temporalio/common';
import { historyToJSON } from '@temporalio/common/lib/proto-utils';
import { temporal } from '@temporalio/proto';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { encryptionCodec, type KeyRing } from '../../../infra/temporal/codec';
import { dataConverter } from '../../../infra/temporal/client';
import type { TemporalHistory, RunHistory } from '../../../infra/temporal/run-history';

type Bundle = NonNullable<ReplayWorkerOptions['workflowBundle']>;

/** Replays histories with the workflows of a bundle. Throws, naming the run, where the workflow would do something else than it did. */
export async function replayAll(workflowBundle: Bundle, keys: KeyRing, runs: readonly RunHistory[]): Promise<void> {
  const options: ReplayWorkerOptions = { workflowBundle, dataConverter: dataConverter(keys, encryptionCodec(keys)) };
  const histories = runs.map(({ workflowId, history }) => ({ workflowId, history }));
  let replayed = 0;
  for await (const { workflowId, runId, error } of Worker.runReplayHistories(options, histories)) {
    replayed += 1;
    if (error) throw new Error(`${workflowId}, run ${runId}, does not replay: ${error.message}`, { cause: error });
  }
  if (replayed !== runs.length) throw new Error(`${runs.length} runs were to be replayed, and ${replayed} were`);
}

/** A history with its payloads in the clear, as JSON that Temporal's tools and `runReplayHistory` read. */
export async function inTheClear(history: TemporalHistory, keys: KeyRing): Promise<string> {
  const decoded: unknown = await decodeWithin(history, encryptionCodec(keys));
  return historyToJSON(temporal.api.history.v1.History.create(decoded as TemporalHistory));
}

async function decodeWithin(value: unknown, codec: PayloadCodec): Promise<unknown> {
  if (Array.isArray(value)) return Promise.all(value.map((inner) => decodeWithin(inner, codec)));
  if (typeof value !== 'object' || value === null || value instanceof Uint8Array || ArrayBuffer.isView(value)) return value;
  if (Reflect.has(value, 'metadata') && Reflect.has(value, 'data')) {
    const [plain] = await codec.decode([temporal.api.common.v1.Payload.create(value)]);
    return plain;
  }
  // Numbers of 64 bits are objects of a class of their own: they have nothing within.
  if (Object.getPrototypeOf(value)?.constructor?.name === 'Long') return value;
  const entries = await Promise.all(Object.entries(value).map(async ([key, inner]) => [key, await decodeWithin(inner, codec)] as const));
  return Object.fromEntries(entries);
}
