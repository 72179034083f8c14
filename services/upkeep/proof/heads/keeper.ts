import { setTimeout as pause } from 'node:timers/promises';
import { keepHead, type KeepDeps } from './keep-head';
import { readReach, type Reach } from './present-marks';

/** How far the log had been written at the last look, and when all of it was looked at. */
interface Seen {
  readonly reach: Reach;
  readonly at: number;
}

/** What was away may be back. */
const AGAIN_AFTER_MS = 5_000;
/** In between only what was written since is looked at. */
const WHOLE_EVERY_MS = 3_600_000;

export interface KeeperDeps extends KeepDeps {
  readonly everyMs: number;
  /** Told of what went wrong: it is tried again. */
  readonly onError: (error: unknown) => void;
}

/**
 * Keeps signed heads at intervals, as long as its process lives. It does not run on Temporal: whoever reaches that must not be able to stop it.
 * Out: what stops it, after what is under way.
 */
export function startHeadKeeper(deps: KeeperDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const run = async (): Promise<void> => {
    let seen = null as Seen | null;
    while (!signal.aborted) {
      try {
        const last: Seen | null = seen && Date.now() < seen.at + WHOLE_EVERY_MS ? seen : null;
        const reach = await readReach(deps.pool);
        const number = await keepHead({ ...deps, since: last?.reach ?? null });
        // Another process had it in hand: what it saw is not known here.
        if (number !== null) seen = { reach, at: last?.at ?? Date.now() };
      } catch (error) {
        seen = null;
        deps.onError(error);
      }
      // Told to stop in the meantime: the loop sees it.
      await pause(seen ? deps.everyMs : Math.min(deps.everyMs, AGAIN_AFTER_MS), undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}
