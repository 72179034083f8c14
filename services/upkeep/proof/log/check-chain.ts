import type { Pool } from 'pg';
import type { Seals } from '../../../../infra/seals';
import { checkLink, isUnkeyed, sealTexts, type LinkedEvent } from '../../../record/chain';
import type { Difference } from '../difference';
import { shortLink, type Mark } from '../heads/head';

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
  /** What signed heads say of the person's pathways; absent: there are none. */
  readonly kept?: ReadonlyMap<number, Mark>;
  /** Up to which place each pathway's links may be without a key: those were there before. */
  readonly unkeyed?: ReadonlyMap<number, number>;
  /** Whether links that needed no key may be new: a release that made such may run beside this one. Absent: they may. */
  readonly adopting?: boolean;
}

// One statement: a commit between two would look like a cut.
const READ = `select p.sequence as total, encode(k.key, 'hex') as key, e.register_id as "registerId", e.pathway, e.id, e.sequence, e.type, e."on"::text as "on",
    (extract(epoch from e.at) * 1000)::float8 as at, (extract(epoch from e.received_at) * 1000)::float8 as "receivedAt", e.status, e.batch, e.reason, e.source, e.fact, e.answer,
    e.body_digest as "bodyDigest", e.texts_digest as "textsDigest", e.chain,
    (select json_object_agg(t.field, t.text) from event_text t where t.event_id = e.id) as texts
  from person p left join person_key k on k.register_id = p.register_id left join event e on e.register_id = p.register_id
  where p.register_id = $1 order by e.position`;

/**
 * Follows the hash chain of each of a person's pathways from its first event to its last, and compares the typed words with their digests
 * (where the person's key was destroyed, only the chain). Out: `chain-broken` naming the first event of a pathway that does not fit, what of
 * it (`link`: the event or one before it was altered, removed or put in; `unkeyed`: it was linked without a key after the last link of that kind
 * that a signed head has seen; `key`: it is sealed under a key that is not on the ring; `texts`:
 * its words were altered); `chain-cut` where the last events are gone,
 * by the person's own count or by a signed head; `chain-rewritten` where a signed head has seen another link; `words-without-key` where words
 * are left that nothing proves.
 * Throws where the database is away.
 */
export async function checkChain(
  { pool, seals, kept = new Map(), unkeyed = new Map(), adopting = true }: ChainDeps,
  registerId: string,
): Promise<Difference[]> {
  const { rows: read } = await pool.query<ChainRow>({ name: 'proof-chain', text: READ, values: [registerId] });
  const [first] = read;
  if (!first) return [];
  // A person without a single event has one row, of which only the person is filled.
  const rows = read.filter(({ chain }) => Boolean(chain));
  const key = first.key === null ? null : Buffer.from(first.key, 'hex');
  const pathways = new Map<number, ChainRow[]>();
  for (const row of rows) pathways.set(row.pathway, [...(pathways.get(row.pathway) ?? []), row]);
  const broken = [...pathways].flatMap(([pathway, chain]): Difference[] => {
    const fault = firstFault(seals, chain, key, adopting ? Infinity : (unkeyed.get(pathway) ?? 0));
    return fault ? [{ code: 'chain-broken', registerId, pathway, params: fault, mended: false }] : [];
  });
  const left = key === null && rows.some(({ texts }) => texts !== null);
  const shut: Difference[] = left
    ? [{ code: 'words-without-key', registerId, pathway: rows.at(-1)?.pathway ?? 1, params: {}, mended: false }]
    : [];
  return [...broken, ...cut(registerId, first.total, rows), ...againstKept(registerId, pathways, kept), ...shut];
}

type Fault = { readonly event: string; readonly part: 'link' | 'key' | 'unkeyed' | 'texts' };

function firstFault(seals: Seals, chain: readonly ChainRow[], key: Buffer | null, unkeyedUpTo: number): Fault | undefined {
  let previous: string | null = null;
  for (const [index, row] of chain.entries()) {
    // A link without a key is one that anybody could have made; those that a head has seen were there before.
    if (isUnkeyed(row.chain) && index >= unkeyedUpTo) return { event: row.id, part: 'unkeyed' };
    const checked = checkLink(seals, previous, row, row.chain);
    if (checked !== 'right') return { event: row.id, part: checked === 'wrong' ? 'link' : 'key' };
    if (key && sealTexts(key, row.texts ?? {}) !== row.textsDigest) return { event: row.id, part: 'texts' };
    previous = row.chain;
  }
  return undefined;
}

/** What a signed head has seen must be there still: so many rows, and the same link in that place. */
function againstKept(
  registerId: string,
  pathways: ReadonlyMap<number, readonly ChainRow[]>,
  kept: ReadonlyMap<number, Mark>,
): Difference[] {
  return [...kept].flatMap(([pathway, [count, link]]): Difference[] => {
    const rows = pathways.get(pathway) ?? [];
    if (rows.length < count)
      return [{ code: 'chain-cut', registerId, pathway, params: { expected: count, found: rows.length, kept: 'yes' }, mended: false }];
    const there = rows[count - 1];
    if (there && shortLink(there.chain) === link) return [];
    return [{ code: 'chain-rewritten', registerId, pathway, params: { event: there?.id ?? null, place: count }, mended: false }];
  });
}

/** Accepted events are numbered without a gap, and the person's row knows the last number: an end that was cut off shows. */
function cut(registerId: string, sequence: number, rows: readonly ChainRow[]): Difference[] {
  const found = rows.filter((row) => row.sequence !== null).length;
  if (found === sequence) return [];
  const pathway = rows.at(-1)?.pathway ?? 1;
  return [{ code: 'chain-cut', registerId, pathway, params: { expected: sequence, found }, mended: false }];
}
