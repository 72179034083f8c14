import type { Browser } from 'playwright-core';
import { askingPaths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, SEATS, seatName } from './support/desk';
import { kept } from './support/paper';
import { newPlace, ready, type Run, start } from './support/service';

const ASKING = askingPaths['self-referral'];

describe('asking for help', () => {
  let run: Run;
  let url: string;
  let browser: Browser;

  beforeAll(async () => {
    run = start(await newPlace(), { TZ: 'Pacific/Auckland' });
    [url, browser] = await Promise.all([ready(run), openChromium()]);
  });
  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
  });

  /** As a screen reader reads the present page: its tree, line by line. */
  const tree = ({ page }: AtTheDesk): Promise<string> => page.locator('main').ariaSnapshot();

  it.each(SEATS.map((seat) => ({ seat, name: seatName(seat) })))(
    'task 12: for oneself, in easy words, at most 10 questions without an account, $name',
    async ({ seat }) => {
      const noa = await AtTheDesk.outside(browser, url, seat);
      await noa.page.goto(`${url}${ASKING.easy.start()}`);
      const trees = [await tree(noa)];
      expect(trees[0]).toMatch(/heading "If you need help now"[^]*Call 999[^]*button "Start"/);
      await noa.press('Start');
      const answers: readonly (() => Promise<void>)[] = [
        () => noa.choose('Who needs help?', 'Me'),
        () => noa.type('What is your name?', 'Noa Nobody'),
        () => Promise.resolve(),
        async () => {
          await noa.choose('How can we talk to you?', 'Phone me');
          await noa.type('Write your phone number', '0116 496 0000');
        },
        () => noa.page.getByLabel('Please talk to me').check(),
        ...[1, 2, 3, 4].map(() => () => Promise.resolve()),
      ];
      for (const [index, answer] of answers.entries()) {
        const seen = await tree(noa);
        trees.push(seen);
        // Where somebody is, the question, what is answered there and what goes on are all read aloud; the picture beside them is not.
        expect(seen).toMatch(new RegExp(`heading "Question ${index + 1} of 10 [^"]+" \\[level=1\\]`));
        expect(seen).toMatch(/button "Next"/);
        expect(seen).not.toMatch(/img|svg/);
        await answer();
        await noa.press('Next');
      }
      trees.push(await tree(noa));
      await noa.press('Send it');
      await noa.page.waitForURL(/\/sent$/);
      const last = await tree(noa);
      trees.push(last);
      expect(last).toMatch(
        /heading "Thank you. We have it." \[level=1\][^]*Your code is[^]*[0-9A-Z]{4}-[0-9A-Z]{4}[^]*Call 999[^]*What happens next\?/,
      );
      expect(noa.clicks).toBe(11);
      expect(noa.complaints).toEqual([]);
      kept('asking for help, as it is read aloud', trees.join('\n\n'));
      await noa.close();
    },
    120_000,
  );

  it('going back in the browser shows what was typed, and a page that was sent for good is not sent again', async () => {
    const noa = await AtTheDesk.outside(browser, url, { width: 1280, script: true });
    await noa.page.goto(`${url}${ASKING.plain.start()}`);
    await noa.press('Start');
    await noa.choose('Who do you want help for?', 'Me');
    await noa.page.keyboard.press('Enter');
    await noa.type('What is your name?', 'Noa Nobody');
    // Enter goes on, whatever other buttons the page has.
    await noa.page.getByLabel('What is your name?').press('Enter');
    await noa.page.getByRole('heading', { name: /When were you born/ }).waitFor();
    await noa.page.goBack();
    expect(await noa.page.getByLabel('What is your name?').inputValue()).toBe('Noa Nobody');
    await noa.close();
  }, 60_000);
});
