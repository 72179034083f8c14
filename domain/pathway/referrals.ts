import type { PlainDate } from '../calendar/dates';
import type { Rating, REFERRAL_SOURCES } from './events';
import { isType, placed, standing } from './place';
import { inOrder } from './stays';
import type { LogEntry } from './types';

/** Who brings somebody to the team's attention. */
export type ReferralSource = (typeof REFERRAL_SOURCES)[number];

/** A referral as it stands after every correction. */
export interface ReferralMade {
  readonly on: PlainDate;
  readonly source: ReferralSource;
  /** How urgent whoever made it thought it; null: nothing was suggested. */
  readonly suggested: Rating | null;
}

/** The referral of a pathway that was made last, by the day on which it was made; null: there was none, or it was taken back. */
export function lastReferral(log: readonly LogEntry[]): ReferralMade | null {
  const last = inOrder(standing(log).map(placed)).findLast((item) => isType(item, 'referral-received'));
  if (!last || !isType(last, 'referral-received')) return null;
  return { on: last.on, source: last.fact.source, suggested: last.fact.suggestedRating ?? null };
}
