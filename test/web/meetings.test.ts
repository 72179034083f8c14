import { MAM_1 } from '../../domain/forms/sheets/meetings/mam';
import { MEETING_SHEETS } from '../../domain/forms/sheets/sheets';
import { MEETING_KINDS } from '../../domain/pathway/events';
import { notesOf } from '../../services/meetings/notes';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { at, atMeeting, notes, since } from './support/meetings';

let desk: Desk;
let sam: TextBrowser;
let ana: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
  ana = await desk.signedIn('ana-example');
});
afterAll(() => desk.close());

test('the notes have the sixteen sections of the document in its order, each with prompts, and a place for disagreement', () => {
  expect(MAM_1.sections.map(({ title }) => title).slice(0, 16)).toEqual([
    'What has changed since last time',
    'Plans after discharge',
    'Physical health and medication',
    'Health and social care support',
    'Where they live',
    'Education',
    'Parents, family and carers, and what it does to them',
    'What supports the family now',
    'Advocacy',
    'What they hope for',
    'Rights and legal frameworks',
    'Looked-after child',
    'Safe',
    'Risk of exploitation',
    'Escalation and next steps',
    'Gaps in services',
  ]);
  for (const section of MAM_1.sections) expect(section.prompts?.length).toBeGreaterThan(0);
  expect(new Set(MAM_1.sections.map(({ code }) => code)).size).toBe(17);
  // All six kinds of disagreement that the document names (004 L451 to 457), and another.
  const [about] = MAM_1.sections.at(-1)?.fields ?? [];
  expect(about && 'options' in about ? about.options.map(({ code }) => code) : []).toEqual(
    expect.arrayContaining(['thresholds', 'assessments', 'decisions', 'roles', 'provision', 'information']),
  );
});

test('a meeting is reached from the person, says who is invited, and what it needs', async () => {
  const registerId = await atMeeting(desk);
  await sam.go(paths.person({ registerId }));
  await sam.follow('Meetings');
  expect(sam.text()).toMatch(/Multi-agency meeting.*, Friday 2 October 2026 ?Booked, 2pm/);
  await sam.follow('Multi-agency meeting');
  expect(sam.page?.url.pathname).toBe(at(registerId));
  expect(sam.text()).toContain('Booked, 2pm. The hub.');
  expect(sam.text()).toMatch(/Who is invited ?The team, Mum Madeup/);
  expect(sam.text()).toContain('what may be shared, with whom');
  expect(sam.text()).toContain('0 of 17 sections written');
});

test('what was written last time stands beside this time’s, is copied with one press, and nothing that was typed is lost by it', async () => {
  const registerId = await atMeeting(desk);
  await sam.go(notes(registerId, 'education', 'mam-1'));
  await sam.press('Save and go back', { text: 'Two mornings a week.', went: 'discussed' });
  await sam.go(notes(registerId, 'education'));
  expect(sam.text()).toMatch(/Last time, Thursday 2 July 2026.*Two mornings a week\./);
  await sam.press('Copy and change', { text: 'Transport has stopped.' });
  expect(sam.page?.html).toContain('Transport has stopped.\n\nTwo mornings a week.</textarea>');
  await sam.press('Save and go to 7.', { text: 'Three mornings a week now.', went: 'discussed' });
  expect(sam.page?.url.pathname).toBe(notes(registerId, 'family'));
  await sam.press('Save and go back', { went: 'not-applicable' });
  expect(sam.text()).toContain('2 of 17 sections written');
  expect(sam.text()).toMatch(/6\. Education Discussed, saved 8\.30am today by Sam Okafor ?Change: Education ?Three mornings a week now\./);
  expect(sam.text()).toMatch(/carers, and what it does to them Does not apply/);
  // What was written of the earlier meeting stays with it.
  await sam.go(at(registerId, 'mam-1'));
  expect(sam.text()).toContain('Two mornings a week.');
  expect(sam.text()).not.toContain('Three mornings');
  await sam.go(notes(registerId, 'home'));
  expect((await sam.press('Save and go back')).status).toBe(400);
  expect(sam.text()).toContain('Write something here first, or go back without saving');
});

test('two who write in one section: the second is shown what the first wrote, with all that they typed', async () => {
  const registerId = await atMeeting(desk);
  await sam.go(notes(registerId, 'safe'));
  await ana.go(notes(registerId, 'safe'));
  await ana.press('Save and go back', { text: 'Ana: at night he walks.', went: 'discussed' });
  await sam.press('Save and go back', { text: 'Sam: a crisis plan is there.', went: 'discussed' });
  expect(sam.page?.status).toBe(409);
  expect(sam.text()).toContain('Somebody else wrote in this section meanwhile');
  expect(sam.text()).toContain('Ana: at night he walks.');
  expect(sam.page?.html).toContain('Sam: a crisis plan is there.</textarea>');
  await sam.press('Save and go back', { text: 'Ana: at night he walks. Sam: a crisis plan is there.', went: 'discussed' });
  expect(sam.text()).toContain('Sam: a crisis plan is there.');
  // Different sections do not meet.
  await sam.go(notes(registerId, 'health'));
  await ana.go(notes(registerId, 'support'));
  await ana.press('Save and go back', { text: 'Day service.' });
  await sam.press('Save and go back', { text: 'Sleeps badly.' });
  expect(sam.text()).toContain('3 of 17 sections written');
});

test('who was there is not who was invited: each with how and what they brought, sent twice once, taken out again', async () => {
  const registerId = await atMeeting(desk);
  await sam.go(at(registerId));
  await sam.follow('Add somebody');
  await sam.press('Add them', { name: '', role: 'Social worker' });
  expect(sam.page?.status).toBe(400);
  expect(sam.text()).toMatch(/Write their name.*Choose how they were there/);
  const form = { name: 'Gus Nobody', role: 'Social worker', reach: 'gus@council.example', came: 'video', said: 'Transport starts again.' };
  await sam.press('Add them', form);
  expect(sam.text()).toMatch(/Gus Nobody.*Social worker ?By video ?Transport starts again\./);
  await sam.go(paths.meetingWho({ registerId, meeting: 'mam-2' }));
  await Promise.all([sam.press('Add them', { ...form, name: 'Fay Nowhere' }), ana.go(at(registerId))]);
  await sam.press('Take out');
  expect(sam.text()).not.toContain('Gus Nobody');
  expect(sam.text()).toContain('Fay Nowhere');
});

test('an action has an owner, a day, another way and the section that it came from; it stands under Actions until it is done', async () => {
  const registerId = await atMeeting(desk);
  await sam.go(notes(registerId, 'education'));
  await sam.press('Save and add an action', { text: 'No transport.', went: 'discussed' });
  expect(sam.page?.html).toContain('<option value="education" selected>');
  await sam.press('Add the action', { what: 'x', 'due-day': '31', 'due-month': '2', 'due-year': '2026' });
  expect(sam.page?.status).toBe(400);
  await sam.press('Add the action', {
    ...{ what: 'Start school transport again', owner: 'mum', otherwise: 'A taxi until half term' },
    ...{ 'due-day': '19', 'due-month': '10', 'due-year': '2026', section: 'education' },
  });
  expect(sam.text()).toContain('Added: “Start school transport again”, by Monday 19 October 2026.');
  await sam.press('Add the action', {
    what: 'Write the crisis plan',
    owner: 'sam-okafor',
    'due-day': '22',
    'due-month': '10',
    'due-year': '2026',
  });
  expect((await since(desk, registerId)).map(({ type, event }) => [type, event['owner'], event['due'], event['meeting']])).toEqual([
    ['action-agreed', 'mum', '2026-10-19', 'mam-2'],
    ['action-agreed', 'sam-okafor', '2026-10-22', 'mam-2'],
  ]);
  await sam.go(at(registerId));
  expect(sam.text()).toMatch(
    /Start school transport again ?From: Education, Friday 2 October 2026 ?Mum Madeup.*Monday 19 October 2026 ?A taxi until half term ?To be done/,
  );
  await sam.go(paths.actions({ registerId }));
  await sam.follow('Done: Start school');
  await sam.press('See what this changes', { when: 'today', evidence: 'The bus came' });
  await sam.press('Record');
  await sam.go(paths.actions({ registerId }));
  expect(sam.text()).toMatch(
    /Write the crisis plan.*Sam Okafor.*Done, or replaced.*Start school transport again.*Done on Friday 2 October 2026: The bus came/,
  );
});

describe('closing a meeting', () => {
  const close = async (registerId: string, outcome: string) => {
    await sam.go(at(registerId));
    await sam.follow('Close this meeting');
    expect(sam.text()).toContain('Part 1 of up to 3');
    await sam.press('Continue', { 'meeting-outcome': outcome });
  };

  test('goes on with another one on a date, and not without it', async () => {
    const registerId = await atMeeting(desk);
    await close(registerId, 'continue');
    expect((await sam.press('See what this changes')).status).toBe(400);
    await sam.press('See what this changes', {
      'next-on-day': '14',
      'next-on-month': '1',
      'next-on-year': '2027',
      'next-invited': ['team'],
    });
    expect(sam.text()).toContain('They are 2 entries');
    await sam.press('Record meeting and what comes next');
    expect((await since(desk, registerId)).map(({ type, event }) => [type, event['on'], event['outcome'] ?? event['kind']])).toEqual([
      ['meeting-held', '2026-10-02', 'continue'],
      ['meeting-scheduled', '2027-01-14', 'mam'],
    ]);
    await sam.go(at(registerId));
    expect(sam.text()).toContain('Held, 2pm.');
    expect(sam.text()).not.toContain('Close this meeting');
  });

  test('escalates with the rating in one confirm, and a C(E)TR is asked for', async () => {
    const registerId = await atMeeting(desk);
    await close(registerId, 'escalate');
    await sam.press('See what this changes', { 'red-reason': 'The plan did not hold' });
    expect(sam.text()).toMatch(/Rating: Amber ?Rating: Red/);
    expect(sam.text()).toContain('Community CETR');
    await sam.press('Record meeting and what comes next');
    expect((await since(desk, registerId)).map(({ type }) => type)).toEqual(['meeting-held', 'rating-set']);
  });

  test.each([
    [
      'look',
      { 'look-lookAgainOn-day': '2', 'look-lookAgainOn-month': '11', 'look-lookAgainOn-year': '2026', 'look-reason': 'Well' },
      'next-step-set',
    ],
    ['green', { 'green-reason': 'Well again' }, 'rating-set'],
    ['leave', { 'leave-reason': 'Well-being is restored' }, 'pathway-closed'],
  ])('stands down, and says what stands in its place: %s', async (then, answers, type) => {
    const registerId = await atMeeting(desk);
    await close(registerId, 'stand-down');
    expect(sam.text()).toContain('Part 2 of up to 3');
    expect((await sam.press('Continue')).status).toBe(400);
    await sam.press('Continue', { 'end-then': then });
    await sam.press('See what this changes', answers);
    expect(sam.text()).toContain('They are 2 entries');
    await sam.press('Record meeting and what comes next');
    expect((await since(desk, registerId)).map((one) => one.type)).toEqual(['meeting-held', type]);
  });
});

test('whoever may only read has nothing to press, and a meeting that is not there is not found', async () => {
  const registerId = await atMeeting(desk);
  const robin = await desk.signedIn('robin-auditor');
  await robin.go(at(registerId));
  expect(robin.page?.status).toBe(200);
  expect(robin.text()).not.toMatch(/Add somebody|Add an action|Close this meeting|Write:/);
  expect((await robin.go(notes(registerId, 'safe'))).status).toBe(403);
  expect((await sam.go(at(registerId, 'never'))).status).toBe(404);
  expect((await sam.go(notes(registerId, 'no-such'))).status).toBe(404);
});

test('every kind of meeting but the review of the register has notes of its own, and no code stands in one twice', () => {
  expect(MEETING_KINDS.filter((kind) => notesOf(kind) === null)).toEqual(['register-review']);
  for (const { sections } of MEETING_SHEETS) {
    expect(new Set(sections.map(({ code }) => code)).size).toBe(sections.length);
    for (const { fields } of sections) expect(new Set(fields.map(({ name }) => name)).size).toBe(fields.length);
  }
});

test('what was taken back stands nowhere; a form that is sent again overwrites nothing; what cannot be kept is told at its field', async () => {
  const registerId = await atMeeting(desk);
  await sam.go(paths.meetingAction({ registerId, meeting: 'mam-2' }));
  expect((await sam.press('Add the action', { what: 'A bus \u000b from a PDF' })).status).toBe(400);
  expect(sam.text()).toContain('There is a character in it that cannot be kept');
  await sam.press('Add the action', { what: 'A bus', otherwise: 'A taxi' });
  const action = sam.page?.url.searchParams.get('added') ?? '';
  // Back in the browser, and sent once more with something else.
  await sam.go(paths.meetingAction({ registerId, meeting: 'mam-2' }));
  await sam.press('Add the action', { what: 'A bus', otherwise: 'Another way', action });
  await desk.send(registerId, { type: 'action-done', action, evidence: 'A letter about his brother' });
  const events = (await desk.call('GET', `/pathways/${registerId}/events`)).body['events'] as { id: string; type: string }[];
  await desk.send(registerId, { type: 'corrected', event: events.find(({ type }) => type === 'action-done')?.id, reason: 'Somebody else' });
  await sam.go(paths.actions({ registerId }));
  expect(sam.text()).toMatch(/A bus.*A taxi ?To be done/);
  expect(sam.text()).not.toMatch(/his brother|Another way/);
});

test('one that was not booked here is closed with another one on a date', async () => {
  const registerId = await atMeeting(desk);
  await desk.send(registerId, { type: 'meeting-cancelled', meeting: 'mam-2' });
  await sam.go(paths.recordTogether({ registerId, journey: 'close-mam' }));
  await sam.press('Continue', { 'meeting-when': 'today', 'meeting-outcome': 'continue' });
  await sam.press('See what this changes', { 'next-on-day': '14', 'next-on-month': '1', 'next-on-year': '2027' });
  await sam.press('Record meeting and what comes next');
  expect((await since(desk, registerId)).map(({ type }) => type)).toEqual(['meeting-cancelled', 'meeting-held', 'meeting-scheduled']);
});
