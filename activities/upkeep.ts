import { cancellationSignal } from '@temporalio/activity';
import type { CoreContext } from '../domain/pathway/types';
import { alarmsOf, type Alarm } from '../services/upkeep/proof/alarm';
import { checkEverything, type CheckDeps } from '../services/upkeep/proof/check-everything';
import { freshAreas } from '../services/areas/versions';
import { keepReviews } from '../services/register-review/clock';
import { recordProof } from '../services/upkeep/proof/last-proof';
import { UPKEEP_QUEUE } from '../workflows/upkeepNames';
import { beating } from './beating';

export interface UpkeepDeps extends Omit<CheckDeps, 'signal' | 'onProgress'> {
  /** How long the service rests between two checks. */
  readonly everyMs: number;
  /** No check begins earlier (milliseconds since 1970, by the machine's clock): just started, a service has wake-ups to catch up with. */
  readonly notBefore: number;
  readonly core: CoreContext;
  readonly onAlarm: (alarm: Alarm) => void;
  /** The worker stops: a check under way breaks off at once, and is made again by the next worker. */
  readonly stopping?: AbortSignal;
}

/** After a check that has mended all that it found, the next comes after this. */
const MENDED_MS = 60_000;

/** What the upkeep workflows do in the world. Each may be repeated. */
export function upkeepActivities(deps: UpkeepDeps) {
  return {
    /** Checks everything, shouts where something was wrong, and keeps what came of it. Out: how many differences stay, and when to check again. */
    checkTimers: async (): Promise<{ pathways: number; unmended: number; againAfterMs: number }> => {
      const early = deps.notBefore - Date.now();
      if (early > 0) return { pathways: 0, unmended: 0, againAfterMs: early };
      return beating(async () => {
        const signal = deps.stopping ? AbortSignal.any([cancellationSignal(), deps.stopping]) : cancellationSignal();
        const proof = await checkEverything({ ...deps, signal });
        // First of all: what is wrong must be heard even where it cannot be written down.
        for (const alarm of alarmsOf(proof.differences)) deps.onAlarm(alarm);
        await recordProof(deps.pool, proof);
        const unmended = proof.differences.filter(({ mended }) => !mended).length;
        // What was mended is proved to be well before long: until then the pages say that something is not right.
        const isMended = proof.differences.length > 0 && unmended === 0;
        return { pathways: proof.pathways, unmended, againAfterMs: isMended ? Math.min(deps.everyMs, MENDED_MS) : deps.everyMs };
      });
    },
    /** Opens, packs and reminds of the reviews of an area's register; see `keepReviews`. */
    keepRegisterReviews: async (area: string): Promise<{ packs: number; reminders: number }> => {
      await freshAreas(deps.pool);
      return keepReviews(deps, area);
    },
  };
}

export type UpkeepActivities = ReturnType<typeof upkeepActivities>;

/** What the worker of upkeep runs with: its task queue and its activities. */
export function upkeepWorkerParts(deps: UpkeepDeps): { taskQueue: string; activities: UpkeepActivities } {
  return { taskQueue: UPKEEP_QUEUE, activities: upkeepActivities(deps) };
}
