import { createHash } from 'node:crypto';
import { addDays, type Instant } from '../../../domain/calendar/dates';
import { icalDay, icalFile, icalInstant, icalText, type ContentLine } from '../../notices/letters/ical';
import { meetingTimes } from '../../notices/letters/times';
import type { Calendar, CalendarLine } from './shape';

/** How long a calendar program may wait before it asks again. */
const AGAIN = 'PT4H';

/** The same for the same thing at each reading, and telling nothing. */
const uidOf = ({ sort, registerId, pathway, id }: CalendarLine): string =>
  `${createHash('sha256').update(`${sort}/${registerId}/${pathway}/${id}`).digest('hex').slice(0, 32)}@dynamic-support-pathway`;

/** A meeting is told as in an invitation; a deadline by what it is, but for what a diagnosis made it. Neither names anybody (invariant 12). */
const summaryOf = (line: CalendarLine, { what }: Told): string =>
  line.sort === 'meeting' ? `Meeting ${line.registerId}` : `Due: ${what(line)}, ${line.registerId}`;

/** How the pages tell of a line: where more stands behind the sign-in, and what a deadline is, in words that tell nobody's diagnosis. */
interface Told {
  readonly href: (line: CalendarLine) => string;
  readonly what: (line: CalendarLine) => string;
}

function timesOf({ on, time, until }: CalendarLine): ContentLine[] {
  const told = meetingTimes(on, time, until);
  if (told === null) return [icalDay('DTSTART', on), icalDay('DTEND', addDays(on, 1))];
  return [
    { name: 'DTSTART', value: icalInstant(told.start) },
    ...(told.end === null ? [] : [{ name: 'DTEND', value: icalInstant(told.end) }]),
  ];
}

/**
 * A calendar as a file for a calendar program (RFC 5545): register ids and what is due alone, no name, no place, nothing that somebody typed.
 */
export function calendarFeedFile({ weeks }: Calendar, told: Told, now: Instant): string {
  const event = (line: CalendarLine): ContentLine[] => [
    { name: 'BEGIN', value: 'VEVENT' },
    { name: 'UID', value: icalText(uidOf(line)) },
    { name: 'DTSTAMP', value: icalInstant(now) },
    ...timesOf(line),
    { name: 'SUMMARY', value: icalText(summaryOf(line, told)) },
    { name: 'URL', value: told.href(line) },
    // A due date takes no time of anybody's day.
    { name: 'TRANSP', value: line.sort === 'meeting' ? 'OPAQUE' : 'TRANSPARENT' },
    { name: 'CLASS', value: 'PRIVATE' },
    { name: 'END', value: 'VEVENT' },
  ];
  return icalFile([
    { name: 'BEGIN', value: 'VCALENDAR' },
    { name: 'VERSION', value: '2.0' },
    { name: 'PRODID', value: '-//dynamic-support-pathway//calendar//EN' },
    { name: 'METHOD', value: 'PUBLISH' },
    { name: 'NAME', value: 'Dynamic Support Pathway' },
    { name: 'REFRESH-INTERVAL', parameters: { VALUE: 'DURATION' }, value: AGAIN },
    ...weeks.flatMap(({ lines }) => lines.flatMap(event)),
    { name: 'END', value: 'VCALENDAR' },
  ]);
}
