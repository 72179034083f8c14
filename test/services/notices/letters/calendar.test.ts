import { calendarFile, type CalendarMeeting } from '../../../../services/notices/letters/calendar';
import { readLoosely, readStrictly } from '../support/readers';
import { at, day, REGISTER_ID } from '../support/world';

const meeting: CalendarMeeting = {
  registerId: REGISTER_ID,
  uid: '6a3ea5c4-93b4-4a0c-a3d4-1a7f37c1a111',
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
const lines = (content: string): string[] => content.replaceAll('\r\n ', '').split('\r\n');

describe('the calendar file of a meeting', () => {
  test('a request: "Meeting" and the register id, London times as UTC, one attendee, private', () => {
    const { method, content } = calendarFile(meeting);
    expect(method).toBe('REQUEST');
    const read = readStrictly(content);
    expect(read).toEqual({
      method: 'REQUEST',
      uid: meeting.uid,
      summary: `Meeting ${REGISTER_ID}`,
      location: 'County Hall, room 2',
      start: '2026-10-13T13:00:00.000Z',
      end: '2026-10-13T14:30:00.000Z',
      organiser: 'The team',
      attendees: [
        {
          address: 'ana@examplevalley.example',
          parameters: { CN: 'Ana Example', ROLE: 'REQ-PARTICIPANT', PARTSTAT: 'NEEDS-ACTION', RSVP: 'TRUE' },
        },
      ],
    });
    const { attendees, organiser: _organiser, ...rest } = read;
    expect(readLoosely(content)).toEqual({ ...rest, addresses: attendees.map(({ address }) => address) });
    expect(lines(content)).toEqual(expect.arrayContaining(['SEQUENCE:0', 'DTSTAMP:20261001T100000Z', 'CLASS:PRIVATE', 'STATUS:CONFIRMED']));
    expect(content.endsWith('END:VCALENDAR\r\n')).toBe(true);
  });

  test('in winter London is UTC', () => {
    expect(readStrictly(calendarFile({ ...meeting, on: day('2026-11-13') }).content).start).toBe('2026-11-13T14:00:00.000Z');
  });

  test('without a time it is the whole day, wherever the machine stands', () => {
    const { content } = calendarFile({ ...meeting, time: null, until: null });
    expect(lines(content).filter((line) => /^DT(?:START|END)/.test(line))).toEqual([
      'DTSTART;VALUE=DATE:20261013',
      'DTEND;VALUE=DATE:20261014',
    ]);
    expect([readStrictly(content), readLoosely(content)].map(({ start, end }) => [start, end])).toEqual([
      ['2026-10-13', '2026-10-14'],
      ['2026-10-13', '2026-10-14'],
    ]);
  });

  test('an end at or before the start is left out', () => {
    expect(readStrictly(calendarFile({ ...meeting, until: '13:00' }).content).end).toBeNull();
  });

  test('a cancellation', () => {
    const off = calendarFile({ ...meeting, sequence: 2, cancelled: true });
    expect(off.method).toBe('CANCEL');
    expect(readStrictly(off.content)).toMatchObject({ method: 'CANCEL', uid: meeting.uid });
    expect(lines(off.content)).toEqual(expect.arrayContaining(['STATUS:CANCELLED', 'SEQUENCE:2']));
  });
});

describe('typed words in a calendar file', () => {
  const HOSTILE = [
    'Jo";ROLE=CHAIR;SENT-BY="mailto:boss@elsewhere.example',
    'Jo";ROLE=CHAIR;SENT-BY=mailto:boss@elsewhere.example:mailto:x@y.example',
    'Jo\r\nATTENDEE:mailto:other@elsewhere.example\r\nX:1',
    "Jo^n^'^^ \\n \\; \\, C:\\new",
    'Büro für Ω 漢字 👩‍👩‍👧 e\u0301'.repeat(9),
    'a,b;c:d=e',
    '',
    '   ',
  ];

  test.each(HOSTILE)('a name changes nothing but the name: %j', (name) => {
    const { content } = calendarFile({
      ...meeting,
      organiser: { name, email: 'team@x.example' },
      recipient: { name, email: 'jo@x.example' },
    });
    const { attendees, organiser } = readStrictly(content);
    const own = { ROLE: 'REQ-PARTICIPANT', PARTSTAT: 'NEEDS-ACTION', RSVP: 'TRUE' };
    const said = name.replaceAll('\r\n', '\n').replaceAll('\\', '/');
    expect(attendees).toEqual([{ address: 'jo@x.example', parameters: name.trim() === '' ? own : { CN: said, ...own } }]);
    expect(organiser).toBe(name.trim() === '' ? null : said);
    expect(readLoosely(content).addresses).toHaveLength(1);
    for (const line of content.split('\r\n')) expect(Buffer.byteLength(line)).toBeLessThanOrEqual(75);
    expect(content.replaceAll('\r\n', '')).not.toMatch(/[\r\n]/);
  });

  test.each(HOSTILE.slice(2, 6))('so does a place: %j', (place) => {
    const { content } = calendarFile({ ...meeting, place });
    const said = place.replaceAll('\r\n', '\n').replaceAll('\\', '/');
    expect([readStrictly(content).location, readLoosely(content).location]).toEqual([said, said]);
    expect(readStrictly(content).attendees).toHaveLength(1);
  });

  test.each(["o'leary+x&y@nhs.example", 'a?b#c%20d@x.example', '"a;b"@x.example'])('an address stays one address: %s', (email) => {
    const { content } = calendarFile({ ...meeting, recipient: { name: 'Jo', email } });
    expect(readStrictly(content).attendees.map(({ address }) => address)).toEqual([email]);
  });
});
