import { addDays, earlierOf, laterOf, type PlainDate } from '../../calendar/dates';
import type { Diagnosis } from '../events';
import { END_WITH_ADMISSION, isDeadlineKind, PREPARATIONS, STAY_CLOCKS } from '../kinds';
import { isType, takenOverOn, type Placed, type PlacedOf } from '../place';
import { detainedBy, isReviewOf, securityAt, stayOn, type StayRecord } from '../stays';
import { intervalEnd, missedBy, type Entry } from './book';
import { openConsentDecision } from './consent';
import { factsOf, isChild, onConsent, warn, type Course } from './course';
import { becameDetained, reviewUnderTheAct } from './mha';
import { looked } from './next-step';
import { openForRating } from './rating';

/** What a C(E)TR of a stay answers in that stay. */
const ANSWERED_BY_REVIEW = ['post-admission-cetr', 'inpatient-cetr', 'transfer-cetr', 'diagnosis-removed-cetr'] as const;

/** How long a community C(E)TR before an admission stands in for the one after it: that day and the 27 before (NHS London LDA programme; contract section 5). */
const STAND_IN_DAYS = 28;
/** An excused renewal is asked again so many days after the date that was due (contract 6.7(4), a default). */
const RENEWAL_AGAIN_DAYS = 28;
/** No transfer brings a review nearer than this many days after it (contract 6.8(2), a default). */
const NOT_NEARER_THAN = 28;

const isNamed = (diagnosis: Diagnosis): boolean => diagnosis === 'learning-disability' || diagnosis === 'autism' || diagnosis === 'both';

/** An admission: blue, the community's clocks end, and the stay's begin where it is such a stay (contract 6.6(1), 6.9(2), 6.10(2)). */
export function admitted(course: Course, item: PlacedOf<'admitted'>): void {
  const stay = course.stays.find(({ id }) => id === item.id);
  if (!stay) return;
  const { book } = course;
  book.supersede(book.owed(...END_WITH_ADMISSION), item.on, item);
  course.stay = stay;
  course.rating = 'blue';
  course.begun = 0;
  course.lastVisitOn = null;
  course.detained = false;
  if (course.stays.some((other) => other !== stay && other.dischargedOn === stay.admittedOn)) warn(course, 'transfer-suspected', item.id);
  const said = factsOf(course, 'eligibility-decided', 'diagnosis-confirmed').findLast(({ on }) => on <= stay.admittedOn);
  course.running = said === undefined ? 'unknown' : isNamed(said.fact.diagnosis) ? 'named' : null;
  if (course.bornOn === null) warn(course, 'birth-date-unknown', item.id);
  if (course.running !== null) {
    warnWithoutReview(course, stay);
    beginClocks(course, stay, stay.admittedOn, item);
  }
  becameDetained(course, detainedBy(stay, item), item.on, item);
}

/** No admission is to take place before a community C(E)TR (contract 6.9(7); LLR safeguarding newsletter June 2023). */
function warnWithoutReview(course: Course, stay: StayRecord): void {
  const takenOver = takenOverOn(course.facts);
  if (takenOver !== null && stay.admittedOn < takenOver) return;
  if (!communityReviewBefore(course, stay)) warn(course, 'admitted-without-review', stay.id);
}

/** Starts the clocks of a stay, from the admission or from the diagnosis that came after it (contract section 5, 6.6(2), 6.7(2)). */
function beginClocks(course: Course, stay: StayRecord, anchor: PlainDate, by: Placed): void {
  const { book } = course;
  course.begun += 1;
  const name = course.begun === 1 ? stay.id : `${stay.id}:${course.begun}`;
  const ageCase = isChild(course, stay.admittedOn) ? ['under-18'] : [];
  const stoodIn = isType(by, 'admitted') ? communityReviewBefore(course, stay) : undefined;
  const first = book.open('post-admission-cetr', {
    id: `post-admission-cetr:${name}`,
    anchor,
    cases: ageCase,
    stay: stay.id,
    by,
    // Heard of only after the admission, it supersedes a clock that had opened.
    standIn: stoodIn !== undefined && stoodIn.sequence < stay.admission.sequence,
  });
  if (first && stoodIn) {
    if (first.standIn) book.excuse(first, anchor, stoodIn);
    else book.supersede([first], anchor, stoodIn);
    if (stoodIn.fact.outcome === 'stay-in-community') warn(course, 'community-cetr-advised-against', stay.id);
    openNextReview(course, stay, stay.admittedOn, stay.id, by);
  }
  openVisit(course, stay, anchor, name, by);
}

function communityReviewBefore(course: Course, stay: StayRecord): PlacedOf<'meeting-held'> | undefined {
  const from = addDays(stay.admittedOn, 1 - STAND_IN_DAYS);
  return factsOf(course, 'meeting-held').findLast(({ fact, on }) => fact.kind === 'community-cetr' && from <= on && on <= stay.admittedOn);
}

function openNextReview(course: Course, stay: StayRecord, anchor: PlainDate, name: string, by: Placed): void {
  // An excuse opens the next clock before its anchor: a transfer between the two may only bring it nearer, as with any open clock (6.8(2)).
  const cases = isChild(course, anchor) ? ['under-18'] : [securityAt(stay, earlierOf(anchor, by.day))];
  course.book.open('inpatient-cetr', { id: `inpatient-cetr:${name}`, anchor, cases, stay: stay.id, by });
}

function openVisit(course: Course, stay: StayRecord, anchor: PlainDate, name: string, by: Placed): void {
  course.book.open('oversight-visit', {
    id: `oversight-visit:${name}`,
    anchor,
    cases: isChild(course, anchor) ? ['under-18'] : [],
    stay: stay.id,
    by,
  });
}

/** A C(E)TR held in a stay: it satisfies what waits for one, and starts the next clock while the stay goes on (contract 6.7(1)). */
export function reviewHeld(course: Course, item: PlacedOf<'meeting-held'>): void {
  const stay = stayOn(course.stays, item.on);
  if (!stay || !isReviewOf(stay, item)) return;
  const { book } = course;
  book.satisfy(
    book.owed(...ANSWERED_BY_REVIEW).filter((entry) => entry.stay === stay.id),
    item.on,
    item,
  );
  if (course.stay !== stay) return;
  if (course.running !== null) openNextReview(course, stay, item.on, item.fact.meeting, item);
  reviewUnderTheAct(course, stay, item);
}

/** A commissioner's visit; two on one day count once (contract 6.9(5)). */
export function visitHeld(course: Course, item: PlacedOf<'visit-held'>): void {
  const stay = stayOn(course.stays, item.on);
  if (!stay || course.stay !== stay) return;
  looked(course, item);
  if (course.running === null || course.lastVisitOn === item.on) return;
  course.lastVisitOn = item.on;
  course.book.satisfy(course.book.owed('oversight-visit'), item.on, item);
  openVisit(course, stay, item.on, item.id, item);
}

/** A transfer: it may bring the open review nearer, and asks for one of its own where the hospital is another (contract 6.8). */
export function transferred(course: Course, item: PlacedOf<'transferred'>): void {
  const { stay, book } = course;
  if (!stay) return;
  for (const entry of book.owed('inpatient-cetr')) bringNearer(course, entry, stay, item);
  if (item.fact.newHospital && course.running !== null) {
    book.open('transfer-cetr', { id: `transfer-cetr:${item.id}`, anchor: item.on, stay: stay.id, by: item });
  }
  becameDetained(course, detainedBy(stay, item), item.on, item);
}

function bringNearer(course: Course, entry: Entry, stay: StayRecord, item: Placed): void {
  // A clock that opened on that day or later has the new security already (6.8(1)).
  if (entry.due === null || missedBy(entry, item.on) || entry.openedOn >= item.on || entry.intervalCase === 'under-18') return;
  const security = securityAt(stay, item.on);
  const interval = entry.rule.intervals?.[security] ?? entry.rule.intervals?.['default'];
  if (!interval) return;
  const renewed = intervalEnd(entry.rule, entry.anchor, interval);
  if (renewed >= entry.due) return;
  const due = earlierOf(entry.due, laterOf(renewed, addDays(item.on, NOT_NEARER_THAN)));
  if (due === entry.due) return;
  course.book.move(entry, due, {
    code: 'security-changed',
    params: { on: item.on, security, byInterval: renewed, from: entry.due, due, notNearerThanDays: NOT_NEARER_THAN },
  });
}

/** What is said of a diagnosis: by it the clocks of a stay may begin or end (contract 6.6(2), (3)). */
export function diagnosisSaid(course: Course, item: PlacedOf<'diagnosis-confirmed' | 'eligibility-decided'>): void {
  const { stay, book } = course;
  const before = course.diagnosis;
  const { diagnosis } = item.fact;
  course.diagnosis = diagnosis;
  // What was true by the day of admission decided as the stay began.
  if (!stay || item.on <= stay.admittedOn) return;
  if (isNamed(diagnosis)) {
    if (course.running === null) {
      course.running = 'named';
      beginClocks(course, stay, item.on, item);
    }
    course.running = 'named';
  } else if (diagnosis === 'none' && course.running === 'unknown') {
    course.running = null;
    book.supersede(
      book.owed(...STAY_CLOCKS).filter((entry) => entry.stay === stay.id),
      item.on,
      item,
    );
  } else if (diagnosis === 'none' && course.running === 'named' && before !== null && isNamed(before)) {
    book.open('diagnosis-removed-cetr', { id: `diagnosis-removed-cetr:${item.id}`, anchor: item.on, stay: stay.id, by: item });
  }
  becameDetained(course, course.detained, item.on, item);
}

/** A discharge: the stay's clocks end, amber at once, a multi-agency meeting or a question for consent (contract 6.9(1), 6.10(2)). */
export function discharged(course: Course, item: PlacedOf<'discharged'>): void {
  const { stay, book } = course;
  if (!stay) return;
  const preparations = book.owed(...PREPARATIONS).filter((entry) => isOfStayAhead(course, entry));
  book.supersede([...book.owed(...STAY_CLOCKS), ...preparations], item.on, item);
  course.stay = null;
  course.running = null;
  course.detained = false;
  course.rating = book.rules.ratingAfterDischarge;
  openForRating(course, item.on, item);
  if (!onConsent(course)) openConsentDecision(course, item);
}

function isOfStayAhead(course: Course, entry: Entry): boolean {
  const meeting = entry.subject === null ? undefined : course.meetings.get(entry.subject);
  return meeting?.status === 'scheduled' && meeting.kind !== 'community-cetr';
}

/**
 * An excuse: it takes its place by when it was heard, and after the due date cures nothing (contract 6.1(5)). It never ends the offers: the next
 * clock opens with it, from the date that was due (6.7(4)).
 */
export function deadlineExcused(course: Course, item: PlacedOf<'deadline-excused'>): void {
  const { book } = course;
  const target = targetOf(course, item);
  if (!target) {
    warn(course, 'nothing-excused', item.id);
    return;
  }
  book.excuse(target, item.heardOn, item);
  if (target.due === null) return;
  if (target.kind === 'consent-renewal')
    book.open('consent-renewal', {
      id: `consent-renewal:${item.id}`,
      anchor: target.due,
      due: addDays(target.due, RENEWAL_AGAIN_DAYS),
      by: item,
    });
  const stay = course.stays.find(({ id }) => id === target.stay);
  if (!stay || course.stay !== stay) return;
  if (target.kind === 'post-admission-cetr' || target.kind === 'inpatient-cetr') openNextReview(course, stay, target.due, item.id, item);
  if (target.kind === 'oversight-visit') openVisit(course, stay, target.due, item.id, item);
}

/** The open deadline of that id, or the one of that kind that is due first; undefined where there is none, or it is missed. */
function targetOf(course: Course, { fact, heardOn }: PlacedOf<'deadline-excused'>): Entry | undefined {
  const named = excusable(course.book.entries.get(fact.deadline));
  const ofKind = isDeadlineKind(fact.deadline) ? course.book.owed(fact.deadline) : [];
  return dueFirst((named ? [named] : ofKind).filter((entry) => !missedBy(entry, heardOn)));
}

const excusable = (entry: Entry | undefined): Entry | undefined => (entry?.state === 'open' ? entry : undefined);

function dueFirst(entries: readonly Entry[]): Entry | undefined {
  return [...entries].sort((a, b) => (a.due ?? '9999').localeCompare(b.due ?? '9999') || a.id.localeCompare(b.id))[0];
}
