import { londonTime, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import { Temporal } from 'temporal-polyfill';
import { LONDON } from '../../../domain/calendar/dates';
import { timeWords } from './words/dates';

/** When a meeting is, as its mail and its calendar file both tell it. */
export interface MeetingTimes {
  readonly start: Instant;
  /** Null: it is not said, or cannot be (at or before the start). */
  readonly end: Instant | null;
}

/**
 * The instants of a meeting's times of day in London (HH:MM); null: the whole day. A time that summer time skips is an hour later, one that
 * comes twice is the first of the two (contract, top).
 */
export function meetingTimes(on: PlainDate, time: string | null, until: string | null): MeetingTimes | null {
  if (time === null) return null;
  const start = londonTime(on, minutesOf(time));
  const end = until === null ? null : londonTime(on, minutesOf(until));
  return { start, end: end !== null && end > start ? end : null };
}

/** The times in words, after the day: `at 2pm`, `2pm to 3.30pm`; null for a whole day. */
export function timesWords(times: MeetingTimes | null): string | null {
  if (times === null) return null;
  const [start, end] = [clockOf(times.start), times.end === null ? null : clockOf(times.end)];
  const words = end === null ? `at ${timeWords(start)}` : `${timeWords(start)} to ${timeWords(end)}`;
  return comesTwice(times.start) ? `${words} (before the clocks go back that night)` : words;
}

const clockOf = (at: Instant): string =>
  Temporal.Instant.fromEpochMilliseconds(at).toZonedDateTimeISO(LONDON).toPlainTime().toString({ smallestUnit: 'minute' });

const HOUR = 3_600_000;
/** The same time of day comes once more an hour later. */
const comesTwice = (at: Instant): boolean => clockOf(at) === clockOf((at + HOUR) as Instant);

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
