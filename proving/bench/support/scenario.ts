import type { Figure } from './figures';
import type { Stage } from './stage';

/** How much work is done: `small` only shows that all works; `10` is ten times the work of `1`. */
export const SCALES = ['small', '1', '10'] as const;
export type Scale = (typeof SCALES)[number];

/** The same work at each scale. */
export type Sizes = Readonly<Record<Scale, number>>;

/** What a scenario works with. */
export interface Bench {
  readonly scale: Scale;
  readonly stage: Stage;
  /** Told of the course. */
  readonly say: (line: string) => void;
}

/** Measures, beside its baseline, in one run. Throws where something does not work: there is no figure then. */
export type Scenario = (bench: Bench) => Promise<readonly Figure[]>;
