import { PRINTED } from '../../../domain/forms/printed/all';
import { askingPaths, paths } from '../../../web/paths';
import type { AtTheDesk } from './desk';
import type { Shown } from './desk-shown';

const AT = askingPaths['self-referral'];

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

/** Answers the same questions of another form: all its pages are there, in both kinds of words. */
const other = (kind: 'flag' | 'review-request', words: 'plain' | 'easy'): readonly Shown[] => {
  const own = askingPaths[kind][words];
  const start = (): string => own.start();
  const next = press(words === 'plain' ? 'Continue' : 'Next');
  const all = async (at: AtTheDesk): Promise<void> => {
    const each = async (answers: readonly ((one: AtTheDesk) => Promise<void>)[]): Promise<void> => {
      for (const answer of answers) {
        await answer(at);
        await next(at);
      }
    };
    await press('Start')(at);
    if (kind === 'flag') {
      await at.page.getByRole('radio').first().check();
      await next(at);
      await at.page.getByLabel('Their name').fill('Tom Example');
      await at.page.getByLabel('Your name').fill('Mum Example');
      await next(at);
    } else await each(ANSWERS[words].slice(0, 2));
    await each(ANSWERS[words].slice(2, 4));
    await at.page.getByRole('textbox').fill('Nobody tells us anything.');
    for (let more = 0; more < 5; more += 1) await next(at);
  };
  const send = async (at: AtTheDesk): Promise<void> => {
    await all(at);
    await press(words === 'plain' ? 'Send to the team' : 'Send it')(at);
    await at.page.waitForURL(/\/sent$/);
  };
  const name = `Asking, ${kind}, ${words}`;
  return [
    { name, pattern: own.start.pattern, at: start },
    { name: `${name}, a question`, pattern: own.questions.pattern, at: start, then: press('Start') },
    { name: `${name}, check`, pattern: own.send.pattern, at: start, then: all },
    { name: `${name}, sent`, pattern: own.sent.pattern, at: start, then: send },
  ];
};

/** The pages for everybody, and what the team makes of what comes by them. */
export const ASKING: readonly Shown[] = [
  { name: 'Asking for help', pattern: AT.plain.start.pattern, at: () => AT.plain.start() },
  { name: 'Asking for help, easy read', pattern: AT.easy.start.pattern, at: () => AT.easy.start() },
  ...NAMES.flatMap((name, many): Shown[] => [
    { name: `Asking, ${name}`, pattern: AT.plain.questions.pattern, at: () => AT.plain.start(), then: answered('plain', many) },
    {
      name: `Asking, ${name}, easy read`,
      pattern: AT.easy.questions.pattern,
      at: () => AT.easy.start(),
      then: answered('easy', many),
    },
  ]),
  {
    name: 'Asking, with an error',
    pattern: AT.plain.questions.pattern,
    at: () => AT.plain.start(),
    then: then(answered('plain', 3), press('Continue')),
  },
  {
    name: 'Asking, with an error, easy read',
    pattern: AT.easy.questions.pattern,
    at: () => AT.easy.start(),
    then: then(answered('easy', 4), press('Next')),
  },
  { name: 'Asking, check', pattern: AT.plain.send.pattern, at: () => AT.plain.start(), then: answered('plain', 9) },
  { name: 'Asking, check, easy read', pattern: AT.easy.send.pattern, at: () => AT.easy.start(), then: answered('easy', 9) },
  { name: 'Asked for help', pattern: AT.plain.sent.pattern, at: () => AT.plain.start(), then: sent('plain') },
  { name: 'Asked for help, easy read', pattern: AT.easy.sent.pattern, at: () => AT.easy.start(), then: sent('easy') },
  ...(['flag', 'review-request'] as const).flatMap((kind) => [...other(kind, 'plain'), ...other(kind, 'easy')]),
  { name: 'Forms and information', pattern: paths.printedForms.pattern, at: () => paths.printedForms() },
  ...PRINTED.map(({ kind, edition, title }): Shown => ({
    name: `Printed form, ${title}`,
    pattern: paths.printedEdition.pattern,
    at: () => paths.printedEdition({ form: kind, edition: String(edition) }),
  })),
  ...['self-referral', 'self-referral-easy-read', 'flag', 'review-request-easy-read'].map((form): Shown => ({
    name: `Printed form, blank, ${form}`,
    pattern: paths.printedForm.pattern,
    at: () => paths.printedForm({ form }),
  })),
  { name: 'Help now', pattern: paths.helpNow.pattern, at: () => paths.helpNow() },
  { name: 'Where do you live', pattern: paths.areas.pattern, at: () => paths.areas() },
  { name: 'Who else can help', pattern: paths.directory.pattern, at: () => paths.directory() },
  { name: 'A request for help', pattern: paths.referral.pattern, at: () => AT.plain.start(), then: then(sent('plain'), lookAt) },
  { name: 'Forms, none', pattern: paths.forms.pattern, at: ({ atHome }) => paths.forms({ registerId: atHome }) },
  {
    name: 'Forms of somebody who asked for help',
    pattern: paths.forms.pattern,
    at: () => AT.plain.start(),
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
