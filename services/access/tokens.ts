import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
import { gatheredBy } from './gathered';
import { parseScopes, scopesAmong, type TokenScope } from './scopes';

/** Who is calling: the token's name, for the logs of access, and what it may do. */
export interface Caller {
  readonly name: string;
  readonly scopes: readonly TokenScope[];
}

/** Only this is stored: a copy of the database gives nobody a token. */
const hashOf = (token: string): string => createHash('sha256').update(token, 'utf8').digest('hex');

/**
 * Makes a token of 32 random bytes for a caller and stores its SHA-256.
 * Out: the token, which cannot be had again. Throws RangeError where the name is empty or a scope unknown.
 */
export async function createToken(pool: Pool, name: string, scopes: readonly string[]): Promise<string> {
  if (!/^[\w .@-]{1,80}$/.test(name)) throw new RangeError('a token needs a name of 1 to 80 letters, digits, spaces, dots, hyphens or @');
  const held = parseScopes(scopes);
  const token = `dsp_${randomBytes(32).toString('base64url')}`;
  await pool.query('insert into token (hash, name, scopes) values ($1, $2, $3)', [hashOf(token), name, JSON.stringify(held)]);
  return token;
}

const findCallers = gatheredBy(async (pool: Pool, hashes: readonly string[]): Promise<readonly (Caller | null)[]> => {
  const { rows } = await pool.query<{ hash: string; name: string; scopes: string[] }>({
    name: 'find-callers',
    text: 'select hash, name, scopes from token where hash = any($1) and revoked_at is null',
    values: [[...new Set(hashes)]],
  });
  const callers = new Map(rows.map(({ hash, name, scopes }) => [hash, { name, scopes: scopesAmong(scopes) }]));
  return hashes.map((hash) => callers.get(hash) ?? null);
});

/** Finds the caller of a token by its hash, as it stands now; null where it is unknown or revoked. Those who call at one moment are looked up together. */
export function findCaller(pool: Pool, token: string): Promise<Caller | null> {
  return findCallers(pool, hashOf(token));
}

/** Revokes every token of a name, at once; out: how many there were. */
export async function revokeTokens(pool: Pool, name: string): Promise<number> {
  const { rowCount } = await pool.query('update token set revoked_at = now() where name = $1 and revoked_at is null', [name]);
  return rowCount ?? 0;
}
