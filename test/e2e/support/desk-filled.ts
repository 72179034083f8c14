import { paths } from '../../../web/paths';
import { day } from './desk-people';
import { ANA, EVERYWHERE, first, MANAGER, NOTICE, ofMessage, SAM, type Shown } from './desk-shown';

/** Each page of a filled register. */
export const STATES: readonly Shown[] = [
  { name: 'Today', pattern: paths.today.pattern, at: () => paths.today() },
  { name: 'Today, everyone, red', pattern: paths.today.pattern, at: () => paths.today({ whose: 'all', rating: 'red' }) },
  { name: 'Referrals', pattern: paths.referrals.pattern, at: () => paths.referrals() },
  {
    name: 'Referrals, nobody who fits',
    pattern: paths.referrals.pattern,
    at: () => paths.referrals({ stage: 'watch-review', age: 'adult' }),
  },
  { name: 'Refer somebody', pattern: paths.refer.pattern, at: () => paths.refer() },
  { name: 'Referral from outside', pattern: paths.referral.pattern, at: ({ letter }) => paths.referral({ reference: letter }) },
  { name: 'Register', pattern: paths.register.pattern, at: () => paths.register() },
  { name: 'Register, nobody who fits', pattern: paths.register.pattern, at: () => paths.register({ status: 'ended', only: 'overdue' }) },
  { name: 'Register over time', pattern: paths.registerOverTime.pattern, at: () => paths.registerOverTime() },
  {
    name: 'Register over time, under 18',
    pattern: paths.registerOverTime.pattern,
    at: () => paths.registerOverTime({ reading: 'known-then', age: 'under-18', years: 10 }),
  },
  { name: 'Register on a day', pattern: paths.registerAsAt.pattern, at: () => paths.registerAsAt({ on: day(-10) }) },
  { name: 'Register on a day that is none', pattern: paths.registerAsAt.pattern, at: () => paths.registerAsAt({ on: '31/02/2026' }) },
  {
    name: 'A record as it was',
    pattern: paths.asWas.pattern,
    at: ({ inHospital }) => paths.asWas({ registerId: inHospital }, { on: day(-10) }),
  },
  {
    name: 'A record on a day that is none',
    pattern: paths.asWas.pattern,
    at: ({ inHospital }) => paths.asWas({ registerId: inHospital }, { on: '31/02/2026', known: 'soon' }),
  },
  {
    name: 'History, looks alone',
    pattern: paths.history.pattern,
    at: ({ inHospital }) => paths.history({ registerId: inHospital }, { show: 'looks' }),
  },
  { name: 'Access log, every prompt', pattern: paths.accessLog.pattern, at: () => paths.accessLog({ prompts: 'all' }), who: MANAGER },
  { name: 'Access log as a file', pattern: paths.accessLogExport.pattern, at: () => paths.accessLogExport(), who: MANAGER },
  {
    name: 'Access log as a file, without a reason',
    pattern: paths.accessLogExport.pattern,
    at: () => paths.accessLogExport(),
    who: MANAGER,
    then: ({ page }) => page.getByRole('button', { name: 'Take out the file' }).click(),
  },
  {
    name: 'Access log, reviewed without a reason',
    pattern: paths.accessLogReviewed.pattern,
    at: () => paths.accessLog(),
    who: MANAGER,
    then: ({ page }) =>
      page
        .getByRole('button', { name: /^Mark as reviewed/ })
        .first()
        .click(),
  },
  { name: 'Reviews of a panel member', pattern: paths.reviews.pattern, at: () => paths.reviews(), who: 'Jo Testley' },
  { name: 'Person in hospital', pattern: paths.person.pattern, at: ({ inHospital }) => paths.person({ registerId: inHospital }) },
  { name: 'Person at home', pattern: paths.person.pattern, at: ({ atHome }) => paths.person({ registerId: atHome }) },
  { name: 'Deadlines', pattern: paths.deadlines.pattern, at: ({ inHospital }) => paths.deadlines({ registerId: inHospital }) },
  { name: 'Why', pattern: paths.deadline.pattern, at: ({ inHospital, deadline }) => paths.deadline({ registerId: inHospital, deadline }) },
  { name: 'Record', pattern: paths.record.pattern, at: ({ atHome }) => paths.record({ registerId: atHome }) },
  {
    name: 'Form',
    pattern: paths.recordEvent.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'meeting-scheduled' }),
  },
  {
    name: 'Form with errors',
    pattern: paths.recordEvent.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'admitted' }),
    then: ({ page }) => page.getByRole('button', { name: 'See what this changes' }).click(),
  },
  {
    name: 'Check before you record',
    pattern: paths.recordCheck.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'contact-wish-recorded' }),
    then: async ({ page }) => {
      await page.getByLabel(/^Today/).check();
      await page.getByLabel('No', { exact: true }).check();
      await page.getByRole('button', { name: 'See what this changes' }).click();
    },
  },
  {
    name: 'Several, the first part',
    pattern: paths.recordTogether.pattern,
    at: ({ atHome }) => paths.recordTogether({ registerId: atHome, journey: 'laep-admission' }),
  },
  {
    name: 'Several, a part with errors',
    pattern: paths.recordTogether.pattern,
    at: ({ referred }) => paths.recordTogether({ registerId: referred, journey: 'decide-referral' }),
    then: async ({ page }) => {
      await page.getByLabel(/^Today/).check();
      await page.getByLabel('Eligible', { exact: true }).check();
      await page.getByLabel('Autism', { exact: true }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('No, it was refused').check();
      await page.getByLabel('Their own consent', { exact: true }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    },
  },
  {
    name: 'Several, check before you record',
    pattern: paths.recordTogetherCheck.pattern,
    at: ({ atHome }) => paths.recordTogether({ registerId: atHome, journey: 'laep-admission' }),
    then: async ({ page }) => {
      await page.getByLabel(/^Yesterday/).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('Low secure').check();
      for (const question of [/detained/, 'Was it planned?'])
        await page.getByRole('group', { name: question }).getByLabel('No', { exact: true }).check();
      await page.getByRole('button', { name: 'See what this changes' }).click();
      await page.getByRole('heading', { name: 'Check before you record' }).waitFor();
    },
  },
  { name: 'Correct', pattern: paths.correct.pattern, at: ({ inHospital }) => paths.correct({ registerId: inHospital }) },
  {
    name: 'Correct one',
    pattern: paths.correctEvent.pattern,
    at: ({ inHospital, event }) => paths.correctEvent({ registerId: inHospital, event }),
  },
  {
    name: 'Check before you correct',
    pattern: paths.correctCheck.pattern,
    at: ({ atHome }) => paths.correct({ registerId: atHome }),
    then: async ({ page }) => {
      await page
        .getByRole('main')
        .getByRole('link', { name: /^Rating/ })
        .first()
        .click();
      await page.getByLabel(/^Take it back/).check();
      await page.locator('#correction-reason').fill('A slip');
      await page.getByRole('button', { name: 'See what this changes' }).click();
    },
  },
  {
    name: 'A correction to confirm',
    pattern: paths.correction.pattern,
    at: ({ corrected, corrections: [event = ''] }) => paths.correction({ registerId: corrected, event }),
  },
  {
    name: 'A correction, without a reason why not',
    pattern: paths.correctionNotRight.pattern,
    at: ({ corrected, corrections: [event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: ({ page }) => page.getByRole('button', { name: 'This is not right' }).click(),
  },
  {
    name: 'A correction that is not right',
    pattern: paths.correction.pattern,
    at: ({ corrected, corrections: [, event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: async ({ page }) => {
      if (!(await page.getByRole('button', { name: 'This is not right' }).isVisible())) return;
      await page.getByLabel('What is not right?').fill('It was so all the same');
      await page.getByRole('button', { name: 'This is not right' }).click();
    },
  },
  {
    name: 'A correction that is put right',
    pattern: paths.correctionPutRight.pattern,
    at: ({ corrected, corrections: [, event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: async ({ page }) => {
      const button = page.getByRole('button', { name: 'It has been put right' });
      if (await button.isVisible()) await button.click();
    },
  },
  {
    name: 'A correction that is confirmed',
    pattern: paths.correctionConfirm.pattern,
    at: ({ corrected, corrections: [, , event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: async ({ page }) => {
      const button = page.getByRole('button', { name: 'Confirm' });
      if (await button.isVisible()) await button.click();
    },
  },
  {
    name: 'Person with a correction to confirm',
    pattern: paths.person.pattern,
    at: ({ corrected }) => paths.person({ registerId: corrected }),
  },
  { name: 'History with corrections', pattern: paths.history.pattern, at: ({ corrected }) => paths.history({ registerId: corrected }) },
  {
    name: 'Search',
    pattern: paths.find.pattern,
    at: () => paths.today(),
    then: async ({ page }) => {
      await page.getByLabel(/^Find by/).fill('Example');
      await page.getByRole('button', { name: 'Find' }).click();
    },
  },
  {
    name: 'Search with a wrong number',
    pattern: paths.find.pattern,
    at: () => paths.today(),
    then: async ({ page }) => {
      await page.getByLabel(/^Find by/).fill('999 000 0001');
      await page.getByRole('button', { name: 'Find' }).click();
    },
  },
  { name: 'History', pattern: paths.history.pattern, at: ({ inHospital }) => paths.history({ registerId: inHospital }) },
  { name: 'Workflow', pattern: paths.workflow.pattern, at: ({ inHospital }) => paths.workflow({ registerId: inHospital }) },
  { name: 'Who looked', pattern: paths.looked.pattern, at: ({ inHospital }) => paths.looked({ registerId: inHospital }) },
  { name: 'Access log', pattern: paths.accessLog.pattern, at: () => paths.accessLog(), who: MANAGER },
  { name: 'Notices going', pattern: paths.noticesGoing.pattern, at: () => paths.noticesGoing() },
  { name: 'Notices held', pattern: paths.noticesHeld.pattern, at: () => paths.noticesHeld() },
  { name: 'Notices failed', pattern: paths.noticesFailed.pattern, at: () => paths.noticesFailed() },
  { name: 'Notices sent', pattern: paths.noticesSent.pattern, at: () => paths.noticesSent() },
  { name: 'A notice', pattern: paths.notice.pattern, at: () => paths.noticesSent(), then: first(NOTICE) },
  { name: 'Hold a notice', pattern: paths.noticeHold.pattern, at: () => paths.noticesGoing(), then: first(NOTICE, /\/hold$/) },
  { name: 'Release a notice', pattern: paths.noticeRelease.pattern, at: () => paths.noticesHeld(), then: first(NOTICE, /\/release$/) },
  { name: 'Send a notice now', pattern: paths.noticeNow.pattern, at: () => paths.noticesGoing(), then: ofMessage('send-now') },
  { name: 'Send a notice again', pattern: paths.noticeAgain.pattern, at: () => paths.noticesSent(), then: ofMessage('send-again') },
  { name: 'Address of a notice', pattern: paths.noticeAddress.pattern, at: () => paths.noticesSent(), then: ofMessage('address') },
  { name: 'To sort out', pattern: paths.sortOut.pattern, at: () => paths.sortOut() },
  { name: 'An entry to sort out', pattern: paths.sortOutOne.pattern, at: () => paths.sortOut(), then: first(/\/sort-out\/[^/]+$/) },
  { name: 'Calendar', pattern: paths.calendar.pattern, at: () => paths.calendar() },
  { name: 'Rules', pattern: paths.rules.pattern, at: () => paths.rules() },
  { name: 'A rule set', pattern: paths.ruleSet.pattern, at: () => paths.rules(), then: first(/\/rules\/[^/]+$/) },
  { name: 'Practice, filled', pattern: paths.practice.pattern, at: () => paths.practice() },
  { name: 'Settings', pattern: paths.settings.pattern, at: () => paths.settings(), who: MANAGER },
  { name: 'Staff', pattern: paths.staffList.pattern, at: () => paths.staffList(), who: MANAGER },
  { name: 'Add to the staff', pattern: paths.staffAdd.pattern, at: () => paths.staffAdd(), who: MANAGER },
  { name: 'A member of staff', pattern: paths.member.pattern, at: () => paths.member(SAM), who: MANAGER },
  { name: 'Change a member', pattern: paths.memberChange.pattern, at: () => paths.memberChange(SAM), who: MANAGER },
  { name: 'A member leaves', pattern: paths.memberLeave.pattern, at: () => paths.memberLeave(SAM), who: MANAGER },
  { name: 'A member returns', pattern: paths.memberReturn.pattern, at: () => paths.memberReturn(SAM), who: MANAGER },
  { name: 'A member is away', pattern: paths.memberAway.pattern, at: () => paths.memberAway(SAM), who: MANAGER },
  // Somebody is away in the practice register.
  {
    name: 'A member is back',
    pattern: paths.memberBack.pattern,
    at: () => paths.member(ANA),
    who: MANAGER,
    then: first(/\/back$/),
  },
  { name: 'A member may sign in anew', pattern: paths.memberSignInAnew.pattern, at: () => paths.memberSignInAnew(SAM), who: MANAGER },
  { name: 'Tokens', pattern: paths.tokens.pattern, at: () => paths.tokens(), who: MANAGER },
  { name: 'A new token', pattern: paths.tokenNew.pattern, at: () => paths.tokenNew(), who: EVERYWHERE },
  { name: 'Sending', pattern: paths.sending.pattern, at: () => paths.sending(), who: MANAGER },
  { name: 'Area profile', pattern: paths.areaProfile.pattern, at: () => paths.areaProfile(), who: MANAGER },
  { name: 'Developers', pattern: paths.developers.pattern, at: () => paths.developers(), who: MANAGER },
  {
    name: 'Restrict a record',
    pattern: paths.restriction.pattern,
    at: ({ restricted }) => paths.restriction({ registerId: restricted }),
    who: MANAGER,
  },
  {
    name: 'A restricted record',
    pattern: paths.restriction.pattern,
    at: ({ restricted }) => paths.restriction({ registerId: restricted }),
    who: MANAGER,
    then: async ({ page }) => {
      const press = page.getByRole('button', { name: 'Restrict this record' });
      if ((await press.count()) === 0) return;
      await page.getByLabel('Why', { exact: true }).selectOption('safety');
      await page.getByLabel('In words').fill('Threats against the family');
      await press.click();
    },
  },
  {
    name: 'A restricted record, with errors',
    pattern: paths.restriction.pattern,
    at: ({ restricted }) => paths.restriction({ registerId: restricted }),
    who: MANAGER,
    then: ({ page }) => page.getByRole('button', { name: 'Save the change' }).click(),
  },
  { name: 'Asked for a reason', pattern: paths.openRestricted.pattern, at: ({ restricted }) => paths.person({ registerId: restricted }) },
  {
    name: 'Asked for a reason, with errors',
    pattern: paths.openRestricted.pattern,
    at: ({ restricted }) => paths.person({ registerId: restricted }),
    then: ({ page }) => page.getByRole('button', { name: 'Open the record for 60 minutes' }).click(),
  },
  {
    name: 'Opened for 60 minutes',
    pattern: paths.openRestricted.pattern,
    at: ({ restricted }) => paths.person({ registerId: restricted }),
    then: async ({ page }) => {
      const press = page.getByRole('button', { name: 'Open the record for 60 minutes' });
      if ((await press.count()) === 0) return;
      await page.getByLabel('I cover for somebody').check();
      await page.getByLabel('Say it in your own words').fill('Ana is on leave, and the ward rang');
      await press.click();
    },
  },
  { name: 'Restricted records', pattern: paths.restricted.pattern, at: () => paths.restricted(), who: MANAGER },
  { name: 'Access log, restricted only', pattern: paths.accessLog.pattern, at: () => paths.accessLog({ restricted: 'yes' }), who: MANAGER },
  { name: 'Status', pattern: paths.status.pattern, at: () => paths.status() },
  { name: 'Nothing there', pattern: 'trouble', at: () => '/no-such-page' },
  { name: 'Not theirs to open', pattern: 'trouble', at: ({ atHome }) => paths.person({ registerId: atHome }), who: 'Pat Specimen' },
];
