import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Writing, writing } from './support/messages';
import { at as atMeetingPage, notes } from './support/meetings';

let at: Writing;
let desk: Writing['desk'];
let sam: TextBrowser;
let registerId: string;

const REVIEW = { meeting: 'ctr-1', kind: 'community-cetr' };
const readers = () => paths.meetingReportReaders({ registerId, meeting: 'ctr-1' });
const day = (on: string) => {
  const [year = '', month = '', date = ''] = on.split('-');
  return { 'on-day': date, 'on-month': month, 'on-year': year };
};
const came = async (name: string, role: string, how = 'video') => {
  await sam.go(paths.meetingWho({ registerId, meeting: 'ctr-1' }));
  await sam.press('Add them', { name, role, came: how });
};

beforeEach(async () => {
  at = await writing();
  ({ desk, sam, registerId } = at);
  await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, on: '2026-10-02', invited: ['team', 'mum'] });
});
afterEach(() => at.close());

test('each of those whom the report has to reach has a date of their own: by mail as it went, otherwise as it is written down', async () => {
  await sam.go(readers());
  expect(sam.text()).toContain('The review was not held yet.');
  expect(sam.page?.html).not.toContain('Write it down');
  await came('Dr Clinical', 'Independent clinical expert');
  await came('Ms Specimen, Example Academy', 'Head of year');
  await came('Cy Absent', 'Social worker', 'did-not-come');
  await sam.go(notes(registerId, 'safe', 'ctr-1'));
  await sam.press('Save and go back', { text: 'She is safe at home.' });
  await desk.send(registerId, { type: 'meeting-held', ...REVIEW, on: '2026-10-02', outcome: 'stay-in-community' });
  await desk.send(registerId, {
    ...{ type: 'action-agreed', action: 'a-9', what: 'Find a home', owner: 'ana-example', due: '2026-11-20', meeting: 'ctr-1' },
  });
  await sam.go(readers());
  // The first duty: the person, who is no contact of their own here, their advocate, the care team; of the family nobody whom they chose.
  expect(sam.text()).toMatch(
    /The person, their advocate, the family and the care team.*The person themself ?No contact of their own is recorded ?Not yet/,
  );
  const table = sam.text();
  expect(table).toMatch(/Ali Madeup.{0,20}Advocate ?Not yet/);
  expect(table).toMatch(/Ms Specimen, Example Academy.{0,20}Another professional ?Not yet/);
  expect(table).not.toMatch(/Mum Madeup|Dad Madeup|Cy Absent|Head of year/);
  // The second: who took part, or does something that is recommended; nobody twice.
  expect(table).toMatch(
    /Everybody else who took part.*Dr Clinical.{0,20}Independent clinical expert ?Not yet.*Ana Example.{0,20}Helps with/,
  );
  // The clock of two weeks.
  expect(table).toContain('Friday 16 October 2026');
  await sam.go(atMeetingPage(registerId, 'ctr-1'));
  expect(sam.text()).toContain('It has reached 0 of 5.');

  await sam.follow('Whom it has to reach');
  await sam.press('Write it down', {});
  expect(sam.text()).toMatch(/Choose whom it reached.*Choose how/);
  await sam.press('Write it down', { to: ['person'], how: 'read-aloud', ...day('2026-10-03') });
  expect(sam.text()).toContain('The day is from that of the review, Friday 2 October 2026, to today');
  desk.setClock('2026-10-05T08:30');
  sam = await desk.signedIn('sam-okafor');
  const write = async (to: readonly string[], how: string, on: string) => {
    await sam.go(readers());
    await sam.press('Write it down', { to, how, ...day(on) });
  };
  await write(['person'], 'read-aloud', '2026-10-04');
  await write(['contact:advo'], 'post', '2026-10-05');
  await write(['contact:advo'], 'hand', '2026-10-05');
  expect(sam.text()).toContain('Read aloud to them, or gone through with them, Sunday 4 October 2026');
  expect(sam.text()).toContain('Given by hand, Monday 5 October 2026');
  expect(sam.text()).not.toContain('Sent by post, Monday');
  await write(['contact:advo'], 'not-given', '2026-10-05');
  expect(sam.text()).toMatch(/Ali Madeup.{0,20}Advocate ?Not yet/);
  await sam.follow('Send it by mail');
  await sam.press('See what goes', { to: ['contact:school', 'staff:ana-example'] });
  await sam.press('Send the notes');
  await sam.go(readers());
  expect(sam.text()).toMatch(/Ms Specimen, Example Academy.{0,20}Another professional ?On its way/);
  await at.mailed('2026-10-05T09:00');
  await sam.go(readers());
  expect(sam.text()).toMatch(/Ms Specimen, Example Academy.{0,20}Another professional ?Sent from here on Monday 5 October 2026/);
  expect(sam.text()).toMatch(/Ana Example.{0,20}Helps with what is recommended ?Sent from here on Monday 5 October 2026/);
  await sam.go(atMeetingPage(registerId, 'ctr-1'));
  expect(sam.text()).toContain('It has reached 3 of 5.');
});

test('what was sent before the review was no report of it, and what waits or did not arrive has reached nobody', async () => {
  await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, on: '2026-10-05', invited: ['team'] });
  await sam.go(notes(registerId, 'asked', 'ctr-1'));
  await sam.press('Save and go back', { why: 'A home of their own.' });
  const sent = async (to: readonly string[]) => {
    await sam.go(paths.meetingSend({ registerId, meeting: 'ctr-1' }));
    await sam.press('See what goes', { to });
    await sam.press('Send the notes');
  };
  await sent(['contact:school']);
  await at.mailed();
  desk.setClock('2026-10-05T08:30');
  sam = await desk.signedIn('sam-okafor');
  await desk.send(registerId, { type: 'meeting-held', ...REVIEW, on: '2026-10-05', outcome: 'stay-in-community' });
  await sam.go(readers());
  expect(sam.text()).toMatch(/Ms Specimen, Example Academy.{0,20}Another professional ?Not yet/);
  await sent(['contact:school', 'contact:advo']);
  await at.mailed('2026-10-05T09:00');
  await desk.pool.query(`update notice set receipt = 'permanent-failure' where template = 'notes-sent' and recipient = 'contact:advo'`);
  await sam.go(readers());
  expect(sam.text()).toMatch(/Ms Specimen, Example Academy.{0,20}Another professional ?Sent from here on Monday 5 October 2026/);
  expect(sam.text()).toMatch(/Ali Madeup.{0,20}Advocate ?Not yet/);
  await desk.pool.query(
    `update notice set status = 'held', sent_at = null, receipt = null where template = 'notes-sent' and recipient = 'contact:advo'`,
  );
  await sam.go(readers());
  expect(sam.text()).toMatch(/Ali Madeup.{0,20}Advocate ?Waits under Notices, and does not go by itself/);
});

test('nothing is written of a meeting that is no review, nor of one that was not held', async () => {
  expect((await sam.go(paths.meetingReportReaders({ registerId, meeting: 'mam-1' }))).status).toBe(404);
  const jo = await desk.signedIn('jo-panel');
  expect((await jo.go(readers())).status).toBe(403);
});

test('the page of a review has its dates in a row, each with why and what is done about it, and says what the usual notice has come to', async () => {
  await desk.send(registerId, { type: 'meeting-scheduled', ...REVIEW, on: '2026-10-11', invited: ['team'] });
  await sam.go(atMeetingPage(registerId, 'ctr-1'));
  expect(sam.text()).toContain('The usual notice before the meeting is no longer possible. Start now. Nothing is blocked.');
  expect(sam.text()).toMatch(/Before and after it.*Begin arranging the CETR.*Contact the family.*Send papers to the panel/);
  expect(sam.text()).toContain('Saturday 10 October 2026');
  await sam.press('Arranging begun');
  expect((await at.events()).at(-1)?.type).toBe('arrangements-begun');
});
