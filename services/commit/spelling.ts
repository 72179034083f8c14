import type { Fact, PathwayEvent } from '../../domain/pathway/events';
import type { PersonRecord } from '../../domain/pathway/types';
import { foldUuids } from '../../domain/uuids';
import type { EventRequest } from './types';

type Said = PathwayEvent | Fact;

/** Where an event names another event, a deadline, a meeting or an action. */
const REFERENCES = ['event', 'events', 'deadline', 'meeting', 'action', 'insteadOf'] as const;

function referring(said: Said, spell: (id: string) => string): Said {
  const fields: Record<string, unknown> = { ...said };
  for (const field of REFERENCES) {
    const value = fields[field];
    if (typeof value === 'string') fields[field] = spell(value);
    else if (Array.isArray(value)) fields[field] = value.map((one: unknown) => (typeof one === 'string' ? spell(one) : one));
  }
  if (said.type === 'corrected' && said.with) fields['with'] = referring(said.with, spell);
  // The same type with the same fields, of which only the writing of ids differs.
  return fields as Said;
}

/** A request whose UUIDs are written in small letters, its own and those that its events name: one UUID is one id, however it is written. */
export function inSmallLetters(request: EventRequest): EventRequest {
  return { ...request, id: foldUuids(request.id), events: request.events.map((event) => referring(event, foldUuids)) };
}

/** Events that name what is on record as it is written there: before UUIDs were folded, some were recorded in capitals. */
export function asRecorded<E extends Said>(events: readonly E[], { pathways }: PersonRecord): readonly E[] {
  const recorded = new Map<string, string>();
  const note = (id: unknown): void => {
    if (typeof id === 'string' && /[A-F]/.test(id) && id !== foldUuids(id)) recorded.set(foldUuids(id), id);
  };
  for (const { log } of pathways)
    for (const { id, fact } of log) {
      note(id);
      if ('meeting' in fact) note(fact.meeting);
      if ('action' in fact) note(fact.action);
    }
  if (recorded.size === 0) return events;
  const spell = (reference: string): string => {
    const whole = recorded.get(reference);
    if (whole !== undefined) return whole;
    // The id of a deadline has the id of what opened it at its end.
    const end = [...recorded].find(([folded]) => reference.endsWith(`:${folded}`));
    return end ? reference.slice(0, -end[0].length) + end[1] : reference;
  };
  return events.map((event) => referring(event, spell) as E);
}
