import { addDays, type PlainDate } from '../calendar/dates';
import { addInterval, type Interval } from '../rules/rule-set';

/** Who is gone through in a review: children and adults apart, or everybody at once. */
export const REVIEW_GROUPS = ['under-18', 'adult', 'all'] as const;
export type ReviewGroup = (typeof REVIEW_GROUPS)[number];

/** What comes of looking at somebody; the last two say that it waits, or was not done, and why. */
export const REVIEW_DECISIONS = ['no-change', 'note', 'action', 'rating', 'parked', 'not-looked-at'] as const;
export type ReviewDecision = (typeof REVIEW_DECISIONS)[number];

/** True where somebody was looked at, whatever came of it. */
export const wasLookedAt = (decision: ReviewDecision | null): boolean =>
  decision !== null && decision !== 'parked' && decision !== 'not-looked-at';

/** How an area reviews its register: at the latest so long after the last time ("reviewed as a whole document on a monthly basis", 000 L38; how often, and who comes, is the area's, 003 L157). */
export interface ReviewSettings extends Interval {
  /** Its pack is made so many days before it is due. */
  readonly packDays: number;
  /** Children and adults have reviews of their own (001 L39). */
  readonly apart: boolean;
}

/** The groups that an area reviews. */
export const groupsOf = ({ apart }: Pick<ReviewSettings, 'apart'>): readonly ReviewGroup[] => (apart ? ['under-18', 'adult'] : ['all']);

/** The day by which the next review is due: the area's interval after the last one, or after the day on which somebody first stood on its register. London days. */
export const reviewDue = (last: PlainDate, every: Interval): PlainDate => addInterval(last, every);

/** A group that meets on a day of the month may go so far beyond the interval. */
const LEEWAY_DAYS = 7;

/** The last day that can be chosen for the next review. */
export const latestNext = (held: PlainDate, every: Interval): PlainDate => addDays(reviewDue(held, every), LEEWAY_DAYS);

/** True where the pack of a review that is due on a day is to be there. */
export const isPackDue = (due: PlainDate, { packDays }: Pick<ReviewSettings, 'packDays'>, today: PlainDate): boolean =>
  today >= addDays(due, -packDays);
