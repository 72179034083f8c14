import type { PlainDate } from '../../domain/calendar/dates';
import { wasLookedAt } from '../../domain/meetings/register-review';
import type { Rating } from '../../domain/pathway/events';
import type { ReviewPerson, ReviewPersonDetails } from '../../services/register-review/people';
import type { RegisterReview } from '../../services/register-review/reviews';
import { ageOn } from '../../domain/calendar/ages';
import { dayText, daysText } from '../content/dates';
import { dueAnswer } from '../content/corrections';
import { ratingTag, RESTRICTED_TAG, type RatingTag } from '../content/ratings';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';
import { daysBetween } from '../../domain/calendar/dates';
import { DECISION_WORDS, GROUP_WORDS } from './words';

/** So many people stand on a page of a review. */
export const PEOPLE_A_PAGE = 50;

export const REVIEW_SHOWS = ['left', 'parked', 'done'] as const;
export type ReviewShow = (typeof REVIEW_SHOWS)[number];

const SHOW_WORDS: Readonly<Record<ReviewShow, string>> = { left: 'Still to look at', parked: 'Parked', done: 'Said what came of them' };

const fits = (show: ReviewShow | undefined, { decision }: ReviewPerson): boolean =>
  show === undefined ||
  (show === 'left' ? decision === null : show === 'parked' ? decision === 'parked' : decision !== null && decision !== 'parked');

/** How far a review has come. */
export interface Progress {
  readonly all: number;
  readonly looked: number;
  readonly parked: number;
  /** Of so many it was said why they were not looked at. */
  readonly excused: number;
  readonly left: number;
}

export function progressOf(people: readonly ReviewPerson[]): Progress {
  const of = (which: (person: ReviewPerson) => boolean): number => people.filter(which).length;
  return {
    all: people.length,
    looked: of(({ decision }) => wasLookedAt(decision)),
    parked: of(({ decision }) => decision === 'parked'),
    excused: of(({ decision }) => decision === 'not-looked-at'),
    left: of(({ decision }) => decision === null),
  };
}

/** `14 of 86 looked at, 2 parked.` */
export const progressText = ({ all, looked, parked, excused }: Progress): string =>
  `${looked} of ${all} looked at${parked > 0 ? `, ${parked} parked` : ''}${excused > 0 ? `, ${excused} not looked at, with a reason` : ''}.`;

/** What a review is: whom it goes through, and by when, or when it was held. */
export const reviewTitle = ({ group, heldOn, due }: Pick<RegisterReview, 'group' | 'heldOn' | 'due'>): string =>
  `Review of the register: ${GROUP_WORDS[group].toLowerCase()}, ${heldOn === null ? `due ${dayText(due)}` : dayText(heldOn)}`;

interface Row {
  readonly registerId: string;
  readonly href: string;
  /** Null: names are not shown. */
  readonly name: string | null;
  readonly rating: RatingTag;
  readonly changed: string;
  readonly overdue: number;
  readonly undated: number;
  readonly next: string;
  readonly looked: string;
  readonly state: string;
}

export interface ReviewModel {
  readonly heading: string;
  readonly progress: string;
  readonly due: string | null;
  readonly late: boolean;
  readonly since: string;
  /** Who comes, as the area says, or who came. */
  readonly who: readonly string[];
  readonly outcome: string | null;
  readonly next: string | null;
  readonly shows: readonly { readonly text: string; readonly count: number; readonly href: string; readonly current: boolean }[];
  readonly names: { readonly text: string; readonly href: string };
  readonly named: boolean;
  readonly rows: readonly Row[];
  readonly empty: string | null;
  readonly pages: { readonly previous: string | null; readonly next: string | null; readonly said: string } | null;
  /** Where somebody begins, and where they end it; null: it is closed, or they may not. */
  readonly begin: string | null;
  readonly end: string | null;
}

/** What of a review is asked for. */
export interface ReviewAsked {
  readonly show?: ReviewShow | undefined;
  readonly names?: 'shown' | undefined;
  readonly page: number;
}

/** Those of a review whom a page shows. */
export function pageOf(people: readonly ReviewPerson[], { show, page }: ReviewAsked): readonly ReviewPerson[] {
  return people.filter((person) => fits(show, person)).slice((page - 1) * PEOPLE_A_PAGE, page * PEOPLE_A_PAGE);
}

const ratingWord = (rating: Rating | null): string => ratingTag(rating).word.toLowerCase();

/** What has changed since the last review: another rating, that they are new here or gone, and how much was recorded. */
export function changedText(
  { isNew, hasLeft, rating, restricted }: ReviewPerson,
  { was, packed, entries, inpatient }: Pick<ReviewPersonDetails, 'was' | 'packed' | 'entries' | 'inpatient'>,
): string {
  const parts = [
    ...(hasLeft ? ['has left the register'] : []),
    ...(isNew
      ? ['came since the pack was made']
      : restricted || !packed || was === rating
        ? []
        : [`was ${ratingWord(was)} when the pack was made`]),
    ...(inpatient ? ['in hospital'] : []),
    entries === 0 ? 'nothing recorded' : `${entries} ${entries === 1 ? 'entry' : 'entries'}`,
  ];
  return parts.join(', ');
}

function rowOf(
  person: ReviewPerson,
  details: ReviewPersonDetails | undefined,
  review: RegisterReview,
  named: boolean,
  today: PlainDate,
): Row {
  const { registerId, rating, restricted, decision } = person;
  const { name = null, bornOn = null, overdue = 0, undated = 0, nextMeeting = null, nextDue = null, lookedOn = null } = details ?? {};
  const age = bornOn === null ? '' : `, ${ageOn(bornOn, today)}`;
  return {
    registerId,
    href: paths.registerReviewPerson({ review: review.id, registerId }),
    name: named ? (restricted ? RESTRICTED_NAME : `${name ?? 'Name not known'}${age}`) : null,
    rating: restricted ? RESTRICTED_TAG : ratingTag(rating),
    changed: details === undefined ? '' : changedText(person, details),
    ...{ overdue, undated },
    next:
      nextMeeting !== null ? `Meeting ${dayText(nextMeeting)}` : nextDue === null ? 'No next step with a date' : `Due ${dayText(nextDue)}`,
    looked: lookedOn === null ? 'never before' : `${dayText(lookedOn)}, ${daysText(daysBetween(lookedOn, today))} ago`,
    state: decision === null ? 'To be looked at' : DECISION_WORDS[decision],
  };
}

interface ReviewRead {
  readonly review: RegisterReview;
  readonly people: readonly ReviewPerson[];
  readonly details: ReadonlyMap<string, ReviewPersonDetails>;
  /** Who comes, as the area says. */
  readonly whoComes: readonly string[];
  readonly mayWrite: boolean;
}

/** What the page of a review shows: how far it has come, and everybody, red first. */
export function reviewModel(
  { review, people, details, whoComes, mayWrite }: ReviewRead,
  asked: ReviewAsked,
  today: PlainDate,
): ReviewModel {
  const { id, heldOn, nextOn, due, since, who, outcome, closedAt } = review;
  const { show, names, page } = asked;
  const to = (other: Partial<Record<keyof ReviewAsked, string | number>>): string =>
    paths.registerReview({ review: id }, { show, names, ...other });
  const fit = people.filter((person) => fits(show, person));
  const from = (page - 1) * PEOPLE_A_PAGE;
  const shown = pageOf(people, asked);
  const first = people.find(({ decision }) => decision === null) ?? people.find(({ decision }) => decision === 'parked');
  const open = closedAt === null;
  return {
    heading: reviewTitle(review),
    progress: progressText(progressOf(people)),
    due: open ? `To be held ${dueAnswer(due, today)}` : null,
    late: open && due < today,
    since: dayText(since),
    who: who === null ? whoComes : who.split('\n').filter((line) => line.trim() !== ''),
    outcome,
    next: heldOn === null || nextOn === null ? null : dayText(nextOn),
    shows: [
      { text: 'All', count: people.length, href: to({ show: '', page: '' }), current: show === undefined },
      ...REVIEW_SHOWS.map((one) => ({
        text: SHOW_WORDS[one],
        count: people.filter((person) => fits(one, person)).length,
        href: to({ show: one }),
        current: one === show,
      })),
    ],
    names: names === 'shown' ? { text: 'Hide names', href: to({ names: '' }) } : { text: 'Show names', href: to({ names: 'shown' }) },
    named: names === 'shown',
    rows: shown.map((person) => rowOf(person, details.get(person.registerId), review, names === 'shown', today)),
    empty: fit.length > 0 ? null : people.length === 0 ? 'Nobody stands on the register in this group.' : 'Nobody here.',
    pages:
      fit.length <= PEOPLE_A_PAGE
        ? null
        : {
            previous: page > 1 ? to({ page: page - 1 }) : null,
            next: from + shown.length < fit.length ? to({ page: page + 1 }) : null,
            said: `${from + 1} to ${from + shown.length} of ${fit.length}`,
          },
    begin: open && mayWrite && first ? paths.registerReviewPerson({ review: id, registerId: first.registerId }) : null,
    end: open && mayWrite ? paths.registerReviewEnd({ review: id }) : null,
  };
}
