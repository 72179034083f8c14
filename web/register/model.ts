import { ageOn } from '../../domain/calendar/ages';
import type { PlainDate } from '../../domain/calendar/dates';
import type { Diagnosis } from '../../domain/pathway/events';
import {
  PEOPLE_A_PAGE,
  REGISTER_ORDERS,
  type RegisterFilter,
  type RegisterPage,
  type RegisterPerson,
} from '../../services/today/register/register';
import { dayText } from '../content/dates';
import { deadlineTitle } from '../content/kinds';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { ratingTag, RESTRICTED_TAG, type RatingTag } from '../content/ratings';
import { siteChoices } from '../content/sites';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';

export interface PersonRow {
  readonly registerId: string;
  readonly href: string;
  readonly name: string;
  readonly age: string;
  readonly rating: RatingTag;
  /** Since when they are rated so. */
  readonly since: string | null;
  /** Where they are in hospital; null: they are not, or it is not for the reader. */
  readonly hospital: string | null;
  readonly next: string;
  /** What is due then, and where its date is explained; null: nothing has a date. */
  readonly nextWhat: string | null;
  readonly why: string | null;
  readonly overdue: string;
  readonly undated: string;
  /** Until when the consent to the register stands; null: not for the reader. */
  readonly consent: string | null;
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
  /** Nobody is shown: why, and the way to everybody where that is a filter. */
  readonly empty: { readonly said: string; readonly clear: string | null } | null;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
  readonly action: string;
  /** Where the register as it was stands; null: the reader may not open it. */
  readonly then: { readonly overTime: string; readonly asAt: string; readonly reviews: string } | null;
}

const rowOf = (person: RegisterPerson, mayReadHistory: boolean, today: PlainDate): PersonRow => ({
  registerId: person.registerId,
  href: paths.person({ registerId: person.registerId }),
  name: person.restricted ? RESTRICTED_NAME : (person.name ?? 'Name not known'),
  age: person.restricted ? 'not shown' : person.bornOn === null ? 'not known' : String(ageOn(person.bornOn, today)),
  rating: person.restricted ? RESTRICTED_TAG : ratingTag(person.rating),
  since: person.ratedSince && dayText(person.ratedSince),
  hospital: person.inpatient && mayReadHistory ? (person.site ?? 'not known') : null,
  consent: !mayReadHistory ? null : person.restricted ? 'not shown' : person.consentUntil === null ? '' : dayText(person.consentUntil),
  next: person.nextDue === null ? '' : dayText(person.nextDue),
  nextWhat: person.nextDeadline === null ? null : reviewsNamed(deadlineTitle(person.nextDeadline), reviewName(person.bornOn, today)),
  why: person.nextDeadline === null ? null : paths.deadline({ registerId: person.registerId, deadline: person.nextDeadline }),
  overdue: person.overdue === 0 ? '' : String(person.overdue),
  undated: person.undated === 0 ? '' : String(person.undated),
  owner: person.owner ?? '',
  note: person.endedOn !== null ? `Ended on ${dayText(person.endedOn)}` : person.consentLapsed ? 'Consent was due for renewal' : '',
});

const STATUSES = { 'on-register': 'On the register', open: 'All open pathways', ended: 'Ended' } as const;
/** Where those stand who are asked for. */
const WHERE: Readonly<Record<RegisterFilter['status'], string>> = {
  'on-register': 'on the register',
  open: 'on an open pathway',
  ended: 'among those whose pathway has ended',
};
const AGES = { '': 'All', 'under-18': 'Under 18', adult: 'Adults' } as const;
const ONLY = {
  '': 'Everyone',
  overdue: 'Something overdue',
  'no-date': 'Something without a date',
  'no-owner': 'No owner',
  'consent-lapsed': 'Consent lapsed',
} as const;
const RATED = { '': 'All', red: 'Red', blue: 'Blue', amber: 'Amber', green: 'Green' } as const;
const DIAGNOSED = {
  '': 'All',
  'learning-disability': 'Learning disability',
  autism: 'Autism',
  both: 'Both',
  considered: 'Being considered',
  none: 'Neither',
  'not-said': 'Not recorded',
} as const satisfies Readonly<Record<Diagnosis | '' | 'not-said', string>>;
const CONSENT = 'Consent until';
const HEADS: readonly { readonly text: string; readonly order: (typeof REGISTER_ORDERS)[number] | null; readonly num?: true }[] = [
  { text: 'Register id', order: 'id' },
  { text: 'Name', order: 'name' },
  { text: 'Age', order: null, num: true },
  { text: 'Rating', order: 'rating' },
  { text: 'Next date', order: 'next' },
  { text: 'Overdue', order: null, num: true },
  { text: 'No date', order: null, num: true },
  { text: CONSENT, order: null },
  { text: 'Owner', order: null },
];

const choices = (words: Readonly<Record<string, string>>, present: string | undefined): Choice[] =>
  Object.entries(words).map(([value, text]) => ({ value, text, selected: value === (present ?? '') }));

/** Whoever may own somebody, and the one who is asked for, who may have left. */
function ownersOf(owners: Reader['owners'], asked: string | undefined): Choice[] {
  const left = asked === undefined || owners.some(({ id }) => id === asked) ? [] : [[asked, 'Somebody who has left'] as const];
  return choices(Object.fromEntries([['', 'Anybody'], ...owners.map(({ id, name }) => [id, name] as const), ...left]), asked);
}

/** Who reads it: whether they are told diagnoses and consents, and whose work they may ask for (empty: they see their own people alone). */
export interface Reader {
  readonly mayReadHistory: boolean;
  readonly owners: readonly { readonly id: string; readonly name: string }[];
}

/** What the page of the register shows. */
export function registerModel(
  { people, fit, all, byRating, sites }: RegisterPage,
  filter: RegisterFilter,
  { mayReadHistory, owners }: Reader,
  today: PlainDate,
): RegisterModel {
  const { status, rating, age, only, diagnosis, site, owner, order, page } = filter;
  const to = (changed: Partial<Record<'rating' | 'order' | 'page', string | number>>): string =>
    paths.register({
      status: status === 'on-register' ? undefined : status,
      rating,
      age,
      only,
      diagnosis,
      site,
      owner,
      order: order === 'next' ? undefined : order,
      ...changed,
    });
  const from = (page - 1) * PEOPLE_A_PAGE;
  const filtered = [rating, age, only, diagnosis, site, owner].some((one) => one !== undefined);
  const cleared = paths.register({ status: status === 'on-register' ? undefined : status });
  return {
    action: paths.register(),
    then: mayReadHistory ? { overTime: paths.registerOverTime(), asAt: paths.registerAsAt(), reviews: paths.registerReviews() } : null,
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
      ...(mayReadHistory
        ? [
            { name: 'diagnosis', label: 'Diagnosis', choices: choices(DIAGNOSED, diagnosis) },
            { name: 'site', label: 'Hospital', choices: siteChoices(sites, site) },
          ]
        : []),
      ...(owners.length > 0 ? [{ name: 'owner', label: 'Owner', choices: ownersOf(owners, owner) }] : []),
    ],
    order,
    said: `${fit} of ${all} shown.`,
    clear: filtered ? cleared : null,
    heads: HEADS.filter(({ text }) => mayReadHistory || text !== CONSENT).map(({ text, order: by, num = false }) => ({
      text,
      num,
      current: by === order,
      href: by === null ? null : to({ order: by, page: '' }),
    })),
    rows: people.map((person) => rowOf(person, mayReadHistory, today)),
    empty:
      people.length > 0
        ? null
        : filtered
          ? { said: `No one matches. ${all} ${all === 1 ? 'person is' : 'people are'} ${WHERE[status]}.`, clear: cleared }
          : { said: 'No one is here yet.', clear: null },
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
