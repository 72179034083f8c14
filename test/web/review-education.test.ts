import { parse } from 'node-html-parser';
import { parseInstant } from '../../domain/calendar/dates';
import { CETR_1 } from '../../domain/forms/sheets/meetings/cetr';
import { CETR_2 } from '../../domain/forms/sheets/meetings/cetr-2';
import { saveSection } from '../../services/forms/sheets';
import { formIdOf } from '../../services/meetings/notes';
import { paths } from '../../web/paths';
import { testSeals } from '../support/database/seals';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { at, notes } from './support/meetings';

let desk: Desk;
let sam: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());

/** Somebody with a review three weeks ahead. */
async function review(bornOn = '2011-03-02'): Promise<string> {
  const registerId = await desk.refer({ bornOn });
  await desk.send(registerId, { type: 'admitted', on: '2026-09-28', security: 'low', detained: false, planned: false });
  await desk.send(registerId, {
    type: 'meeting-scheduled',
    meeting: 'ctr-1',
    kind: 'post-admission-cetr',
    on: '2026-10-20',
    invited: ['team'],
  });
  return registerId;
}
const fill = async (registerId: string, section: string, answers: Record<string, string | readonly string[]>): Promise<void> => {
  await sam.go(notes(registerId, section, 'ctr-1'));
  await sam.press('Save and go back', answers);
};
const FOUND = {
  ...{ status: 'none', ask: 'yes', why: 'She has had no lessons since May.', who: 'The special school on the ward' },
  ...{ 'by-day': '3', 'by-month': '11', 'by-year': '2026' },
};
const ADD = 'Add as a recommendation: ask for an EHC needs assessment';

/** The notes of a review as they stand, by their edition. */
async function stored(registerId: string) {
  const { body } = await desk.call('GET', `/people/${registerId}/forms`);
  return (body['forms'] as { kind: string; edition: number; answers: Record<string, unknown> }[]).findLast(({ kind }) => kind === 'cetr');
}

test('what the person has, and how it was for them, have links to print it, in plain words and in easy ones', async () => {
  const registerId = await review();
  const printed = (): string[] =>
    parse(sam.page?.html ?? '')
      .querySelectorAll('main a[href^="/forms/"]')
      .map((one) => one.getAttribute('href') ?? '');
  const before = ['/forms/cetr', '/forms/cetr-easy-read', '/forms/planner', '/forms/planner-easy-read'];
  const after = ['/forms/feedback', '/forms/feedback-easy-read'];
  await sam.go(at(registerId, 'ctr-1'));
  expect(printed()).toEqual([...before, ...after]);
  for (const href of printed()) expect([href, (await sam.go(href)).status]).toEqual([href, 200]);
  await sam.go(notes(registerId, 'person', 'ctr-1'));
  expect(printed()).toEqual(before);
  await sam.go(notes(registerId, 'feedback', 'ctr-1'));
  expect(printed()).toEqual(after);
  await sam.go(notes(registerId, 'agenda', 'ctr-1'));
  expect(printed()).toEqual([]);
});

test('how it was for them is answered question by question, as on the form that they are given', async () => {
  const registerId = await review();
  await fill(registerId, 'feedback', {
    ...{ 'said-by': 'both', listened: 'yes', understood: 'partly', 'able-to-say': 'no', better: 'not-said' },
    ...{ helper: 'Her sister', text: 'It was long.' },
  });
  expect(sam.text()).toMatch(
    /Who said how it was\? ?Both of them ?Did they feel listened to\? ?Yes ?Was it said in words that they understood\? ?Partly ?Could they say what they wanted to say\? ?No ?Will things be better because of the review\? ?They did not say/,
  );
  expect(await stored(registerId)).toMatchObject({
    edition: 2,
    answers: { feedback: { 'said-by': 'both', listened: 'yes', understood: 'partly', 'able-to-say': 'no', better: 'not-said' } },
  });
  // The report does not have it: it is said to us.
  await sam.go(paths.meetingReport({ registerId, meeting: 'ctr-1' }));
  expect(sam.text()).not.toContain('It was long.');
});

test('a review that finds that a needs assessment should be asked for offers the recommendation filled in, until it is there', async () => {
  const registerId = await review();
  await sam.go(at(registerId, 'ctr-1'));
  expect(sam.text()).not.toContain(ADD);
  await fill(registerId, 'education', FOUND);
  expect(sam.text()).toMatch(
    /Do they have a plan\? ?No, and it was not asked for.*Who asks for it\? ?The special school on the ward.*3 November 2026/,
  );
  await sam.follow(ADD);
  expect(sam.page?.html).toContain('value="The special school on the ward"');
  await sam.press('Add the recommendation');
  expect(sam.text()).toContain('Added: “Ask the local authority for an EHC needs assessment”, by Tuesday 3 November 2026.');
  await sam.go(at(registerId, 'ctr-1'));
  expect(sam.text()).toMatch(
    /Ask the local authority for an EHC needs assessment ?Education or work, for The special school on the ward ?From: Education, health and care plan/,
  );
  expect(sam.text()).not.toContain(ADD);
  await sam.go(paths.meetingReport({ registerId, meeting: 'ctr-1' }));
  expect(sam.text()).toContain('She has had no lessons since May.');
});

test('it is offered for another education recommendation beside it, not where the review found otherwise, and nobody of 26 or over', async () => {
  const registerId = await review();
  await fill(registerId, 'education', { status: 'none', ask: 'no' });
  expect(sam.text()).not.toContain(ADD);
  await fill(registerId, 'education', { status: 'refused', ask: 'yes' });
  await sam.go(paths.meetingAction({ registerId, meeting: 'ctr-1' }, { section: 'education' }));
  await sam.press('Add the recommendation', { what: 'Lessons on the ward', category: 'education', body: 'The hospital' });
  await sam.go(at(registerId, 'ctr-1'));
  expect(sam.text()).toContain(ADD);
  const robin = await desk.signedIn('robin-auditor');
  await robin.go(at(registerId, 'ctr-1'));
  expect(robin.text()).not.toContain(ADD);
  const of = async (bornOn: string): Promise<string> => {
    await fill(await review(bornOn), 'education', { ask: 'yes' });
    return sam.text();
  };
  expect(await of('2000-10-21')).toContain(ADD);
  expect(await of('2000-10-20')).not.toContain(ADD);
});

test('what the referral says of a plan stands beside the question', async () => {
  const registerId = await review();
  await sam.go(notes(registerId, 'education', 'ctr-1'));
  expect(sam.text()).not.toContain('The referral says');
  await sam.go(paths.sheetSection({ registerId, sheet: 'referral', section: 'home' }));
  await sam.press('Save this section', { 'ehc-plan': 'assessed' });
  await sam.go(notes(registerId, 'education', 'ctr-1'));
  expect(sam.text()).toContain('The referral says: It is being assessed');
});

test('notes that were begun with the first edition are read, and gone on with, and nothing of them is lost', async () => {
  const registerId = await review();
  const clock = () => parseInstant('2026-10-01T09:00');
  const section = CETR_1.sections.find(({ code }) => code === 'feedback');
  if (!section) throw new Error('the first edition has feedback');
  const answers = { offered: '2026-09-30', helper: 'Her sister', text: 'It was long.' };
  const id = formIdOf('cetr', { registerId, pathway: 1, meeting: 'ctr-1' });
  const begun = { registerId, id, sheet: CETR_1, section, answers, since: 0, source: 'staff:sam-okafor' };
  expect(await saveSection({ pool: desk.pool, seals: testSeals, clock }, begun)).toMatchObject({ status: 'saved' });
  expect(await stored(registerId)).toMatchObject({ edition: 1 });
  await sam.go(at(registerId, 'ctr-1'));
  expect(sam.text()).toContain('It was long.');
  await fill(registerId, 'education', FOUND);
  await fill(registerId, 'feedback', {
    listened: 'yes',
    ...Object.fromEntries([
      ['text', 'It was long.'],
      ['helper', 'Her sister'],
    ]),
  });
  expect(await stored(registerId)).toMatchObject({
    edition: 2,
    answers: { education: { ask: 'yes' }, feedback: { helper: 'Her sister', text: 'It was long.', listened: 'yes' } },
  });
});

test('the second edition asks all that the first one asks, under the same codes', () => {
  for (const section of CETR_1.sections) {
    const now = CETR_2.sections.find(({ code }) => code === section.code);
    for (const field of section.fields) expect(now?.fields).toContainEqual(field);
  }
});
