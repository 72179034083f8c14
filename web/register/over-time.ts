import { addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { OverTimeFilter, Reading, RegisterWeek } from '../../services/today/register/over-time';
import { dayText } from '../content/dates';
import type { RatingTag } from '../content/ratings';
import { paths } from '../paths';
import { drawOverTime, isRare, LAYERS, layerTag, sumOf, swatch } from './over-time-picture';

export const YEARS = ['1', '2', '5', '10'] as const;
export type Years = (typeof YEARS)[number];

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}
export interface Filter {
  readonly name: string;
  readonly label: string;
  readonly choices: readonly Choice[];
}

/** What each reading of the past is, in words. */
export const READING_WORDS: Readonly<Record<Reading, { readonly title: string; readonly said: string }>> = {
  'true-then': {
    title: 'True then',
    said: 'What was true on each day, by all that is known now: what was heard late or corrected since stands where it belongs.',
  },
  'known-then': {
    title: 'Known then',
    said: 'What the register showed on each day, by what had been recorded until then.',
  },
};
const AGES = { '': 'All', 'under-18': 'Under 18', adult: 'Adults' } as const;
const YEAR_WORDS: Readonly<Record<Years, string>> = { 1: '12 months', 2: '2 years', 5: '5 years', 10: '10 years' };
/** Whom the counts are of. */
export const WHOM: Readonly<Record<'' | 'under-18' | 'adult', string>> = { '': 'people', 'under-18': 'people under 18', adult: 'adults' };

const choices = (words: Readonly<Record<string, string>>, present: string): Choice[] =>
  Object.entries(words).map(([value, text]) => ({ value, text, selected: value === present }));

export const readingFilter = (present: Reading): Filter => ({
  name: 'reading',
  label: 'Reading',
  choices: choices({ 'true-then': READING_WORDS['true-then'].title, 'known-then': READING_WORDS['known-then'].title }, present),
});
export const ageFilter = (present: OverTimeFilter['age']): Filter => ({ name: 'age', label: 'Age', choices: choices(AGES, present ?? '') });

export interface OverTimeModel {
  readonly action: string;
  readonly filters: readonly Filter[];
  readonly reading: string;
  readonly said: string;
  readonly empty: string | null;
  readonly wide: string;
  readonly narrow: string;
  readonly legend: readonly { readonly picture: string; readonly text: string }[];
  readonly heads: readonly RatingTag[];
  /** The newest first. */
  readonly rows: readonly { readonly week: string; readonly href: string; readonly counts: readonly number[]; readonly all: number }[];
  readonly today: string;
}

const byRatingWords = ({ byRating }: RegisterWeek): string =>
  LAYERS.filter((layer) => !isRare(layer) || byRating[layer] > 0)
    .map((layer) => `${byRating[layer]} ${layerTag(layer).word.toLowerCase()}`)
    .join(', ');

/** The day from which on so many years are shown. */
export const sinceOf = (years: Years, today: PlainDate): PlainDate => addMonths(today, -12 * Number(years));

/** What the page of the register over time shows: the picture, and the same numbers as a table. */
export function overTimeModel(
  weeks: readonly RegisterWeek[],
  { reading, age, years }: OverTimeFilter & { readonly years: Years },
  now: Instant,
): OverTimeModel {
  const today = londonDate(now);
  const [first, last] = [weeks[0], weeks.at(-1)];
  const isEmpty = weeks.every(({ byRating }) => sumOf(byRating) === 0);
  const whom = WHOM[age ?? ''];
  const all = last ? sumOf(last.byRating) : 0;
  const said =
    last && first
      ? `Now ${all} ${all === 1 && age === undefined ? 'person is' : `${whom} are`} on the register: ${byRatingWords(last)}.${
          weeks.length === 1 ? '' : ` At the end of the week of ${dayText(first.from)}: ${sumOf(first.byRating)}.`
        }`
      : '';
  const draw = (id: string, width: number, height: number): string =>
    drawOverTime({
      weeks,
      id,
      width,
      height,
      title: `The register by rating at the end of each week. ${said} The numbers are in the table below.`,
    });
  const used = LAYERS.filter((layer) => !isRare(layer) || weeks.some(({ byRating }) => byRating[layer] > 0));
  return {
    action: paths.registerOverTime(),
    filters: [
      {
        name: 'years',
        label: 'How far back',
        choices: YEARS.map((value) => ({ value, text: YEAR_WORDS[value], selected: value === years })),
      },
      readingFilter(reading),
      ageFilter(age),
    ],
    reading: READING_WORDS[reading].said,
    said,
    empty: isEmpty
      ? `No ${age === 'adult' ? 'adult' : 'one'}${age === 'under-18' ? ' under 18' : ''} was on the register in this time.`
      : null,
    wide: isEmpty ? '' : draw('over-time-wide', 1140, 340),
    narrow: isEmpty ? '' : draw('over-time-narrow', 340, 260),
    legend: isEmpty ? [] : used.map((layer) => ({ picture: swatch(layer, 'legend'), text: layerTag(layer).word })),
    heads: used.map(layerTag),
    rows: weeks.toReversed().map(({ from, on, byRating }) => ({
      week: dayText(from),
      href: paths.registerAsAt({ on, reading, age }),
      counts: used.map((layer) => byRating[layer]),
      all: sumOf(byRating),
    })),
    today: dayText(today),
  };
}
