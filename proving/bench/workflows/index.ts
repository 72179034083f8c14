import { condition, defineUpdate, proxyLocalActivities, setHandler, sleep } from '@temporalio/workflow';
import type { PathwayActivities, Turn } from '../../../activities/pathway';
import { BARE_UPDATE } from './names';

export interface BareActivities extends PathwayActivities {
  insertRow(text: string): Promise<void>;
}

// As the pathway's own workflow has them.
const { insertRow, takeTurn } = proxyLocalActivities<BareActivities>({
  startToCloseTimeout: '3s',
  retry: { initialInterval: '100ms', maximumAttempts: 3 },
});

/** Answers each update when one insert has been made. Runs until it is terminated. */
export async function bareUpdated(): Promise<void> {
  setHandler(defineUpdate<void, [string]>(BARE_UPDATE), insertRow);
  await condition(() => false);
}

/** Waits for an instant (milliseconds since 1970), takes the turn, and ends. */
export async function bareTimer(at: number, turn: Turn): Promise<void> {
  await sleep(Math.max(1, at - Date.now()));
  await takeTurn(turn);
}
