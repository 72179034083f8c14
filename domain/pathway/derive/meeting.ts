import { addDays, laterOf, type PlainDate } from '../../calendar/dates';
import { grantsAtEndOf, type Grant } from '../consents';
import { isCetr, type MeetingKind } from '../events';
import type { Placed, PlacedOf } from '../place';
import { missedBy, type Entry } from './book';
import { laepHeld, mamHeld } from './community';
import { PREPARATIONS } from './consent';
import { warn, type Course, type MeetingCourse } from './course';
import { reviewHeld } from './stay';

type DeedType = 'arrangements-begun' | 'family-contacted' | 'papers-sent' | 'report-sent' | 'feedback-taken';

/** Which deed satisfies which deadlines of its meeting. */
const SATISFIED_BY: Record<DeedType, readonly string[]> = {
  'arrangements-begun': ['cetr-arrangements'],
  'family-contacted': ['family-contact'],
  'papers-sent': ['panel-papers'],
  'report-sent': ['cetr-report', 'mha-report'],
  'feedback-taken': ['cetr-feedback'],
};
const DEED_FOR: Record<(typeof PREPARATIONS)[number], DeedType> = {
  'cetr-arrangements': 'arrangements-begun',
  'family-contact': 'family-contacted',
  'panel-papers': 'papers-sent',
};

const of = (course: Course, kinds: readonly string[], meeting: string): Entry[] =>
  kinds.flatMap((kind) => course.book.owed(kind)).filter((entry) => entry.subject === meeting);

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
    time: fact.time ?? null,
    until: fact.until ?? null,
    invited: fact.invited ?? before?.invited ?? [],
    revision: before ? before.revision + 1 : 0,
    firstScheduledOn: before?.firstScheduledOn ?? heardOn,
  });
  book.open('meeting-outcome', { id: `meeting-outcome:${item.id}`, anchor: on, subject: fact.meeting, by: item });
  const wasReview = before !== undefined && isCetr(before.kind as MeetingKind);
  if (isCetr(fact.kind)) {
    if (wasReview) movePreparations(course, item, before.on);
    else openPreparations(course, item);
  } else if (wasReview) book.supersede(of(course, PREPARATIONS, fact.meeting), heardOn, item);
}

function preparationDue(course: Course, kind: string, id: string, item: PlacedOf<'meeting-scheduled'>): PlainDate | null {
  const days = course.book.ruleFor(kind, id)?.daysBefore;
  return days === undefined ? null : laterOf(addDays(item.on, -days), item.heardOn);
}

function openPreparations(course: Course, item: PlacedOf<'meeting-scheduled'>): void {
  const { meeting } = item.fact;
  for (const kind of PREPARATIONS) {
    // Whoever said before the first planning that the family is not to be asked is heeded (contract 6.11(9)).
    if (kind === 'family-contact' && course.familyContact === 'no') continue;
    const id = `${kind}:${meeting}`;
    const due = preparationDue(course, kind, id, item);
    const entry = course.book.open(kind, { id, anchor: item.on, due, subject: meeting, by: item });
    if (!entry) continue;
    warnIfShort(course, entry, item);
    const deed = course.deeds.get(`${meeting}|${DEED_FOR[kind]}`);
    if (deed) course.book.satisfy([entry], deed.on, deed);
  }
}

function movePreparations(course: Course, item: PlacedOf<'meeting-scheduled'>, plannedBefore: PlainDate): void {
  if (item.on === plannedBefore) return;
  for (const entry of of(course, PREPARATIONS, item.fact.meeting)) {
    const due = preparationDue(course, entry.kind, entry.id, item);
    if (due === null || missedBy(entry, item.heardOn)) continue;
    course.book.move(entry, due, { code: 'meeting-replanned', params: { event: item.id, on: item.on, from: entry.due, due } });
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
  };
  book.satisfy(of(course, ['meeting-outcome'], fact.meeting), on, item);
  endPreparations(course, item, before);
  course.meetings.set(fact.meeting, { ...meeting, kind: fact.kind, status: 'held', on });
  warnWithoutConsent(course, item);
  if (fact.kind === 'mam') mamHeld(course, item);
  if (fact.kind === 'laep') laepHeld(course, item);
  if (!isCetr(fact.kind)) return;
  book.satisfy(book.owed('requested-cetr'), on, item);
  if (fact.kind === 'community-cetr') book.satisfy([...book.owed('community-cetr'), ...book.owed('laep-follow-up')], on, item);
  reviewHeld(course, item);
  for (const kind of ['cetr-report', 'cetr-feedback']) {
    const entry = book.open(kind, { id: `${kind}:${fact.meeting}`, anchor: on, subject: fact.meeting, by: item });
    const deed = course.deeds.get(`${fact.meeting}|${kind === 'cetr-report' ? 'report-sent' : 'feedback-taken'}`);
    if (entry && deed) book.satisfy([entry], deed.on, deed);
  }
}

/** What was to be done before the meeting, now that it has been held (contract 6.1(6), 6.12(3), (7)). */
function endPreparations(course: Course, item: PlacedOf<'meeting-held'>, before: MeetingCourse | undefined): void {
  if (!before) return;
  const owed = of(course, PREPARATIONS, item.fact.meeting);
  const otherKind = isCetr(before.kind as MeetingKind) && !isCetr(item.fact.kind);
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
  if (meeting) course.meetings.set(item.fact.meeting, { ...meeting, status: 'cancelled', revision: meeting.revision + 1 });
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
 * True where papers for a meeting may be shown: a consent to disclosure stands at the end of that day which names this
 * meeting, or names none and was given on or after the day on which it was first planned (contract 6.11(7)).
 */
function mayBeShown(course: Course, meeting: string, item: Placed): boolean {
  const planned = course.meetings.get(meeting)?.firstScheduledOn ?? null;
  const covers = (grant: Grant): boolean => (grant.meeting === null ? planned === null || grant.on >= planned : grant.meeting === meeting);
  return grantsAtEndOf(course.facts, course.bornOn, item.on).disclosure.some(covers);
}
