import type { Pool } from 'pg';
import type { Bounds } from './bounds';
import { gatheredBy } from './gathered';
import { scopesAmong, type TokenScope } from './scopes';
import { hashOf } from './tokens';

/** Who is calling: the token's name, for the logs of access, what it may do, and what it is bound to. */
export interface Caller extends Bounds {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

interface Row extends Bounds {
  readonly hash: string;
  readonly name: string;
  readonly scopes: string[];
  /** Not noted within the last minute: to note each call would write with each read. */
  readonly unnoted: boolean;
}

const findCallers = gatheredBy(async (pool: Pool, hashes: readonly string[]): Promise<readonly (Caller | null)[]> => {
  const { rows } = await pool.query<Row>({
    name: 'find-callers',
    text: `select hash, name, scopes, sites, event_types as types, coalesce(last_used_at < now() - interval '1 minute', true) as unnoted
      from token where hash = any($1) and revoked_at is null and expires_at > now()`,
    values: [[...new Set(hashes)]],
  });
  const used = rows.filter(({ unnoted }) => unnoted).map(({ hash }) => hash);
  if (used.length > 0)
    await pool.query({ name: 'note-use', text: 'update token set last_used_at = now() where hash = any($1)', values: [used] });
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
