import type { Figure } from './figures';
import type { Scale } from './settings';
import type { Stage } from './stage';

/** What a scenario works with. */
export interface Bench {
  readonly scale: Scale;
  readonly stage: Stage;
  /** Told of the course. */
  readonly say: (line: string) => void;
}

/** Measures, beside its baseline, in one run. Throws where something does not work: there is no figure then. */
export type Scenario = (bench: Bench) => Promise<readonly Figure[]>;
