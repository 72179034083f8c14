import ical, { ICalAttendeeRole, ICalAttendeeStatus, ICalCalendarMethod, ICalEventClass, ICalEventStatus } from 'ical-generator';
import { addDays, londonTime, type Instant, type PlainDate } from '../../../domain/calendar/dates';

/** A meeting as one calendar file tells of it. */
export interface CalendarMeeting {
  readonly registerId: string;
  readonly pathway: number;
  readonly meeting: string;
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

/** The UID of a meeting: the same for everybody, and for every change of it (RFC 5545 section 3.8.4.7). */
export const calendarUid = ({ registerId, pathway, meeting }: Pick<CalendarMeeting, 'registerId' | 'pathway' | 'meeting'>): string =>
  `${registerId}-${pathway}-${meeting}@dynamic-support-pathway`.toLowerCase();

/**
 * An iCalendar file (RFC 5545, RFC 5546): a request, or a cancellation. Times go in UTC; without a time it is the whole day.
 * The summary says "Meeting" and the register id, nothing else (invariant 12).
 */
export function calendarFile(meeting: CalendarMeeting): { method: 'REQUEST' | 'CANCEL'; content: string } {
  const method = meeting.cancelled ? 'CANCEL' : 'REQUEST';
  const calendar = ical({
    prodId: { company: 'dynamic-support-pathway', product: 'meetings', language: 'EN' },
    method: meeting.cancelled ? ICalCalendarMethod.CANCEL : ICalCalendarMethod.REQUEST,
  });
  const event = calendar.createEvent({
    id: calendarUid(meeting),
    sequence: meeting.sequence,
    stamp: new Date(meeting.stamp),
    ...times(meeting),
    summary: `Meeting ${meeting.registerId}`,
    ...(meeting.place === null ? {} : { location: meeting.place }),
    organizer: { name: meeting.organiser.name, email: meeting.organiser.email },
    status: meeting.cancelled ? ICalEventStatus.CANCELLED : ICalEventStatus.CONFIRMED,
    class: ICalEventClass.PRIVATE,
  });
  event.createAttendee({
    email: meeting.recipient.email,
    ...(meeting.recipient.name === null ? {} : { name: meeting.recipient.name }),
    role: ICalAttendeeRole.REQ,
    status: ICalAttendeeStatus.NEEDSACTION,
    rsvp: !meeting.cancelled,
  });
  return { method, content: calendar.toString() };
}

function times({ on, time, until }: CalendarMeeting): { start: Date | string; end?: Date | string; allDay?: true } {
  if (time === null) return { start: wholeDay(on), end: wholeDay(addDays(on, 1)), allDay: true };
  const start = new Date(londonTime(on, minutesOf(time)));
  const end = until === null ? null : new Date(londonTime(on, minutesOf(until)));
  // One that ends at or before its start would be refused by calendars: only the start is told.
  return end && end > start ? { start, end } : { start };
}

/** The date as UTC's noon, so that it is written as that date whatever the machine's own time zone. */
const wholeDay = (date: PlainDate): Date => new Date(`${date}T12:00:00Z`);

function minutesOf(time: string): number {
  const [hour = 0, minute = 0] = time.split(':').map(Number);
  return hour * 60 + minute;
}
