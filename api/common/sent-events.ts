import type { Instant } from '../../domain/calendar/dates';
import { eventSchema, type PathwayEvent } from '../../domain/pathway/events';
import { dayOfSent } from '../../services/pathway/sent';
import { checked } from '../http/issues';
import { Problem } from '../http/problem';

/**
 * Makes the event that the core reads from the one that a caller sent: the time of day becomes its London date. `path`: where it stands in the
 * body, with a dot. Throws the problem `invalid-request` where `on` says another day, and for a time of today that has not come yet.
 */
export function toEvent(sent: Readonly<Record<string, unknown>>, path: string, now: Instant): PathwayEvent {
  const { occurredAt: _, ...event } = sent;
  const day = dayOfSent(sent, now);
  if (!('wrong' in day)) return checked(eventSchema, day.on === undefined ? event : { ...event, on: day.on }, 'The event');
  if (day.wrong === 'later-today') {
    const errors = [{ path: `${path}occurredAt`, message: 'must not lie ahead' }];
    throw Problem.of('invalid-request', 'The event says a time that has not come yet. See `errors`.', { errors });
  }
  const message = `must be ${day.is}, the London date of occurredAt; or leave one of the two out`;
  throw Problem.of('invalid-request', 'The event says two different days. See `errors`.', { errors: [{ path: `${path}on`, message }] });
}
