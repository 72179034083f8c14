import { addDays, type PlainDate } from '../../../domain/calendar/dates';
import { MOST_PAPERS_AFTER_DAYS } from '../../../domain/forms/papers';
import type { Standing } from '../../pathway/standing';
import type { SharedPapers } from './papers';

/** How the papers of a review are to its panel, as its person stands. */
export type PapersAs =
  /** Nothing is shared. */
  | { readonly as: 'none' }
  /** No consent to sharing them stands, the review is not held, or the time on the pathway is over: not even how many there are is told. */
  | { readonly as: 'shut' }
  | { readonly as: 'open'; readonly shared: SharedPapers; readonly until: PlainDate }
  /** Their last day has passed. */
  | { readonly as: 'ended'; readonly until: PlainDate };

/** The last day on which papers may be open: a review that is moved takes it along. */
export const lastDayOf = (on: PlainDate): PlainDate => addDays(on, MOST_PAPERS_AFTER_DAYS);

/**
 * How the papers of a review are to its panel on a day (London): the one rule for the panel, for whoever shares them, and for telling the panel. Whether
 * somebody is of the panel, and whether a restricted record is open to them, is asked besides. Pure.
 */
export function papersOf(
  { snapshot, meetings }: Pick<Standing, 'snapshot' | 'meetings'>,
  meeting: string,
  shared: SharedPapers | null,
  today: PlainDate,
): PapersAs {
  const booked = meetings.find(({ id }) => id === meeting);
  const mayBeShown = snapshot.meetings.find(({ id }) => id === meeting)?.papersMayBeShown === true;
  const isShut = !mayBeShown || booked === undefined || booked.status === 'cancelled' || snapshot.ended !== null;
  if (shared === null || shared.documents.length === 0) return { as: isShut ? 'shut' : 'none' };
  const last = booked === undefined ? shared.until : lastDayOf(booked.on);
  const until = shared.until < last ? shared.until : last;
  if (until < today) return { as: 'ended', until };
  return isShut ? { as: 'shut' } : { as: 'open', shared, until };
}
