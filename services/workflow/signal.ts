import { parseInstant, type Instant } from '../../domain/calendar/dates';
import { ALARMING } from '../../domain/notices/wanted';
import { EVENT_TYPES, eventIdSchema, factSchema, type EventType, type Fact } from '../../domain/pathway/events';
import { foldUuids } from '../../domain/uuids';
import { SIGNAL_OF_TYPE, SIGNALS, type EventSignal } from '../../workflows/names';
import { digestOf } from '../../infra/canonical';
import type { SignalAddress } from '../commit/signal-seal';

const MOST_PARTS = 20;
/** No event is deeper: what is would break whoever writes it down again. */
const DEEPEST = 12;
const SERVICE_ALONE: ReadonlySet<EventType> = new Set(['rules-adopted']);

export interface ReadableSignal {
  readonly readable: true;
  readonly id: string;
  readonly facts: readonly Fact[];
  readonly batch: boolean;
  /** Sent by the relay after a commit: the log should know it. */
  readonly fromCommit: boolean;
  /** When that commit heard of it; null for a caller's own signal, whose `at` is the clock of the commit. */
  readonly at: Instant | null;
  /** When it was heard, where that commit decided what had been held back; null: at `at`. */
  readonly received: Instant | null;
}

export interface UnreadableSignal {
  readonly readable: false;
  readonly id: string;
  readonly fromCommit: boolean;
  /** The event's type, where it or the signal names a known one; of a batch the most urgent. */
  readonly type: EventType | 'unknown';
  /** Which fields are wrong and why; never what they hold. */
  readonly where: string;
}

/** A signal as a workflow heard it, or as its history holds it. */
export interface HeardSignal extends SignalAddress {
  readonly body: EventSignal;
}

/**
 * Reads what a signal carries, with the schema of facts: codes and dates only. Throws never: what is wrong is said in the answer.
 * @param fromCommit whether it was proved to come from a commit of this service; of any other it is not believed when it was heard, nor
 * what the service alone says
 */
export function readSignal(
  { name, registerId, pathway, body: given }: HeardSignal,
  fromCommit: boolean,
): ReadableSignal | UnreadableSignal {
  const isDeep = !isWithin(DEEPEST, given);
  const body = isDeep ? {} : given;
  const { eventId, at, received, sequence: _sequence, chain: _chain, seal: _seal, digest, ...fields } = body;
  const idRead = eventIdSchema.safeParse(eventId);
  // Without an id of its own it gets one made of what it says, and to whom, so that a repeat is the same event.
  const id = idRead.success
    ? fromCommit
      ? idRead.data
      : foldUuids(idRead.data)
    : `signal-${digestOf({ name, body, registerId, pathway }).slice(0, 32)}`;
  const batch = fields['type'] === undefined && Array.isArray(fields['events']) && name === 'event';
  const events: unknown[] = batch ? (fields['events'] as unknown[]) : [{ ...fields, type: fields['type'] ?? typeOf(name) }];
  const refuse = (where: string): UnreadableSignal => ({ readable: false, id, fromCommit, type: knownType(events, name), where });

  if (isDeep) return refuse('the whole: is nested too deep');
  if (!SIGNALS.some((known) => known === name)) return refuse('signal: there is none of this name');
  if (!idRead.success) return refuse('eventId: must be an event id (a UUID is best)');
  if (batch && (events.length === 0 || events.length > MOST_PARTS || Object.keys(fields).length > 1))
    return refuse(`events: must be 1 to ${MOST_PARTS} events, and nothing beside them`);
  const facts: Fact[] = [];
  for (const [index, event] of events.entries()) {
    const read = factSchema.safeParse(event);
    if (!read.success)
      return refuse(
        read.error.issues.map((issue) => [...(batch ? ['events', index] : []), ...issue.path].join('.') || 'the whole').join(', '),
      );
    // "on" always: between the sending and the hearing a day may pass.
    if (read.data.on === undefined) return refuse(`${batch ? `events.${index}.` : ''}on: is needed`);
    facts.push(read.data);
  }
  const [first] = facts;
  const expected = typeOf(name);
  if (expected !== undefined && first?.type !== expected) return refuse(`type: must be ${expected} for the signal ${name}`);
  if (!fromCommit) {
    // Only the service adopts rules: a caller may not, here as little as over HTTP.
    if (facts.some((fact) => SERVICE_ALONE.has(fact.type) || (fact.type === 'corrected' && fact.with && SERVICE_ALONE.has(fact.with.type))))
      return refuse('type: is said by the service alone');
    return { readable: true, id, facts, batch, fromCommit, at: null, received: null };
  }
  if (digest !== digestOf(batch ? facts : first)) return refuse('digest: does not match the event');
  return { readable: true, id, facts, batch, fromCommit, at: instantOrNull(at), received: instantOrNull(received) };
}

function isWithin(depth: number, value: unknown): boolean {
  if (typeof value !== 'object' || value === null) return true;
  return depth > 0 && Object.values(value).every((inner) => isWithin(depth - 1, inner));
}

const typeOf = (name: string): string | undefined => Object.entries(SIGNAL_OF_TYPE).find(([, signal]) => signal === name)?.[0];

/** The type that a signal speaks of, in a part or by its name: of several the one whose refusal somebody must hear of at once. */
function knownType(events: readonly unknown[], name: string): EventType | 'unknown' {
  const said = [
    ...events.map((event) => (typeof event === 'object' && event !== null && 'type' in event ? event.type : undefined)),
    typeOf(name),
  ];
  const known = said.flatMap((type) => EVENT_TYPES.filter((one) => one === type));
  return known.find((type) => ALARMING.includes(type)) ?? known[0] ?? 'unknown';
}

function instantOrNull(text: unknown): Instant | null {
  if (typeof text !== 'string') return null;
  try {
    return parseInstant(text);
  } catch {
    return null;
  }
}
