import { birthday, londonDate, type Instant, type PlainDate } from '../../calendar/dates';
import type { HolidayCalendar } from '../../calendar/working-days';
import type { RuleSet } from '../../rules/rule-set';
import { BIRTHDAYS, type Birthday } from '../birthdays';
import type { EventType } from '../events';
import type { DeadlineKind } from '../kinds';
import { isType, placed, standing, type Placed, type PlacedOf } from '../place';
import { inOrder } from '../stays';
import type { CoreContext, LogEntry } from '../types';
import { Book, missedBy, type Entry, type Since } from './book';
import { actionAgreed, actionDone, actionRedated, reviewRefused, reviewRequested } from './community';
import { consentGiven, consentLost, eligibilityDecided, transitionPlanned, turned17, turned18 } from './consent';
import { factsOf, newCourse, warn, warnIfFar, type Course } from './course';
import { deedDone, meetingCancelled, meetingHeld, meetingScheduled } from './meeting';
import { becameDetained } from './mha';
import { changeReported, changeReviewed, askWhatComesNext, nextStepSet, overtaken } from './next-step';
import { ratingSet } from './rating';
import { admitted, deadlineExcused, diagnosisSaid, discharged, transferred, visitHeld } from './stay';

/** What a derivation starts from. */
export interface Derivation {
  readonly ruleSet: string;
  readonly log: readonly LogEntry[];
  readonly bornOn: PlainDate | null;
}

/** All that the facts lead to, and under which rule set what is open was worked out, `<name>@<version>`. */
export interface Derived {
  readonly course: Course;
  /** Its deadlines; what is kept although it would be derived otherwise is among them. */
  readonly entries: readonly Entry[];
  readonly ruleSet: string;
}

/** Is told how the course stands after each fact, in the order of their places; it must change nothing. */
type After = (item: Placed, course: Course) => void;

/** Under which rules a walk goes. */
interface Rules {
  readonly rules: RuleSet;
  readonly settledUnder: ReadonlyMap<string, RuleSet>;
  readonly since: ReadonlyMap<DeadlineKind, Since>;
}

/**
 * Works everything out afresh from the facts in order of when they were true (invariant 1): in: the log in the order heard,
 * and the day up to which days that begin something by themselves (birthdays) have come. `after` is told of each fact.
 */
export function derive(context: CoreContext, from: Derivation, today: PlainDate, after?: After): Derived {
  const facts = inOrder(
    standing(from.log)
      .filter(({ fact }) => fact.type !== 'corrected')
      .map(placed),
  );
  const adoptions = facts
    .filter((item): item is PlacedOf<'rules-adopted'> => isType(item, 'rules-adopted'))
    .sort((a, b) => a.sequence - b.sequence);
  let under: Rules = { rules: context.ruleSet(from.ruleSet), settledUnder: new Map(), since: new Map() };
  for (const adoption of adoptions) {
    const heardBefore = facts.filter((item) => item.sequence < adoption.sequence);
    const before = walk(heardBefore, from.bornOn, under, adoption.heardOn, context.holidays);
    under = adopt(under, context.ruleSet(adoption.fact.ruleSet), adoption, before);
  }
  const course = walk(facts, from.bornOn, under, today, context.holidays, after);
  for (const item of adoptions) {
    if (context.ruleSet(item.fact.ruleSet).notInForce !== null) warn(course, 'rule-set-not-in-force', item.id);
  }
  return { course, entries: [...course.book.entries.values()], ruleSet: under.rules.ref };
}

/**
 * The rules after an adoption. What was settled when it was heard keeps the rules under which it was (contract 6.15(1)); the kinds that it
 * brings open only from what happens after it (6.15(3)).
 */
function adopt({ rules, settledUnder, since }: Rules, next: RuleSet, adoption: Placed, before: Course): Rules {
  const day = londonDate(adoption.at);
  const settled = [...before.book.entries.values()].filter((entry) => entry.state !== 'open' || missedBy(entry, day));
  const brought = [...next.rules.keys()].map((kind): [DeadlineKind, Since | undefined] => [
    kind,
    rules.rules.has(kind) ? since.get(kind) : { sequence: adoption.sequence, day },
  ]);
  return {
    rules: next,
    settledUnder: new Map(settled.map(({ id }) => [id, settledUnder.get(id) ?? rules])),
    since: new Map(brought.flatMap(([kind, from]) => (from ? [[kind, from] as const] : []))),
  };
}

const ON_BIRTHDAY: Readonly<Record<Birthday, (course: Course, day: PlainDate) => void>> = { 17: turned17, 18: turned18 };

/** Goes through the facts in order, day by day: a birthday as its day begins, then the day's facts, then the look at what comes next. */
function walk(
  facts: readonly Placed[],
  bornOn: PlainDate | null,
  { rules, settledUnder, since }: Rules,
  today: PlainDate,
  holidays: HolidayCalendar,
  after?: After,
): Course {
  const book = new Book(rules, settledUnder, since);
  const course = newCourse(facts, bornOn, book, holidays);
  const birthdays = bornOn === null ? [] : BIRTHDAYS.map((age) => ({ age, day: birthday(bornOn, age) })).filter(({ day }) => day <= today);
  let next = 0;
  const begin = (upTo: PlainDate): void => {
    for (let due = birthdays[next]; due && due.day <= upTo; due = birthdays[++next]) {
      if (course.ended) continue;
      ON_BIRTHDAY[due.age](course, due.day);
    }
  };
  // The day on which rules that bring `next-step` were adopted ends, too, whatever else is known of it (contract 6.15(3)).
  const adopted = since.get('next-step')?.day ?? null;
  const [first] = facts;
  if (first && !isType(first, 'eligibility-decided')) {
    book.open('eligibility-decision', { id: 'eligibility-decision', anchor: first.day, by: first });
  }
  for (const [index, item] of facts.entries()) {
    begin(item.day);
    apply(course, item);
    overtaken(course, item);
    after?.(item, course);
    const following = facts[index + 1]?.day ?? null;
    if (following === item.day) continue;
    askWhatComesNext(course, item.day);
    const isBetween = adopted !== null && item.day < adopted && adopted <= today && (following === null || adopted < following);
    if (isBetween) askWhatComesNext(course, adopted);
  }
  begin(today);
  return course;
}

type Handlers = { readonly [T in EventType]: (course: Course, item: PlacedOf<T>) => void };

const nothing = (): void => undefined;
const ended = (course: Course, item: PlacedOf<'person-died' | 'moved-away' | 'pathway-closed'>): void => {
  course.ended ??= item;
  course.owedAtEnd = course.book.close(item.on, item);
};

/** What each event does to a course. `nothing`: it is read elsewhere, or no clock rests on it. */
const HANDLERS: Handlers = {
  'referral-received': nothing,
  'eligibility-decided': (course, item) => {
    eligibilityDecided(course, item);
    diagnosisSaid(course, item);
  },
  'diagnosis-confirmed': diagnosisSaid,
  'consent-given': consentGiven,
  'consent-refused': consentLost,
  'consent-withdrawn': consentLost,
  'contact-wish-recorded': (course, item) => {
    course.familyContact = item.fact.family;
  },
  'rating-set': ratingSet,
  'meeting-scheduled': meetingScheduled,
  'meeting-held': meetingHeld,
  'meeting-cancelled': meetingCancelled,
  'arrangements-begun': deedDone,
  'family-contacted': deedDone,
  'papers-sent': deedDone,
  'report-sent': deedDone,
  'feedback-taken': deedDone,
  'action-agreed': actionAgreed,
  'action-redated': actionRedated,
  'action-done': actionDone,
  'action-blocked': (course, item) => void course.blockedActions.add(item.fact.action),
  admitted,
  // Read with the stays.
  'stay-details-confirmed': nothing,
  transferred,
  'legal-status-changed': (course, item) => becameDetained(course, item.fact.detained, item.on, item),
  'leave-began': nothing,
  'leave-ended': nothing,
  discharged,
  // Read beforehand, from all pathways.
  'birth-date-recorded': nothing,
  'visit-held': visitHeld,
  'change-reported': changeReported,
  'change-reviewed': changeReviewed,
  'next-step-set': nextStepSet,
  'crisis-support-recorded': (course, item) => warnIfFar(course, item, item.fact.until),
  'review-requested': reviewRequested,
  'review-refused': reviewRefused,
  'deadline-excused': deadlineExcused,
  'keyworker-assigned': nothing,
  'transition-planned': transitionPlanned,
  // The take-over and its release are read where statuses are told, an adoption of rules above.
  adopted: nothing,
  'steps-released': nothing,
  'rules-adopted': nothing,
  'person-died': ended,
  'moved-away': ended,
  'pathway-closed': ended,
  // What stands after a correction is worked out before the walk.
  corrected: nothing,
};

function apply<T extends EventType>(course: Course, item: PlacedOf<T>): void {
  const handle: (course: Course, item: PlacedOf<T>) => void = HANDLERS[item.fact.type as T];
  handle(course, item);
}

/** When the service took the pathway over from an older register, where it did. */
export function adoptionOf(course: Course): { on: PlainDate; knownUntil: Instant } | null {
  const adopted = factsOf(course, 'adopted').sort((a, b) => a.sequence - b.sequence)[0];
  return adopted ? { on: adopted.on, knownUntil: (adopted.at + 24 * 3_600_000) as Instant } : null;
}
