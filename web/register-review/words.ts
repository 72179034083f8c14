import type { ReviewDecision, ReviewGroup } from '../../domain/meetings/register-review';
import type { Interval } from '../../domain/rules/rule-set';

/** Whom a review goes through. */
export const GROUP_WORDS: Readonly<Record<ReviewGroup, string>> = { 'under-18': 'People under 18', adult: 'Adults', all: 'Everybody' };

/** What comes of looking at somebody. */
export const DECISION_WORDS: Readonly<Record<ReviewDecision, string>> = {
  'no-change': 'No change',
  note: 'Something was noted',
  action: 'Something is to be done',
  rating: 'Another rating is proposed',
  parked: 'Parked: to be come back to',
  'not-looked-at': 'Not looked at this time',
};

/** `every month`, `every 2 weeks`. */
export const everyText = ({ number, unit }: Interval): string => `every ${number === 1 ? unit.slice(0, -1) : `${number} ${unit}`}`;
