import type { Instant } from '../../../domain/calendar/dates';
import type { Difference } from './difference';
import { settle } from './settle';
import { pagesOfSubjects, type SubjectDeps } from './subjects';

/** What is only on its way has arrived after these, and a workflow that was told has armed its timers (milliseconds). */
const CONFIRM_AFTER_MS = [1_000, 2_000];
const MEND_AFTER_MS = [500, 1_000, 2_000, 4_000, 8_000, 16_000];

export interface CheckDeps extends SubjectDeps {
  /** False: only look. */
  readonly mend?: boolean;
  /** Told of how many pathways have been looked at so far. */
  readonly onProgress?: (pathways: number) => void;
  /** Ends the check before its end. */
  readonly signal?: AbortSignal;
}

/** What one whole check came to. */
export interface Proof {
  readonly startedAt: Instant;
  readonly provedAt: Instant;
  /** How many pathways were compared. */
  readonly pathways: number;
  readonly timersExpected: number;
  readonly timersFound: number;
  readonly differences: readonly Difference[];
}

/**
 * Compares everything: for each pathway that is open or waits for something its wake-ups with its workflow's timers; each running workflow
 * with the log; and what `perPerson` checks, for everybody. What a new look of the workflow mends is mended, unless it is only to look.
 * Throws where the database or Temporal is away, or `signal` says to stop: then nothing is proved.
 */
export async function checkEverything(deps: CheckDeps): Promise<Proof> {
  const startedAt = deps.now();
  const mendAfter = deps.mend === false ? null : MEND_AFTER_MS;
  const sum = { pathways: 0, timersExpected: 0, timersFound: 0 };
  const differences: Difference[] = [];
  for await (const { subjects, pathways } of pagesOfSubjects(deps)) {
    sum.pathways += pathways;
    const look = await settle(subjects, { confirmAfter: CONFIRM_AFTER_MS, mendAfter, signal: deps.signal });
    sum.timersExpected += look.expected;
    sum.timersFound += look.found;
    differences.push(...look.differences);
    deps.onProgress?.(sum.pathways);
  }
  return { startedAt, provedAt: deps.now(), ...sum, differences };
}
