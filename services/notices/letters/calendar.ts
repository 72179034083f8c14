import { addDays, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import { icalDay, icalFile, icalInstant, icalText, type ContentLine } from './ical';
import { meetingTimes } from './times';

/** A meeting as one calendar file tells of it. */
export interface CalendarMeeting {
  readonly registerId: string;
  /** The meeting's own: the same for everybody and for every change of it, and telling nothing (RFC 7986 section 5.3). */
  readonly uid: string;
  readonly on: PlainDate;
  /** HH:MM in London; null: the whole day. */
  readonly time: string | null;
  readonly until: string | null;
  readonly place: string | null;
  /** 0 and on: raised by each change that was told. */
  readonly sequence: number;
  readonly cancelled: boolean;
  readonly organiser: { readonly name: string; readonly email: string };
  /** The one person who gets this file: nobody else is named in it (invariant 12). */
  readonly recipient: { readonly name: string | null; readonly email: string };
  readonly stamp: Instant;
}

/**
 * An iCalendar file (RFC 5545, RFC 5546): a request, or a cancellation. Times go in UTC; without a time it is the whole day.
 * The summary says "Meeting" and the register id, nothing else (invariant 12).
 */
export function calendarFile(meeting: CalendarMeeting): { method: 'REQUEST' | 'CANCEL'; content: string } {
  const { organiser, recipient, cancelled, place } = meeting;
  const method = cancelled ? 'CANCEL' : 'REQUEST';
  const named = (name: string | null): Record<string, string> => (name === null || name.trim() === '' ? {} : { CN: name });
  const lines: ContentLine[] = [
    { name: 'BEGIN', value: 'VCALENDAR' },
    { name: 'VERSION', value: '2.0' },
    { name: 'PRODID', value: '-//dynamic-support-pathway//meetings//EN' },
    { name: 'METHOD', value: method },
    { name: 'BEGIN', value: 'VEVENT' },
    { name: 'UID', value: icalText(meeting.uid) },
    { name: 'SEQUENCE', value: String(meeting.sequence) },
    { name: 'DTSTAMP', value: icalInstant(meeting.stamp) },
    ...times(meeting),
    { name: 'SUMMARY', value: icalText(`Meeting ${meeting.registerId}`) },
    ...(place === null ? [] : [{ name: 'LOCATION', value: icalText(place) }]),
    { name: 'ORGANIZER', parameters: named(organiser.name), value: address(organiser.email) },
    {
      name: 'ATTENDEE',
      parameters: {
        ...named(recipient.name),
        ROLE: 'REQ-PARTICIPANT',
        PARTSTAT: 'NEEDS-ACTION',
        RSVP: cancelled ? 'FALSE' : 'TRUE',
      },
      value: address(recipient.email),
    },
    { name: 'STATUS', value: cancelled ? 'CANCELLED' : 'CONFIRMED' },
    { name: 'CLASS', value: 'PRIVATE' },
    { name: 'END', value: 'VEVENT' },
    { name: 'END', value: 'VCALENDAR' },
  ];
  return { method, content: icalFile(lines) };
}

function times({ on, time, until }: CalendarMeeting): ContentLine[] {
  const told = meetingTimes(on, time, until);
  if (told === null) return [icalDay('DTSTART', on), icalDay('DTEND', addDays(on, 1))];
  return [
    { name: 'DTSTART', value: icalInstant(told.start) },
    ...(told.end === null ? [] : [{ name: 'DTEND', value: icalInstant(told.end) }]),
  ];
}

/** A mail address as a URI (RFC 6068): what an address may hold and a URI may not is written with per cent. */
const address = (email: string): string => `mailto:${encodeURI(email).replaceAll(/[?#,;:]/g, (sign) => encodeURIComponent(sign))}`;
