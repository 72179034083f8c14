import type { Difference, DifferenceCode } from './difference';
import { countsOf } from './last-proof';

/** So many register ids stand in one alarm; all are in `GET /proof`. */
const MOST_PEOPLE = 50;

/** What is shouted of a check: one line of the log, whose `alarm` never changes its name. */
export interface Alarm {
  readonly alarm: 'timer-check';
  /** Whether the check put it right. It is shouted all the same: a timer was missing. */
  readonly mended: boolean;
  readonly counts: Partial<Record<DifferenceCode, number>>;
  /** Register ids, the first of them. */
  readonly people: readonly string[];
}

/** The alarms that a check gives: one for all that is not mended, and one for each kind that was. None where all was well. Pure. */
export function alarmsOf(differences: readonly Difference[]): Alarm[] {
  const unmended = differences.filter(({ mended }) => !mended);
  const mended = differences.filter((difference) => difference.mended);
  const kinds = [...new Set(mended.map(({ code }) => code))];
  const groups = [unmended, ...kinds.map((kind) => mended.filter(({ code }) => code === kind))].filter((group) => group.length > 0);
  return groups.map((group) => ({
    alarm: 'timer-check',
    mended: group[0]?.mended ?? false,
    counts: countsOf(group),
    people: [...new Set(group.map(({ registerId }) => registerId))].slice(0, MOST_PEOPLE),
  }));
}
