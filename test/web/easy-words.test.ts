import { ASKED_KINDS } from '../../domain/forms/asked';
import { PRINTED } from '../../domain/forms/printed/all';
import { dayText } from '../../web/content/dates';
import { WORDS } from '../../web/asking/wordings';
import { blankForm } from '../../web/printed/blank';
import type { PrintedForm } from '../../domain/forms/printed/printed';
import type { PlainDate } from '../../domain/calendar/dates';

/**
 * The school grade for which a text can be read, by the Automated Readability Index (Senter and Smith, 1967): a child of 9 is in the fourth.
 * It counts letters, words and sentences alone; whether words are the right ones, people judge.
 */
function grade(sentences: readonly string[]): number {
  const words = sentences.flatMap((sentence) => sentence.match(/[\p{L}\p{N}'’-]+/gu) ?? []);
  const letters = words.join('').length;
  return 4.71 * (letters / words.length) + 0.5 * (words.length / sentences.length) - 21.43;
}

/** All strings in a value, however deep. */
const stringsIn = (value: unknown): string[] =>
  typeof value === 'string'
    ? [value]
    : typeof value === 'function'
      ? stringsIn((value as (given: string) => unknown)(dayText('2026-10-05' as PlainDate)))
      : typeof value === 'object' && value !== null
        ? Object.values(value).flatMap(stringsIn)
        : [];
const sentencesOf = (value: unknown): string[] => stringsIn(value).flatMap((text) => text.split(/(?<=[.?!]) /));
const printedWords = ({ title, about, sections }: PrintedForm): unknown => [title, about, sections.map((one) => [one.title, one.parts])];

/** What only names something, in the codes of the form and not in words to be read. */
const CODES = new Set(['words', 'list', 'write', 'tick', 'yes-no', 'sign']);

describe('easy words can be read by a child of nine', () => {
  const texts: readonly (readonly [string, unknown])[] = [
    ...ASKED_KINDS.map((kind) => [`the form ${kind}`, WORDS[kind].easy] as const),
    ...PRINTED.filter(({ easyRead }) => easyRead).map((form) => [form.kind, printedWords(form)] as const),
    ...ASKED_KINDS.map((kind) => [`${kind}, blank`, printedWords(blankForm(kind, true))] as const),
  ];

  test.each(texts)('%s', (_name, text) => {
    const sentences = sentencesOf(text).filter((one) => !CODES.has(one));
    const spoken = sentences.filter((one) => one.split(' ').length > 2);
    expect(grade(spoken)).toBeLessThanOrEqual(4);
    // No sentence is long, whatever the others are.
    expect(sentences.filter((sentence) => sentence.split(' ').length > 15)).toEqual([]);
  });

  test('the same formula finds that plain words are not easy ones', () => {
    expect(grade(sentencesOf(WORDS['review-request'].plain.start.lines))).toBeGreaterThan(4);
  });
});
