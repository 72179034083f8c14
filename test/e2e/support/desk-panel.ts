import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import type { Shown } from './desk-shown';

interface Of {
  readonly inHospital: string;
}
const papers = ({ inHospital: registerId }: Of): string => paths.meetingPapers({ registerId, meeting: 'm-1' });
const panel = ({ inHospital: registerId }: Of): string => paths.panel({ registerId, meeting: 'm-1' });
const readers = ({ atMeeting: registerId }: { readonly atMeeting: string }): string =>
  paths.meetingReportReaders({ registerId, meeting: 'ctr-1' });

/** Shares a document with the panel, put on record first where there is none. */
async function share({ page }: AtTheDesk): Promise<void> {
  const here = page.url();
  if ((await page.getByRole('checkbox').count()) === 0) {
    await page.getByRole('link', { name: 'Add a document' }).click();
    await page.getByLabel('What is it?').selectOption('plan');
    await page.getByLabel('What would somebody look for it by?').fill('Support plan of the community team');
    const buffer = Buffer.from('%PDF-1.7\nmade up\n%%EOF\n');
    await page.getByLabel('The file').setInputFiles({ name: 'plan.pdf', mimeType: 'application/pdf', buffer });
    await page.getByRole('button', { name: 'Add the document' }).click();
    await page.getByText('Added').first().waitFor();
    await page.goto(here);
  }
  await page.getByRole('checkbox').first().check();
  await page.getByRole('button', { name: /^(Share with the panel|Change what is shared)$/ }).click();
  await page.getByRole('heading', { name: 'What is shared', exact: true }).waitFor();
}

/** An invitation goes some seconds after the meeting was booked, and until it has gone a review is nobody's. */
async function until({ page }: AtTheDesk, text: string): Promise<void> {
  for (let turn = 0; turn < 60 && (await page.getByText(text).count()) === 0; turn += 1) {
    await page.waitForTimeout(1_000);
    await page.reload();
  }
  await page.getByText(text).first().waitFor();
}

/** What the panel of a review reads, whom its report reaches, and what was found on a visit. */
export const PANEL: readonly Shown[] = [
  { name: 'Papers for the panel, none', pattern: paths.meetingPapers.pattern, at: papers },
  { name: 'Papers for the panel, one shared', pattern: paths.meetingPapers.pattern, at: papers, then: share },
  {
    name: 'Papers for the panel, with an error',
    pattern: paths.meetingPapers.pattern,
    at: papers,
    then: async ({ page }) => {
      await page.getByLabel('Year').fill('2199');
      await page.getByRole('button', { name: 'Change what is shared' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'Your reviews, one with papers',
    pattern: paths.reviews.pattern,
    at: () => paths.reviews(),
    who: 'Jo Testley',
    then: (jo) => until(jo, '1 paper, until'),
  },
  { name: 'What one of a panel may read', pattern: paths.panel.pattern, at: panel, who: 'Jo Testley' },
  {
    name: 'What one of a panel has opened',
    pattern: paths.panel.pattern,
    at: panel,
    who: 'Jo Testley',
    then: async ({ page }) => {
      const download = page.waitForEvent('download');
      await page.getByRole('link', { name: /Support plan/ }).click();
      await (await download).delete();
      await page.reload();
      await page.getByRole('button', { name: 'I keep no copy' }).waitFor();
    },
  },
  {
    name: 'Telling a panel that its papers are open',
    pattern: paths.meetingPapersTell.pattern,
    at: papers,
    then: async (sam) => {
      await until(sam, 'Tell the panel');
      await sam.page.getByRole('link', { name: 'Tell the panel' }).click();
      await sam.page.getByRole('heading', { name: 'To Jo Testley' }).waitFor();
    },
  },
  { name: 'Papers for the panel, opened by one of it', pattern: paths.meetingPapers.pattern, at: papers },
  {
    name: 'Whom the report has to reach, before the review',
    pattern: paths.meetingReportReaders.pattern,
    at: ({ inHospital: registerId }) => paths.meetingReportReaders({ registerId, meeting: 'm-1' }),
  },
  {
    name: 'Whom the report has to reach, with an error',
    pattern: paths.meetingReportReaders.pattern,
    at: readers,
    then: async ({ page }) => {
      await page.getByRole('button', { name: 'Write it down' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'Whom the report has to reach, the person has it',
    pattern: paths.meetingReportReaders.pattern,
    at: readers,
    then: async ({ page }) => {
      await page.getByRole('checkbox').first().check();
      await page.getByLabel('Read aloud to them, or gone through with them').check();
      await page.getByRole('button', { name: 'Write it down' }).click();
      await page
        .getByText(/^Read aloud to them, or gone through with them, /)
        .first()
        .waitFor();
    },
  },
  {
    name: 'Moving a meeting, the form',
    pattern: paths.recordEvent.pattern,
    at: ({ inHospital: registerId }) => paths.meeting({ registerId, meeting: 'm-1' }),
    then: async ({ page }) => {
      await page.getByRole('link', { name: 'Move it' }).click();
      await page.getByRole('heading', { name: 'Move a meeting' }).waitFor();
    },
  },
  { name: 'Actions of everybody', pattern: paths.everybodysActions.pattern, at: () => paths.everybodysActions() },
  { name: 'Actions of everybody, late', pattern: paths.everybodysActions.pattern, at: () => paths.everybodysActions({ show: 'late' }) },
  {
    name: 'What is done instead of an action, with an error',
    pattern: paths.actionInstead.pattern,
    at: ({ atMeeting: registerId }) => paths.actions({ registerId }),
    then: async ({ page }) => {
      await page.getByRole('link', { name: /^Agree what is done instead/ }).click();
      await page.getByRole('button', { name: 'Agree it instead' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'A review that was held',
    pattern: paths.meeting.pattern,
    at: ({ atMeeting: registerId }) => paths.meeting({ registerId, meeting: 'ctr-1' }),
  },
  {
    name: 'What was found on a visit, with an error',
    pattern: paths.visit.pattern,
    at: ({ inHospital: registerId }) => paths.meetings({ registerId }),
    then: async ({ page }) => {
      await page.getByRole('link', { name: /^(Write down what was found|Change)/ }).click();
      await page.getByLabel('Yes, for somebody’s safety').check();
      await page.getByLabel('If there is: which?').fill('');
      await page.getByRole('button', { name: 'Save what was found' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'Meetings and visits of somebody in hospital',
    pattern: paths.meetings.pattern,
    at: ({ inHospital: registerId }) => paths.meetings({ registerId }),
    then: async ({ page }) => {
      await page.getByRole('link', { name: /^(Write down what was found|Change)/ }).click();
      await page.getByLabel('How are they, and what do they say?').fill('“I want my own room, and to be outside once a day.”');
      await page.getByRole('group', { name: 'Is there a concern?' }).getByLabel('Yes', { exact: true }).check();
      await page.getByLabel('If there is: which?').fill('No walk for six days.');
      await page.getByLabel('The nurse in charge of the ward').check();
      await page.getByRole('button', { name: 'Save what was found' }).click();
      await page.getByRole('heading', { name: 'Visits in hospital' }).waitFor();
    },
  },
];
