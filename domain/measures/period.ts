import { ageGroupOn } from '../calendar/ages';
import { addDays, addMonths, type PlainDate } from '../calendar/dates';
import type { ReviewGroup } from '../meetings/register-review';

/** The days of which something is counted, both included. London days. */
export interface Period {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** How many, by a code. */
export type ByCode = Readonly<Record<string, number>>;

/** So many years can be counted at once. */
export const MOST_YEARS = 5;

/** What is counted where nothing else is asked for: the last three months, up to today. */
export const lastQuarter = (today: PlainDate): Period => ({ from: addDays(addMonths(today, -3), 1), to: today });

/** What is wrong with a period: its days are the wrong way round, it goes beyond today, or it is too long; null: nothing. */
export function periodFault({ from, to }: Period, today: PlainDate): 'after-today' | 'turned' | 'too-long' | null {
  if (to > today || from > today) return 'after-today';
  if (from > to) return 'turned';
  return addMonths(from, 12 * MOST_YEARS) <= to ? 'too-long' : null;
}

/** True for a day of the period. */
export const isWithin = ({ from, to }: Period, day: PlainDate | null): day is PlainDate => day !== null && day >= from && day <= to;

/** True where somebody was of an age group on a day; somebody whose birth date is not known counts as a child (contract 6.5(3)). */
export const isOf = (group: ReviewGroup, bornOn: PlainDate | null, day: PlainDate): boolean =>
  group === 'all' || (ageGroupOn(bornOn, day) ?? 'under-18') === group;

/** Counts one more of a code. */
export const add = (counts: Record<string, number>, code: string): void => {
  counts[code] = (counts[code] ?? 0) + 1;
};
