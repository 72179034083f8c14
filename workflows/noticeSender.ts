import {
  allHandlersFinished,
  condition,
  continueAsNew,
  defineSignal,
  proxyActivities,
  setHandler,
  workflowInfo,
} from '@temporalio/workflow';
import type { NoticeActivities } from '../activities/notices';
import { WAKE_SIGNAL } from './noticeNames';

export interface NoticeSenderInput {
  readonly channel: string;
  /** Carries on after this many rounds in a new run; for tests, which cannot wait for hundreds. */
  readonly roundsARun?: number;
}

export const wakeSignal = defineSignal(WAKE_SIGNAL);

const ROUNDS_A_RUN = 200;
/** Each look is two of the actions that Temporal Cloud charges for, and history: once a minute they would be nine times those of a thousand people. */
const LOOK_EVERY = '15 minutes';

/**
 * Longer than one call may go on for (its patience, and one more message within its own limit), shorter than a lease. Without a
 * heartbeat its worker is taken for dead. No bound on attempts: notices wait for the database.
 */
const { sendNotices } = proxyActivities<NoticeActivities>({
  startToCloseTimeout: '150s',
  heartbeatTimeout: '10s',
  retry: { initialInterval: '1s', maximumInterval: '30s' },
});

/**
 * Sends a channel's notices: woken by a signal when there is something that could go now (its worker's bell looks every second), and it looks
 * for itself now and then. It knows nothing of what it sends; which notice goes, and whether it still may, is decided in the database's own
 * state.
 */
export async function noticeSender(input: NoticeSenderInput): Promise<never> {
  let woken = false;
  setHandler(wakeSignal, () => {
    woken = true;
  });
  for (let round = 0; ; round += 1) {
    woken = false;
    const { more } = await sendNotices(input.channel);
    if (!more) await condition(() => woken, LOOK_EVERY);
    if ((round + 1 >= (input.roundsARun ?? ROUNDS_A_RUN) || workflowInfo().continueAsNewSuggested) && allHandlersFinished()) {
      // A signal that came with this very task is not lost: the next run begins by looking.
      return continueAsNew<typeof noticeSender>(input);
    }
  }
}
