import { z } from 'zod';

const wakeUp = z.object({ deadline: z.string(), label: z.string(), at: z.number() });

/** What a pathway's workflow starts with and carries from run to run. No facts: they are in the log. */
const stateV1 = z.object({
  version: z.literal(1),
  registerId: z.string(),
  pathway: z.number().int().positive(),
  /** The last sequence that its timers stand for; 0 before it looked. */
  sequence: z.number().int().nonnegative(),
  /** The last link of the log's chain that it saw; null before it looked. */
  head: z.string().nullable().optional(),
  /** The instant up to which the log had gone by then, in milliseconds; absent: not known. */
  clock: z.number().optional(),
  wakeUps: z.array(wakeUp),
  /** Milliseconds added to the workflow's clock: 0 in service, something else in a rehearsal of other years. */
  clockOffset: z.number(),
  /** Continue as new after so many events of history, as the workflow counts them. */
  eventLimit: z.number().int().positive().optional(),
});

export type PathwayState = z.infer<typeof stateV1>;
/** What a start may give; every version ever released stays here. */
export type PathwayInput = PathwayState;

/**
 * Takes the carried state of any released version and brings it to the present one. Pure.
 * Throws a ZodError where it is none: the workflow task then fails and is tried again after a mended release.
 */
export function upgradeState(input: unknown): PathwayState {
  return stateV1.parse(input);
}
