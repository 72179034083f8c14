import { birthday, londonDate, type Instant, type PlainDate } from '../../calendar/dates';
import type { RuleSet } from '../../rules/rule-set';
import { isType, placed, standing, type Placed } from '../place';
import { inOrder } from '../stays';
import type { CoreContext, LogEntry } from '../types';
import { Book, missedBy } from './book';
import { actionAgreed, actionDone, actionRedated, ratingSet, reviewRefused, reviewRequested } from './community';
import { consentGiven, consentLost, eligibilityDecided, transitionPlanned, turned17, turned18 } from './consent';
import { factsOf, newCourse, warn, type Course } from './course';
import { deedDone, meetingCancelled, meetingHeld, meetingScheduled } from './meeting';
import { becameDetained } from './mha';
import { admitted, deadlineExcused, diagnosisSaid, discharged, transferred, visitHeld } from './stay';

/** What a derivation starts from. */
export interface Derivation {
  readonly ruleSet: string;
  readonly log: readonly LogEntry[];
  readonly bornOn: PlainDate | null;
}

/** All that the facts lead to, and under which rule set each deadline was worked out. */
export interface Derived {
  readonly course: Course;
  readonly ruleSet: string;
}

/**
 * Works everything out afresh from the facts in order of when they were true (invariant 1): in: the log in the order heard,
 * and the day up to which days that begin something by themselves (birthdays) have come.
 */
export function derive(context: CoreContext, from: Derivation, today: PlainDate): Derived {
  const facts = inOrder(
    standing(from.log)
      .filter(({ fact }) => fact.type !== 'corrected')
      .map(placed),
  );
  const adoptions = facts.filter((item) => isType(item, 'rules-adopted')).sort((a, b) => a.sequence - b.sequence);
  let ruleSet = from.ruleSet;
  let settledUnder: ReadonlyMap<string, RuleSet> = new Map();
  for (const adoption of adoptions) {
    const heardBefore = facts.filter((item) => item.sequence < adoption.sequence);
    const before = walk(
      heardBefore,
      from.bornOn,
      new Book(context.ruleSet(ruleSet), settledUnder),
      adoption.heardOn,
      context.ruleSet(ruleSet),
    );
    settledUnder = settledIn(before, adoption.at, context.ruleSet(ruleSet), settledUnder);
    if (isType(adoption, 'rules-adopted')) ruleSet = adoption.fact.ruleSet;
  }
  const rules = context.ruleSet(ruleSet);
  const course = walk(facts, from.bornOn, new Book(rules, settledUnder), today, rules);
  for (const item of adoptions) {
    if (isType(item, 'rules-adopted') && context.ruleSet(item.fact.ruleSet).notInForce !== null)
      warn(course, 'rule-set-not-in-force', item.id);
  }
  return { course, ruleSet };
}

/** The deadlines that were settled when new rules were heard of: they keep the rules under which they were (contract 6.15(1)). */
function settledIn(course: Course, at: Instant, rules: RuleSet, earlier: ReadonlyMap<string, RuleSet>): Map<string, RuleSet> {
  const day = londonDate(at);
  const settled = [...course.book.entries.values()].filter((entry) => entry.state !== 'open' || missedBy(entry, day));
  return new Map(settled.map(({ id }) => [id, earlier.get(id) ?? rules]));
}

function walk(facts: readonly Placed[], bornOn: PlainDate | null, book: Book, today: PlainDate, rules: RuleSet): Course {
  const course = newCourse(facts, bornOn, book, rules.ratingAfterDischarge);
  const days =
    bornOn === null
      ? []
      : (
          [
            [birthday(bornOn, 17), turned17],
            [birthday(bornOn, 18), turned18],
          ] as const
        ).filter(([day]) => day <= today);
  let next = 0;
  const begin = (upTo: PlainDate): void => {
    for (let due = days[next]; due && due[0] <= upTo; due = days[++next]) if (!course.ended) due[1](course, due[0]);
  };
  const [first] = facts;
  if (first && !isType(first, 'eligibility-decided')) {
    book.open('eligibility-decision', { id: 'eligibility-decision', anchor: first.day, by: first });
  }
  for (const item of facts) {
    begin(item.day);
    apply(course, item);
  }
  begin(today);
  return course;
}

function apply(course: Course, item: Placed): void {
  if (isType(item, 'eligibility-decided')) {
    eligibilityDecided(course, item);
    diagnosisSaid(course, item);
  } else if (isType(item, 'diagnosis-confirmed')) diagnosisSaid(course, item);
  else if (isType(item, 'consent-given')) consentGiven(course, item);
  else if (isType(item, 'consent-withdrawn', 'consent-refused')) consentLost(course, item);
  else if (isType(item, 'contact-wish-recorded')) course.familyContact = item.fact.family;
  else if (isType(item, 'rating-set')) ratingSet(course, item);
  else if (isType(item, 'meeting-scheduled')) meetingScheduled(course, item);
  else if (isType(item, 'meeting-held')) meetingHeld(course, item);
  else if (isType(item, 'meeting-cancelled')) meetingCancelled(course, item);
  else if (isType(item, 'arrangements-begun', 'family-contacted', 'papers-sent', 'report-sent', 'feedback-taken')) deedDone(course, item);
  else if (isType(item, 'action-agreed')) actionAgreed(course, item);
  else if (isType(item, 'action-redated')) actionRedated(course, item);
  else if (isType(item, 'action-done')) actionDone(course, item);
  else if (isType(item, 'action-blocked')) course.blockedActions.add(item.fact.action);
  else if (isType(item, 'admitted')) admitted(course, item);
  else if (isType(item, 'transferred')) transferred(course, item);
  else if (isType(item, 'legal-status-changed')) becameDetained(course, item.fact.detained, item.on, item);
  else if (isType(item, 'discharged')) discharged(course, item);
  else if (isType(item, 'visit-held')) visitHeld(course, item);
  else if (isType(item, 'review-requested')) reviewRequested(course, item);
  else if (isType(item, 'review-refused')) reviewRefused(course, item);
  else if (isType(item, 'deadline-excused')) deadlineExcused(course, item);
  else if (isType(item, 'transition-planned')) transitionPlanned(course, item);
  else if (isType(item, 'person-died', 'moved-away', 'pathway-closed')) {
    course.ended ??= item;
    course.owedAtEnd = course.book.close(item.on, item);
  }
  // The others open and end nothing: a referral, a birth date (read beforehand), leave, details (read with the stays),
  // a keyworker, the take-over and its release (read where statuses are told), an adoption of rules (read above).
}

/** When the service took the pathway over from an older register, where it did. */
export function adoptionOf(course: Course): { on: PlainDate; knownUntil: Instant } | null {
  const adopted = factsOf(course, 'adopted').sort((a, b) => a.sequence - b.sequence)[0];
  return adopted ? { on: adopted.on, knownUntil: (adopted.at + 24 * 3_600_000) as Instant } : null;
}
