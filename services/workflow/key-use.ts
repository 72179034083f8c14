import type { Client } from '@temporalio/client';
import { KEY_ID } from '../../infra/temporal/codec';

/** How many runs of workflows hold something under a key. */
export interface KeyUse {
  /** Runs that go on: renew them (`rebuild` with `renew`). */
  readonly open: number;
  /** Runs that have ended: Temporal drops them when its retention is over. */
  readonly ended: number;
}

/**
 * Looks through every history that Temporal keeps for the keys that its payloads are encrypted with. Out: by the key's id.
 * A key may be taken off the ring where nothing holds it any more. Throws where Temporal is away.
 */
export async function keyUse(client: Client): Promise<ReadonlyMap<string, KeyUse>> {
  const use = new Map<string, KeyUse>();
  for await (const { workflowId, runId, status } of client.workflow.list()) {
    const keys = new Set<string>();
    collect(await client.workflow.getHandle(workflowId, runId).fetchHistory(), keys);
    const open = status.name === 'RUNNING';
    for (const key of keys) {
      const so = use.get(key) ?? { open: 0, ended: 0 };
      use.set(key, open ? { ...so, open: so.open + 1 } : { ...so, ended: so.ended + 1 });
    }
  }
  return use;
}

/** Payloads lie in many places of an event: in its attributes, its summary, its failure. */
function collect(value: unknown, keys: Set<string>): void {
  if (typeof value !== 'object' || value === null || ArrayBuffer.isView(value)) return;
  const id: unknown = Reflect.get(value, KEY_ID);
  if (ArrayBuffer.isView(id)) keys.add(Buffer.from(id.buffer, id.byteOffset, id.byteLength).toString());
  for (const inner of Object.values(value)) collect(inner, keys);
}
