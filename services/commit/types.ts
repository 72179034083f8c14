import type { NewPerson } from '../record/new-person';
import type { Instant } from '../../domain/calendar/dates';
import type { Fact, PathwayEvent } from '../../domain/pathway/events';
import type { Line, OwedAtEnd, Refusal } from '../../domain/pathway/types';

/** One event, or a batch of up to 20, all or none. */
export interface EventRequest {
  readonly kind: 'event';
  readonly registerId: string;
  /** The event's id, or the batch's: its parts are `<id>/1` and on. */
  readonly id: string;
  /** Checked already by `eventSchema` (typed words and all) or by `factSchema` (from Temporal). Exactly one unless `batch`. */
  readonly events: readonly (PathwayEvent | Fact)[];
  readonly batch: boolean;
  /** The commit's clock: becomes the event's `at`, unless something later has been heard or played; `at` never goes back. */
  readonly clock: Instant;
  /** Who sent it: `api:<token name>`, `temporal`, `rehearsal`, … A code, no person's name. */
  readonly source: string;
  /** SHA-256 of the canonical body, so that the same id with another body is told apart. Absent: not compared (callers that speak Temporal). */
  readonly bodyDigest?: string;
  /** The sequence that the caller worked from; looked at after the check for a repeat. */
  readonly ifMatch?: number;
  /** The same answer without a single write; a refusal is not kept either. */
  readonly dryRun?: boolean;
  /** Present: the register id is new. Where it is on file already, that person stands and this is ignored. */
  readonly person?: NewPerson;
  /** The pathway whose own workflow asks, where one does: it takes the answer itself and needs no signal. */
  readonly fromWorkflow?: number;
  /** True where the sender waits for no answer: a refusal is then put before a person. */
  readonly unanswered?: true;
  /** True for an integrator's: where it contradicts the record by its order, it waits a day for what may come before it. */
  readonly mayWait?: boolean;
  /** When it was heard, where that was before: judged as heard then. */
  readonly received?: Instant;
  /** True for a referral as such: refused with `pathway-open` where a pathway is open (contract 6.4(2)). */
  readonly opensPathway?: boolean;
}

/** Takes the wake-ups planned up to and at `clock`, each at its planned instant. */
export interface WakeRequest {
  readonly kind: 'wake';
  readonly registerId: string;
  readonly clock: Instant;
}

/** One accepted event and its place in the order of hearing. */
export interface AppliedEvent {
  readonly id: string;
  readonly sequence: number;
}

/** Accepted. What is recorded is exactly this; a repeat gets it again. */
export interface Applied {
  readonly status: 'applied';
  readonly registerId: string;
  readonly pathway: number;
  readonly batch: boolean;
  /** One for a single event; one a part for a batch, in order. */
  readonly events: readonly AppliedEvent[];
  /** The person's sequence after it. */
  readonly sequence: number;
  /** The event's `at`. */
  readonly at: Instant;
  /** The timeline lines that came of the event itself (not those of wake-ups taken before it). */
  readonly changes: readonly Line[];
  /** Where the event ended the pathway: what was owed until then, open or missed (contract 6.16(2)). */
  readonly owedAtEnd?: readonly OwedAtEnd[];
}

/** Refused, and kept as refused under its id (but for a dry run). Recorded exactly so. */
export interface Refused {
  readonly status: 'refused';
  readonly registerId: string;
  /** The pathway that it was judged against. */
  readonly pathway: number;
  readonly batch: boolean;
  readonly id: string;
  readonly sequence: number;
  readonly at: Instant;
  readonly reason: Refusal;
}

/** It contradicts the record by its order, and waits until `until` for what may come before it. Recorded exactly so. */
export interface Held {
  readonly status: 'held';
  readonly registerId: string;
  /** The pathway that it was judged against. */
  readonly pathway: number;
  readonly batch: boolean;
  readonly id: string;
  /** Its id; of a batch those of its parts. */
  readonly ids: readonly string[];
  readonly sequence: number;
  readonly at: Instant;
  readonly until: Instant;
  /** Why it would be refused now. */
  readonly reason: Refusal;
}

/** The answer of a dry run that would be held. */
export interface WouldHold extends Omit<Held, 'status' | 'id' | 'ids'> {
  readonly status: 'would-hold';
}

/** The answer of a dry run that would be accepted. */
export interface WouldApply {
  readonly status: 'would-apply';
  readonly registerId: string;
  readonly pathway: number;
  readonly batch: boolean;
  /** The sequence that it was worked out from; may be sent as `If-Match` with the real one. */
  readonly sequence: number;
  readonly at: Instant;
  readonly changes: readonly Line[];
}

/** Nothing was decided and nothing written. */
export type NotDecided =
  /** The id is known with another body, or for another person. */
  | { readonly status: 'id-reused' }
  /** `ifMatch` does not match; `sequence` is the person's present one. */
  | { readonly status: 'sequence-moved'; readonly sequence: number }
  | { readonly status: 'unknown-person' }
  /** `opensPathway`, and one is open. */
  | { readonly status: 'pathway-open'; readonly registerId: string; readonly pathway: number }
  /** The new person's NHS number is on file under another register id. */
  | { readonly status: 'nhs-number-known'; readonly registerId: string };

export type EventAnswer = ((Applied | Refused | Held) & Repeatable) | WouldApply | WouldHold | NotDecided;

interface Repeatable {
  /** True where the answer is the recorded one of an earlier call. Not part of what is recorded. */
  readonly repeated: boolean;
}

/** What was answered, as it is recorded. */
export type RecordedAnswer = Applied | Refused | Held;

/** The wake-ups are taken. */
export type WakeAnswer = { readonly status: 'played'; readonly sequence: number } | { readonly status: 'unknown-person' };
