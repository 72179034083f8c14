import { randomInt } from 'node:crypto';

/** Crockford's base 32: no I, L, O or U, so that an id read aloud is not misheard (crockford.com/base32.html). */
const ALPHABET = '0123456789ABCDEFGHJKMNPQRSTVWXYZ';
const BASE = ALPHABET.length;
const LENGTH = 7;

/** The name by which a person is known outside the signed-in service, written `XXXX-XXXX`. */
export type RegisterId = string & { readonly __registerId: true };

/**
 * The check character for seven characters: Luhn's algorithm modulo 32, every second value doubled from the right.
 * Throws RangeError where a character is not of the alphabet.
 */
export function checkCharacter(seven: string): string {
  let sum = 0;
  let factor = 2;
  for (const character of [...seven].reverse()) {
    const value = ALPHABET.indexOf(character);
    if (value < 0) throw new RangeError('a register id has only digits and the letters A to Z without I, L, O and U');
    const product = value * factor;
    sum += Math.floor(product / BASE) + (product % BASE);
    factor = factor === 2 ? 1 : 2;
  }
  return ALPHABET.charAt((BASE - (sum % BASE)) % BASE);
}

/**
 * Reads a register id as a person may write it: lower case, O for 0, I or L for 1, no hyphen.
 * Out: the id as `XXXX-XXXX`, or null where it has another shape or its check character is wrong.
 */
export function parseRegisterId(text: string): RegisterId | null {
  // Looked at before letters are made capitals: those of other scripts become some of ours.
  if (!/^[0-9A-Z]{4}-?[0-9A-Z]{4}$/i.test(text)) return null;
  const plain = text.toUpperCase().replaceAll('O', '0').replace(/[IL]/g, '1');
  if (!/^[0-9A-HJKMNP-TV-Z]{4}-?[0-9A-HJKMNP-TV-Z]{4}$/.test(plain)) return null;
  const characters = plain.replace('-', '');
  if (checkCharacter(characters.slice(0, LENGTH)) !== characters.charAt(LENGTH)) return null;
  return `${characters.slice(0, 4)}-${characters.slice(4)}` as RegisterId;
}

/**
 * Makes a register id from seven random characters.
 * Luhn's algorithm cannot see a first and a last character of the alphabet change places,
 * so an id with 0 and Z side by side is never given out.
 */
export function newRegisterId(pick: (below: number) => number = randomInt): RegisterId {
  for (;;) {
    let seven = '';
    for (let place = 0; place < LENGTH; place += 1) seven += ALPHABET.charAt(pick(BASE));
    const characters = seven + checkCharacter(seven);
    if (!/0Z|Z0/.test(characters)) return `${characters.slice(0, 4)}-${characters.slice(4)}` as RegisterId;
  }
}
