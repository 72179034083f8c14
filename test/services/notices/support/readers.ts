import ICAL from 'ical.js';
import { simpleParser } from 'mailparser';
import nodeIcal from 'node-ical';
import { z } from 'zod';
import { parseMail, type CaughtMail } from '../../../../operations/parts/mail-catcher';

/** A meeting as a calendar program reads it. */
export interface ReadMeeting {
  readonly method: string | null;
  readonly uid: string;
  readonly summary: string;
  readonly location: string | null;
  /** ISO 8601 in UTC, or the date of a whole day. */
  readonly start: string;
  readonly end: string | null;
  readonly organiser: string | null;
  readonly attendees: readonly { readonly address: string; readonly parameters: Readonly<Record<string, string>> }[];
}

const text = (value: unknown): string | null => (typeof value === 'string' ? value : null);

/** Reads a calendar file with ical.js, which holds to RFC 5545 and RFC 6868. Throws where it is none. */
export function readStrictly(file: string): ReadMeeting {
  const calendar = new ICAL.Component(ICAL.parse(file));
  const event = calendar.getFirstSubcomponent('vevent');
  if (!event) throw new Error('a calendar file without an event');
  const when = (name: string): string | null => {
    const value = event.getFirstPropertyValue(name) as { isDate: boolean; toString(): string; toJSDate(): Date } | null;
    return value && (value.isDate ? value.toString() : value.toJSDate().toISOString());
  };
  return {
    method: text(calendar.getFirstPropertyValue('method')),
    uid: text(event.getFirstPropertyValue('uid')) ?? '',
    summary: text(event.getFirstPropertyValue('summary')) ?? '',
    location: text(event.getFirstPropertyValue('location')),
    start: when('dtstart') ?? '',
    end: when('dtend'),
    organiser: event.getFirstProperty('organizer')?.getParameter('cn') ?? null,
    attendees: event.getAllProperties('attendee').map((property) => ({
      address: decodeURIComponent(text(property.getFirstValue()) ?? '').replace('mailto:', ''),
      parameters: Object.fromEntries(Object.entries(property.toJSON()[1]).map(([name, value]) => [name.toUpperCase(), value])),
    })),
  };
}

const person = z.object({ val: z.string(), params: z.record(z.string(), z.unknown()) });
const said = z.union([z.string(), z.object({ val: z.string() })]).transform((value) => (typeof value === 'string' ? value : value.val));

/** The same with node-ical, as far as it reads by the letter: it knows no RFC 6868, and splits parameters where they are quoted. */
export function readLoosely(
  file: string,
): Pick<ReadMeeting, 'method' | 'uid' | 'summary' | 'location' | 'start' | 'end'> & { addresses: string[] } {
  const parsed = Object.values(nodeIcal.sync.parseICS(file));
  const event = parsed.find((one) => one?.type === 'VEVENT');
  if (event?.type !== 'VEVENT') throw new Error('a calendar file without an event');
  const when = (date: Date & { dateOnly?: true }): string =>
    date.dateOnly ? date.toLocaleDateString('en-CA') : new Date(date.getTime()).toISOString();
  const { attendee, location, summary, method } = event as unknown as Record<string, unknown>;
  return {
    method: typeof method === 'string' ? method : null,
    uid: event.uid,
    summary: said.parse(summary),
    location: location === undefined ? null : said.parse(location),
    start: when(event.start),
    end: event.end ? when(event.end) : null,
    addresses: z
      .array(person)
      .parse(attendee === undefined ? [] : Array.isArray(attendee) ? attendee : [attendee])
      .map(({ val }) => decodeURIComponent(val).replace('mailto:', '')),
  };
}

/** A mail as two libraries read it: postal-mime and mailparser. */
export async function readTwice(mail: CaughtMail): Promise<{ subject: string; text: string; html: string; calendar: string | null }[]> {
  const [one, other] = await Promise.all([parseMail(mail), simpleParser(mail.raw, { skipTextToHtml: true, skipImageLinks: true })]);
  const lines = (words: string | undefined | false): string => (words || '').replaceAll('\r\n', '\n').trimEnd();
  const ofOne = one.attachments.find(({ mimeType }) => mimeType === 'text/calendar')?.content;
  const ofOther = other.attachments.find(({ contentType }) => contentType === 'text/calendar')?.content;
  return [
    {
      subject: one.subject ?? '',
      text: lines(one.text),
      html: lines(one.html),
      calendar: ofOne === undefined ? null : typeof ofOne === 'string' ? ofOne : new TextDecoder().decode(ofOne),
    },
    { subject: other.subject ?? '', text: lines(other.text), html: lines(other.html), calendar: ofOther ? ofOther.toString('utf8') : null },
  ];
}
