import { addDays, laterOf, type PlainDate } from '../../calendar/dates';
import { isWorkingDay } from '../../calendar/working-days';
import { covers, grantsAtEndOf, type Grant } from '../consents';
import { isCetr } from '../events';
import { PREPARATIONS, traitsOf, type DeadlineKind } from '../kinds';
import type { Placed, PlacedOf } from '../place';
import { missedBy, type Entry } from './book';
import { communityReviewHeld, laepHeld, mamHeld } from './community';
import { factsOf, warn, warnIfFar, type Course, type MeetingCourse } from './course';
import { looked } from './next-step';
import { satisfiedIf } from './rests';
import { reviewHeld } from './stay';

type DeedType = 'arrangements-begun' | 'family-contacted' | 'papers-sent' | 'report-sent' | 'feedback-taken';

/** Which deed satisfies which deadlines of its meeting. */
const SATISFIED_BY: Record<DeedType, readonly DeadlineKind[]> = {
  'arrangements-begun': ['cetr-arrangements'],
  'family-contacted': ['family-contact'],
  'papers-sent': ['panel-papers'],
  'report-sent': ['cetr-report', 'mha-report'],
  'feedback-taken': ['cetr-feedback'],
};
/** The deed that satisfies a preparation or what follows a meeting, where it is one. */
const DEED_FOR: ReadonlyMap<DeadlineKind, DeedType> = new Map(
  (Object.keys(SATISFIED_BY) as DeedType[]).flatMap((deed) => SATISFIED_BY[deed].map((kind) => [kind, deed] as const)),
);

const of = (course: Course, kinds: readonly DeadlineKind[], meeting: string): Entry[] =>
  course.book.owed(...kinds).filter((entry) => entry.subject === meeting);

const deedFor = (course: Course, kind: DeadlineKind, meeting: string): Placed | undefined => {
  const deed = DEED_FOR.get(kind);
  return deed && course.deeds.get(`${meeting}|${deed}`);
};

/** A meeting planned, or planned anew with the same id (contract 6.12(5), (6); 6.17(1)). */
export function meetingScheduled(course: Course, item: PlacedOf<'meeting-scheduled'>): void {
  const { fact, heardOn, on } = item;
  const before = course.meetings.get(fact.meeting);
  // Facts heard late may put the meeting itself before its planning: then there was nothing left to plan.
  if (before && before.status !== 'scheduled') return;
  const { book } = course;
  book.satisfy(of(course, ['meeting-outcome'], fact.meeting), heardOn, item);
  course.meetings.set(fact.meeting, {
    kind: fact.kind,
    status: 'scheduled',
    on,
    // The time that stood is kept; an end belongs to its time (contract 6.12(12), (13)).
    time: fact.time ?? before?.time ?? null,
    until: fact.until ?? (fact.time === undefined ? (before?.until ?? null) : null),
    invited: fact.invited ?? before?.invited ?? [],
    revision: before ? before.revision + 1 : 0,
    firstScheduledOn: before?.firstScheduledOn ?? heardOn,
    plans: [...(before?.plans ?? []), { kind: fact.kind, at: item.at, on }],
    planEndedAt: null,
  });
  warnOfDay(course, item);
  book.open('meeting-outcome', { id: `meeting-outcome:${item.id}`, anchor: on, subject: fact.meeting, by: item });
  const wasReview = before !== undefined && isCetr(before.kind);
  if (isCetr(fact.kind)) {
    if (wasReview) movePreparations(course, item, before.on);
    else openPreparations(course, item);
  } else if (wasReview) book.supersede(of(course, PREPARATIONS, fact.meeting), heardOn, item);
}

/** What somebody who plans should know of the day (contract 6.12(11)). */
function warnOfDay(course: Course, item: PlacedOf<'meeting-scheduled'>): void {
  const { fact, on } = item;
  warnIfFar(course, item, on);
  if (!isWorkingDay(course.holidays, on)) warn(course, 'not-a-working-day', item.id);
  for (const entry of course.book.allOwed()) {
    if (entry.due !== null && entry.due < on && satisfiedIf(course, entry, fact.kind, on))
      warn(course, 'booked-after-due', item.id, entry.id);
  }
}

function preparationDue(course: Course, kind: DeadlineKind, id: string, item: PlacedOf<'meeting-scheduled'>): PlainDate | null {
  const days = course.book.ruleFor(kind, id)?.daysBefore;
  return days === undefined ? null : laterOf(addDays(item.on, -days), item.heardOn);
}

function openPreparations(course: Course, item: PlacedOf<'meeting-scheduled'>): void {
  const { meeting } = item.fact;
  for (const kind of PREPARATIONS) {
    // Whoever said before the first planning that the family is not to be asked is heeded (contract 6.11(9)).
    if (kind === 'family-contact' && course.familyContact === 'no') continue;
    if (kind === 'meeting-consent' && covers(course.grants, 'meeting', meeting)) continue;
    const id = `${kind}:${meeting}`;
    const due = preparationDue(course, kind, id, item);
    const entry = course.book.open(kind, { id, anchor: item.on, due, subject: meeting, by: item });
    if (!entry) continue;
    warnIfShort(course, entry, item);
    const deed = deedFor(course, kind, meeting);
    if (deed) course.book.satisfy([entry], deed.on, deed);
  }
}

function movePreparations(course: Course, item: PlacedOf<'meeting-scheduled'>, plannedBefore: PlainDate): void {
  if (item.on === plannedBefore) return;
  for (const entry of of(course, PREPARATIONS, item.fact.meeting)) {
    const due = preparationDue(course, entry.kind, entry.id, item);
    if (due === null || missedBy(entry, item.heardOn)) continue;
    course.book.move(entry, due, { code: 'meeting-replanned', params: { event: item.id, on: item.on, from: entry.due, due } }, item.on);
    warnIfShort(course, entry, item);
  }
}

function warnIfShort(course: Course, entry: Entry, item: PlacedOf<'meeting-scheduled'>): void {
  if (entry.rule.daysBefore === undefined || addDays(item.on, -entry.rule.daysBefore) >= item.heardOn) return;
  warn(course, 'short-notice', item.id);
  entry.trace.push({ code: 'due-at-once', params: { heardOn: item.heardOn, daysBefore: entry.rule.daysBefore } });
}

/** A meeting held: what waits for it is satisfied, and what follows from its kind opens (contract section 5, 6.12). */
export function meetingHeld(course: Course, item: PlacedOf<'meeting-held'>): void {
  const { fact, on } = item;
  const { book } = course;
  const before = course.meetings.get(fact.meeting);
  const meeting: MeetingCourse = before ?? {
    kind: fact.kind,
    status: 'held',
    on,
    time: null,
    until: null,
    invited: [],
    revision: 0,
    firstScheduledOn: null,
    plans: [],
    planEndedAt: null,
  };
  book.satisfy(of(course, ['meeting-outcome'], fact.meeting), on, item);
  endPreparations(course, item, before);
  course.meetings.set(fact.meeting, { ...meeting, kind: fact.kind, status: 'held', on, planEndedAt: item.at });
  warnWithoutConsent(course, item);
  if (fact.kind === 'mam') mamHeld(course, item);
  if (fact.kind === 'laep') laepHeld(course, item);
  if (traitsOf('next-step').metBy?.includes(fact.kind)) looked(course, item);
  if (!isCetr(fact.kind)) return;
  book.satisfy(book.owed('requested-cetr'), on, item);
  if (fact.kind === 'community-cetr') communityReviewHeld(course, item);
  reviewHeld(course, item);
  for (const kind of ['cetr-report', 'cetr-feedback'] as const) {
    const entry = book.open(kind, { id: `${kind}:${fact.meeting}`, anchor: on, subject: fact.meeting, by: item });
    const deed = deedFor(course, kind, fact.meeting);
    if (entry && deed) book.satisfy([entry], deed.on, deed);
  }
}

/** What was to be done before the meeting, now that it has been held (contract 6.1(6), 6.12(3), (7)). */
function endPreparations(course: Course, item: PlacedOf<'meeting-held'>, before: MeetingCourse | undefined): void {
  if (!before) return;
  const owed = of(course, PREPARATIONS, item.fact.meeting);
  const otherKind = isCetr(before.kind) && !isCetr(item.fact.kind);
  const ended = owed.filter(
    (entry) => otherKind || entry.rule.soft || (item.on !== before.on && entry.due !== null && entry.due >= item.on),
  );
  course.book.supersede(ended, item.on, item);
}

/** A meeting that took place without consent to it is recorded, with a warning (contract 6.11(8)). */
function warnWithoutConsent(course: Course, item: PlacedOf<'meeting-held'>): void {
  if (item.fact.kind === 'register-review') return;
  const { meeting } = grantsAtEndOf(course.facts, course.bornOn, item.on);
  if (!meeting.some((grant) => grant.meeting === null || grant.meeting === item.fact.meeting))
    warn(course, 'meeting-without-consent', item.id);
}

/** A meeting cancelled (contract 6.12(9)). */
export function meetingCancelled(course: Course, item: PlacedOf<'meeting-cancelled'>): void {
  const meeting = course.meetings.get(item.fact.meeting);
  const { book } = course;
  book.satisfy(of(course, ['meeting-outcome'], item.fact.meeting), item.on, item);
  book.supersede(of(course, PREPARATIONS, item.fact.meeting), item.on, item);
  if (meeting)
    course.meetings.set(item.fact.meeting, { ...meeting, status: 'cancelled', revision: meeting.revision + 1, planEndedAt: item.at });
}

/** A deed for a meeting: the earliest counts; papers only with consent to disclosure (contract 6.11(7), 6.12(4)). */
export function deedDone(course: Course, item: PlacedOf<DeedType>): void {
  const { meeting, type } = item.fact;
  if (type === 'papers-sent' && !mayBeShown(course, meeting, item)) {
    warn(course, 'papers-without-consent', item.id);
    return;
  }
  const key = `${meeting}|${type}`;
  if (!course.deeds.has(key)) course.deeds.set(key, item);
  course.book.satisfy(of(course, SATISFIED_BY[type], meeting), item.on, item);
}

/**
 * True where papers for a meeting may be shown on a day: a consent to disclosure stands at the end of it which names this meeting, or names
 * none and was given on or after the day on which the meeting was first planned, whenever papers are dated (contract 6.11(7)).
 */
function mayBeShown(course: Course, meeting: string, item: Placed): boolean {
  const planned = factsOf(course, 'meeting-scheduled')
    .filter(({ fact }) => fact.meeting === meeting)
    .reduce<PlainDate | null>((first, { heardOn }) => (first === null || heardOn < first ? heardOn : first), null);
  return grantsAtEndOf(course.facts, course.bornOn, item.on).disclosure.some((grant) => opensPapers(grant, meeting, planned));
}

/** Whether one consent to disclosure opens the papers of a meeting that was first planned on a day; null: it never was. */
export const opensPapers = (grant: Grant, meeting: string, planned: PlainDate | null): boolean =>
  grant.meeting === null ? planned === null || grant.on >= planned : grant.meeting === meeting;
