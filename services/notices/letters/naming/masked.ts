import { oneLine } from '../tell-place';
import { folded, tokensOf } from './fold';
import { namesIn, numbersIn, type Piece } from './names-somebody';
import type { OwnDetails } from './own-details';

/** As much of a typed text as stands in one line of a mail. */
const LONGEST = 160;

/**
 * Typed words for a mail to the team: one line, with `[name]` and `[number]` where the person or their family is named. Here an ordinary
 * word that is a part of a name counts where it has a capital: a building's name too many is masked rather than a person's too few.
 * Where something is masked, the rest is in ASCII.
 */
export function masked(text: string, own: OwnDetails): string {
  const words = maskedLine(text, own);
  const letters = [...words];
  return letters.length > LONGEST
    ? `${letters
        .slice(0, LONGEST - 1)
        .join('')
        .trimEnd()}…`
    : words;
}

/** The same, however long it is. */
export function maskedLine(text: string, own: OwnDetails): string {
  const plain = folded(oneLine(text));
  const parts = new Set(own.names.flatMap((name) => name.parts));
  const capitals = tokensOf(plain).filter(({ word, capital }) => capital && (parts.has(word) || parts.has(word.replace(/e?s$/, ''))));
  const names = [...namesIn(plain, own), ...capitals].map((piece) => ({ ...piece, mask: '[name]' }));
  const numbers = numbersIn(plain, own).map((piece) => ({ ...piece, mask: '[number]' }));
  const pieces = [...names, ...numbers].toSorted((a, b) => a.from - b.from || b.to - a.to);
  return pieces.length === 0 ? oneLine(text) : replaced(plain, pieces);
}

function replaced(plain: string, pieces: readonly (Piece & { readonly mask: string })[]): string {
  let [out, end] = ['', 0];
  for (const { from, to, mask } of pieces) {
    if (to <= end) continue;
    out += `${plain.slice(end, Math.max(from, end))}${from >= end ? mask : ''}`;
    end = to;
  }
  return (out + plain.slice(end)).replaceAll(/(\[name\])(?:\s*\[name\])+/g, '$1');
}
