import { createHash, randomBytes } from 'node:crypto';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { addDays, isPlainDate, parseInstant, startOfDay, type Instant } from '../../domain/calendar/dates';
import { countOf, db, prepared, rowsOf, unprepared } from '../tables/query';
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
  await countOf(pool, unprepared(revoking(name).where('expires_at', '<=', sql<Date>`now()`)));
  const row = { hash: hashOf(token), name, scopes: JSON.stringify(held), sites: jsonOrNull(sites), event_types: jsonOrNull(types) };
  const ends = until === undefined ? {} : { expires_at: new Date(until) };
  const made = db
    .insertInto('token')
    .values({ ...row, ...ends })
    .onConflict((conflict) => conflict.doNothing());
  if ((await countOf(pool, unprepared(made))) === 0)
    throw new RangeError(`there is a token named ${name} in use; choose another name, or revoke that one first (--revoke "${name}")`);
  return token;
}

/** The token of a name that is in use. */
const revoking = (name: string) =>
  db
    .updateTable('token')
    .set({ revoked_at: sql`now()` })
    .where('name', '=', name)
    .where('revoked_at', 'is', null);

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

const tokens = prepared('tokens', () => {
  const ended = sql<boolean>`expires_at <= now()`;
  const state = sql<TokenView['state']>`case when revoked_at is not null then 'revoked' when ${ended} then 'ended' else 'in use' end`;
  return db
    .selectFrom('token')
    .select([
      'name',
      'scopes',
      'sites',
      'event_types as types',
      'created_at as madeAt',
      'expires_at as endsAt',
      'last_used_at as lastUsedAt',
    ])
    .select(state.as('state'))
    .orderBy(({ eb }) => eb('revoked_at', 'is not', null))
    .orderBy(ended)
    .orderBy('name')
    .orderBy('created_at');
});

/** Lists every token ever made, those in use first, then by name. */
export const listTokens = (pool: Pool): Promise<TokenView[]> => rowsOf(pool, tokens());

/** Revokes the token of a name, at once; out: how many there were, 0 where none of this name is in use. */
export const revokeTokens = (pool: Pool, name: string): Promise<number> => countOf(pool, unprepared(revoking(name)));
