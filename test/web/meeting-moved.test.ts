import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Writing, writing } from './support/messages';
import { at as atMeetingPage } from './support/meetings';

let at: Writing;
let desk: Writing['desk'];
let sam: TextBrowser;
let registerId: string;

beforeEach(async () => {
  at = await writing();
  ({ desk, sam, registerId } = at);
});
afterEach(() => at.close());

test('a meeting is moved from its page: what is not changed stays, it is the same meeting, and those invited are told once', async () => {
  const booked = { kind: 'mam', on: '2026-10-20', time: '10:00', until: '11:30', place: 'The hub', invited: ['team', 'advo'] };
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-3', ...booked });
  await at.mailed();
  await sam.go(atMeetingPage(registerId, 'mam-3'));
  await sam.follow('Move it');
  expect(sam.text()).toContain('Move a meeting');
  await sam.press('See what this changes', { 'on-day': '22' });
  expect(sam.text()).toContain('Move a meeting');
  await sam.press('Move meeting');
  expect((await at.events()).at(-1)).toMatchObject({
    type: 'meeting-scheduled',
    event: { meeting: 'mam-3', on: '2026-10-22', time: '10:00', until: '11:30', invited: ['team', 'advo'] },
  });
  await sam.go(atMeetingPage(registerId, 'mam-3'));
  expect(sam.text()).toMatch(/Thursday 22 October 2026.*Booked, 10am to 11\.30am.*The hub/);
  const mails = await at.mailed('2026-10-02T09:10');
  expect(mails['ali@advocacy.example']).toContain('Thursday 22 October 2026');
  // One booking: the one before is not there beside it.
  await sam.go(paths.meetings({ registerId }));
  expect(sam.text().match(/Multi-agency meeting \(MAM\), \w+day 2\d October 2026/g)).toHaveLength(1);
});

test('a move of what was called off meanwhile books nothing, and what the booking has is not taken away unseen', async () => {
  const booked = { kind: 'mam', on: '2026-10-20', time: '10:00', until: '11:30', place: 'The hub', invited: ['team', 'advo'] };
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'mam-3', ...booked });
  const moving = paths.recordEvent({ registerId, type: 'meeting-scheduled' }, { meeting: 'mam-3' });
  await sam.go(moving);
  await sam.press('See what this changes', { time: '' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toContain('The booking has this, and keeps it: write what it is now.');
  await sam.go(moving);
  await sam.press('See what this changes', { invited: [] });
  expect(sam.page?.status).toBe(400);
  await sam.go(moving);
  await desk.send(registerId, { type: 'meeting-cancelled', meeting: 'mam-3' });
  const before = (await at.events()).length;
  await sam.press('See what this changes', { 'on-day': '22' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toContain('What you chose is not there any more.');
  expect((await at.events()).length).toBe(before);
});

test('a booking beside another is a new one unless it is said to take its place; where none is booked nothing is asked', async () => {
  await sam.go(paths.recordEvent({ registerId, type: 'meeting-scheduled' }));
  expect(sam.text()).toContain('Does it take the place of a booking?');
  const answers = { kind: 'mam', 'on-day': '29', 'on-month': '10', 'on-year': '2026', invited: ['team'] };
  await sam.press('See what this changes', { ...answers, meeting: 'new-meeting' });
  await sam.press('Book meeting');
  const { event } = (await at.events()).at(-1) ?? {};
  expect(event).toMatchObject({ type: 'meeting-scheduled', on: '2026-10-29' });
  expect(event?.['meeting']).toMatch(/^[0-9a-f-]{36}$/);
  const alone = await desk.refer();
  await sam.go(paths.recordEvent({ registerId: alone, type: 'meeting-scheduled' }));
  expect(sam.text()).not.toContain('Does it take the place of a booking?');
});

test('it is called off from its page; what was held or called off is neither moved nor called off', async () => {
  await sam.go(atMeetingPage(registerId, 'mam-2'));
  await sam.follow('Cancel it');
  await sam.press('See what this changes', { when: 'today' });
  await sam.press('Cancel meeting');
  expect((await at.events()).at(-1)).toMatchObject({ type: 'meeting-cancelled', event: { meeting: 'mam-2' } });
  for (const meeting of ['mam-1', 'mam-2']) {
    await sam.go(atMeetingPage(registerId, meeting));
    expect(sam.page?.html).not.toMatch(/>(Move|Cancel) it</);
  }
});

test('what cannot be done has something in its place, with an owner and a day of its own; the first is chased no more', async () => {
  const blocked = await at.agreed('school');
  await sam.go(paths.actions({ registerId }));
  expect(sam.text()).not.toContain('Agree what is done instead');
  await desk.send(registerId, { type: 'action-blocked', action: blocked, planB: 'A room at the library' });
  await sam.go(paths.actions({ registerId }));
  await sam.follow('Agree what is done instead');
  expect(sam.page?.html).toContain('A room at the library');
  await sam.press('Agree it instead', {});
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toContain('Say by when: it is chased by that day');
  await sam.press('Agree it instead', { owner: 'ana-example', 'due-day': '30', 'due-month': '10', 'due-year': '2026' });
  expect((await at.events()).at(-1)).toMatchObject({
    type: 'action-agreed',
    event: { insteadOf: blocked, what: 'A room at the library', owner: 'ana-example', due: '2026-10-30', meeting: 'mam-1' },
  });
  expect(sam.text()).toMatch(/A room at the library.*Ana Example.*Friday 30 October 2026.*To be done/);
  expect(sam.text()).toMatch(/Find a quiet room at school.*Another action stands in its place/);
  // Once something stands in its place, nothing else does.
  expect((await sam.go(paths.actionInstead({ registerId, action: blocked }))).status).toBe(404);
});

test('a recommendation stays one of the same body where something is done instead', async () => {
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'ctr-1', kind: 'community-cetr', on: '2026-10-20' });
  await sam.go(paths.meetingAction({ registerId, meeting: 'ctr-1' }));
  await sam.press('Add the recommendation', { what: 'A home of their own', category: 'home', body: 'Example City Council' });
  const action = sam.page?.url.searchParams.get('added') ?? '';
  await desk.send(registerId, { type: 'action-blocked', action, planB: 'A flat with support' });
  await sam.go(paths.actionInstead({ registerId, action }));
  await sam.press('Agree it instead', { 'due-day': '30', 'due-month': '10', 'due-year': '2026' });
  expect(sam.text()).toMatch(/A flat with support ?A home and support, for Example City Council/);
});
