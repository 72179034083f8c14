import { parseInstant } from '../../domain/calendar/dates';
import { publicSentence, statusModel, type StatusRead } from '../../web/status/model';

const now = parseInstant('2026-10-02T02:14');
const well: StatusRead = {
  stuck: false,
  proof: {
    provedAt: '2026-10-02T01:02:00.000+01:00',
    wellAt: '2026-10-02T01:02:00.000+01:00',
    pathways: 1,
    timersExpected: 3,
    timersFound: 3,
    differences: [],
    more: 0,
  },
  outage: null,
  sender: null,
  waiting: { signals: 0, since: null, lastError: null },
  mailAway: null,
  stoppedSince: null,
  due: 0,
  lastHolidayYear: 2028,
  mayCount: true,
};
const at = (text: string): Date => new Date(parseInstant(text));
const partOf = (what: string, read: Partial<StatusRead>) => {
  const found = statusModel({ ...well, ...read }, now).parts.find((one) => one.what === what);
  return found && [found.well, found.stands, found.means];
};

test('all is well', () => {
  expect(statusModel(well, now).parts.map((one) => [one.what, one.well])).toEqual([
    ['Entries and pages', true],
    ['Deadlines', true],
    ['Reminders', true],
    ['Mail', true],
    ['Bank holidays', true],
  ]);
  expect(partOf('Deadlines', {})).toEqual([
    true,
    'Proved complete at 1.02am today: 3 of 3 reminders are set',
    'No date is without its reminder.',
  ]);
});

test.each<[string, string, Partial<StatusRead>, string, RegExp]>([
  [
    'no worker has run yet',
    'Reminders',
    { outage: { part: 'worker', since: null } },
    'What sets reminders is not there yet',
    /none is lost\.$/,
  ],
  [
    'a worker is gone, with an entry that waits',
    'Reminders',
    { outage: { part: 'worker', since: at('2026-10-01T23:50') }, waiting: { signals: 1, since: at('2026-10-02T02:13'), lastError: null } },
    'What sets reminders has been away since 11.50pm yesterday',
    /none is lost\. 1 entry waits to be passed on\.$/,
  ],
  [
    'Temporal is away',
    'Reminders',
    { outage: { part: 'temporal', since: at('2026-10-02T02:10') } },
    'The workflow service, which keeps the times, has been away since 2.10am today',
    /the dates are right/,
  ],
  [
    'both are there, and something has waited for longer than a minute',
    'Reminders',
    { waiting: { signals: 2, since: at('2026-10-02T02:12'), lastError: null } },
    'Behind since 2.12am today',
    /2 entries wait/,
  ],
  [
    'nothing proves the dates while reminders wait',
    'Deadlines',
    { outage: { part: 'worker', since: null } },
    'Proved complete at 1.02am today: 3 of 3 reminders are set',
    /^It is proved again when reminders run again\.$/,
  ],
  [
    'mail is away',
    'Mail',
    { due: 12, mailAway: { since: at('2026-10-02T00:40'), looks: 3, nextLookAt: new Date(now), reason: 'x' } },
    'The mail server has been away since 12.40am today',
    /^12 messages wait\. None is lost/,
  ],
  [
    'sending is stopped',
    'Mail',
    { due: 1, stoppedSince: '2026-10-02T01:00:00.000Z' },
    'All sending has been stopped since 2am today',
    /^1 message waits\./,
  ],
  [
    'the sender is gone',
    'Mail',
    { sender: { part: 'worker', since: at('2026-10-02T02:00') } },
    'What sends messages has been away since 2am today',
    /^0 messages wait\./,
  ],
  ['nothing can be recorded', 'Entries and pages', { stuck: true }, 'Cannot record at the moment', /^Nothing can be recorded/],
])('%s', (_, what, read, stands, means) => {
  const shown = partOf(what, read);
  expect(shown?.slice(0, 2)).toEqual([what === 'Deadlines', stands]);
  expect(shown?.[2]).toMatch(means);
});

test('what waits for less than a minute is on its way', () => {
  expect(partOf('Reminders', { waiting: { signals: 1, since: at('2026-10-02T02:14'), lastError: null } })).toEqual([
    true,
    'Working',
    'Reminders go out on their day.',
  ]);
});

test('whoever has not signed in is told whom to call where nothing can be recorded', () => {
  const team = { name: 'the team', phone: '0116 496 0100' };
  expect(publicSentence({ stuck: true, waits: true }, team)).toBe('Nothing can be recorded at the moment: call the team, 0116 496 0100.');
  expect(publicSentence({ stuck: false, waits: false }, team)).toBe('The service is working.');
});
