import { sql } from 'kysely';
import type { Pool } from 'pg';
import { among, countOf, db, prepared, rowsOf } from '../tables/query';
import type { Bounds } from './bounds';
import { gatheredBy } from '../../infra/gathered';
import { scopesAmong, type TokenScope } from './scopes';
import { hashOf } from './tokens';

/** Who is calling: the token's name, for the logs of access, what it may do, and what it is bound to. */
export interface Caller extends Bounds {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

const inUse = prepared('find-callers', (hashes: readonly string[]) =>
  db
    .selectFrom('token')
    .select(['hash', 'name', 'scopes', 'sites', 'event_types as types'])
    // Not noted within the last minute: to note each call would write with each read.
    .select(sql<boolean>`coalesce(last_used_at < now() - interval '1 minute', true)`.as('unnoted'))
    .where('hash', '=', among(hashes))
    .where('revoked_at', 'is', null)
    .where('expires_at', '>', sql<Date>`now()`),
);

const noting = prepared('note-use', (hashes: readonly string[]) =>
  db
    .updateTable('token')
    .set({ last_used_at: sql`now()` })
    .where('hash', '=', among(hashes)),
);

const findCallers = gatheredBy(async (pool: Pool, hashes: readonly string[]): Promise<readonly (Caller | null)[]> => {
  const rows = await rowsOf(pool, inUse([...new Set(hashes)]));
  const used = rows.filter(({ unnoted }) => unnoted).map(({ hash }) => hash);
  if (used.length > 0) await countOf(pool, noting(used));
  const callers = new Map(rows.map(({ hash, name, scopes, sites, types }) => [hash, { name, scopes: scopesAmong(scopes), sites, types }]));
  return hashes.map((hash) => callers.get(hash) ?? null);
});

/**
 * Finds the caller of a token by its hash, as it stands now, and notes to the minute when it was used; null where it is unknown, revoked or
 * past its end. Those who call at one moment are looked up together.
 */
export function findCaller(pool: Pool, token: string): Promise<Caller | null> {
  return findCallers(pool, hashOf(token));
}

/** As the log of events names who sent an event; null: nobody signed in. */
export const sourceOf = (caller: Pick<Caller, 'name'> | null): string => `api:${caller?.name ?? 'nobody'}`;
