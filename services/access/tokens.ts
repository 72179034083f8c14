import { createHash, randomBytes } from 'node:crypto';
import type { Pool } from 'pg';
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

/** Finds the caller of a token by its hash; null where it is unknown or revoked. */
export async function findCaller(pool: Pool, token: string): Promise<Caller | null> {
  const { rows } = await pool.query<{ name: string; scopes: string[] }>({
    name: 'find-caller',
    text: 'select name, scopes from token where hash = $1 and revoked_at is null',
    values: [hashOf(token)],
  });
  const row = rows[0];
  return row ? { name: row.name, scopes: scopesAmong(row.scopes) } : null;
}

/** Revokes every token of a name, at once; out: how many there were. */
export async function revokeTokens(pool: Pool, name: string): Promise<number> {
  const { rowCount } = await pool.query('update token set revoked_at = now() where name = $1 and revoked_at is null', [name]);
  return rowCount ?? 0;
}
