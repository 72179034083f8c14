import { Problem } from './problem';

/** The sequence in double quotes. */
export const IF_MATCH = /^"(\d{1,9})"$/;

/** Reads `If-Match: "<sequence>"`; undefined without one. Throws the problem `bad-if-match` for anything else. */
export function readIfMatch(header: string | undefined): number | undefined {
  if (header === undefined) return undefined;
  const digits = IF_MATCH.exec(header.trim())?.[1];
  if (digits === undefined) {
    throw Problem.of(
      'bad-if-match',
      'If-Match must be the sequence that you worked from, in double quotes, as in If-Match: "12". Leave it out to send the event whatever has happened since.',
    );
  }
  return Number(digits);
}
