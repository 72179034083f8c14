import { ageOn } from '../../domain/calendar/ages';
import type { PlainDate } from '../../domain/calendar/dates';
import { PEOPLE_A_PAGE, REGISTER_ORDERS, type RegisterFilter, type RegisterPage, type RegisterPerson } from '../../services/today/register';
import { dayText } from '../content/dates';
import { deadlineTitle } from '../content/kinds';
import { reviewName, reviewsNamed } from '../content/reviews';
import { ratingTag, RESTRICTED_TAG, type RatingTag } from '../content/ratings';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';

export interface PersonRow {
  readonly registerId: string;
  readonly href: string;
  readonly name: string;
  readonly age: string;
  readonly rating: RatingTag;
  readonly next: string;
  /** What is due then, and where its date is explained; null: nothing has a date. */
  readonly nextWhat: string | null;
  readonly why: string | null;
  readonly overdue: string;
  readonly undated: string;
  readonly owner: string;
  readonly note: string;
}

interface Choice {
  readonly value: string;
  readonly text: string;
  readonly selected: boolean;
}

export interface RegisterModel {
  readonly ratings: readonly { readonly tag: RatingTag; readonly count: number; readonly href: string | null; readonly current: boolean }[];
  readonly filters: readonly { readonly name: string; readonly label: string; readonly choices: readonly Choice[] }[];
  readonly order: string;
  readonly said: string;
  readonly clear: string | null;
  readonly heads: readonly { readonly text: string; readonly href: string | null; readonly current: boolean; readonly num: boolean }[];
  readonly rows: readonly PersonRow[];
  readonly empty: string | null;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
  readonly action: string;
  /** Where the register as it was stands; null: the reader may not open it. */
  readonly then: { readonly overTime: string; readonly asAt: string } | null;
}

const rowOf = (person: RegisterPerson, today: PlainDate): PersonRow => ({
  registerId: person.registerId,
  href: paths.person({ registerId: person.registerId }),
  name: person.restricted ? RESTRICTED_NAME : (person.name ?? 'Name not known'),
  age: person.restricted ? 'not shown' : person.bornOn === null ? 'not known' : String(ageOn(person.bornOn, today)),
  rating: person.restricted ? RESTRICTED_TAG : ratingTag(person.rating),
  next: person.nextDue === null ? '' : dayText(person.nextDue),
  nextWhat: person.nextDeadline === null ? null : reviewsNamed(deadlineTitle(person.nextDeadline), reviewName(person.bornOn, today)),
  why: person.nextDeadline === null ? null : paths.deadline({ registerId: person.registerId, deadline: person.nextDeadline }),
  overdue: person.overdue === 0 ? '' : String(person.overdue),
  undated: person.undated === 0 ? '' : String(person.undated),
  owner: person.owner ?? '',
  note: person.endedOn !== null ? `Ended on ${dayText(person.endedOn)}` : person.consentLapsed ? 'Consent was due for renewal' : '',
});

const STATUSES = { 'on-register': 'On the register', open: 'All open pathways', ended: 'Ended' } as const;
const AGES = { '': 'All', 'under-18': 'Under 18', adult: 'Adults' } as const;
const ONLY = {
  '': 'Everyone',
  overdue: 'Something overdue',
  'no-date': 'Something without a date',
  'no-owner': 'No owner',
  'consent-lapsed': 'Consent lapsed',
} as const;
const RATED = { '': 'All', red: 'Red', blue: 'Blue', amber: 'Amber', green: 'Green' } as const;
const HEADS: readonly { readonly text: string; readonly order: (typeof REGISTER_ORDERS)[number] | null; readonly num?: true }[] = [
  { text: 'Register id', order: 'id' },
  { text: 'Name', order: 'name' },
  { text: 'Age', order: null, num: true },
  { text: 'Rating', order: 'rating' },
  { text: 'Next date', order: 'next' },
  { text: 'Overdue', order: null, num: true },
  { text: 'No date', order: null, num: true },
  { text: 'Owner', order: null },
];

const choices = (words: Readonly<Record<string, string>>, present: string | undefined): Choice[] =>
  Object.entries(words).map(([value, text]) => ({ value, text, selected: value === (present ?? '') }));

/** What the page of the register shows. */
export function registerModel(
  { people, fit, all, byRating }: RegisterPage,
  filter: RegisterFilter,
  today: PlainDate,
  mayReadHistory: boolean,
): RegisterModel {
  const { status, rating, age, only, order, page } = filter;
  const to = (changed: Partial<Record<'rating' | 'order' | 'page', string | number>>): string =>
    paths.register({
      status: status === 'on-register' ? undefined : status,
      rating,
      age,
      only,
      order: order === 'next' ? undefined : order,
      ...changed,
    });
  const from = (page - 1) * PEOPLE_A_PAGE;
  const filtered = rating !== undefined || age !== undefined || only !== undefined;
  return {
    action: paths.register(),
    then: mayReadHistory ? { overTime: paths.registerOverTime(), asAt: paths.registerAsAt() } : null,
    ratings: [
      ...(['red', 'blue', 'amber', 'green'] as const).map((one) => ({
        tag: ratingTag(one),
        count: byRating[one],
        href: to({ rating: one === rating ? '' : one, page: '' }),
        current: one === rating,
      })),
      // So that the sum is whole.
      ...(byRating.restricted > 0 ? [{ tag: RESTRICTED_TAG, count: byRating.restricted, href: null, current: false }] : []),
      ...(byRating.none > 0 ? [{ tag: ratingTag(null), count: byRating.none, href: null, current: false }] : []),
    ],
    filters: [
      { name: 'status', label: 'Who', choices: choices(STATUSES, status) },
      { name: 'rating', label: 'Rating', choices: choices(RATED, rating) },
      { name: 'age', label: 'Age', choices: choices(AGES, age) },
      { name: 'only', label: 'Only', choices: choices(ONLY, only) },
    ],
    order,
    said: `${fit} of ${all} shown.`,
    clear: filtered ? paths.register() : null,
    heads: HEADS.map(({ text, order: by, num = false }) => ({
      text,
      num,
      current: by === order,
      href: by === null ? null : to({ order: by, page: '' }),
    })),
    rows: people.map((person) => rowOf(person, today)),
    empty:
      people.length > 0
        ? null
        : filtered
          ? `No one matches. ${all} ${all === 1 ? 'person is' : 'people are'} here.`
          : 'No one is here yet.',
    pages:
      fit <= PEOPLE_A_PAGE
        ? null
        : {
            previous: page > 1 ? to({ page: page - 1 }) : null,
            next: from + people.length < fit ? to({ page: page + 1 }) : null,
            said: `${from + 1} to ${from + people.length} of ${fit}`,
          },
  };
}
