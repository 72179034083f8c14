import { Problem } from './problem';

/** A sequence, or a version, in double quotes. */
export const IF_MATCH = /^"(\d{1,9})"$/;

/** Reads `If-Match: "<sequence>"`; undefined without one. Throws the problem `bad-if-match` for anything else. */
export const readIfMatch = (header: string | undefined): number | undefined =>
  numberIn(
    header,
    'If-Match must be the sequence that you worked from, in double quotes, as in If-Match: "12". Leave it out to send the event whatever has happened since.',
  );

/** Reads `If-Match: "<version>"` of what is changed by version; undefined without one. Throws the problem `bad-if-match` for anything else. */
export const readVersion = (header: string | undefined): number | undefined =>
  numberIn(header, 'If-Match must be the version that you worked from, in double quotes, as in If-Match: "2".');

/** The same where it must be there, so that nobody's change is lost unseen. Throws the problem `if-match-needed` without one. */
export function needVersion(header: string | undefined): number {
  const version = readVersion(header);
  if (version !== undefined) return version;
  throw Problem.of(
    'if-match-needed',
    'Say which version you worked from, in double quotes, as in If-Match: "3", so that nobody’s change is lost. Read what stands now first.',
  );
}

function numberIn(header: string | undefined, otherwise: string): number | undefined {
  if (header === undefined) return undefined;
  const digits = IF_MATCH.exec(header.trim())?.[1];
  if (digits === undefined) throw Problem.of('bad-if-match', otherwise);
  return Number(digits);
}
