import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import type { Shown } from './desk-shown';

const see = async ({ page }: AtTheDesk): Promise<void> => {
  await page.getByRole('button', { name: 'See what goes' }).click();
  await page.getByRole('heading', { name: /^To / }).first().waitFor();
};
const toSam = async (at: AtTheDesk): Promise<void> => {
  await at.page.getByLabel('Sam Okafor').check();
  await see(at);
};

/** A directive to the school, signed, as it goes. */
export const directed = async (at: AtTheDesk): Promise<void> => {
  await at.page.getByLabel('Ms Specimen').check();
  await at.page.getByLabel('Which director gives it?').fill('Dr Ines Pretend');
  await at.page.getByLabel('Their role').fill('Director of nursing');
  await see(at);
};

/** What somebody writes by hand: from the asking to the sending. */
export const MESSAGES: readonly Shown[] = [
  {
    name: 'Asking how an action stands',
    pattern: paths.actionAsk.pattern,
    at: ({ atMeeting }) => paths.actions({ registerId: atMeeting }),
    then: async ({ page }) => {
      await page
        .getByRole('link', { name: /^Ask how it stands/ })
        .first()
        .click();
      await page.getByRole('heading', { name: 'Ask how an action stands' }).waitFor();
    },
  },
  {
    name: 'Telling everybody how things go on',
    pattern: paths.progress.pattern,
    at: ({ atMeeting }) => paths.progress({ registerId: atMeeting }),
    then: toSam,
  },
  {
    name: 'Telling nobody, with an error',
    pattern: paths.progress.pattern,
    at: ({ atMeeting }) => paths.progress({ registerId: atMeeting }),
    then: async ({ page }) => {
      for (const box of await page.getByRole('checkbox').all()) await box.uncheck();
      await page.getByRole('button', { name: 'See what goes' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'Sending the notes of a meeting',
    pattern: paths.meetingSend.pattern,
    at: ({ atMeeting }) => paths.meetingSend({ registerId: atMeeting, meeting: 'mam-1' }),
    then: toSam,
  },
  {
    name: 'Directing professionals to attend, with an error',
    pattern: paths.meetingDirective.pattern,
    at: ({ atRed }) => paths.meetingDirective({ registerId: atRed, meeting: 'ctr-2' }),
    then: async ({ page }) => {
      await page.getByRole('button', { name: 'See what goes' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  {
    name: 'Directing professionals to attend',
    pattern: paths.meetingDirective.pattern,
    at: ({ atRed }) => paths.meetingDirective({ registerId: atRed, meeting: 'ctr-2' }),
    then: directed,
  },
  {
    name: 'A review of somebody rated red',
    pattern: paths.meeting.pattern,
    at: ({ atRed }) => paths.meeting({ registerId: atRed, meeting: 'ctr-2' }),
  },
  {
    name: 'Booking a review, with who might come',
    pattern: paths.recordEvent.pattern,
    at: ({ atRed }) => paths.recordEvent({ registerId: atRed, type: 'meeting-scheduled' }, { kind: 'community-cetr' }),
  },
  {
    name: 'The agenda of a review',
    pattern: paths.meetingAgenda.pattern,
    at: ({ inHospital }) => paths.meetingAgenda({ registerId: inHospital, meeting: 'm-1' }),
  },
  {
    name: 'The report of a meeting, with names',
    pattern: paths.meetingReport.pattern,
    at: ({ atMeeting }) => paths.meetingReport({ registerId: atMeeting, meeting: 'mam-2' }, { names: 'shown' }),
  },
  {
    name: 'Taking in a filled file, with an error',
    pattern: paths.meetingFileIn.pattern,
    at: ({ inHospital }) => paths.meetingFileIn({ registerId: inHospital, meeting: 'm-1' }),
    then: async ({ page }) => {
      await page.getByRole('button', { name: 'Take it in' }).click();
      await page.getByText('There is a problem').waitFor();
    },
  },
  { name: 'Visits, by hospital', pattern: paths.visits.pattern, at: () => paths.visits() },
  { name: 'An address that leads to no action', pattern: paths.answer.pattern, at: () => paths.answer({ link: 'made-up' }) },
];
