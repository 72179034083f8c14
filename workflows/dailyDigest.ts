import { continueAsNew, proxyActivities, sleep } from '@temporalio/workflow';
import type { NoticeActivities } from '../activities/notices';

const DAYS_A_RUN = 60;

const { gatherDailyDigests } = proxyActivities<NoticeActivities>({
  startToCloseTimeout: '60s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/**
 * Gathers each member of staff's things into one mail at 08:30 London time on working days; noticeSender sends it. After an outage it
 * begins with the digest that was missed. Which day and which time is the activity's answer: the workflow knows no calendar.
 */
export async function dailyDigest(): Promise<never> {
  for (let day = 0; day < DAYS_A_RUN; day += 1) {
    const { now, nextAt } = await gatherDailyDigests();
    await sleep(Math.max(1_000, nextAt - now));
  }
  return continueAsNew<typeof dailyDigest>();
}
