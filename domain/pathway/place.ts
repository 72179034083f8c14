import { londonDate, type Instant, type PlainDate } from '../calendar/dates';
import type { EventType, Fact } from './events';
import type { LogEntry } from './types';

/** A fact that counts, with its place in the order of what was true when. */
export interface Placed<F extends Fact = Fact> {
  readonly id: string;
  readonly sequence: number;
  readonly at: Instant;
  /** The London date of `at`. */
  readonly heardOn: PlainDate;
  /** The day on which it was true (of a meeting scheduled: the day for which). */
  readonly on: PlainDate;
  /** The day that decides its place. */
  readonly day: PlainDate;
  /** Its place within the day: the order heard. */
  readonly order: number;
  readonly fact: F;
  readonly batch: string | undefined;
}

/** A fact of one type. */
export type PlacedOf<T extends EventType> = Placed<Extract<Fact, { type: T }>>;

/** Events that take their place by when they were heard, not by when they were true (contract 6.2(1)). */
const PLACED_BY_HEARING: ReadonlySet<EventType> = new Set(['meeting-scheduled', 'deadline-excused', 'action-redated']);

/** Gives an accepted event its place. */
export function placed(entry: LogEntry): Placed {
  const heardOn = londonDate(entry.at);
  const on = entry.fact.on ?? heardOn;
  return {
    id: entry.id,
    sequence: entry.sequence,
    at: entry.at,
    heardOn,
    on,
    day: PLACED_BY_HEARING.has(entry.fact.type) ? heardOn : on,
    order: entry.sequence,
    fact: entry.fact,
    batch: entry.batch,
  };
}

/** The order of contract 6.2(1): by day, and on one day in the order heard. */
export function byPlace(a: Placed, b: Placed): number {
  return a.day < b.day ? -1 : a.day > b.day ? 1 : a.order - b.order;
}

/** Narrows a placed fact to one type. */
export function isType<T extends EventType>(item: Placed, ...types: readonly T[]): item is PlacedOf<T> {
  return (types as readonly EventType[]).includes(item.fact.type);
}

/** The day on which this service took the pathway over from an older register; null: it did not. */
export const takenOverOn = (facts: readonly Placed[]): PlainDate | null =>
  facts
    .filter((item) => isType(item, 'adopted'))
    .reduce<Placed | null>((first, item) => (first === null || item.sequence < first.sequence ? item : first), null)?.on ?? null;

/** The ids that a correction takes back, in the order in which it names them. */
export function targetsOf(fact: Extract<Fact, { type: 'corrected' }>): readonly string[] {
  return fact.events ?? (fact.event === undefined ? [] : [fact.event]);
}

/**
 * The facts that count after every correction, in the order heard: what was taken back is gone, and what replaces it
 * stands in its place, with its id, its sequence and its `at` (contract 6.3(2)).
 */
export function standing(log: readonly LogEntry[]): LogEntry[] {
  if (!log.some((entry) => entry.fact.type === 'corrected')) return [...log];
  const kept = new Map<string, LogEntry>();
  for (const entry of log) {
    if (entry.fact.type !== 'corrected') {
      kept.set(entry.id, entry);
      continue;
    }
    const replacement = entry.fact.with;
    const targets = targetsOf(entry.fact);
    const replaced = replacement && targets.find((id) => kept.get(id)?.fact.type === replacement.type);
    for (const id of targets) {
      const target = kept.get(id);
      if (target && replacement && id === replaced) kept.set(id, { ...target, fact: replacement });
      else kept.delete(id);
    }
  }
  return [...kept.values()];
}
