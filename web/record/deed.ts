import { type Instant, londonDate } from '../../domain/calendar/dates';
import { eventSchema, type PathwayEvent } from '../../domain/pathway/events';
import type { Deadline } from '../../domain/pathway/types';
import { kindWords } from '../content/kinds';

/** The event that says that a deadline was done today; null where its kind needs more than a press. */
export function deedOf({ kind, subject }: Deadline, now: Instant): PathwayEvent | null {
  const { act } = kindWords(kind);
  if (!act.press) return null;
  const on = londonDate(now);
  const about = act.event === 'action-done' ? { action: subject } : act.event === 'transition-planned' ? {} : { meeting: subject };
  const parsed = eventSchema.safeParse({ type: act.event, on, ...about });
  return parsed.success ? parsed.data : null;
}
