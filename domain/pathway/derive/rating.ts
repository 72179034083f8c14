import type { PlainDate } from '../../calendar/dates';
import type { Placed, PlacedOf } from '../place';
import { onConsent, type Course } from './course';
import { looked } from './next-step';

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
 * A rating by hand: it decides what waited for one. The one in force opens nothing anew (contract 6.10(4)). One that turns out to lie in a
 * stay, because the admission was heard later, changes nothing: blue holds exactly while an inpatient (6.10(3)).
 */
export function ratingSet(course: Course, item: PlacedOf<'rating-set'>): void {
  if (course.stay) return;
  const { book } = course;
  book.satisfy(book.owed('rating-decision'), item.on, item);
  looked(course, item);
  course.ratedOn = item.on;
  if (item.fact.rating === 'green') book.supersede(book.owed('next-step'), item.on, item);
  if (item.fact.rating === course.rating) return;
  course.rating = item.fact.rating;
  openForRating(course, item.on, item);
}

/**
 * Somebody is to decide the rating: a person in the community with consent to the register, at most once at a time, and not where a rating of
 * that day was heard before (contract 6.10(8)).
 */
export function openRatingDecision(course: Course, item: Placed): void {
  const { book } = course;
  if (course.stay || !onConsent(course) || course.ratedOn === item.on || book.owed('rating-decision').length > 0) return;
  book.open('rating-decision', { id: `rating-decision:${item.id}`, anchor: item.on, by: item });
}

/** The day from which eligibility and consent to the register both stand, where there is no rating yet (contract 6.10(8)). */
export function joined(course: Course, item: Placed): void {
  if (course.eligibility === 'eligible' && course.rating === null) openRatingDecision(course, item);
}
