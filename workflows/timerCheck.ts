import { condition, continueAsNew, defineSignal, proxyActivities, setHandler, workflowInfo } from '@temporalio/workflow';
import type { UpkeepActivities } from '../activities/upkeep';
import { CHECK_SIGNAL } from './upkeepNames';

export interface TimerCheckInput {
  /** Carries on after this many checks in a new run; for tests, which cannot wait for hundreds. */
  readonly checksARun?: number;
}

export const checkSignal = defineSignal(CHECK_SIGNAL);

const CHECKS_A_RUN = 200;

/**
 * A check looks at everybody: it is bound by its heartbeat, which its worker gives as long as it lives. No bound on attempts: a check
 * that breaks off, because the database is away, is begun again.
 */
const { checkTimers } = proxyActivities<UpkeepActivities>({
  startToCloseTimeout: '1 hour',
  heartbeatTimeout: '15s',
  retry: { initialInterval: '1s', maximumInterval: '1 minute' },
});

/**
 * Checks again and again that every timer that should exist does: at the interval that the check itself answers, and when it is told to.
 * It knows nothing of what is checked.
 */
export async function timerCheck(input: TimerCheckInput): Promise<never> {
  let asked = false;
  setHandler(checkSignal, () => {
    asked = true;
  });
  for (let check = 1; ; check += 1) {
    asked = false;
    const { againAfterMs } = await checkTimers();
    // Answered by somebody who reached Temporal, and not by a worker of this service: the task is tried again.
    if (typeof againAfterMs !== 'number') throw new TypeError('the check was answered by somebody else');
    await condition(() => asked, againAfterMs);
    if (check >= (input.checksARun ?? CHECKS_A_RUN) || workflowInfo().continueAsNewSuggested) {
      // Whoever asked is not forgotten: the next run begins with a check.
      return continueAsNew<typeof timerCheck>(input);
    }
  }
}
