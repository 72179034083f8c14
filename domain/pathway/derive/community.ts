import type { PlacedOf } from '../place';
import { warnIfFar, type Course } from './course';
import { openOne, openRatingDecision } from './rating';

/** A multi-agency meeting held: it satisfies what waits, and says what comes next (contract section 5; in hospital it opens nothing, 6.10(6)). */
export function mamHeld(course: Course, item: PlacedOf<'meeting-held'>): void {
  course.book.satisfy(course.book.owed('mam'), item.on, item);
  if (course.stay) return;
  const { outcome } = item.fact;
  if (outcome === 'continue') openOne(course, 'mam', item.on, item.fact.meeting, item);
  if (outcome === 'escalate') openOne(course, 'community-cetr', item.on, item.fact.meeting, item);
  if (outcome === 'escalate' && course.rating !== 'red') openRatingDecision(course, item);
  const standsDown = outcome === 'stand-down' && course.rating !== 'green' && course.book.rules.ratings.includes('green');
  if (standsDown) openRatingDecision(course, item);
}

/** A community C(E)TR held: the rating is reviewed (contract 6.10(8)). */
export function communityReviewHeld(course: Course, item: PlacedOf<'meeting-held'>): void {
  course.book.satisfy(course.book.owed('community-cetr', 'laep-follow-up'), item.on, item);
  openRatingDecision(course, item);
}

/** An LAEP held: a community C(E)TR is to follow, unless the person was admitted that day or is an inpatient (contract section 5, 6.17(7)). */
export function laepHeld(course: Course, item: PlacedOf<'meeting-held'>): void {
  if (course.stay || course.stays.some((stay) => stay.admittedOn === item.on)) return;
  course.book.open('laep-follow-up', { id: `laep-follow-up:${item.fact.meeting}`, anchor: item.on, by: item });
}

/** A request for a C(E)TR; each is answered by any C(E)TR held, or by a refusal (contract section 5). */
export function reviewRequested(course: Course, item: PlacedOf<'review-requested'>): void {
  course.book.open('requested-cetr', { id: `requested-cetr:${item.id}`, anchor: item.on, by: item });
}

/** A refusal of the requests that wait. */
export function reviewRefused(course: Course, item: PlacedOf<'review-refused'>): void {
  course.book.satisfy(course.book.owed('requested-cetr'), item.on, item);
}

const ofAction = (course: Course, action: string) => course.book.owed('action').filter((entry) => entry.subject === action);

/**
 * An action agreed, with its date or none (contract 6.13). Where it turns out to have been done or replaced before, that holds at once. One
 * agreed instead of another ends that one's deadline from this day (6.13(5)).
 */
export function actionAgreed(course: Course, item: PlacedOf<'action-agreed'>): void {
  const { action, due, insteadOf } = item.fact;
  const { book } = course;
  warnIfFar(course, item, due);
  const entry = book.open('action', { id: `action:${action}`, anchor: item.on, due: due ?? null, subject: action, by: item });
  const done = course.actionsDone.get(action);
  const replaced = course.replacedActions.get(action);
  if (entry && done) book.satisfy([entry], done.on, done);
  else if (entry && replaced) book.supersede([entry], item.on, replaced);
  if (insteadOf === undefined) return;
  course.replacedActions.set(insteadOf, item);
  book.supersede(ofAction(course, insteadOf), item.on, item);
}

/** A new date: the old deadline is superseded (missed, it stays missed), and a new one opens (contract 6.13(2)). */
export function actionRedated(course: Course, item: PlacedOf<'action-redated'>): void {
  const { action, due } = item.fact;
  if (course.actionsDone.has(action) || course.replacedActions.has(action)) return;
  const { book } = course;
  warnIfFar(course, item, due);
  book.supersede(ofAction(course, action), item.heardOn, item);
  book.open('action', { id: `action:${action}:${item.id}`, anchor: item.heardOn, due, subject: action, by: item });
}

/** An action done. */
export function actionDone(course: Course, item: PlacedOf<'action-done'>): void {
  const { action } = item.fact;
  if (!course.actionsDone.has(action)) course.actionsDone.set(action, item);
  course.book.satisfy(ofAction(course, action), item.on, item);
}
