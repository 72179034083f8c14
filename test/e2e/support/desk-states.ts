import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import { ADAS_NUMBER, day } from './desk-people';
import { EVERYWHERE, first, MANAGER, NOTICE, SAM, type Shown, press } from './desk-shown';

/** Presses a button of the page as it is. */
/** One after the other. */
const both =
  (...steps: readonly ((at: AtTheDesk) => Promise<void>)[]) =>
  async (at: AtTheDesk): Promise<void> => {
    for (const step of steps) await step(at);
  };

/** Fills in whom somebody refers, and goes on to the check. */
const checkReferral =
  (name: string, nhsNumber = '') =>
  async (at: AtTheDesk): Promise<void> => {
    const { page } = at;
    await type('Name of the person', name)(at);
    await type('NHS number', nhsNumber)(at);
    for (const [part, text] of [
      ['Day', '1'],
      ['Month', '6'],
      ['Year', '2008'],
    ] as const)
      await page.getByRole('group', { name: 'Date of birth' }).getByLabel(part).fill(text);
    await page.getByLabel('Who made the referral?').selectOption('family');
    await page.getByLabel('How urgent do they think it is?').selectOption('red');
    await press('See what this begins')(at);
    await page.getByRole('heading', { name: 'Check before the referral is recorded' }).waitFor();
  };

/** Types into a field of the page. */
const type =
  (label: string | RegExp, text: string) =>
  async ({ page }: AtTheDesk): Promise<void> =>
    page.getByRole('main').getByLabel(label).first().fill(text);

/** What is typed into the search that stands on every page, before Find is pressed. */
const find =
  (text: string) =>
  async ({ page }: AtTheDesk): Promise<void> => {
    await page
      .getByRole('banner')
      .or(page.locator('.app-bar'))
      .getByLabel(/^Find by/)
      .fill(text);
    await page.getByRole('button', { name: 'Find', exact: true }).click();
  };

/** Every place as it is before anybody is on record. */
export const EMPTY: readonly Shown[] = [
  { name: 'Reviews of the register, none', pattern: paths.registerReviews.pattern, at: () => paths.registerReviews() },
  { name: 'Today, nobody on record', pattern: paths.today.pattern, at: () => paths.today() },
  { name: 'Referrals, none', pattern: paths.referrals.pattern, at: () => paths.referrals() },
  { name: 'Register, nobody on record', pattern: paths.register.pattern, at: () => paths.register() },
  { name: 'Calendar, nothing in it', pattern: paths.calendar.pattern, at: () => paths.calendar() },
  { name: 'Notices going, none', pattern: paths.noticesGoing.pattern, at: () => paths.noticesGoing() },
  { name: 'Notices held, none', pattern: paths.noticesHeld.pattern, at: () => paths.noticesHeld() },
  { name: 'Notices failed, none', pattern: paths.noticesFailed.pattern, at: () => paths.noticesFailed() },
  { name: 'Notices sent, none', pattern: paths.noticesSent.pattern, at: () => paths.noticesSent() },
  { name: 'To sort out, nothing', pattern: paths.sortOut.pattern, at: () => paths.sortOut() },
  {
    name: 'Access log, nothing in that time',
    pattern: paths.accessLog.pattern,
    at: () => paths.accessLog({ from: '1 January 2020', to: '2 January 2020' }),
    who: MANAGER,
  },
  { name: 'Tokens, none', pattern: paths.tokens.pattern, at: () => paths.tokens(), who: MANAGER },
  { name: 'Practice, nobody on record', pattern: paths.practice.pattern, at: () => paths.practice() },
  { name: 'Search, nobody found', pattern: paths.find.pattern, at: () => paths.today(), then: find('Nobody') },
];

/** The states of a filled register that come of something that somebody did, or did wrongly. */
export const AFTER: readonly Shown[] = [
  { name: 'Search that says too little', pattern: paths.find.pattern, at: () => paths.today(), then: find('x') },
  {
    name: 'Form refused',
    pattern: paths.recordEvent.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'rating-set' }),
    then: press('See what this changes'),
  },
  {
    name: 'Check before an admission',
    pattern: paths.recordCheck.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'admitted' }),
    then: async ({ page }) => {
      await page.getByLabel(/^Yesterday/).check();
      for (const question of [/What kind of ward/, /detained under/, /Was it planned/])
        await page.getByRole('group', { name: question }).getByRole('radio').last().check();
      await page.getByRole('button', { name: 'See what this changes' }).click();
      await page.getByRole('heading', { name: 'Check before you record' }).waitFor();
    },
  },
  {
    name: 'Check of what looks like one that is recorded',
    pattern: paths.recordCheck.pattern,
    at: ({ inHospital }) => paths.recordEvent({ registerId: inHospital, type: 'meeting-scheduled' }),
    then: async ({ page }) => {
      const [year = '', month = '', date = ''] = day(12).split('-');
      await page.getByLabel('Day', { exact: true }).fill(date);
      await page.getByLabel('Month', { exact: true }).fill(month);
      await page.getByLabel('Year', { exact: true }).fill(year);
      await page.getByLabel('What kind of meeting?').selectOption('post-admission-cetr');
      await page.getByRole('button', { name: 'See what this changes' }).click();
      await page.getByText('This looks like one recorded at').waitFor();
      await page.getByRole('button', { name: 'It is another one: book meeting' }).waitFor();
    },
  },
  {
    name: 'Form refused for what looks like one that is recorded',
    pattern: paths.recordEvent.pattern,
    at: ({ inHospital }) => paths.recordEvent({ registerId: inHospital, type: 'admitted' }),
    then: async ({ page }) => {
      const [year = '', month = '', date = ''] = day(-2).split('-');
      await page.getByLabel('Another day').check();
      await page.getByLabel('Day', { exact: true }).fill(date);
      await page.getByLabel('Month', { exact: true }).fill(month);
      await page.getByLabel('Year', { exact: true }).fill(year);
      for (const question of [/What kind of ward/, /detained under/, /Was it planned/])
        await page.getByRole('group', { name: question }).getByRole('radio').last().check();
      await page.getByRole('button', { name: 'See what this changes' }).click();
      await page.getByText('This looks like one recorded at').waitFor();
    },
  },
  {
    name: 'Correction with errors',
    pattern: paths.correctEvent.pattern,
    at: ({ inHospital, event }) => paths.correctEvent({ registerId: inHospital, event }),
    then: press('See what this changes'),
  },
  {
    name: 'Who looked, with a wrong day',
    pattern: paths.looked.pattern,
    at: ({ inHospital }) => paths.looked({ registerId: inHospital }, { from: '31 February 2026', to: 'soon' }),
  },
  {
    name: 'Access log, with a wrong day',
    pattern: paths.accessLog.pattern,
    at: () => paths.accessLog({ from: '31 February 2026', to: 'soon' }),
    who: MANAGER,
  },
  { name: 'Calendar, a later time', pattern: paths.calendar.pattern, at: () => paths.calendar(), then: first(/^\/calendar$/) },
  {
    name: 'Hold a notice, with an error',
    pattern: paths.noticeHold.pattern,
    at: () => paths.noticesGoing(),
    then: both(first(NOTICE, /\/hold$/), press(/^Hold/)),
  },
  {
    name: 'A notice, held',
    pattern: paths.notice.pattern,
    at: () => paths.noticesGoing(),
    then: both(first(NOTICE, /\/hold$/), type(/^Why/, 'The family asked us to phone first'), press(/^Hold/)),
  },
  {
    name: 'An entry, dismissed without a reason',
    pattern: paths.sortOutOne.pattern,
    at: () => paths.sortOut(),
    then: both(first(/\/sort-out\/[^/]+$/), press('Dismiss this entry')),
  },
  {
    name: 'Add to the staff, with errors',
    pattern: paths.staffAdd.pattern,
    at: () => paths.staffAdd(),
    who: MANAGER,
    then: press(/./),
  },
  {
    name: 'Change a member, with errors',
    pattern: paths.memberChange.pattern,
    at: () => paths.memberChange(SAM),
    who: MANAGER,
    then: both(type('Name', ''), press('Save the change')),
  },
  { name: 'A new token, with errors', pattern: paths.tokenNew.pattern, at: () => paths.tokenNew(), who: EVERYWHERE, then: press(/./) },
  {
    name: 'The token was made',
    pattern: paths.tokenNew.pattern,
    at: () => paths.tokenNew(),
    who: EVERYWHERE,
    then: async (at) => {
      await type('Who will use it?', `Hospital ${String(Math.random()).slice(2, 8)}`)(at);
      await at.page.getByRole('checkbox').first().check();
      await press(/./)(at);
      await at.page.getByRole('heading', { name: 'The token was made' }).waitFor();
    },
  },
  { name: 'Revoke a token', pattern: paths.tokenRevoke.pattern, at: () => paths.tokens(), who: MANAGER, then: press(/^Revoke/) },
  {
    name: 'Stop all sending',
    pattern: paths.sendingSwitch.pattern,
    at: () => paths.sending(),
    who: MANAGER,
    then: press('Stop all sending'),
  },
  { name: 'Switch sending', pattern: paths.sendingSwitch.pattern, at: () => paths.sending(), who: MANAGER, then: press(/^Switch o/) },
  {
    name: 'Calendar feed, made',
    pattern: paths.calendar.pattern,
    at: () => paths.calendar(),
    then: press(/^Make/),
  },
  { name: 'Refer somebody, refused', pattern: paths.refer.pattern, at: () => paths.refer(), then: press('See what this begins') },
  {
    name: 'Check before a referral',
    pattern: paths.refer.pattern,
    at: () => paths.refer(),
    then: checkReferral('Lee Imagined'),
  },
  {
    name: 'Check before a referral, the NHS number is somebody’s',
    pattern: paths.referRecord.pattern,
    at: () => paths.refer(),
    then: both(checkReferral('Somebody Imagined', ADAS_NUMBER), press(/record the referral$/)),
  },
  {
    name: 'Referral from outside, refused',
    pattern: paths.referralDecide.pattern,
    at: ({ letter }) => paths.referral({ reference: letter }),
    then: press('Record what was decided'),
  },
  { name: 'Today of everyone', pattern: paths.today.pattern, at: () => paths.today({ whose: 'all' }) },
  { name: 'Today, one group alone', pattern: paths.today.pattern, at: () => paths.today({ whose: 'all', group: 'waiting' }) },
  { name: 'Today of the manager', pattern: paths.today.pattern, at: () => paths.today(), who: MANAGER },
  { name: 'Today, one thing done', pattern: paths.today.pattern, at: () => paths.today(), then: press(/Records at once$/) },
  { name: 'Deadlines at home', pattern: paths.deadlines.pattern, at: ({ atHome }) => paths.deadlines({ registerId: atHome }) },
  { name: 'Sign in', pattern: 'sign-in', at: () => paths.signIn() },
  {
    name: 'Sign in after a pause',
    pattern: 'sign-in',
    at: () => paths.signIn({ idle: 'yes', kept: 'yes' }),
    who: 'Robin Sample',
    then: async ({ page }) => {
      await page.context().clearCookies();
      await page.goto(new URL(paths.signIn({ idle: 'yes', kept: 'yes' }), page.url()).href);
    },
  },
  { name: 'Signed out', pattern: 'sign-in', at: () => paths.signedOut() },
];
