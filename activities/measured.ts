import type { WorkerMetrics } from '../infra/metrics/worker-metrics';
import type { PathwayActivities } from './pathway';

/** The same activities, measured: how long a turn took, and how late its wake-ups were taken by the clock `now`. */
export function measuredTurns(
  { takeTurn }: PathwayActivities,
  metrics: Pick<WorkerMetrics, 'turn' | 'wakeUpTaken'>,
  now: () => number,
): PathwayActivities {
  return {
    takeTurn: async (turn) => {
      const begun = performance.now();
      const seconds = (): number => (performance.now() - begun) / 1_000;
      try {
        const stand = await takeTurn(turn);
        metrics.turn('done', seconds());
        if (turn.wake !== null) metrics.wakeUpTaken(Math.max(0, now() - turn.wake) / 1_000);
        return stand;
      } catch (error) {
        metrics.turn('failed', seconds());
        throw error;
      }
    },
  };
}
