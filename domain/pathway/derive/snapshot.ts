import { addDays, londonDate, type Instant, type PlainDate } from '../../calendar/dates';
import { covers } from '../consents';
import { isCetr } from '../events';
import type { Action, Deadline, DeadlineStatus, OwedAtEnd, Snapshot, StandingMeeting } from '../types';
import { isPreparation, ladderOf, missedBy, type Entry } from './book';
import { factsOf, isMember, onConsent, type Course, type MeetingCourse } from './course';
import { adoptionOf, type Derived } from './derive';
import { opensPapers } from './meeting';
import { restsOf } from './rests';

/** Tells what a derivation comes to as at an instant: which deadlines are missed by then, and what is still owed. */
export function snapshotOf({ course, entries, ruleSet }: Derived, at: Instant): Snapshot {
  const today = londonDate(at);
  const tell = teller(course, today);
  const deadlines = new Map(entries.map((entry) => [entry.id, tell(entry)]));
  const registerConsent = onConsent(course);
  return {
    rating: course.rating,
    inpatient: course.stay !== null && !course.ended,
    stays: course.stays.map(({ id, admittedOn, dischargedOn }) => ({ id, admittedOn, dischargedOn })),
    onRegister: isMember(course),
    eligibility: course.eligibility,
    registerConsent,
    grants: course.grants,
    familyContact: course.familyContact,
    leftRegister: course.leftRegister,
    consentLapsed: registerConsent && [...deadlines.values()].some((deadline) => isLapse(deadline, today)),
    ended: course.ended ? { type: course.ended.fact.type, on: course.ended.on, owed: owedAtEnd(course, course.ended.on) } : null,
    deadlines,
    meetings: [...course.meetings].map(([id, meeting]): StandingMeeting => meetingOf(course, id, meeting)),
    actions: actionsOf(course, entries),
    warnings: course.warnings,
    ruleSet,
  };
}

/** A renewal that was missed, or an 18th birthday with no decision since: the consent stands, marked (contract 6.11(1), (3)). */
function isLapse({ kind, status, owed, due }: Deadline, today: PlainDate): boolean {
  if (!owed) return false;
  return (kind === 'consent-renewal' && status === 'missed') || (kind === 'consent-at-18' && due !== null && due <= today);
}

function meetingOf(course: Course, id: string, meeting: MeetingCourse): StandingMeeting {
  const { kind, status, on, time, until, invited, revision, firstScheduledOn } = meeting;
  return {
    id,
    kind,
    status,
    on,
    time,
    until,
    invited,
    revision,
    invitations: !isCetr(kind) || covers(course.grants, 'meeting', id) ? 'free' : course.meetingsRefused ? 'refused' : 'held',
    papersMayBeShown: course.grants.disclosure.some((grant) => opensPapers(grant, id, firstScheduledOn)),
  };
}

/** What is settled is told the same at every later instant of the same derivation. */
const settled = new WeakMap<Entry, Deadline>();

function teller(course: Course, today: PlainDate): (entry: Entry) => Deadline {
  const adoption = adoptionOf(course);
  const released = factsOf(course, 'steps-released');
  return (entry) => {
    const known = settled.get(entry);
    if (known) return known;
    const before = adoption !== null && (entry.due ?? entry.anchor) < adoption.on;
    const status = statusOf(entry, today, before ? adoption.knownUntil : null);
    const undone = entry.state === 'open';
    const until = owedUntil(course, entry);
    const release = released.find(({ fact }) => fact.deadline === undefined || fact.deadline === entry.id || fact.deadline === entry.kind);
    const told: Deadline = {
      id: entry.id,
      kind: entry.kind,
      anchor: entry.anchor,
      due: entry.due,
      rule: entry.rule.ref,
      ladder: ladderOf(entry),
      openedOn: entry.openedOn,
      countsFrom: before && release ? release.on : entry.anchor,
      rests: undone ? restsOf(course, entry) : [],
      status,
      owed: undone && !(status === 'missed' && until !== null && until <= today),
      owedUntil: until,
      soft: entry.rule.soft,
      before,
      held: before && undone && !release,
      standIn: entry.standIn,
      ofStay: entry.stay !== null,
      settledOn: entry.settledOn,
      subject: entry.subject,
      trace: entry.trace,
    };
    if (!undone) settled.set(entry, told);
    return told;
  };
}

function statusOf(entry: Entry, today: PlainDate, knownUntil: Instant | null): DeadlineStatus {
  switch (entry.state) {
    case 'open':
      return missedBy(entry, today) ? 'missed' : 'open';
    case 'released':
      return 'missed';
    case 'done':
      return isInTime(entry, knownUntil) ? 'met' : 'late';
    default:
      return entry.state;
  }
}

/** Done on the due date is in time (contract 6.1(1)); what the older register knew is never late (6.14(2)). */
function isInTime(entry: Entry, knownUntil: Instant | null): boolean {
  if (entry.due === null || entry.settledOn === null || entry.settledOn <= entry.due) return true;
  return knownUntil !== null && entry.settledBy !== null && entry.settledBy.at <= knownUntil;
}

/**
 * Until when a missed deadline is owed: a preparation to the start of the day of its meeting (contract 6.1(7)), another for as long as its rule
 * says (5.1); null: until done.
 */
function owedUntil(course: Course, entry: Entry): PlainDate | null {
  if (entry.rule.owedFor !== undefined) return addDays(entry.anchor, entry.rule.owedFor + 1);
  if (entry.subject === null || !isPreparation(entry)) return null;
  return course.meetings.get(entry.subject)?.on ?? null;
}

function owedAtEnd(course: Course, on: PlainDate): OwedAtEnd[] {
  return course.owedAtEnd
    .filter((entry) => {
      const until = owedUntil(course, entry);
      return entry.state !== 'released' || until === null || until > on;
    })
    .map(({ id, kind, due, rule, state }) => ({
      deadline: id,
      kind,
      due,
      rule: rule.ref,
      status: state === 'released' ? 'missed' : 'open',
    }));
}

function actionsOf(course: Course, entries: readonly Entry[]): Action[] {
  const dueOf = new Map(entries.filter(({ kind }) => kind === 'action').map(({ subject, due }) => [subject, due]));
  const statusOfAction = (action: string): Action['status'] => {
    if (course.actionsDone.has(action)) return 'done';
    if (course.replacedActions.has(action)) return 'replaced';
    return course.blockedActions.has(action) ? 'blocked' : 'open';
  };
  return factsOf(course, 'action-agreed').map(({ on, fact }) => ({
    id: fact.action,
    agreedOn: on,
    due: dueOf.get(fact.action) ?? null,
    status: statusOfAction(fact.action),
    owner: fact.owner ?? null,
    meeting: fact.meeting ?? null,
  }));
}
