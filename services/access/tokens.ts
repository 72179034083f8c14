import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { addDays, isPlainDate, parseInstant, startOfDay, type Instant } from '../../domain/calendar/dates';
import type { Bounds } from './bounds';
import { parseScopes } from './scopes';

/** Only this is stored: a copy of the database gives nobody a token. */
export const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

/** What a token is made with beside its name and scopes. */
export interface TokenTerms extends Partial<Bounds> {
  /** From this instant on it opens nothing; absent: a year from now. */
  readonly until?: Instant;
}

/** Reads the end of a token: a date, through which it works in London, or an instant. Throws RangeError for anything else. */
export function parseUntil(text: string): Instant {
  if (isPlainDate(text)) return startOfDay(addDays(text, 1));
  return parseInstant(text);
}

/**
 * Makes a token of 32 random bytes for a caller and stores its SHA-256.
 * Out: the token, which cannot be had again. Throws RangeError where the name is empty or that of a token in use, a scope unknown, or the end past.
 */
export async function createToken(pool: Pool, name: string, scopes: readonly string[], terms: TokenTerms = {}): Promise<string> {
  if (!/^[\w .@-]{1,80}$/.test(name) || name.trim() !== name)
    throw new RangeError('a token needs a name of 1 to 80 letters, digits, spaces, dots, hyphens or @');
  const held = parseScopes(scopes);
  const { until, sites = null, types = null } = terms;
  if (until !== undefined && until <= Date.now()) throw new RangeError('the end of a token must lie ahead');
  const token = `dsp_${randomBytes(32).toString('base64url')}`;
  // One that has ended gives its name free; one in use keeps it, so that the access log says who did what.
  await pool.query('update token set revoked_at = now() where name = $1 and revoked_at is null and expires_at <= now()', [name]);
  const { rowCount } = await pool.query(
    `insert into token (hash, name, scopes, sites, event_types, expires_at)
     values ($1, $2, $3, $4, $5, coalesce($6, now() + interval '1 year')) on conflict do nothing`,
    [hashOf(token), name, JSON.stringify(held), jsonOrNull(sites), jsonOrNull(types), until === undefined ? null : new Date(until)],
  );
  if (rowCount === 0)
    throw new RangeError(`there is a token named ${name} in use; choose another name, or revoke that one first (--revoke "${name}")`);
  return token;
}

const jsonOrNull = (words: readonly string[] | null): string | null => (words === null ? null : JSON.stringify(words));

/** A token as a list shows it: never the token itself. */
export interface TokenView extends Bounds {
  readonly name: string;
  readonly scopes: readonly string[];
  readonly state: 'in use' | 'ended' | 'revoked';
  readonly madeAt: Date;
  readonly endsAt: Date;
  readonly lastUsedAt: Date | null;
}

/** Lists every token ever made, those in use first, then by name. */
export async function listTokens(pool: Pool): Promise<TokenView[]> {
  const { rows } = await pool.query<TokenView>(
    `select name, scopes, sites, event_types as types, created_at as "madeAt", expires_at as "endsAt", last_used_at as "lastUsedAt",
       case when revoked_at is not null then 'revoked' when expires_at <= now() then 'ended' else 'in use' end as state
     from token order by revoked_at is not null, expires_at <= now(), name, created_at`,
  );
  return rows;
}

/** Revokes the token of a name, at once; out: how many there were, 0 where none of this name is in use. */
export async function revokeTokens(pool: Pool, name: string): Promise<number> {
  const { rowCount } = await pool.query('update token set revoked_at = now() where name = $1 and revoked_at is null', [name]);
  return rowCount ?? 0;
}
