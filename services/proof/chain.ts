import type { Pool } from 'pg';
import type { Seals } from '../../infra/seals';
import { checkLink, sealTexts, type LinkedEvent } from '../commit/chain';
import type { Difference } from './difference';

interface ChainRow extends LinkedEvent {
  /** The number of the person's accepted events, as their row has it. */
  readonly total: number;
  readonly key: string | null;
  readonly chain: string;
  readonly texts: Readonly<Record<string, string>> | null;
}

export interface ChainDeps {
  readonly pool: Pool;
  readonly seals: Seals;
}

// One statement: a commit between two would look like a cut.
const READ = `select p.sequence as total, encode(k.key, 'hex') as key, e.register_id as "registerId", e.pathway, e.id, e.sequence, e.type, e."on"::text as "on",
    (extract(epoch from e.at) * 1000)::float8 as at, e.status, e.batch, e.reason, e.source, e.fact, e.answer,
    e.body_digest as "bodyDigest", e.texts_digest as "textsDigest", e.chain,
    (select json_object_agg(t.field, t.text) from event_text t where t.event_id = e.id) as texts
  from person p left join person_key k on k.register_id = p.register_id left join event e on e.register_id = p.register_id
  where p.register_id = $1 order by e.position`;

/**
 * Follows the hash chain of each of a person's pathways from its first event to its last, and compares the typed words with their digests
 * (where the person's key was destroyed, only the chain). Out: `chain-broken` naming the first event of a pathway that does not fit, what of
 * it (`link`: the event or one before it was altered, removed or put in; `key`: it is sealed under a key that is not on the ring; `texts`:
 * its words were altered); `chain-cut` where the last events are gone.
 * Throws where the database is away.
 */
export async function checkChain({ pool, seals }: ChainDeps, registerId: string): Promise<Difference[]> {
  const { rows: read } = await pool.query<ChainRow>({ name: 'proof-chain', text: READ, values: [registerId] });
  const [first] = read;
  if (!first) return [];
  // A person without a single event has one row, of which only the person is filled.
  const rows = read.filter(({ chain }) => Boolean(chain));
  const key = first.key === null ? null : Buffer.from(first.key, 'hex');
  const pathways = new Map<number, ChainRow[]>();
  for (const row of rows) pathways.set(row.pathway, [...(pathways.get(row.pathway) ?? []), row]);
  const broken = [...pathways].flatMap(([pathway, chain]): Difference[] => {
    const fault = firstFault(seals, chain, key);
    return fault ? [{ code: 'chain-broken', registerId, pathway, params: fault, mended: false }] : [];
  });
  return [...broken, ...cut(registerId, first.total, rows)];
}

type Fault = { readonly event: string; readonly part: 'link' | 'key' | 'texts' };

function firstFault(seals: Seals, chain: readonly ChainRow[], key: Buffer | null): Fault | undefined {
  let previous: string | null = null;
  for (const row of chain) {
    const checked = checkLink(seals, previous, row, row.chain);
    if (checked !== 'right') return { event: row.id, part: checked === 'wrong' ? 'link' : 'key' };
    if (key && sealTexts(key, row.texts ?? {}) !== row.textsDigest) return { event: row.id, part: 'texts' };
    previous = row.chain;
  }
  return undefined;
}

/** Accepted events are numbered without a gap, and the person's row knows the last number: an end that was cut off shows. */
function cut(registerId: string, sequence: number, rows: readonly ChainRow[]): Difference[] {
  const found = rows.filter((row) => row.sequence !== null).length;
  if (found === sequence) return [];
  const pathway = rows.at(-1)?.pathway ?? 1;
  return [{ code: 'chain-cut', registerId, pathway, params: { expected: sequence, found }, mended: false }];
}
