import { type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { RegisterReviewNote } from '../../domain/forms/meetings';
import type { ReviewDecision } from '../../domain/meetings/register-review';
import type { Rating } from '../../domain/pathway/events';
import { foldUuids } from '../../domain/uuids';
import { sentence } from '../../services/notices/letters/words/deadlines';
import type { ActionInWords } from '../../services/meetings/actions/in-words';
import type { EventView } from '../../services/pathway/events';
import type { Standing } from '../../services/pathway/standing';
import type { SaidInReview } from '../../services/register-review/decide';
import type { ReviewPerson, ReviewPersonDetails } from '../../services/register-review/people';
import type { RegisterReview } from '../../services/register-review/reviews';
import { actorWords } from '../content/actors';
import { consentLines } from '../content/consents';
import { dayText, momentText } from '../content/dates';
import { meetingTitle } from '../content/meetings';
import { ratingTag, type RatingTag } from '../content/ratings';
import { reviewName, reviewsNamed } from '../../domain/meetings/review-name';
import { type Named, storyOf } from '../content/story';
import { takenBack } from '../history/stories';
import { type Asked, askedOf, type FormError, type Question } from '../parts/form';
import { paths } from '../paths';
import { byUrgency, deadlineRow, type DeadlineRow } from '../person/deadlines';
import type { Typed } from '../record/fields';
import { changedText, progressOf, progressText } from './model';
import { DECISION_WORDS } from './words';

/** So many entries are shown of what was recorded since the last review. */
const MOST_EVENTS = 12;

const RATINGS_TO_PROPOSE: readonly Rating[] = ['red', 'amber', 'green'];
const DECIDED: readonly ReviewDecision[] = ['no-change', 'note', 'action', 'rating', 'not-looked-at'];

/** What is asked of each. */
export const QUESTIONS: readonly Question[] = [
  {
    ...{ as: 'radios', name: 'decision', label: 'What did the group say?' },
    choices: DECIDED.map((value) => ({ value, text: DECISION_WORDS[value] })),
  },
  {
    ...{ as: 'select', name: 'rating', label: 'Which rating, if another one is proposed?' },
    hint: 'It changes nothing by itself: somebody records it, with its reason, now or afterwards',
    choices: [{ value: '', text: 'None' }, ...RATINGS_TO_PROPOSE.map((value) => ({ value, text: ratingTag(value).word }))],
  },
  { as: 'words', name: 'risk', label: 'How is the risk? (optional)' },
  { as: 'words', name: 'progress', label: 'How does it go on? (optional)' },
  { as: 'words', name: 'words', label: 'What else was said, or why were they not looked at? (optional)' },
];

interface Fact {
  readonly what: string;
  readonly value: string;
}

export interface ReviewPersonModel {
  readonly registerId: string;
  readonly href: string;
  readonly rating: RatingTag;
  readonly facts: string;
  readonly progress: string;
  readonly place: string;
  readonly previous: string | null;
  readonly next: string | null;
  readonly cautions: readonly string[];
  readonly since: string;
  readonly events: readonly { readonly what: string; readonly facts: string; readonly when: string }[];
  readonly moreEvents: number;
  readonly owed: readonly DeadlineRow[];
  readonly actions: readonly { readonly what: string; readonly by: string; readonly late: boolean }[];
  readonly meeting: string;
  readonly before: { readonly when: string; readonly lines: readonly Fact[] } | null;
  /** Null: nothing can be said, as the review is closed, or the reader may not. */
  readonly action: string | null;
  readonly asked: readonly Asked[];
  readonly errors: readonly FormError[];
  readonly meanwhile: readonly string[];
  readonly saved: string | null;
  readonly version: string;
  readonly cancel: string;
  readonly said: readonly Fact[];
}

/** What was said of somebody, line by line. */
export const saidLines = ({ decision, rating, risk, progress, words }: RegisterReviewNote): readonly Fact[] => [
  {
    what: 'What came of it',
    value: `${DECISION_WORDS[decision]}${rating === undefined ? '' : `: ${ratingTag(rating).word.toLowerCase()}`}`,
  },
  ...(risk === undefined ? [] : [{ what: 'The risk', value: risk }]),
  ...(progress === undefined ? [] : [{ what: 'How it goes on', value: progress }]),
  ...(words === undefined ? [] : [{ what: 'What else was said', value: words }]),
];

/** What stands in the form of what was said. */
export const typedOf = ({ decision, rating, risk, progress, words }: RegisterReviewNote): Typed => ({
  decision: decision === 'parked' ? '' : decision,
  ...{ rating, risk, progress, words },
});

export interface PersonRead {
  readonly review: RegisterReview;
  readonly people: readonly ReviewPerson[];
  readonly person: ReviewPerson;
  readonly details: ReviewPersonDetails | undefined;
  readonly standing: Standing;
  readonly events: readonly EventView[];
  readonly actions: readonly ActionInWords[];
  /** What was said in this review, and in the one before in which something was; undefined: nothing. */
  readonly said: SaidInReview | undefined;
  readonly before: { readonly said: SaidInReview; readonly on: PlainDate } | null;
  readonly names: ReadonlyMap<string, string>;
  readonly mayWrite: boolean;
}

/** The person before or after another among those who are still to be looked at, or else among all. */
function besides({ review, people, person }: Pick<PersonRead, 'review' | 'people' | 'person'>) {
  const at = people.indexOf(person);
  const to = (other: ReviewPerson | undefined): string | null =>
    other === undefined ? null : paths.registerReviewPerson({ review: review.id, registerId: other.registerId });
  return { previous: to(people[at - 1]), next: to(people[at + 1]), place: `Person ${at + 1} of ${people.length}.` };
}

/** Whom the group looks at after somebody: the next one of whom nothing is said, going round; null: nobody is left. */
export function nextLeft(people: readonly ReviewPerson[], registerId: string): string | null {
  const at = people.findIndex((one) => one.registerId === registerId);
  const round = [...people.slice(at + 1), ...people.slice(0, at)];
  return round.find(({ decision }) => decision === null)?.registerId ?? null;
}

/** What an entry refers to stands elsewhere on the page. */
const UNNAMED: Named = { meeting: () => null, action: () => null };

function eventsSince(events: readonly EventView[], { since }: RegisterReview, standing: Standing, today: PlainDate) {
  const gone = takenBack(events);
  const name = reviewName(standing.bornOn, today);
  return events
    .filter(({ id, status, at }) => status === 'applied' && londonDate(Date.parse(at) as Instant) >= since && !gone.has(foldUuids(id)))
    .toReversed()
    .map(({ type, on, at, event }) => {
      const { headline, facts } = storyOf(type, event, UNNAMED);
      return {
        what: reviewsNamed(headline, name),
        facts: facts.map((fact) => reviewsNamed(fact, name)).join(' '),
        when: on === null ? momentText(Date.parse(at) as Instant, today) : dayText(on),
      };
    });
}

interface Asking {
  readonly typed: Typed;
  readonly version: number;
  readonly errors?: readonly FormError[];
  readonly meanwhile?: readonly string[];
}

/** What the group is shown of somebody, and what it is asked. Names stand on no page of a review: it is on a wall. */
export function reviewPersonModel(
  read: PersonRead,
  { typed, version, errors = [], meanwhile = [] }: Asking,
  now: Instant,
): ReviewPersonModel {
  const { review, people, person, details, standing, said, before, names, mayWrite } = read;
  const today = londonDate(now);
  const { registerId, rating } = person;
  const { snapshot, meetings, bornOn } = standing;
  const events = eventsSince(read.events, review, standing, today);
  const meeting = meetings
    .filter(({ status, on }) => status === 'scheduled' && on >= today)
    .toSorted((a, b) => a.on.localeCompare(b.on))[0];
  const registerConsent = consentLines(snapshot.grants, snapshot.consentLapsed)[0];
  const open = mayWrite && review.closedAt === null;
  return {
    registerId,
    href: paths.person({ registerId }),
    rating: ratingTag(rating),
    facts: [
      details === undefined ? '' : `${sentence(changedText(person, details))}.`,
      registerConsent ? `Consent: ${registerConsent.value}.` : '',
    ]
      .filter((text) => text !== '')
      .join(' '),
    progress: progressText(progressOf(people)),
    ...besides(read),
    cautions: [
      ...(person.hasLeft ? ['They have left the register since the pack was made. Say so, and go on.'] : []),
      ...(details !== undefined && details.lookedOn === null ? ['They were not looked at in a review before.'] : []),
    ],
    since: dayText(review.since),
    events: events.slice(0, MOST_EVENTS),
    moreEvents: Math.max(0, events.length - MOST_EVENTS),
    owed: [...snapshot.deadlines.values()]
      .filter(({ owed }) => owed)
      .toSorted(byUrgency)
      .map((one) => deadlineRow(standing, one, today)),
    actions: read.actions
      .filter(({ status }) => status === 'open' || status === 'blocked')
      .map(({ what, due, status }) => ({
        what: `${what ?? 'What it is was not written down'}${status === 'blocked' ? ' (cannot be done: another way is to be agreed)' : ''}`,
        by: due === null ? 'No date' : dayText(due),
        late: due !== null && due < today,
      })),
    meeting: meeting
      ? `${reviewsNamed(meetingTitle(meeting.kind), reviewName(bornOn, today))}, ${dayText(meeting.on)}.`
      : 'No meeting is booked.',
    before: before && { when: dayText(before.on), lines: saidLines(before.said.note) },
    action: open ? paths.registerReviewPerson({ review: review.id, registerId }) : null,
    asked: QUESTIONS.map((question) => askedOf(question, typed, errors)),
    ...{ errors, meanwhile },
    saved: said
      ? `Saved ${momentText(said.at, today)} by ${actorWords(said.source, names)}: ${DECISION_WORDS[said.note.decision].toLowerCase()}.`
      : null,
    version: String(version),
    cancel: paths.registerReview({ review: review.id }),
    said: said && !open ? saidLines(said.note) : [],
  };
}
