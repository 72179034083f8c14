import type { Browser } from 'playwright-core';
import { askingPaths, paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, keyOf, SEATS, seatName } from './support/desk';
import { kept } from './support/paper';
import { ask, newPlace, ready, type Run, start, token } from './support/service';

const ASKING = askingPaths['self-referral'];

describe('asking for help', () => {
  let run: Run;
  let url: string;
  let bearer: string;
  let browser: Browser;

  beforeAll(async () => {
    const place = await newPlace();
    run = start(place, { TZ: 'Pacific/Auckland' });
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    bearer = await token(place);
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

  /** An adult asks for help on the public form. Out: the code that they are told, which becomes their register id. */
  async function asked(): Promise<string> {
    const { send, sent } = askingPaths['self-referral'].plain;
    const body = new URLSearchParams({
      ...{ for: 'me', name: `Noa Nobody ${Date.now()}`, by: 'phone', at: '0116 496 0000', happening: 'I do not sleep.' },
      ...{ 'born-day': '2', 'born-month': '2', 'born-year': '1990' },
    });
    const posted = await fetch(`${url}${send()}`, { method: 'POST', body, redirect: 'manual' });
    const cookie = posted.headers.getSetCookie().map((line) => line.split(';', 1)[0]);
    const page = await (await fetch(`${url}${sent()}`, { headers: { cookie: cookie.join('; ') } })).text();
    return /\b[0-9A-Z]{4}-[0-9A-Z]{4}\b/.exec(page.replaceAll(/<[^>]+>/g, ' '))?.[0] ?? '';
  }

  it.each(SEATS.map((seat) => ({ seat, name: seatName(seat) })))(
    'task 3: what somebody asked on the public form, to the register with consent and amber, in 8 clicks, $name',
    async ({ seat }) => {
      const sam = await AtTheDesk.signIn(browser, url, { who: 'Sam Okafor', key: keyOf(run), seat });
      const code = await asked();
      await sam.page.goto(`${url}${paths.today()}`);
      await sam.follow(/^Referrals/);
      await sam.click(sam.page.getByRole('link', { name: new RegExp(`Look at it.*${code}`) }));
      expect(await sam.text()).toContain('I do not sleep.');
      await sam.choose('Who is it about?', /not on file/);
      await sam.press('Record what was decided');
      await sam.follow('Decide this referral');
      await sam.choose('When was it decided?', /^Today/);
      await sam.choose('What was decided?', 'Eligible');
      await sam.choose('Which diagnosis is on record?', 'Autism');
      await sam.press('Continue');
      await sam.choose('Is there consent to being on the register?', 'Yes, it was given');
      await sam.choose(/^To what else/, 'Meetings and reviews');
      await sam.choose('On what basis?', /^Their own consent(?!, under 16)/);
      await sam.press('Continue');
      await sam.choose('Which rating?', 'Amber');
      await sam.type('Why?', 'Does not sleep');
      await sam.press('See what this changes');
      expect(await sam.text()).toContain('They are 3 entries');
      expect(await ask(url, bearer, `/pathways/${code}`)).toMatchObject({ onRegister: false, rating: null });
      await sam.press('Record the decision');
      expect(await sam.text()).toContain('A decision on eligibility, a consent and a rating: recorded at');
      expect(await ask(url, bearer, `/pathways/${code}`)).toMatchObject({ onRegister: true, rating: 'amber' });
      expect(sam.clicks).toBe(8);
      expect(sam.complaints).toEqual([]);
      await sam.close();
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
