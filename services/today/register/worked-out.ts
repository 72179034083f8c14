import type { Pool } from 'pg';
import { type Looker, seesEveryone } from '../../../domain/access/roles';
import type { Instant } from '../../../domain/calendar/dates';
import type { CoreContext } from '../../../domain/pathway/types';
import { entriesStamp } from '../../record/stamp';
import { readSpells, type Spells } from './spells';

/** What was worked out of a register, and of which. */
interface WorkedOut {
  readonly version: string;
  readonly value: Promise<unknown>;
}

const workedOut = new WeakMap<Pool, Map<string, WorkedOut>>();

/** So much is kept of each database: of a large register a day alone is some megabytes. */
const MOST_KEPT = 12;

/**
 * Gives what was worked out before of all people of some areas, or works it out anew where anything has been recorded of anybody since.
 * @param what its name, with all on which it rests but the record
 * @throws where the database is away
 */
export async function whileUnchanged<T>(pool: Pool, areas: readonly string[], what: string, work: () => Promise<T>): Promise<T> {
  const sorted = areas.toSorted();
  const version = await entriesStamp(pool);
  const own = workedOut.get(pool) ?? new Map<string, WorkedOut>();
  workedOut.set(pool, own);
  const key = `${sorted.join(' ')} ${what}`;
  const before = own.get(key);
  own.delete(key);
  // The people are read after the version: what is kept is of that version or a later one.
  const value = before?.version === version ? (before.value as Promise<T>) : work();
  own.set(key, { version, value });
  const [oldest] = own.keys();
  if (own.size > MOST_KEPT && oldest !== undefined) own.delete(oldest);
  try {
    return await value;
  } catch (error) {
    if (own.get(key)?.value === value) own.delete(key);
    throw error;
  }
}

/**
 * Works something out of how everybody whom a member of staff may see has stood with the register, once for each state of the record. Whoever
 * sees their own people only has few.
 * @param what its name, with all on which it rests but the people
 * @throws where the database is away
 */
export async function ofRegister<T>(
  { pool, core }: { readonly pool: Pool; readonly core: CoreContext },
  looker: Looker,
  now: Instant,
  what: string,
  work: (people: readonly Spells[]) => T,
): Promise<T> {
  const workOut = async (): Promise<T> => work(await readSpells(pool, core, looker, now));
  return seesEveryone(looker.roles) ? whileUnchanged(pool, looker.areas, what, workOut) : workOut();
}
