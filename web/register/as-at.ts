import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { RATINGS, type Rating } from '../../domain/pathway/events';
import type { Membership } from '../../domain/pathway/membership';
import type { OverTimeFilter, RegisterThen } from '../../services/today/register/over-time';
import { dayText, readOneDay } from '../content/dates';
import { ratingTag, type RatingTag, RESTRICTED_TAG } from '../content/ratings';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';
import { PEOPLE_A_PAGE } from '../../services/today/register/register';
import { ageFilter, type Filter, READING_WORDS, readingFilter } from './over-time';

/** What of the register of a day is asked for; the day as it was typed. */
export interface AsAtAsked extends OverTimeFilter {
  readonly on: string;
  readonly rating?: Rating | undefined;
  readonly page: number;
}

interface FieldError {
  readonly field: string;
  readonly message: string;
}

/** Reads the day that was asked for; empty: today. Out: what is wrong with it, too. */
export function dayOf(typed: string, today: PlainDate): { readonly day: PlainDate; readonly errors: readonly FieldError[] } {
  const wrong = (message: string) => ({ day: today, errors: [{ field: 'on', message }] });
  if (typed.trim() === '') return { day: today, errors: [] };
  const day = readOneDay(typed);
  if (day === null) return wrong('Day must be a day, like 15 October 2026');
  return day > today ? wrong('Day must be today, or before it') : { day, errors: [] };
}

export interface AsAtModel {
  readonly heading: string;
  readonly errors: readonly FieldError[];
  readonly on: string;
  readonly action: string;
  readonly filters: readonly Filter[];
  readonly reading: string;
  readonly ratings: readonly { readonly tag: RatingTag; readonly count: number; readonly href: string | null; readonly current: boolean }[];
  readonly said: string;
  /** How many stood otherwise by the other reading. */
  readonly otherwise: { readonly text: string; readonly href: string; readonly link: string } | null;
  readonly rows: readonly {
    readonly registerId: string;
    readonly href: string;
    readonly name: string;
    readonly rating: RatingTag;
    /** What the other reading says of them, where it says something else; null: the same. */
    readonly other: string | null;
  }[];
  readonly empty: string | null;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
  readonly overTime: string;
}

const standsAs = ({ onRegister, rating }: Membership): string => (onRegister ? ratingTag(rating).word : 'Not on the register');

/** Without the day of the week, which nobody types. */
const inField = (day: PlainDate): string => dayText(day).replace(/^\w+ /, '');

/** What the page of the register as at a day shows; `read` is null where the day cannot be read. */
export function asAtModel(
  read: RegisterThen | null,
  asked: AsAtAsked & { readonly day: PlainDate; readonly errors: readonly FieldError[] },
  now: Instant,
): AsAtModel {
  const today = londonDate(now);
  const { day, reading, age, rating, page, errors } = asked;
  const to = (changed: Partial<Record<'rating' | 'page' | 'reading', string | number>>): string =>
    paths.registerAsAt({ on: day, reading, age, rating, ...changed });
  const other = reading === 'true-then' ? 'known-then' : 'true-then';
  const words = READING_WORDS[other].title.toLowerCase();
  const { people, byRating, fit, all, otherwise } = read ?? { people: [], byRating: null, fit: 0, all: 0, otherwise: 0 };
  const from = (page - 1) * PEOPLE_A_PAGE;
  const at = day === today ? `${dayText(day)}, now` : `the end of ${dayText(day)}`;
  return {
    heading: errors.length > 0 ? 'The register on a day' : `The register on ${dayText(day)}`,
    errors,
    on: errors.length > 0 ? asked.on : inField(day),
    action: paths.registerAsAt(),
    filters: [
      readingFilter(reading),
      ageFilter(age),
      {
        name: 'rating',
        label: 'Rating',
        choices: ['', ...RATINGS].map((value) => ({
          value,
          text: value === '' ? 'All' : ratingTag(value as Rating).word,
          selected: value === (rating ?? ''),
        })),
      },
    ],
    reading: READING_WORDS[reading].said,
    ratings:
      byRating === null
        ? []
        : [
            ...(['red', 'blue', 'amber', 'green'] as const).map((one) => ({
              tag: ratingTag(one),
              count: byRating[one],
              href: to({ rating: one === rating ? '' : one }),
              current: one === rating,
            })),
            // So that the sum is whole.
            ...(byRating.restricted > 0 ? [{ tag: RESTRICTED_TAG, count: byRating.restricted, href: null, current: false }] : []),
            ...(byRating.none > 0 ? [{ tag: ratingTag(null), count: byRating.none, href: null, current: false }] : []),
          ],
    said: `${fit} of ${all} shown. The register at ${at}.`,
    otherwise:
      otherwise === 0
        ? null
        : {
            text: `${otherwise} ${otherwise === 1 ? 'person stands' : 'people stand'} otherwise by what was ${words}: something was heard later, or corrected since.`,
            href: to({ reading: other }),
            link: `Show what was ${words}`,
          },
    rows: people.map(({ registerId, name, restricted, trueThen, knownThen }) => {
      const [then, elsewhere] = reading === 'true-then' ? [trueThen, knownThen] : [knownThen, trueThen];
      return {
        registerId,
        href: paths.person({ registerId }),
        name: restricted ? RESTRICTED_NAME : (name ?? 'Name not known'),
        rating: restricted ? RESTRICTED_TAG : ratingTag(then.rating),
        other: restricted ? 'not shown' : standsAs(then) === standsAs(elsewhere) ? null : standsAs(elsewhere),
      };
    }),
    empty:
      errors.length > 0 || people.length > 0
        ? null
        : all === 0
          ? 'No one was on the register that day.'
          : `No one matches. ${all} were on the register that day.`,
    pages:
      fit <= PEOPLE_A_PAGE
        ? null
        : {
            previous: page > 1 ? to({ page: page - 1 }) : null,
            next: from + people.length < fit ? to({ page: page + 1 }) : null,
            said: `${from + 1} to ${from + people.length} of ${fit}`,
          },
    overTime: paths.registerOverTime({ reading, age }),
  };
}
