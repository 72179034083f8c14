import type { PlainDate } from '../../calendar/dates';
import type { Placed, PlacedOf } from '../place';
import { onConsent, type Course } from './course';

/** Opens a multi-agency meeting or a community C(E)TR, where consent to the register stands and none is owed (contract 6.10(4)). */
export function openOne(course: Course, kind: 'mam' | 'community-cetr', on: PlainDate, name: string, by: Placed): void {
  if (!onConsent(course) || course.book.owed(kind).length > 0) return;
  course.book.open(kind, { id: `${kind}:${name}`, anchor: on, by });
}

/** What the rating in force asks for: a multi-agency meeting in amber, a community C(E)TR in red (contract section 5, 6.10(5)). */
export function openForRating(course: Course, on: PlainDate, by: Placed): void {
  if (course.rating === 'amber') openOne(course, 'mam', on, by.id, by);
  if (course.rating === 'red') openOne(course, 'community-cetr', on, by.id, by);
}

/**
 * A rating by hand. The one in force opens nothing anew (contract 6.10(4)). One that turns out to lie in a stay, because the
 * admission was heard later, changes nothing: blue holds exactly while an inpatient.
 */
export function ratingSet(course: Course, item: PlacedOf<'rating-set'>): void {
  if (course.stay || item.fact.rating === course.rating) return;
  course.rating = item.fact.rating;
  openForRating(course, item.on, item);
}

/** A multi-agency meeting held: it satisfies what waits, and says what comes next (contract section 5; in hospital it opens nothing, 6.10(6)). */
export function mamHeld(course: Course, item: PlacedOf<'meeting-held'>): void {
  course.book.satisfy(course.book.owed('mam'), item.on, item);
  if (course.stay) return;
  if (item.fact.outcome === 'continue') openOne(course, 'mam', item.on, item.fact.meeting, item);
  if (item.fact.outcome === 'escalate') openOne(course, 'community-cetr', item.on, item.fact.meeting, item);
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

/** An action agreed, with its date or none (contract 6.13). Where it turns out to have been done before, it is met at once. */
export function actionAgreed(course: Course, item: PlacedOf<'action-agreed'>): void {
  const { action, due } = item.fact;
  const entry = course.book.open('action', { id: `action:${action}`, anchor: item.on, due: due ?? null, subject: action, by: item });
  const done = course.actionsDone.get(action);
  if (entry && done) course.book.satisfy([entry], done.on, done);
}

/** A new date: the old deadline is superseded (missed, it stays missed), and a new one opens (contract 6.13(2)). */
export function actionRedated(course: Course, item: PlacedOf<'action-redated'>): void {
  const { action, due } = item.fact;
  if (course.actionsDone.has(action)) return;
  const { book } = course;
  book.supersede(
    book.owed('action').filter((entry) => entry.subject === action),
    item.heardOn,
    item,
  );
  book.open('action', { id: `action:${action}:${item.id}`, anchor: item.heardOn, due, subject: action, by: item });
}

/** An action done. */
export function actionDone(course: Course, item: PlacedOf<'action-done'>): void {
  const { action } = item.fact;
  if (!course.actionsDone.has(action)) course.actionsDone.set(action, item);
  course.book.satisfy(
    course.book.owed('action').filter((entry) => entry.subject === action),
    item.on,
    item,
  );
}
