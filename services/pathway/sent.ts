import { type Instant, londonDate, parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { digestOf } from '../../infra/canonical';

/** What somebody sends of an event's time: the day on which it was true, or the instant (ISO 8601; without an offset in London). */
interface SentTime {
  readonly type?: unknown;
  readonly on?: unknown;
  readonly occurredAt?: unknown;
}

/** The day on which a sent event was true, where its sender says so; or what is wrong with what they say. */
export type SentDay =
  | { readonly on: PlainDate | undefined }
  | { readonly wrong: 'later-today' }
  /** `on` is another day than that of the instant. */
  | { readonly wrong: 'two-days'; readonly is: PlainDate };

/** How far the clock of a sender may be ahead of ours. */
const AHEAD_MS = 300_000;

/**
 * The London date of the instant that a sender gives (`occurredAt`), where one is given; otherwise nothing is said, and the event's own `on`
 * counts. Throws RangeError for an instant that is none.
 */
export function dayOfSent({ type, on, occurredAt }: SentTime, now: Instant): SentDay {
  if (typeof occurredAt !== 'string') return { on: undefined };
  const at = parseInstant(occurredAt);
  const day = londonDate(at);
  // A time that has not come yet on a day that has: of a later day the core says so, and keeps the event as refused.
  if (type !== 'meeting-scheduled' && at > now + AHEAD_MS && day === londonDate(now)) return { wrong: 'later-today' };
  return on !== undefined && on !== day ? { wrong: 'two-days', is: day } : { on: day };
}

/** Of a body with one event, or several, about somebody: so that the same id with another body is told apart. */
export const digestOfSent = (registerId: string, body: unknown): string => digestOf([registerId, body]);

/** The same of a referral, without its id. */
export const digestOfReferral = (body: unknown): string => digestOf(['referral', body]);
