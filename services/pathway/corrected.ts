import type { PlainDate } from '../../domain/calendar/dates';
import { foldUuids } from '../../domain/uuids';
import type { EventView } from './events';

type Fact = Record<string, unknown>;

/** An entry as it stands, or stood: its fields with its words, and the day on which it was true. */
export interface Stood {
  readonly fact: Fact | null;
  readonly on: PlainDate | null;
}

/** What a correction takes back. */
export interface Taken {
  readonly id: string;
  readonly type: string;
  /** As it stood until then, whatever corrections there had been before. */
  readonly stood: Stood;
  /** What stands in its place since; null: nothing. */
  readonly instead: Stood | null;
}

interface Correction {
  readonly targets: readonly string[];
  readonly with: Fact | null;
}

function correctionIn({ event }: EventView): Correction {
  const { event: one, events: several, with: put } = (event ?? {}) as { event?: string; events?: string[]; with?: Fact };
  return { targets: (several ?? (one === undefined ? [] : [one])).map(foldUuids), with: put ?? null };
}

/** What corrections made of an entry, one after the other; null: it counts no more. `typeOf`: of an entry by its id. */
function after(event: EventView, corrections: readonly Correction[], typeOf: (id: string) => string | undefined): Stood | null {
  const id = foldUuids(event.id);
  let stood: Stood | null = { fact: event.event, on: event.on };
  for (const { targets, with: put } of corrections) {
    if (!targets.includes(id)) continue;
    // Of several entries the first of the same type is replaced (contract 6.3(2)).
    const isReplaced = put !== null && targets.find((one) => typeOf(one) === put['type']) === id;
    stood = isReplaced ? { fact: put, on: dayOf(put, event) } : null;
  }
  return stood;
}

/** Without a day of its own it is of the day on which the entry was heard, which is what the log has of one that had none either. */
const dayOf = (put: Fact, { event, on }: EventView): PlainDate | null =>
  typeof put['on'] === 'string' ? (put['on'] as PlainDate) : event?.['on'] === undefined ? on : null;

const corrections = (events: readonly EventView[]): readonly EventView[] =>
  events.filter(({ type, status }) => type === 'corrected' && status === 'applied');

const typesIn = (events: readonly EventView[]): ((id: string) => string | undefined) => {
  const types = new Map(events.map(({ id, type }) => [foldUuids(id), type]));
  return (id) => types.get(id);
};

/** An accepted entry as it stands now; null: it was taken back. `events`: all of the person, in the order in which they were decided. */
export const standsAs = (event: EventView, events: readonly EventView[]): Stood | null =>
  after(event, corrections(events).map(correctionIn), typesIn(events));

/** What a correction took back, and what it put in its place. `events`: all of the person, in the order in which they were decided. */
export function takenBy(correction: EventView, events: readonly EventView[]): readonly Taken[] {
  const typeOf = typesIn(events);
  const earlier = corrections(events)
    .filter(({ sequence }) => (sequence ?? 0) < (correction.sequence ?? 0))
    .map(correctionIn);
  const own = correctionIn(correction);
  return own.targets.flatMap((id): Taken[] => {
    const event = events.find((one) => foldUuids(one.id) === id);
    const stood = event && after(event, earlier, typeOf);
    return event && stood ? [{ id: event.id, type: event.type, stood, instead: after(event, [own], typeOf) }] : [];
  });
}
