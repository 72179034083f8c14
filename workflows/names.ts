/** The names under which the workflow and those who speak to it know each other. No dependency: every side may import it. */

/** Where the workflows of people are worked. */
export const PATHWAY_QUEUE = 'pathways';

export const PERSON_PATHWAY = 'personPathway';

/**
 * `present` carries no event: read the present wake-ups and arm them (first start, rebuild); with `renew`, go on in a new run; with
 * `restored`, the log may lack what was told before.
 */
export const SIGNALS = ['ratingChanged', 'admitted', 'discharged', 'event', 'present'] as const;
export type SignalName = (typeof SIGNALS)[number];

export const ARMED_QUERY = 'armed';
export const WAKE_UPS_QUERY = 'wakeUps';

/**
 * A pathway's workflow task that its worker dropped is given to another after this. A worker that does not know the pathway replays its
 * whole history within it, beside many others after a start; one that never came to the end of that would never arm again.
 */
export const PATHWAY_TASK_TIMEOUT = '20s';

/**
 * A pathway goes on in a new run after so many events of history, as it counts them: Temporal's own suggestion comes later, on a busy machine
 * so many take two seconds to replay, and the timer check reads them all. Carried in each run's input, so that a replay cuts at the same place.
 */
export const EVENTS_A_RUN = 1_000;

/** `pathway/<register id>/<n>`: codes alone (invariant 6). */
export function pathwayWorkflowId(registerId: string, pathway: number): string {
  return `pathway/${registerId}/${pathway}`;
}

/** The event types that have a signal of their own; all others, and batches, travel as `event`. */
export const SIGNAL_OF_TYPE: Readonly<Record<string, SignalName>> = {
  'rating-set': 'ratingChanged',
  admitted: 'admitted',
  discharged: 'discharged',
};

/**
 * What a signal carries: `eventId`, and the event's own fields (type, on, …) without typed words; a batch has `events` and no type.
 * The relay's also carry `at`, `sequence` (the last of the commit), `digest`, `chain` and `seal`; a caller's own have none.
 */
export interface EventSignal {
  readonly eventId?: unknown;
  /** ISO 8601 with London's offset: when the service heard of it. */
  readonly at?: unknown;
  /** When it was heard, in the same form, where it was held back until `at`. */
  readonly received?: unknown;
  readonly sequence?: unknown;
  readonly digest?: unknown;
  /** The event's link in the chain of its pathway (of a batch: the last one's): Temporal's histories bear witness to the log. */
  readonly chain?: unknown;
  /** Of the whole signal, under a key of this service: without it nothing that a signal says of a commit is believed. */
  readonly seal?: unknown;
  readonly [field: string]: unknown;
}

/**
 * Where a payload was not made with a key of this service, this stands in its place (`infra/temporal/codec.ts` makes it): the text that it held,
 * where that can be read, and why. Only a signal may be such a one, and what it says is heard where plain signals are allowed.
 */
export interface UnsealedBody {
  readonly unsealed: string | null;
  readonly why: string;
}

/** Whether a value stands in the place of a payload that was not made with a key of this service. */
export function isUnsealed(value: unknown): value is UnsealedBody {
  return typeof value === 'object' && value !== null && 'unsealed' in value && 'why' in value;
}

/** Answer of the query `armed`. */
export interface Armed {
  /** The sequence that the timers stand for. */
  readonly sequence: number;
  /** How many timers run. */
  readonly timers: number;
}

/** One wake-up as the workflow holds it. */
export interface NamedWakeUp {
  /** The deadline's id, or `pathway`. */
  readonly deadline: string;
  /** Kind, step and day, as the timer is named. */
  readonly label: string;
  /** Milliseconds since 1970. */
  readonly at: number;
}
