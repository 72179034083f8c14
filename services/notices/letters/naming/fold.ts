import anyAscii from 'any-ascii';

/**
 * Text as it is compared: one form for full-width letters, ligatures, accents, other scripts and characters that cannot be seen (soft
 * hyphens, zero-width spaces). Case is kept. Out: ASCII only.
 */
export const folded = (text: string): string =>
  anyAscii(
    text
      .normalize('NFKC')
      .replace(/\p{Cf}/gu, '')
      .normalize('NFKD')
      .replace(/\p{M}/gu, ''),
  );

/** One word of a folded text. */
export interface Token {
  /** In small letters, without a possessive. */
  readonly word: string;
  /** Ends in `'s` or `s'`. */
  readonly possessive: boolean;
  /** Begins with a capital, and is not all capitals in a text that is: the name of something. */
  readonly capital: boolean;
  /** Which part between commas, brackets and dashes it stands in. */
  readonly segment: number;
  /** Where it stands in the folded text. */
  readonly from: number;
  readonly to: number;
}

const BREAKS = /[,;:()[\]|\n]| [-/] /;
const WORD = /[A-Za-z0-9]+(?:'[A-Za-z0-9]+)*'?/g;

/** The words of a folded text, in order. `O'Brien` is one word, `Smith-Jones` two. */
export function tokensOf(text: string): Token[] {
  const shouted = text === text.toUpperCase();
  let segment = 0;
  let end = 0;
  return [...text.matchAll(WORD)].map((match) => {
    const [raw] = match;
    if (BREAKS.test(text.slice(end, match.index))) segment += 1;
    end = match.index + raw.length;
    const small = raw.toLowerCase();
    const possessive = /(?:'s|s')$/.test(small);
    return {
      word: small.replace(/'s$|'$/, '').replaceAll("'", ''),
      possessive,
      capital: !shouted && /^[A-Z]/.test(raw),
      segment,
      from: match.index,
      to: end,
    };
  });
}
