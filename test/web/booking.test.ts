import { AUDIENCES } from '../../domain/notices/catalogue';
import { changeArea } from '../../services/areas/versions';
import { parseInstant } from '../../domain/calendar/dates';
import { setSending } from '../../services/notices/settings';
import { areaOfFile, areaSchema } from '../../services/rules/areas';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
  for (const audience of AUDIENCES) await setSending(desk.pool, 'example', { audience, on: true });
});
afterAll(() => desk.close());

/** Somebody of 15, rated red, with their mother, to whom they chose that is written. `scope`: to what they consented; `shared`: the mailbox that both have. */
async function red(scope: readonly string[], shared?: string): Promise<string> {
  const registerId = await desk.refer({
    contacts: [
      { id: 'self', name: 'Tom Example', role: 'person', email: shared ?? 'tom@person.example' },
      { id: 'mum', name: 'Mum Example', role: 'parent-carer', email: shared?.toLowerCase() ?? 'mum@family.example', chosen: true },
    ],
  });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope });
  await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'x' });
  return registerId;
}

/** The form of a booking for Monday 12 October 2026, ten days ahead, filled in. */
async function looked(registerId: string, kind: string, invited: readonly string[]): Promise<string> {
  await sam.go(paths.recordEvent({ registerId, type: 'meeting-scheduled' }, { kind }));
  await sam.press('See what this changes', {
    'on-day': '12',
    'on-month': '10',
    'on-year': '2026',
    time: '9.30am',
    until: '',
    place: '',
    invited,
  });
  return sam.text();
}

const written = async (): Promise<unknown> =>
  (await desk.pool.query('select (select count(*) from event) e, (select count(*) from notice) n, (select count(*) from meeting_uid) u'))
    .rows;

const EVERYBODY = ['team', 'person', 'chosen-contacts'];

test('the invitations to a review are read before it is booked, the person’s own first; to look writes nothing', async () => {
  const registerId = await red(['register', 'meeting']);
  const before = await written();
  const page = await looked(registerId, 'community-cetr', EVERYBODY);
  expect(await written()).toEqual(before);
  expect(page).toContain('4 messages go out. 2 messages go to the person or their family.');
  expect(page).toContain('Now: 4 invitations, to be read below');
  expect(page).toMatch(
    /To Tom Examplenames not shown About your meetingYou are invited to .* for you, on Monday 12 October 2026, at 9\.30am/,
  );
  expect(page).toMatch(/To Mum Example.*for the person you care for, on Monday 12 October 2026, at 9\.30am.*To Ana Example, Sam Okafor/);
  expect(page.indexOf('To Mum Example')).toBeGreaterThan(page.indexOf('To Tom Example'));
});

test('an invitation to a review says where its papers are read and printed, and they are there for whoever has no account; another meeting has none', async () => {
  const registerId = await red(['register', 'meeting']);
  const page = await looked(registerId, 'community-cetr', EVERYBODY);
  const told = [...new Set(page.match(/http:\/\/localhost:\d+\/forms\/(?:cetr|planner)/g))];
  expect(told).toHaveLength(2);
  const noa = desk.browser();
  for (const [at, title] of [
    ['cetr', 'About your Care (Education) and Treatment Review'],
    ['planner', 'My Care and Treatment Review planner'],
  ] as const) {
    await noa.go(new URL(told.find((one) => one.endsWith(at)) ?? '').pathname);
    expect(noa.text()).toContain(title);
  }
  expect(await looked(registerId, 'mam', EVERYBODY)).not.toMatch(/\/forms\//);
});

test('what a review leads to once it is held stands beside what comes before it: feedback in 7 days, the report in 14, and a rating', async () => {
  const page = await looked(await red(['register', 'meeting']), 'community-cetr', EVERYBODY);
  expect(page).toMatch(/Begin arranging the CETRnoneby Friday 2 October 2026/);
  expect(page).toMatch(/Send papers to the panelnoneby Sunday 11 October 2026/);
  expect(page).toMatch(
    /Once it is heldTake feedbacknoneby Monday 19 October 2026.*Send the reportnoneby Monday 26 October 2026.*Decide the ratingnoneno date set/,
  );
});

test('of a stay: the next review is due three months after this one, for whoever is under 18', async () => {
  const registerId = await red(['register', 'meeting']);
  await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: false });
  const page = await looked(registerId, 'post-admission-cetr', EVERYBODY);
  expect(page).toMatch(/Once it is held.*Inpatient CETRnoneby Tuesday 12 January 2027/);
});

test('a meeting that is no review leads to nothing by itself, and its invitations are read all the same', async () => {
  const page = await looked(await red(['register', 'meeting']), 'mam', EVERYBODY);
  expect(page).not.toContain('Once it is held');
  expect(page).toContain('To Tom Example');
});

test('without consent to meetings the invitations to a review wait, but the team’s: that is said, and nothing is counted as going', async () => {
  const page = await looked(await red(['register']), 'community-cetr', EVERYBODY);
  expect(page).toContain('2 messages go out. Nothing goes to the person or their family.');
  expect(page).toContain('Now: 2 invitations, to be read below');
  expect(page).toContain('Waits: 2 invitations, to be read below');
  // What waits is read all the same: nobody asks again before it goes.
  expect(page).toMatch(
    /To Tom Examplenames not shown It waits for consent to the meeting, and goes once that is recorded\. ?About your meetingYou are invited/,
  );
});

test('whoever sits on a panel is invited by name, and nothing goes to the family by that; who sits nowhere cannot be', async () => {
  const area = areaOfFile('example');
  const [chair, other] = ['chair', 'other'].map((id) => ({ id, name: `${id} Madeup`, email: `${id}@panel.example`, audiences: ['panel'] }));
  const places = area.places?.map((one) => (one.id === 'panel-wednesday' ? { ...one, sits: ['chair'] } : one));
  const profile = areaSchema.parse({ ...area, places, book: [...area.book, chair, other] });
  await changeArea(desk.pool, { profile, by: 'tests', why: 'A panel', at: parseInstant('2026-10-02T08:00') });
  const page = await looked(await red(['register', 'meeting']), 'community-cetr', ['chair', 'other']);
  expect(page).toContain('1 message goes out. Nothing goes to the person or their family.');
  expect(page).toContain('To chair Madeup');
  expect(page).not.toContain('other Madeup');
});

test('a meeting that is booked together with something else is read in the same way', async () => {
  const registerId = await red(['register', 'meeting']);
  await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: false });
  await sam.go(paths.recordTogether({ registerId, journey: 'discharge-meeting' }));
  await sam.press('Continue', { 'discharge-when': 'today', 'discharge-destination': 'home' });
  const day = { 'meeting-on-day': '12', 'meeting-on-month': '10', 'meeting-on-year': '2026' };
  await sam.press('See what this changes', { 'meeting-arranged': 'yes', ...day, 'meeting-invited': ['person'] });
  expect(sam.text()).toMatch(
    /The invitations, as they go To Tom Examplenames not shown About your meetingYou are invited to .* for you, on Monday 12/,
  );
});

test('who shares a mailbox is written to once, and counted once', async () => {
  const registerId = await red(['register', 'meeting'], 'Shared@family.example');
  const page = await looked(registerId, 'community-cetr', EVERYBODY);
  expect(page).toContain('3 messages go out. 1 message goes to the person or their family.');
});
