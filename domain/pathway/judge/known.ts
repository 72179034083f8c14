import type { PlainDate } from '../../calendar/dates';
import type { EventType, Rating } from '../events';
import { isType, type Placed, type PlacedOf } from '../place';
import { inOrder, staysOf, type StayRecord } from '../stays';
import type { RefusalCode } from '../refusals';
import type { Refusal } from '../types';

/** What had been heard, and counts, when an event is judged. */
export interface Known {
  /** In the order of their places. */
  readonly facts: readonly Placed[];
  readonly stays: readonly StayRecord[];
  readonly bornOn: PlainDate | null;
  /** The parts of the same batch that come after the one judged. */
  readonly ahead: readonly Placed[];
  /** The day by which facts must have been true: the day of hearing, or of the correction. */
  readonly latest: PlainDate;
  /** The ratings that the rule set in force uses. */
  readonly ratings: readonly Rating[];
}

/** Puts together what is known from facts in any order. */
export function knownFrom(items: readonly Placed[], rest: Pick<Known, 'bornOn' | 'ahead' | 'latest' | 'ratings'>): Known {
  const facts = inOrder(items);
  return { facts, stays: staysOf(facts), ...rest };
}

/** A refusal: its code, what to do, and the events that it contradicts. */
export function refuse(code: RefusalCode, detail: string, ...events: readonly (Placed | null | undefined)[]): Refusal {
  const ids = events.flatMap((item) => (item ? [item.id] : []));
  return ids.length > 0 ? { code, detail, events: ids } : { code, detail };
}

/** The facts of some types. */
export function ofType<T extends EventType>(known: Known, ...types: readonly T[]): PlacedOf<T>[] {
  return known.facts.filter((item): item is PlacedOf<T> => isType(item, ...types));
}

/** The actions that another was agreed in the place of (contract 6.13(5)), with that agreement. */
export const replacedActions = (known: Known): ReadonlyMap<string, PlacedOf<'action-agreed'>> =>
  new Map(
    ofType(known, 'action-agreed').flatMap((item) => (item.fact.insteadOf === undefined ? [] : [[item.fact.insteadOf, item] as const])),
  );

/** What is known of one meeting; undefined where nothing is. */
export interface KnownMeeting {
  readonly scheduled: PlacedOf<'meeting-scheduled'> | null;
  readonly held: PlacedOf<'meeting-held'> | null;
  readonly cancelled: PlacedOf<'meeting-cancelled'> | null;
}

/** Looks a meeting up by its id. */
export function knownMeeting(known: Known, id: string): KnownMeeting | undefined {
  const about = ofType(known, 'meeting-scheduled', 'meeting-held', 'meeting-cancelled').filter((item) => item.fact.meeting === id);
  if (about.length === 0) return undefined;
  return {
    scheduled: about.findLast((item): item is PlacedOf<'meeting-scheduled'> => isType(item, 'meeting-scheduled')) ?? null,
    held: about.find((item): item is PlacedOf<'meeting-held'> => isType(item, 'meeting-held')) ?? null,
    cancelled: about.find((item): item is PlacedOf<'meeting-cancelled'> => isType(item, 'meeting-cancelled')) ?? null,
  };
}
