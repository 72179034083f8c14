import { addDays, addMonths, type PlainDate } from '../../calendar/dates';
import type { Placed, PlacedOf } from '../place';
import type { StayRecord } from '../stays';
import { isChild, type Course } from './course';

/** The meetings and reports of Part 8A, which only a rule set with their kinds opens (Mental Health Act 2025 s4, not in force). */
const KINDS = { first: 'mha-first-meeting', further: 'mha-further-meeting', report: 'mha-report' } as const;

/** Considered to be autistic or to have a learning disability: the Act asks no more (s125D(1)(b)); where nothing is said, as in contract 6.6(1). */
const isConsidered = (course: Course): boolean => course.diagnosis !== 'none';

/** Being liable to be detained, or being considered so while detained, starts the first meeting's clock: the applicable day (ss125A(4), 125B(4)). */
export function becameDetained(course: Course, detained: boolean | null, on: PlainDate, by: Placed): void {
  const { stay, book } = course;
  if (!stay || detained === null) return;
  course.detained = detained;
  if (!detained) {
    book.supersede([...book.owed(KINDS.first), ...book.owed(KINDS.further)], on, by);
    return;
  }
  const has = [...book.entries.values()].some(
    (entry) => entry.kind === KINDS.first && entry.stay === stay.id && entry.state !== 'superseded',
  );
  if (has || !isConsidered(course)) return;
  book.open(KINDS.first, { id: `${KINDS.first}:${by.id}`, anchor: on, cases: isChild(course, on) ? ['under-18'] : [], stay: stay.id, by });
}

/**
 * A review held while detained: it answers what waits, and one more is due in each successive 12 months counted from the
 * first meeting (ss125A, 125B); its report within 14 days beginning with its day.
 */
export function reviewUnderTheAct(course: Course, stay: StayRecord, item: PlacedOf<'meeting-held'>): void {
  const { book } = course;
  if (!course.detained || !isConsidered(course)) return;
  book.satisfy([...book.owed(KINDS.first), ...book.owed(KINDS.further)], item.on, item);
  const earlier = [...book.entries.values()].find((entry) => entry.kind === KINDS.further && entry.stay === stay.id);
  const first = earlier?.anchor ?? item.on;
  let years = 1;
  while (addMonths(first, 12 * years) <= item.on) years += 1;
  // The period in which this one fell has had its meeting; the first meeting itself opens the first period.
  const periods = earlier ? years + 1 : years;
  const id = `${KINDS.further}:${item.fact.meeting}`;
  const rule = book.ruleFor(KINDS.further, id);
  const end = addMonths(first, 12 * periods);
  book.open(KINDS.further, {
    id,
    anchor: first,
    due: rule?.counting === 'beginning-with' ? addDays(end, -1) : end,
    stay: stay.id,
    subject: item.fact.meeting,
    by: item,
  });
  book.open(KINDS.report, {
    id: `${KINDS.report}:${item.fact.meeting}`,
    anchor: item.on,
    stay: stay.id,
    subject: item.fact.meeting,
    by: item,
  });
}
