import type { Instant, PlainDate } from '../../../domain/calendar/dates';

/** One line of a calendar file before it is folded: name, parameters, and a value that is encoded already. */
export interface ContentLine {
  readonly name: string;
  readonly parameters?: Readonly<Record<string, string>>;
  readonly value: string;
}

/** A value of the type TEXT (RFC 5545 section 3.3.11). */
export const icalText = (words: string): string =>
  cleaned(words)
    .replaceAll(/[;,]/g, '\\$&')
    .replaceAll(/\r\n|\r|\n/g, '\\n');

/** A property whose value is a whole day (RFC 5545 section 3.3.4). */
export const icalDay = (name: string, date: PlainDate): ContentLine => ({
  name,
  parameters: { VALUE: 'DATE' },
  value: date.replaceAll('-', ''),
});

/** An instant, in UTC (RFC 5545 section 3.3.5). */
export const icalInstant = (at: Instant): string => new Date(at).toISOString().replaceAll(/[-:]|\.\d{3}/g, '');

/** A parameter's value: always quoted, with quotes, line ends and circumflexes as RFC 6868 writes them. */
const parameter = (words: string): string =>
  `"${cleaned(words)
    .replaceAll('^', '^^')
    .replaceAll(/\r\n|\r|\n/g, '^n')
    .replaceAll('"', "^'")}"`;

/**
 * Without what no value may have (RFC 5545 section 3.1, CONTROL), and halves of characters. A backslash becomes a stroke: calendar programs
 * differ in what they make of one, and it is in no name and no place.
 */
const cleaned = (words: string): string =>
  words
    .toWellFormed()
    .replaceAll(/(?![\t\n\r])\p{Cc}/gu, '')
    .replaceAll('\\', '/');

/** The lines of a calendar file, each folded after 75 octets and ended with CR and LF (RFC 5545 section 3.1). */
export const icalFile = (lines: readonly ContentLine[]): string =>
  lines
    .map(({ name, parameters = {}, value }) => {
      const of = Object.entries(parameters).map(([key, words]) => `;${key}=${isToken(words) ? words : parameter(words)}`);
      return `${foldedLine(`${name}${of.join('')}:${value}`)}\r\n`;
    })
    .join('');

const isToken = (words: string): boolean => /^[A-Z-]+$/.test(words);

const LONGEST = 75;

function foldedLine(line: string): string {
  let [out, octets] = ['', 0];
  for (const character of line) {
    const size = Buffer.byteLength(character);
    if (octets + size > LONGEST) [out, octets] = [`${out}\r\n `, 1];
    out += character;
    octets += size;
  }
  return out;
}
