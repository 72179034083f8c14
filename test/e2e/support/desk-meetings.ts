import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import type { Shown } from './desk-shown';

const at = ({ atMeeting: registerId }: { readonly atMeeting: string }, meeting = 'mam-2'): string => paths.meeting({ registerId, meeting });
const notes =
  (section: string, meeting = 'mam-2') =>
  ({ atMeeting: registerId }: { readonly atMeeting: string }): string =>
    paths.meetingNotes({ registerId, meeting, section });

const write =
  (text: string, button: string | RegExp) =>
  async ({ page }: AtTheDesk): Promise<void> => {
    await page.getByLabel('What was said').fill(text);
    await page.getByLabel('Discussed').check();
    await page.getByRole('button', { name: button }).click();
  };

const add = async ({ page }: AtTheDesk): Promise<void> => {
  await page.getByLabel('What will be done?').fill('Write down the crisis plan with Billie and her mother');
  await page.getByLabel('Who will do it?').selectOption('sam-okafor');
  await page.getByLabel('If it cannot be done').fill('Phone the crisis line');
  for (const [part, text] of [
    ['Day', '1'],
    ['Month', '12'],
    ['Year', '2099'],
  ] as const)
    await page.getByRole('group', { name: 'By when' }).getByLabel(part).fill(text);
  await page.getByRole('button', { name: 'Add the action' }).click();
  await page.getByText('Added:').waitFor();
};

const came = async ({ page }: AtTheDesk): Promise<void> => {
  await page.getByLabel('Name').last().fill('Gus Nobody');
  await page.getByLabel('Who they are').fill('Example Academy, head of year');
  await page.getByLabel('How are they reached').or(page.getByLabel('How they are reached')).fill('gus@academy.example');
  await page.getByLabel('How were they there?').selectOption('video');
  await page.getByLabel('What they brought').fill('The timetable for three mornings.');
  await page.getByRole('button', { name: 'Add them' }).click();
  await page.getByRole('heading', { name: 'Who was there' }).waitFor();
};

const ASSESSMENT = /ask for an EHC needs assessment$/;
/** A review finds that an EHC needs assessment should be asked for. */
const found = async ({ page }: AtTheDesk): Promise<void> => {
  await page.getByRole('radio', { name: 'No, and it was not asked for' }).check();
  await page.getByRole('group', { name: 'Does the review find' }).getByLabel('Yes').check();
  await page.getByLabel('Why?').fill('Billie has had no lessons since May.');
  await page.getByLabel('Who asks for it?').fill('The school, with Billie’s mother');
  await page.getByRole('button', { name: 'Save and go back' }).click();
  await page.getByRole('link', { name: ASSESSMENT }).waitFor();
};

/** A person's meetings: from a list to the plan that comes of one. */
export const MEETINGS: readonly Shown[] = [
  { name: 'Meetings, none', pattern: paths.meetings.pattern, at: ({ referred }) => paths.meetings({ registerId: referred }) },
  { name: 'Meetings', pattern: paths.meetings.pattern, at: ({ atMeeting }) => paths.meetings({ registerId: atMeeting }) },
  { name: 'A meeting, before it', pattern: paths.meeting.pattern, at: (ids) => at(ids) },
  {
    name: 'A review, before it',
    pattern: paths.meeting.pattern,
    at: ({ inHospital }) => paths.meeting({ registerId: inHospital, meeting: 'm-1' }),
  },
  {
    name: 'A review, a section before the day',
    pattern: paths.meetingNotes.pattern,
    at: ({ inHospital: registerId }) => paths.meetingNotes({ registerId, meeting: 'm-1', section: 'person' }),
  },
  {
    name: 'A review, how it was for them',
    pattern: paths.meetingNotes.pattern,
    at: notes('feedback', 'ctr-1'),
  },
  {
    name: 'A review, an assessment to ask for',
    pattern: paths.meeting.pattern,
    at: notes('education', 'ctr-1'),
    then: found,
  },
  {
    name: 'A review, the recommendation to ask for an assessment',
    pattern: paths.meetingAction.pattern,
    at: notes('education', 'ctr-1'),
    then: async (somebody) => {
      await found(somebody);
      await somebody.page.getByRole('link', { name: ASSESSMENT }).click();
      await somebody.page.getByRole('heading', { name: 'Add a recommendation' }).waitFor();
    },
  },
  {
    name: 'A review, somebody of its panel',
    pattern: paths.meetingWho.pattern,
    at: ({ inHospital: registerId }) => paths.meetingWho({ registerId, meeting: 'm-1' }),
  },
  {
    name: 'A review, a recommendation, and the answer of a body',
    pattern: paths.actionResponse.pattern,
    at: ({ inHospital: registerId }) => paths.meetingAction({ registerId, meeting: 'm-1' }),
    then: async ({ page }) => {
      await page.getByLabel('What will be done?').fill('A home of their own, with support');
      await page.getByLabel('What is it about?').selectOption('home');
      await page.getByLabel('Which body answers for it?').fill('Example City Council');
      await page.getByRole('button', { name: 'Add the recommendation' }).click();
      await page.getByText('Added:').waitFor();
      await page.goto(page.url().replace(/meetings.*/, 'actions'));
      await page
        .getByRole('link', { name: /^Their answer/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'What the body answered' }).waitFor();
    },
  },
  { name: 'Notes of a meeting, a section, nothing written before', pattern: paths.meetingNotes.pattern, at: notes('health') },
  {
    name: 'Notes of a meeting, a section, beside last time',
    pattern: paths.meetingNotes.pattern,
    at: notes('education', 'mam-1'),
    then: async (somebody) => {
      await write('Billie goes 2 mornings a week. The noise in the hall is the hardest part.', 'Save and go back')(somebody);
      await somebody.page.getByRole('heading', { name: 'Who is invited' }).waitFor();
      await somebody.page.goto(somebody.page.url().replace(/mam-1.*/, 'mam-2/notes/education'));
    },
  },
  {
    name: 'Notes of a meeting, with an error',
    pattern: paths.meetingNotes.pattern,
    at: notes('gaps'),
    then: async ({ page }) => {
      await page.getByRole('button', { name: 'Save and go back' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'Notes of a meeting, somebody wrote meanwhile',
    pattern: paths.meetingNotes.pattern,
    at: notes('safe'),
    then: async (somebody) => {
      const other = await somebody.beside();
      await other.page.goto(somebody.page.url());
      await write(`Nobody sleeps before two, since ${new Date().toISOString()}`, 'Save and go back')(other);
      await other.page.getByRole('heading', { name: 'Who is invited' }).waitFor();
      await other.page.close();
      await write('A crisis plan is there.', 'Save and go back')(somebody);
      await somebody.page.getByText('Somebody else wrote in this section meanwhile').waitFor();
    },
  },
  { name: 'Who was there, the form', pattern: paths.meetingWho.pattern, at: (ids) => `${at(ids)}/who` },
  { name: 'An action of a meeting, the form', pattern: paths.meetingAction.pattern, at: (ids) => `${at(ids)}/action` },
  { name: 'An action of a meeting, another one', pattern: paths.meetingAction.pattern, at: (ids) => `${at(ids)}/action`, then: add },
  {
    name: 'A meeting with its notes, who was there and the plan',
    pattern: paths.meeting.pattern,
    at: (ids) => `${at(ids)}/who`,
    then: came,
  },
  {
    name: 'Closing a meeting',
    pattern: paths.recordTogether.pattern,
    at: ({ atMeeting: registerId }) => paths.recordTogether({ registerId, journey: 'close-mam' }, { meeting: 'mam-2' }),
  },
  { name: 'Actions', pattern: paths.actions.pattern, at: ({ atMeeting }) => paths.actions({ registerId: atMeeting }) },
  { name: 'Actions, none', pattern: paths.actions.pattern, at: ({ referred }) => paths.actions({ registerId: referred }) },
];
