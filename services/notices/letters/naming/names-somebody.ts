import { parseNhsNumber } from '../../../people/nhs-number';
import { folded, tokensOf, type Token } from './fold';
import { isOrdinary } from './ordinary-words';
import { nationalDigits, type OwnDetails, type OwnName } from './own-details';
import { isPrivately } from './private-words';

/** A piece of a folded text: from, up to. */
export interface Piece {
  readonly from: number;
  readonly to: number;
}

/**
 * Whether words name the person or their family: a whole name in either order; a part of a name that is no ordinary word; an ordinary
 * one in the words of a household (`Rose's flat`, `Mrs Hill`); a number of theirs, or any valid NHS number. In whatever case, spacing,
 * punctuation, accents, script or form of Unicode.
 */
export const namesSomebody = (text: string, own: OwnDetails): boolean => {
  const plain = folded(text);
  return namesIn(plain, own).length > 0 || numbersIn(plain, own).length > 0;
};

/** Where a folded text names the person or their family. */
export function namesIn(plain: string, { names }: OwnDetails): Piece[] {
  const tokens = tokensOf(plain);
  return names.flatMap((name) => [...wholeNames(tokens, name), ...distinctiveParts(tokens, name), ...ordinaryParts(tokens, name)]);
}

/** Tokens that, written together, are a name: `quill feather`, `QuillFeather`; a plural or possessive counts. */
function runs(tokens: readonly Token[], name: string, across: boolean): { first: number; last: number }[] {
  return tokens.flatMap((token, first) => {
    let written = '';
    for (let last = first; last < tokens.length && written.length < name.length; last += 1) {
      const next = tokens[last];
      if (!next || (!across && next.segment !== token.segment)) break;
      written += next.word;
      if (written === name || written === `${name}s` || written === `${name}es`) return [{ first, last }];
    }
    return [];
  });
}

const pieceOf = (tokens: readonly Token[], { first, last }: { first: number; last: number }): Piece => ({
  from: tokens[first]?.from ?? 0,
  to: tokens[last]?.to ?? 0,
});

/** First and last name beside each other, `Hill, Rose`, or an initial and the last name. */
function wholeNames(tokens: readonly Token[], { parts }: OwnName): Piece[] {
  const last = parts.at(-1);
  const given = parts.slice(0, -1);
  if (last === undefined || given.length === 0) return [];
  const forwards = [parts.join(''), ...given.map((one) => one + last)].flatMap((name) => runs(tokens, name, false));
  const backwards = given.flatMap((one) => runs(tokens, last + one, true)).filter((run) => isTurned(tokens, run));
  const initials = new Set(given.map((one) => one.charAt(0)));
  const abbreviated = tokens.flatMap((token, at) => {
    const before = tokens[at - 1];
    const isInitial = before !== undefined && before.segment === token.segment && initials.has(before.word) && isStart(tokens, at - 1);
    return token.word === last && isInitial ? [{ first: at - 1, last: at }] : [];
  });
  return [...forwards, ...backwards, ...abbreviated].map((run) => pieceOf(tokens, run));
}

/** Last name first: beside each other, or with a comma between and nothing more on either side (`The Park, Church Street` is no `Park, Church`). */
function isTurned(tokens: readonly Token[], { first, last }: { first: number; last: number }): boolean {
  const [from, to] = [tokens[first]?.segment, tokens[last]?.segment];
  return from === to || (tokens[first - 1]?.segment !== from && tokens[last + 1]?.segment !== to);
}

/** A letter after a word of a building (`Block R`) is no initial. */
const isStart = (tokens: readonly Token[], at: number): boolean => {
  const before = tokens[at - 1];
  return (
    before === undefined ||
    before.segment !== tokens[at]?.segment ||
    !isOrdinary(before.word) ||
    /^(?:for|with|of|the|and)$/.test(before.word)
  );
};

function distinctiveParts(tokens: readonly Token[], { parts, joined }: OwnName): Piece[] {
  const distinctive = [...parts, ...joined].filter((part) => !isOrdinary(part));
  return distinctive
    .flatMap((part) => runs(tokens, part, false).filter(({ first, last }) => part.length >= 4 || first === last))
    .filter(({ first }) => !isSaint(tokens[first - 1]))
    .map((run) => pieceOf(tokens, run));
}

const isSaint = (token: Token | undefined): boolean => token !== undefined && /^(?:st|saint)s?$/.test(token.word);

function ordinaryParts(tokens: readonly Token[], { parts }: OwnName): Piece[] {
  return parts
    .filter(isOrdinary)
    .flatMap((part) =>
      tokens.flatMap((token, at) => {
        const plural = token.word === `${part}s` || token.word === `${part}es`;
        if ((token.word !== part && !plural) || isSaint(tokens[at - 1])) return [];
        return isPrivately(tokens, at, plural || token.possessive, part !== parts.at(-1)) ? [{ first: at, last: at }] : [];
      }),
    )
    .map((run) => pieceOf(tokens, run));
}

/** Where a folded text has a number of theirs, or a valid NHS number of whomever. Whatever stands between the digits. */
export function numbersIn(plain: string, { numbers }: OwnDetails): Piece[] {
  return [...plain.matchAll(/\d(?:[^A-Za-z0-9]*\d)*/g)].flatMap((match) => {
    const groups = [...match[0].matchAll(/\d+/g)].map((group) => ({ digits: group[0], from: match.index + group.index }));
    return groups.flatMap((group, first) => {
      let digits = '';
      for (const { digits: more, from } of groups.slice(first)) {
        digits += more;
        if (numbers.has(nationalDigits(digits)) || isNhsNumber(digits)) return [{ from: group.from, to: from + more.length }];
      }
      return [];
    });
  });
}

/** No NHS number begins with 0: that is a telephone's. */
const isNhsNumber = (digits: string): boolean => !digits.startsWith('0') && parseNhsNumber(digits) !== null;
