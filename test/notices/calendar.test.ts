import { calendarFile, calendarUid, type CalendarMeeting } from '../../services/notices/letters/calendar';
import { at, day, REGISTER_ID } from './support/world';

const meeting: CalendarMeeting = {
  registerId: REGISTER_ID,
  pathway: 1,
  meeting: 'cetr-1',
  on: day('2026-10-13'),
  time: '14:00',
  until: '15:30',
  place: 'County Hall, room 2',
  sequence: 0,
  cancelled: false,
  organiser: { name: 'The team', email: 'team@examplevalley.example' },
  recipient: { name: 'Ana Example', email: 'ana@examplevalley.example' },
  stamp: at('2026-10-01T10:00:00Z'),
};

/** The properties of the one event of a calendar file, unfolded (RFC 5545 section 3.1): name, parameters, value. */
function properties(content: string): { name: string; parameters: string; value: string }[] {
  const lines = content
    .replaceAll('\r\n', '\n')
    .replaceAll(/\n[ \t]/g, '')
    .split('\n')
    .filter(Boolean);
  return lines.map((line) => {
    const [, name = '', parameters = '', value = ''] = /^([A-Z-]+)((?:;[^:"]*(?:"[^"]*")?[^:"]*)*):(.*)$/.exec(line) ?? [];
    return { name, parameters, value };
  });
}
const valueOf = (content: string, name: string): string | undefined =>
  properties(content).find((property) => property.name === name)?.value;

describe('the calendar file of a meeting', () => {
  test('a request: "Meeting" and the register id, London times as UTC, one attendee, private', () => {
    const { method, content } = calendarFile(meeting);
    expect(method).toBe('REQUEST');
    expect(valueOf(content, 'METHOD')).toBe('REQUEST');
    expect(valueOf(content, 'SUMMARY')).toBe(`Meeting ${REGISTER_ID}`);
    expect(valueOf(content, 'UID')).toBe('k7qm-42xd-1-cetr-1@dynamic-support-pathway');
    expect(valueOf(content, 'SEQUENCE')).toBe('0');
    expect(valueOf(content, 'DTSTART')).toBe('20261013T130000Z');
    expect(valueOf(content, 'DTEND')).toBe('20261013T143000Z');
    expect(valueOf(content, 'DTSTAMP')).toBe('20261001T100000Z');
    expect(valueOf(content, 'CLASS')).toBe('PRIVATE');
    expect(valueOf(content, 'STATUS')).toBe('CONFIRMED');
    const attendees = properties(content).filter(({ name }) => name === 'ATTENDEE');
    expect(attendees).toHaveLength(1);
    expect(attendees[0]?.value.toLowerCase()).toBe('mailto:ana@examplevalley.example');
    expect(valueOf(content, 'ORGANIZER')?.toLowerCase()).toBe('mailto:team@examplevalley.example');
    expect(content.endsWith('END:VCALENDAR') || content.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  test('in winter London is UTC', () => {
    expect(valueOf(calendarFile({ ...meeting, on: day('2026-11-13') }).content, 'DTSTART')).toBe('20261113T140000Z');
  });

  test('without a time it is the whole day, wherever the machine stands', () => {
    const { content } = calendarFile({ ...meeting, time: null, until: null });
    expect(properties(content).filter(({ name }) => name.startsWith('DT') && name !== 'DTSTAMP')).toEqual([
      { name: 'DTSTART', parameters: ';VALUE=DATE', value: '20261013' },
      { name: 'DTEND', parameters: ';VALUE=DATE', value: '20261014' },
    ]);
  });

  test('an end at or before the start is left out', () => {
    expect(valueOf(calendarFile({ ...meeting, until: '13:00' }).content, 'DTEND')).toBeUndefined();
  });

  test('a change and a cancellation keep the UID and raise SEQUENCE', () => {
    const changed = calendarFile({ ...meeting, on: day('2026-10-20'), sequence: 1 }).content;
    const off = calendarFile({ ...meeting, on: day('2026-10-20'), sequence: 2, cancelled: true });
    expect([changed, off.content].map((content) => [valueOf(content, 'UID'), valueOf(content, 'SEQUENCE')])).toEqual([
      [calendarUid(meeting), '1'],
      [calendarUid(meeting), '2'],
    ]);
    expect([off.method, valueOf(off.content, 'METHOD'), valueOf(off.content, 'STATUS')]).toEqual(['CANCEL', 'CANCEL', 'CANCELLED']);
  });

  test('words with commas, semicolons and line ends cannot break out of their line', () => {
    const { content } = calendarFile({ ...meeting, place: 'Room 2; left, then\nATTENDEE:mailto:other@elsewhere.example' });
    expect(properties(content).filter(({ name }) => name === 'ATTENDEE')).toHaveLength(1);
    expect(valueOf(content, 'LOCATION')).toBe('Room 2\\; left\\, then\\nATTENDEE:mailto:other@elsewhere.example');
  });
});
