import { ClockWrongError } from './database/faults';

/** A clock further than this from the database's, in milliseconds, is wrong: the dates of other people's events would come out of order. */
export const CLOCK_TOLERANCE_MS = 60_000;

/**
 * How far this machine's clock is ahead of the database's, in milliseconds (below 0: behind), at the least: the database looked at its own at
 * some moment between our asking and its answer, and nobody knows at which.
 */
export function clockAhead(asked: number, database: number, answered: number): number {
  if (database < asked) return asked - database;
  if (database > answered) return answered - database;
  return 0;
}

/** Throws ClockWrongError where the two clocks are further apart than a minute. */
export function assertSameClock(asked: number, database: number, answered: number): void {
  const ahead = clockAhead(asked, database, answered);
  if (Math.abs(ahead) > CLOCK_TOLERANCE_MS) throw new ClockWrongError(ahead);
}
