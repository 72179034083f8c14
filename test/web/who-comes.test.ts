import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
let registerId: string;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());
beforeEach(async () => {
  registerId = await desk.refer({
    contacts: [
      { id: 'self', name: 'Tom Example', role: 'person', email: 'tom@person.example' },
      { id: 'mum', name: 'Mum Example', role: 'parent-carer', email: 'mum@family.example', chosen: true },
      { id: 'dad', name: 'Dad Example', role: 'parent-carer', email: 'dad@family.example', mustNotKnow: true },
      { id: 'school', name: 'Ms Specimen, Example Academy', role: 'professional', email: 'specimen@academy.example' },
      { id: 'nurse', name: 'Nurse Madeup', role: 'professional', email: 'nurse@health.example' },
    ],
  });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await desk.send(registerId, { type: 'rating-set', rating: 'red', reason: 'x' });
  await desk.send(registerId, { type: 'action-agreed', action: 'a-1', what: 'A crisis plan', owner: 'nurse' });
  const home = { education: 'mainstream', 'ehc-plan': 'no' };
  await desk.call('PUT', `/people/${registerId}/sheets/referral/home`, home, { 'if-match': '"0"' });
});

const form = (more = {}): string => paths.recordEvent({ registerId, type: 'meeting-scheduled' }, { kind: 'community-cetr', ...more });
const ticked = (): readonly string[] =>
  [...(sam.page?.html ?? '').matchAll(/name="invited" type="checkbox" value="([^"]+)" checked/g)].map(([, value = '']) => value);
const offered = (): readonly string[] =>
  [...(sam.page?.html ?? '').matchAll(/name="invited" type="checkbox" value="([^"]+)"/g)].map(([, value = '']) => value);

test('a booking has those ticked who belong to it and then those who might come, each with why, and names who is not on record', async () => {
  await sam.go(form());
  expect(ticked()).toEqual(['commissioner', 'panel', 'person', 'chosen-contacts', 'nurse']);
  expect(offered().slice(5)).toEqual(['school', 'team', 'keyworker', 'provider']);
  expect(sam.text()).toContain('Nurse Madeupname not shownWorks with the person. Has an action that is still to be done.');
  expect(sam.text()).toContain('Ms Specimen, Example Academyname not shownSchool or college: education has a part in the plan.');
  expect(sam.text()).not.toContain('Dad Example');
  expect(sam.text()).toMatch(
    /Not on record yetAn advocate: nobody speaks for them yet\. SENDIAS: nobody from it helps the family yet\. Add a contact/,
  );
  // Whoever books says who comes: what is unticked stays so, also after a mistake.
  await sam.press('See what this changes', { 'on-day': '', 'on-month': '', 'on-year': '', invited: ['person', 'school'] });
  expect(sam.text()).toContain('There is a problem');
  expect(ticked()).toEqual(['person', 'school']);
  await sam.press('See what this changes', { 'on-day': '12', 'on-month': '10', 'on-year': '2026' });
  await sam.press('Book meeting');
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  const booked = (body['events'] as { type: string; event: Record<string, unknown> }[]).find(({ type }) => type === 'meeting-scheduled');
  expect(booked?.event['invited']).toEqual(['person', 'school']);
});

test('before its kind is chosen nobody is ticked, and why somebody might come is said all the same', async () => {
  await sam.go(paths.recordEvent({ registerId, type: 'meeting-scheduled' }));
  expect(ticked()).toEqual([]);
  expect(sam.text()).toContain('School or college: education has a part in the plan.');
});

test('in hospital the ward belongs to a review, and an advocate is missed where the person is detained', async () => {
  await desk.call('POST', `/people/${registerId}/contacts`, {
    id: 'unit',
    name: 'Example Unit',
    role: 'provider',
    email: 'unit@ward.example',
  });
  await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: true, planned: false });
  await sam.go(form({ kind: 'post-admission-cetr' }));
  expect(ticked()).toContain('provider');
  expect(sam.text()).toContain('The ward: the person is in hospital.');
  expect(sam.text()).toContain('An independent mental health advocate: the person is detained, and nobody speaks for them yet.');
});

test('what was refused is obeyed: no family against the wish of the person, and nobody where meetings were refused', async () => {
  await desk.send(registerId, { type: 'contact-wish-recorded', family: 'no' });
  await sam.go(form());
  expect(ticked()).toEqual(['commissioner', 'panel', 'person', 'nurse']);
  await desk.send(registerId, { type: 'consent-withdrawn', scope: ['meeting'] });
  await sam.go(form());
  expect(ticked()).toEqual(['commissioner']);
  expect(sam.text()).not.toContain('Not on record yet');
});

test('who was at the last review is said', async () => {
  await desk.send(registerId, {
    type: 'meeting-held',
    meeting: 'ctr-1',
    kind: 'community-cetr',
    on: '2026-10-02',
    outcome: 'stay-in-community',
  });
  await sam.go(paths.meetingWho({ registerId, meeting: 'ctr-1' }));
  await sam.press('Add them', { name: 'Ms Specimen, Example Academy', role: 'Head of year', came: 'video' });
  await sam.go(form());
  expect(sam.text()).toContain('School or college: education has a part in the plan. Was at the last meeting.');
});

test('the page of a meeting says who might be missing until it is over, and where they are invited or put on record', async () => {
  const invited = ['team', 'person', 'mum', 'nurse'];
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'ctr-1', kind: 'community-cetr', on: '2026-10-12', invited });
  await sam.go(paths.meeting({ registerId, meeting: 'ctr-1' }));
  const said = sam.text();
  expect(said).toMatch(
    /Who might be missing On record, and not invited:The panel\. A review needs an independent panel\. The commissioner\./,
  );
  expect(said).toContain('Ms Specimen, Example Academyname not shown. School or college: education has a part in the plan.');
  expect(said).toMatch(/Not on record yet:An advocate: nobody speaks for them yet\./);
  expect(said).not.toContain('Nurse Madeupname not shown. Works');
  await sam.follow('Invite somebody');
  // The booking keeps what it has: nobody is ticked besides.
  expect(ticked().toSorted()).toEqual([...invited].toSorted());
  const robin = await desk.signedIn('robin-auditor');
  await robin.go(paths.meeting({ registerId, meeting: 'ctr-1' }));
  expect(robin.text()).toContain('Who might be missing');
  expect(robin.text()).not.toContain('Add a contact');
  await desk.send(registerId, { type: 'meeting-cancelled', meeting: 'ctr-1' });
  await sam.go(paths.meeting({ registerId, meeting: 'ctr-1' }));
  expect(sam.text()).not.toContain('Who might be missing');
});

test('a meeting that is booked together with something else has them ticked too', async () => {
  await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: false, planned: false });
  await sam.go(paths.recordTogether({ registerId, journey: 'discharge-meeting' }));
  await sam.press('Continue', { 'discharge-when': 'today', 'discharge-destination': 'home' });
  expect(sam.page?.html).toMatch(/value="nurse" checked/);
  expect(sam.text()).toContain('Has an action that is still to be done.');
});
