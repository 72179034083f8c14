import type { Pool } from 'pg';
import type { Instant } from '../../../../domain/calendar/dates';
import type { Seals } from '../../../../infra/seals';
import { serviceDifference, type Difference } from '../difference';
import { HeadFault, readKeptHeads, type HeadStore, type KeptHeads, type Mark, type Marks } from './head';
import { ADOPTED_FOR_MS, knownNumber } from './keep-head';

export interface HeadCheckDeps {
  readonly pool: Pool;
  readonly seals: Seals;
  /** Absent: heads are kept nowhere, and nothing can be held against them. */
  readonly store?: HeadStore | undefined;
  readonly now: () => Instant;
}

/** What was kept of the chains, as one check reads it; and whether rows of an earlier release may still be new. */
export interface Recorded {
  readonly marks: Marks;
  /** True until an installation has kept heads for two days: an earlier release may run beside this one, and seals nothing. */
  readonly adopting: boolean;
  readonly faults: readonly Difference[];
}

/**
 * Reads what was kept. What cannot be believed is a fault, and nothing is held against it: `heads-altered` (a line was altered, left out or put
 * in), `heads-cut` (there is less than the database knows was kept). Throws where the database or the store cannot be read.
 */
export async function readRecorded({ pool, seals, store, now }: HeadCheckDeps): Promise<Recorded> {
  if (!store) return { marks: new Map(), adopting: true, faults: [] };
  const known = await knownNumber(pool);
  let kept: KeptHeads | null;
  try {
    kept = await readKeptHeads(seals, store);
  } catch (error) {
    if (!(error instanceof HeadFault)) throw error;
    return { marks: new Map(), adopting: false, faults: [serviceDifference('heads-altered', { number: error.number, why: error.why })] };
  }
  const isCut = known !== null && (kept?.number ?? -1) < known;
  return {
    marks: kept?.marks ?? new Map(),
    adopting: kept === null || now() < kept.began + ADOPTED_FOR_MS,
    faults: isCut ? [serviceDifference('heads-cut', { expected: known, found: kept?.number ?? null })] : [],
  };
}

/** What was kept of one person's chains. */
export interface KeptOfPerson {
  /** Of the events, by pathway. */
  readonly events: ReadonlyMap<number, Mark>;
  /** The place of the last link without a key, by pathway. */
  readonly unkeyed: ReadonlyMap<number, number>;
  readonly record: Mark | undefined;
}

/** Those of all marks that are one person's. */
export function marksOf(marks: Marks, registerId: string): KeptOfPerson {
  const events = new Map<number, Mark>();
  const unkeyed = new Map<number, number>();
  // A person's pathways are numbered from 1 without a gap.
  for (let pathway = 1; ; pathway += 1) {
    const mark = marks.get(`e/${registerId}/${pathway}`);
    if (!mark) break;
    events.set(pathway, mark);
    unkeyed.set(pathway, marks.get(`k/${registerId}/${pathway}`)?.[0] ?? 0);
  }
  return { events, unkeyed, record: marks.get(`r/${registerId}`) };
}

/** Those of whom something was kept, and of whom the database has not even a row: `person-gone`. Throws where the database is away. */
export async function checkPeopleGone(pool: Pool, marks: Marks): Promise<Difference[]> {
  const ids = [...new Set([...marks.keys()].flatMap((name) => (/^[er]\//.test(name) ? [name.split('/')[1] ?? ''] : [])))];
  const { rows } = await pool.query<{ register_id: string }>({
    name: 'proof-people-gone',
    text: 'select asked.register_id from unnest($1::text[]) as asked(register_id) where not exists (select from person p where p.register_id = asked.register_id)',
    values: [ids],
  });
  return rows.map(({ register_id: registerId }) => ({ code: 'person-gone', registerId, pathway: 0, params: {}, mended: false }));
}
