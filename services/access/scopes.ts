import type { Permission } from '../../domain/access/permissions';

/** What a token may do, of all that may be done here. `all` stands for every one of them but `restricted:read`, which is given by its own name alone. */
export const SCOPES = [
  'referrals:write',
  'events:write',
  'events:resolve',
  'pathways:read',
  'deadlines:read',
  'history:read',
  'proof:read',
  'people:find',
  'people:write',
  'staff:write',
  'areas:write',
  'adoption:write',
  'restricted:read',
] as const satisfies readonly Permission[];
export type Scope = (typeof SCOPES)[number];
/** A scope as a token can hold it. */
export const TOKEN_SCOPES = [...SCOPES, 'all'] as const;
export type TokenScope = (typeof TOKEN_SCOPES)[number];

const known: ReadonlySet<string> = new Set(TOKEN_SCOPES);

/** True where a token's scopes allow what is asked. */
export function allows(scopes: readonly TokenScope[], asked: Scope): boolean {
  return (scopes.includes('all') && asked !== 'restricted:read') || scopes.includes(asked);
}

/** The scopes among words; one that this release does not know allows nothing. */
export const scopesAmong = (words: readonly string[]): TokenScope[] => words.filter((word): word is TokenScope => known.has(word));

/** Reads scopes from words; throws RangeError, naming the known ones, where one is unknown or there is none. */
export function parseScopes(words: readonly string[]): TokenScope[] {
  const scopes = scopesAmong(words);
  if (words.length === 0 || scopes.length !== words.length) {
    const wrong = words.filter((word) => !known.has(word));
    throw new RangeError(
      `${wrong.length > 0 ? `unknown scope ${wrong.join(', ')}` : 'no scope given'}; known are ${TOKEN_SCOPES.join(', ')}`,
    );
  }
  return scopes;
}
