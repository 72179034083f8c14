import { proxyActivities } from '@temporalio/workflow';
import type { UpkeepActivities } from '../activities/upkeep';

export interface RegisterReviewInput {
  /** The id of an area. */
  readonly area: string;
}

/** No bound on attempts: a day's look waits for the database, and the next one does not begin before it has ended. */
const { keepRegisterReviews } = proxyActivities<UpkeepActivities>({
  startToCloseTimeout: '2 minutes',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/**
 * Keeps the reviews of an area's register going for a day: a schedule of Temporal starts it each morning (services/upkeep/review-schedules.ts). When a
 * review is due, when its pack is made and who is reminded is the activity's to decide: the workflow knows no calendar.
 */
export async function registerReview({ area }: RegisterReviewInput): Promise<{ packs: number; reminders: number }> {
  return keepRegisterReviews(area);
}
