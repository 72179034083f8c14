import { londonDate, type Instant } from '../../../domain/calendar/dates';
import type { Fact } from '../../../domain/pathway/events';
import { CLOCK_TOLERANCE_MS } from '../../../infra/clock';

/** An event as a history holds it: what it says, when its commit heard of it (null: it came to Temporal first), and when Temporal took it. */
export interface EventInHistory {
  readonly facts: readonly Fact[];
  readonly at: Instant | null;
  /** When it came, where it was held back before it was decided; null: it was not. */
  readonly received: Instant | null;
  /** By the clock of Temporal's server, in milliseconds since 1970. */
  readonly takenAt: number;
}

/** An event as it is to be heard again. */
export interface HeardAgain {
  readonly facts: readonly Fact[];
  readonly at: Instant;
  readonly received: Instant | null;
  /** How many of the facts are of another day than they said. */
  readonly days: number;
}

/** Whether its commit says that it heard of it after Temporal had it already: by more than two clocks may differ, one of them was wrong. */
export const isHeardTooLate = ({ at, takenAt }: Pick<EventInHistory, 'at' | 'takenAt'>): boolean =>
  at !== null && at - takenAt > CLOCK_TOLERANCE_MS;

/** When its commit heard of it, or where that is not known, when Temporal took it. */
export const heardAsSaid = ({ facts, at, received, takenAt }: EventInHistory): HeardAgain => ({
  facts,
  at: at ?? (takenAt as Instant),
  received,
  days: 0,
});

/**
 * When an event was heard, where it is known that a clock that heard events was ahead: one that says so late an instant that Temporal had it
 * by then was heard when Temporal took it. Where that clock's own day stands in it, which had not come, it is of the day on which Temporal
 * took it: nobody had named a day, or somebody with the same wrong clock did, and either meant today. What is planned for a day keeps it.
 */
export function heardAsTaken(kept: EventInHistory): HeardAgain {
  const { facts, at, received, takenAt } = kept;
  if (at === null || !isHeardTooLate(kept)) return heardAsSaid(kept);
  const [said, taken] = [londonDate(received ?? at), londonDate(takenAt as Instant)];
  const isOfWrongDay = (fact: Fact): boolean => fact.on === said && said > taken && fact.type !== 'meeting-scheduled';
  return {
    facts: facts.map((fact) => (isOfWrongDay(fact) ? { ...fact, on: taken } : fact)),
    at: takenAt as Instant,
    received: received === null ? null : (Math.min(received, takenAt) as Instant),
    days: facts.filter(isOfWrongDay).length,
  };
}
