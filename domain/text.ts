import { z } from 'zod';

/** What JavaScript and Unicode count as white space, spelt out: other languages' `\s` means something else. */
const SPACE = String.raw`\t\n\u000b\f\r \u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff`;
/** Control characters of ASCII but tab and line breaks. */
const CONTROL = String.raw`\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f`;

const textPattern = (never: string): RegExp => new RegExp(`^[^${never}]*[^${never}${SPACE}][^${never}]*$`);
const TEXT = textPattern(CONTROL);
/** All that breaks a line, in any character set, is left out of one. */
const LINE = textPattern(String.raw`\u0000-\u001f\u007f-\u009f\u2028\u2029`);

function words(pattern: RegExp, longest: number, unfit: string) {
  // Counted as Unicode counts, as every reader of the API's description does; not in halves of pairs.
  const tooLong = (text: string): boolean => text.length > longest && [...text].length > longest;
  return z
    .string()
    .superRefine((text, context) => {
      if (tooLong(text)) context.addIssue(`must have at most ${longest} characters`);
      else if (!pattern.test(text)) context.addIssue(text.trim() === '' ? 'must not be empty' : unfit);
    })
    .meta({ minLength: 1, maxLength: longest, pattern: pattern.source });
}

/** Words that a person typed: kept as they were typed, not blank, without control characters but tabs and line breaks. `longest`: in characters. */
export const typedText = (longest: number) => words(TEXT, longest, 'must not contain control characters');

/** The same in one line, as a name is. */
export const typedLine = (longest: number) => words(LINE, longest, 'must stand in one line, without control characters');

/** Tells whether a word is one of those that there are. */
export const isOneOf =
  <Word extends string>(words: readonly Word[]) =>
  (word: string): word is Word =>
    words.some((one) => one === word);
