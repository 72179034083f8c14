import type { Instant } from '../calendar/dates';
import type { Fact } from './events';
import type { CoreContext, Line, LogEntry, PersonRecord, Refusal, Snapshot, WakeUp } from './types';

/** What came of playing: the record as it is now, and the lines given, in order. */
export interface Played {
  readonly record: PersonRecord;
  readonly lines: readonly Line[];
}

/** An event, or a batch of several, as it reaches the core. */
export interface Hearing {
  readonly id: string;
  readonly at: Instant;
  /** One fact; or the parts of a batch, whose ids are `<id>/1` and on. */
  readonly facts: readonly Fact[];
  readonly batch: boolean;
}

export type Heard =
  | (Played & { readonly outcome: 'applied'; readonly pathway: number; readonly entries: readonly LogEntry[]; readonly snapshot: Snapshot })
  | (Played & { readonly outcome: 'refused'; readonly refusal: Refusal; readonly pathway: number });

/** A person of whom nothing has been heard. */
export function emptyRecord(_input: Pick<PersonRecord, 'bornOn' | 'minutes' | 'ruleSet'>): PersonRecord { throw new Error('draft'); }

/** Takes every wake-up planned up to and at `until`, in order, each at its planned instant (misses at 00:00, steps, days on which something begins). */
export function play(_context: CoreContext, _record: PersonRecord, _until: Instant): Played { throw new Error('draft'); }

/** Plays up to `heard.at`, then decides the event or batch. A refusal changes nothing but what playing changed. */
export function hear(_context: CoreContext, _record: PersonRecord, _heard: Hearing): Heard { throw new Error('draft'); }

/** What stands at an instant for the latest pathway, or the one named. Throws RangeError where there is none. */
export function snapshotAt(_context: CoreContext, _record: PersonRecord, _at: Instant, _pathway?: number): Snapshot { throw new Error('draft'); }

/** The next wake-up of each owed deadline and of the pathway itself, after what has been played. Only the latest pathway has any. */
export function wakeUps(_context: CoreContext, _record: PersonRecord): readonly WakeUp[] { throw new Error('draft'); }
