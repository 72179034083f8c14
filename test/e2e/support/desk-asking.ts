import { paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import type { Shown } from './desk-shown';

const press =
  (name: string) =>
  async ({ page }: AtTheDesk): Promise<void> =>
    page.getByRole('main').getByRole('button', { name, exact: true }).click();

/** What is answered at each question, in plain words and in easy ones. */
const ANSWERS: Readonly<Record<'plain' | 'easy', readonly ((at: AtTheDesk) => Promise<void>)[]>> = {
  plain: [
    ({ page }) => page.getByLabel('Me', { exact: true }).check(),
    ({ page }) => page.getByLabel('What is your name?').fill('Llanfairpwllgwyngyll Nobody-Madeup'),
    () => Promise.resolve(),
    async ({ page }) => {
      await page.getByLabel('Email', { exact: true }).check();
      await page.getByLabel('Your phone number, email address').fill('noa@example.org');
    },
    ({ page }) => page.getByLabel('What is happening?').fill('My support worker left.\nI do not sleep. محمد is a friend.'),
    ({ page }) => page.getByLabel('What helps you?').fill('My dog'),
    () => Promise.resolve(),
    ({ page }) => page.getByLabel('Waiting to find out').check(),
    () => Promise.resolve(),
  ],
  easy: [
    ({ page }) => page.getByLabel('Me', { exact: true }).check(),
    ({ page }) => page.getByLabel('What is your name?').fill('Noa Nobody'),
    () => Promise.resolve(),
    async ({ page }) => {
      await page.getByLabel('Phone me').check();
      await page.getByLabel('Write your phone number').fill('0116 496 0000');
    },
    ({ page }) => page.getByLabel('Please talk to me').check(),
    () => Promise.resolve(),
    () => Promise.resolve(),
    ({ page }) => page.getByLabel('I am autistic').check(),
    () => Promise.resolve(),
  ],
};

/** Answers the first so many questions. */
const answered =
  (words: 'plain' | 'easy', many: number) =>
  async (at: AtTheDesk): Promise<void> => {
    await press('Start')(at);
    for (const answer of ANSWERS[words].slice(0, many)) {
      await answer(at);
      await press(words === 'plain' ? 'Continue' : 'Next')(at);
    }
  };

const sent =
  (words: 'plain' | 'easy') =>
  async (at: AtTheDesk): Promise<void> => {
    await answered(words, 9)(at);
    await press(words === 'plain' ? 'Send to the team' : 'Send it')(at);
    await at.page.waitForURL(/\/sent$/);
  };

const then =
  (...steps: readonly ((at: AtTheDesk) => Promise<void>)[]) =>
  async (at: AtTheDesk): Promise<void> => {
    for (const step of steps) await step(at);
  };

const NAMES = ['who', 'name', 'born', 'reach', 'happening', 'helps', 'services', 'diagnosis', 'helper'];

/** Looks at the request for help that was sent. */
const lookAt = async (at: AtTheDesk): Promise<void> => {
  await at.page.goto(`${at.url}${paths.referrals()}`);
  await at.page
    .getByRole('link', { name: /the public form/ })
    .first()
    .click();
  await at.page.getByRole('heading', { name: /^Request for help/ }).waitFor();
};

/** The pages for everybody, and what the team makes of what comes by them. */
export const ASKING: readonly Shown[] = [
  { name: 'Asking for help', pattern: paths.ask.pattern, at: () => paths.ask() },
  { name: 'Asking for help, easy read', pattern: paths.askEasily.pattern, at: () => paths.askEasily() },
  ...NAMES.flatMap((name, many): Shown[] => [
    { name: `Asking, ${name}`, pattern: paths.askQuestions.pattern, at: () => paths.ask(), then: answered('plain', many) },
    {
      name: `Asking, ${name}, easy read`,
      pattern: paths.askQuestionsEasily.pattern,
      at: () => paths.askEasily(),
      then: answered('easy', many),
    },
  ]),
  {
    name: 'Asking, with an error',
    pattern: paths.askQuestions.pattern,
    at: () => paths.ask(),
    then: then(answered('plain', 3), press('Continue')),
  },
  {
    name: 'Asking, with an error, easy read',
    pattern: paths.askQuestionsEasily.pattern,
    at: () => paths.askEasily(),
    then: then(answered('easy', 4), press('Next')),
  },
  { name: 'Asking, check', pattern: paths.askSend.pattern, at: () => paths.ask(), then: answered('plain', 9) },
  { name: 'Asking, check, easy read', pattern: paths.askSendEasily.pattern, at: () => paths.askEasily(), then: answered('easy', 9) },
  { name: 'Asked for help', pattern: paths.askSent.pattern, at: () => paths.ask(), then: sent('plain') },
  { name: 'Asked for help, easy read', pattern: paths.askSentEasily.pattern, at: () => paths.askEasily(), then: sent('easy') },
  { name: 'Help now', pattern: paths.helpNow.pattern, at: () => paths.helpNow() },
  { name: 'Who else can help', pattern: paths.directory.pattern, at: () => paths.directory() },
  { name: 'A request for help', pattern: paths.referral.pattern, at: () => paths.ask(), then: then(sent('plain'), lookAt) },
  { name: 'Forms, none', pattern: paths.forms.pattern, at: ({ atHome }) => paths.forms({ registerId: atHome }) },
  {
    name: 'Forms of somebody who asked for help',
    pattern: paths.forms.pattern,
    at: () => paths.ask(),
    then: then(sent('plain'), lookAt, async ({ page }) => {
      if (await page.getByLabel('They are somebody else').isVisible()) {
        await page.getByLabel('They are somebody else').check();
        for (const [part, text] of [
          ['Day', '1'],
          ['Month', '6'],
          ['Year', '2001'],
        ] as const)
          await page.getByRole('group', { name: 'When were they born?' }).getByLabel(part).fill(text);
        await page.getByRole('button', { name: 'Record what was decided' }).click();
        await page.getByRole('link', { name: 'Forms' }).click();
        await page.getByRole('heading', { name: 'Request for help' }).waitFor();
      }
    }),
  },
];
