import { MAM_1 } from '../../domain/forms/sheets/meetings/mam';
import { parseInstant } from '../../domain/calendar/dates';
import { changeArea, readAreaVersions } from '../../services/areas/versions';
import { areaOfFile } from '../../services/rules/areas';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { atMeeting, notes } from './support/meetings';

const ROOT = areaOfFile('example');
const OURS = MAM_1.sections.find(({ code }) => code === 'education')?.prompts ?? [];
const MAM = paths.areaPrompts({ sheet: 'mam' });

let desk: Desk;
let kim: TextBrowser;
let sam: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
});
beforeEach(async () => {
  desk.setClock('2026-10-02T08:30');
  kim = await desk.signedIn('kim-manager');
  sam = await desk.signedIn('sam-okafor');
});
afterEach(async () => {
  await changeArea(desk.pool, { profile: ROOT, by: 'tests', why: 'As it was', at: parseInstant('2026-10-02T08:00') });
  await desk.pool.query('delete from area_version');
});
afterAll(() => desk.close());

/** Changes the prompts as the manager does, to the end. */
async function changed(sheet: string, answers: Record<string, string>, why = 'Agreed by the team'): Promise<void> {
  await kim.go(paths.areaPrompts({ sheet }));
  await kim.press('See what this changes', { ...answers, why });
  await kim.press('Change the prompts');
  expect(kim.text()).toContain('The prompts are changed.');
}

test('an area says its own prompts without a programmer: section by section, looked at before they count, and kept with who, when and why', async () => {
  const registerId = await atMeeting(desk);
  await kim.go(paths.areaProfile());
  expect(kim.text()).toContain('Notes of a multi-agency meetingThose of the service');
  await kim.follow('Notes of a multi-agency meeting');
  expect(kim.text()).toContain(`6. EducationThose of the service: ${OURS.join(' ')}`);
  await kim.press('See what this changes', {
    education_prompts: '- Which school, and who goes with them?\r\n\r\n • Is there an EHC plan <now>?',
    safe_prompts: 'Who is told at night?',
    why: 'Agreed by the team',
  });
  expect(kim.text()).toContain('Nothing is changed yet.');
  expect(kim.text()).toMatch(/Education.*EHC plan: is there one.*Which school, and who goes with them\? ?Is there an EHC plan <now>\?/);
  expect(await readAreaVersions(desk.pool, 'example')).toEqual([]);
  // Nothing that was typed is lost on the way back.
  await kim.press('Change what I wrote');
  expect(kim.page?.html).toContain('Who is told at night?</textarea>');
  await kim.press('See what this changes', { safe_prompts: '' });
  await kim.press('Change the prompts');
  expect(kim.text()).toContain('The prompts are changed.');
  expect(kim.text()).toMatch(/by Kim Example\. Agreed by the team\./);
  expect(kim.text()).toContain(
    'Notes of a multi-agency meetingYour own on 1 of 17 sectionsEducation: Which school, and who goes with them?',
  );
  expect((await readAreaVersions(desk.pool, 'example')).at(-1)).toMatchObject({
    ...{ version: 1, by: 'staff:kim-manager', why: 'Agreed by the team' },
    profile: { ...ROOT, prompts: { mam: { education: ['Which school, and who goes with them?', 'Is there an EHC plan <now>?'] } } },
  });
  // They stand in place of the service’s on that section, on the notes and on the agenda, and nowhere else.
  await sam.go(notes(registerId, 'education'));
  expect(sam.text()).toContain('What to talk about hereWhich school, and who goes with them? Is there an EHC plan <now>?');
  expect(sam.text()).not.toContain(OURS[0]);
  await sam.press('Save and go back', { text: 'At the special school.', went: 'discussed' });
  expect(sam.text()).toContain('At the special school.');
  await sam.go(notes(registerId, 'home'));
  expect(sam.text()).toContain('Is it safe, and does it suit them?');
  await sam.go(paths.meetingAgenda({ registerId, meeting: 'mam-2' }));
  expect(sam.text()).toContain('Which school, and who goes with them?');
  expect(sam.text()).not.toContain(OURS[0]);
});

test('a section that is emptied, and one of which nothing was ever said, have the service’s again', async () => {
  const registerId = await atMeeting(desk);
  await changed('mam', { education_prompts: 'Which school?' });
  await kim.go(MAM);
  await kim.press('See what this changes', { education_prompts: '  \n ', why: 'Ours were worse' });
  expect(kim.text()).toMatch(/Which school\?.*EHC plan: is there one.*Those of the service/);
  await kim.press('Change the prompts');
  expect((await readAreaVersions(desk.pool, 'example')).at(-1)?.profile.prompts).toEqual({});
  await sam.go(notes(registerId, 'education'));
  expect(sam.text()).toContain(OURS[0]);
});

test('sections without prompts of the service can have some, and so can a visit', async () => {
  const registerId = await desk.refer();
  for (const event of [
    { type: 'eligibility-decided', on: '2026-06-01', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', on: '2026-06-01', basis: 'gillick', scope: ['register', 'meeting'] },
    { type: 'rating-set', on: '2026-06-01', rating: 'red', reason: 'x' },
    { type: 'admitted', on: '2026-08-03', security: 'low', detained: false, planned: false },
    { type: 'visit-held', on: '2026-10-02', purpose: 'oversight', onSite: true, seen: true },
    { type: 'meeting-scheduled', meeting: 'cpa-1', kind: 'cpa', on: '2026-10-02', invited: ['team'] },
  ])
    await desk.send(registerId, event);
  await changed('visit', { visit_prompts: 'Ask to see their room.' });
  await changed('cpa', { risk_prompts: 'Which risk is less than last time?' });
  await sam.go(paths.meetings({ registerId }));
  await sam.follow('Write down what was found');
  expect(sam.text()).toContain('Ask to see their room.');
  expect(sam.text()).not.toContain('Talk with the person, on their own if they wish');
  await sam.go(notes(registerId, 'risk', 'cpa-1'));
  expect(sam.text()).toContain('Which risk is less than last time?');
});

test('the notes of a meeting that is past show the prompts with which its day ended', async () => {
  const registerId = await atMeeting(desk);
  desk.setClock('2026-10-02T21:00');
  kim = await desk.signedIn('kim-manager');
  await changed('mam', { education_prompts: 'Said on the evening of the meeting.' });
  desk.setClock('2026-10-03T08:30');
  [kim, sam] = [await desk.signedIn('kim-manager'), await desk.signedIn('sam-okafor')];
  await changed('mam', { education_prompts: 'Said a day later.' });
  await sam.go(notes(registerId, 'education'));
  expect(sam.text()).toContain('Said on the evening of the meeting.');
  expect(sam.text()).not.toContain('Said a day later.');
});

test('of two who change them the second is told what the first did, and loses nothing that they typed', async () => {
  const ash = await desk.signedIn('ash-administrator');
  await kim.go(MAM);
  await ash.go(MAM);
  await kim.press('See what this changes', { education_prompts: 'Kim asks this?', why: 'Kim thought so' });
  await ash.press('See what this changes', { safe_prompts: 'Ash asks that?', why: 'Ash thought so' });
  await ash.press('Change the prompts');
  await kim.press('Change the prompts');
  expect(kim.page?.status).toBe(409);
  expect(kim.text()).toContain('Somebody else changed this meanwhile.');
  expect(kim.text()).toContain('Ash thought so (Ash Madeup, Friday 2 October 2026 at 8.30am)');
  expect(kim.text()).toContain('Safe: Ash asks that?');
  expect(kim.page?.html).toContain('Kim asks this?</textarea>');
  await kim.press('See what this changes', { safe_prompts: 'Ash asks that?' });
  await kim.press('Change the prompts');
  const [, last] = await readAreaVersions(desk.pool, 'example');
  expect(last?.profile.prompts).toEqual({ mam: { education: ['Kim asks this?'], safe: ['Ash asks that?'] } });
});

test('what cannot be kept is said with its section and what to do, and nothing is lost; what changes nothing makes no version', async () => {
  await kim.go(MAM);
  const landed = await kim.press('See what this changes', {
    family_prompts: Array.from({ length: 21 }, (_, line) => `Line ${line}?`).join('\n'),
    'family-support_prompts': `Short?\n${'x'.repeat(301)}`,
  });
  expect(landed.status).toBe(400);
  expect(kim.text()).toContain('write at most 20 prompts. There are 21');
  expect(kim.text()).toContain('What supports the family now: line 2 must have at most 300 characters');
  expect(kim.text()).toContain('Say why, in a few words');
  expect(kim.page?.html).toContain('Line 20?</textarea>');
  await kim.go(MAM);
  await kim.press('See what this changes', { why: 'No reason' });
  expect(kim.text()).toContain('Nothing is changed yet. Write a prompt');
  expect(await readAreaVersions(desk.pool, 'example')).toEqual([]);
  for (const sheet of ['referral', 'constructor', 'nowhere']) expect((await kim.go(paths.areaPrompts({ sheet }))).status).toBe(404);
});

test('who may not change the area’s profile opens no prompts, and changes none', async () => {
  await kim.go(MAM);
  await sam.go(paths.today());
  const token = /name="token" value="([^"]+)"/.exec(sam.page?.html ?? '')?.[1] ?? '';
  const body = new URLSearchParams({ token, version: '0', why: 'x', sure: 'yes', education_prompts: 'Mine?' });
  const headers = { 'content-type': 'application/x-www-form-urlencoded' };
  expect((await sam.go(MAM, { method: 'POST', body, headers })).status).toBe(403);
  expect((await sam.go(MAM)).status).toBe(403);
  expect(await readAreaVersions(desk.pool, 'example')).toEqual([]);
});
