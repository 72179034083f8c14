import { addDays, type PlainDate } from '../../calendar/dates';
import { NEXT_STEPS } from '../kinds';
import type { Placed, PlacedOf } from '../place';
import { missedBy } from './book';
import type { Course } from './course';

/** A report that things have changed: somebody is to look, by the day that its urgency asks for (contract section 5). */
export function changeReported(course: Course, item: PlacedOf<'change-reported'>): void {
  const { book } = course;
  if (course.eligibility === 'not-eligible' && book.owed('eligibility-decision').length === 0)
    book.open('eligibility-decision', { id: `eligibility-decision:${item.id}`, anchor: item.on, by: item });
  // One that was missed is open no longer: the new report is looked at by a day of its own.
  const waiting = book.owed('change-review').find((entry) => !missedBy(entry, item.day));
  if (!waiting) {
    book.open('change-review', { id: `change-review:${item.id}`, anchor: item.on, cases: [item.fact.urgency], by: item });
    return;
  }
  // A later report only brings it nearer.
  const days = waiting.rule.intervals?.[item.fact.urgency]?.number;
  if (days === undefined) return;
  const due = addDays(item.on, days);
  if (waiting.due === null || due < waiting.due)
    book.move(
      waiting,
      due,
      { code: 'reported-again', params: { event: item.id, urgency: item.fact.urgency, from: waiting.due, due } },
      item.on,
    );
}

/** Somebody looked at what was reported. */
export const changeReviewed = (course: Course, item: PlacedOf<'change-reviewed'>): void => looked(course, item);

/** What is a look at a person's needs answers the reports that wait, and the look that was agreed on an earlier day (contract section 5, 6.18(3)). */
export function looked(course: Course, item: Placed): void {
  const { book } = course;
  const agreed = book.owed('next-step').filter(({ due, openedOn }) => due !== null && openedOn < item.day);
  book.satisfy([...book.owed('change-review'), ...agreed], item.on, item);
}

/** Somebody says what comes next, and when to look again (contract 6.18(3)). */
export function nextStepSet(course: Course, item: PlacedOf<'next-step-set'>): void {
  if (course.stay) return;
  const { book } = course;
  book.satisfy(book.owed('next-step'), item.on, item);
  book.open('next-step', { id: `next-step:${item.id}`, anchor: item.on, due: item.fact.lookAgainOn, by: item });
}

/** One without a date goes as soon as something else says what comes next (contract 6.18(2)). */
export function overtaken(course: Course, item: Placed): void {
  const { book } = course;
  const undated = book.owed('next-step').filter(({ due }) => due === null);
  if (undated.length > 0 && saysWhatComesNext(course, false)) book.supersede(undated, item.day, item);
}

/**
 * At the end of a day: for a person in the community who is amber, red or not rated, and not found not eligible, somebody is to say what comes
 * next, where nothing that is owed says it (contract 6.18(1)).
 */
export function askWhatComesNext(course: Course, day: PlainDate): void {
  if (course.ended || course.stay || course.eligibility === 'not-eligible') return;
  if (course.rating === 'green' || saysWhatComesNext(course, true)) return;
  course.book.open('next-step', { id: `next-step:${day}`, anchor: day, by: null });
}

function saysWhatComesNext(course: Course, withItself: boolean): boolean {
  return course.book.owed(...NEXT_STEPS).some((entry) => {
    if (entry.kind === 'next-step') return withItself;
    if (entry.kind !== 'meeting-outcome' || entry.subject === null) return true;
    const kind = course.meetings.get(entry.subject)?.kind;
    return kind !== 'register-review' && kind !== 'rca';
  });
}
