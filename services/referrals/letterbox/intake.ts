import type { Logger } from 'pino';
import { errorForLog } from '../../../infra/log';
import { deliverParcels, type ParcelDeps } from './parcels';
import { lookAtAll } from './referrals';

/** Looks at what has come in through the letterbox, after its sender was answered. */
export interface Intake {
  /** There may be something to look at, or somebody new to whom something belongs. */
  readonly wake: () => void;
  /** Resolves when nothing is in hand. */
  readonly settled: () => Promise<void>;
}

/**
 * Makes the intake of one process. What is in the letterbox lies in the database: whatever dies, the next look takes it up. Several
 * processes do nothing twice, because an event id counts once. An error is logged, and the next look tries again.
 */
export function createIntake(deps: ParcelDeps, logger: Logger): Intake {
  let wanted = false;
  let working: Promise<void> | undefined;
  const work = async (): Promise<void> => {
    while (wanted) {
      wanted = false;
      try {
        await lookAtAll(deps);
        await deliverParcels(deps);
      } catch (error) {
        logger.error({ err: errorForLog(error) }, 'the letterbox could not be emptied; it is tried again');
      }
    }
    working = undefined;
  };
  return {
    wake: () => {
      wanted = true;
      working ??= work();
    },
    settled: async () => {
      while (working) await working;
    },
  };
}
