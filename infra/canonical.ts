import { createHash } from 'node:crypto';
import { configure } from 'safe-stable-stringify';

const stringify = configure({ strict: true });

/**
 * JSON with the keys of every object sorted and nothing undefined: the same value gives the same text, so that it can be hashed.
 * Throws TypeError for what JSON cannot hold.
 */
export function canonicalJson(value: unknown): string {
  const text = stringify(value);
  if (text === undefined) throw new TypeError('there is no JSON of this value');
  return text;
}

/** SHA-256 of the canonical JSON, in hexadecimal. */
export function digestOf(value: unknown): string {
  return createHash('sha256').update(canonicalJson(value)).digest('hex');
}

/** A UUID that is the same for the same value: an id under which something can be said again without being done twice. */
export function uuidOf(value: unknown): string {
  const hex = digestOf(value);
  return [hex.slice(0, 8), hex.slice(8, 12), `8${hex.slice(13, 16)}`, `8${hex.slice(17, 20)}`, hex.slice(20, 32)].join('-');
}
