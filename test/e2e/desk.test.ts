import type { Browser } from 'playwright-core';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, keyOf, SEATS, seatName, type Seat } from './support/desk';
import { ask, newPlace, ready, type Run, start, token } from './support/service';

describe('the desk', () => {
  let run: Run;
  let url: string;
  let bearer: string;
  let browser: Browser;

  beforeAll(async () => {
    const place = await newPlace();
    run = start(place);
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    bearer = await token(place);
  });
  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
  });

  const day = (offset: number): string =>
    new Date(Date.now() + offset * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });

  /** Somebody on the register: out: their register id. */
  async function onRegister(more: readonly object[] = [], since = -20): Promise<string> {
    const person = { name: 'Tom Example', bornOn: '2011-03-02' };
    const referred = (await ask(url, bearer, '/referrals', {
      person,
      event: { type: 'referral-received', source: 'family', on: day(since) },
    })) as { registerId: string };
    const events = [
      { type: 'eligibility-decided', on: day(since), outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', on: day(since), basis: 'gillick', scope: ['register', 'meeting'] },
      { type: 'rating-set', on: day(since), rating: 'amber', reason: 'x' },
    ];
    await ask(url, bearer, `/pathways/${referred.registerId}/events`, { events });
    for (const event of more) await ask(url, bearer, `/pathways/${referred.registerId}/events`, event);
    return referred.registerId;
  }

  const officer = (seat: Seat): Promise<AtTheDesk> => AtTheDesk.signIn(browser, url, { who: 'Sam Okafor', key: keyOf(run), seat });

  describe.each(SEATS.map((seat) => ({ seat, name: seatName(seat) })))('$name', ({ seat }) => {
    let sam: AtTheDesk;
    beforeEach(async () => {
      sam = await officer(seat);
    });
    afterEach(async () => {
      expect(sam.complaints).toEqual([]);
      await sam.close();
    });

    it('task 1: an admission that happened last night, in 5 clicks and 5 answers', async () => {
      const registerId = await onRegister();
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await sam.follow('Record admission');
      await sam.choose('When was the person admitted?', /^Yesterday/);
      await sam.choose('What kind of ward is it?', 'Not secure');
      await sam.choose(/detained under the Mental Health Act/, 'No');
      await sam.choose('Was it planned?', 'No');
      await sam.press('See what this changes');
      const check = await sam.text();
      expect(check).toContain('Post-admission C(E)TR');
      expect(check).toContain('Word of the admission, to the commissioner');
      await sam.press('Record admission');
      const person = await sam.text();
      expect(person).toContain('Blue');
      expect(person).toContain('Post-admission C(E)TR');
      expect(person).toContain('Why?');
      expect({ clicks: sam.clicks <= 5, answers: sam.answers <= 5 }).toEqual({ clicks: true, answers: true });
    });

    it('task 2: what is late, and why one date is what it is, in 1 click from Today', async () => {
      await onRegister([{ type: 'action-agreed', on: day(-9), action: 'a-1', what: 'A crisis plan', due: day(-3) }]);
      await sam.page.goto(`${url}/today`);
      expect(await sam.text()).toContain('3 days overdue');
      await sam.follow(/^Why\?/);
      const why = await sam.text();
      expect(why).toMatch(/was due|overdue/);
      expect(why).toContain('Rule set');
      expect(why).toContain('Source');
      expect(sam.clicks).toBe(1);
    });

    it('task 8: consent was withdrawn, in 6 clicks', async () => {
      const registerId = await onRegister();
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await sam.follow('Record something else');
      await sam.follow('Record that consent was withdrawn');
      await sam.choose('When?', /^Today/);
      await sam.press('See what this changes');
      expect(await sam.text()).toContain('No longer applies');
      await sam.press('Record withdrawal');
      expect(await sam.text()).toContain('Not given');
      expect(sam.clicks).toBeLessThanOrEqual(6);
    });

    it('who looked at somebody last month, in 3 clicks', async () => {
      const registerId = await onRegister();
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await sam.follow(/^Last month|Who looked/);
      expect(await sam.text()).toMatch(/looked/i);
      expect(sam.clicks).toBeLessThanOrEqual(3);
    });

    it('task 9: a discharge recorded for the wrong person is taken back, in 6 clicks, and a second person confirms it, in 2', async () => {
      const registerId = await onRegister([
        { type: 'admitted', on: day(-10), security: 'low', detained: false, planned: true },
        { type: 'discharged', on: day(-1), destination: 'home' },
      ]);
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await sam.follow('Correct something');
      await sam.follow(/^Discharge/);
      await sam.page.getByLabel(/^Take it back/).check();
      await sam.page.getByLabel('Why?').fill('It was somebody else');
      await sam.press('See what this changes');
      expect(await sam.text()).toContain('What was sent because of it');
      await sam.press('Take it back');
      expect(await sam.text()).toContain('Blue');
      expect(await sam.text()).toContain('A correction of a discharge from hospital waits for a second person');
      expect(sam.clicks).toBeLessThanOrEqual(6);
      await sam.page.goto(`${url}/today`);
      expect(await sam.text()).toContain('Your correction of a discharge from hospital waits for a second person');

      const kim = await AtTheDesk.signIn(browser, url, { who: 'Kim Example', key: keyOf(run), seat });
      await kim.page.waitForURL(/\/today/);
      expect(await kim.text()).toContain('A correction of a discharge from hospital waits for a second person');
      await kim.follow(new RegExp(`^Look at it: .* ${registerId}`));
      const shown = await kim.text();
      expect(shown).toContain('It was somebody else');
      expect(shown).toContain('Post-admission C(E)TR');
      expect(shown).toContain('What was already sent because of it');
      await kim.press('Confirm');
      expect(await kim.text()).toContain('Confirmed by Kim Example');
      expect({ clicks: kim.clicks, answers: kim.answers }).toEqual({ clicks: 2, answers: 0 });
      expect(kim.complaints).toEqual([]);
      await kim.close();
      await sam.page.goto(`${url}/today`);
      expect(await sam.text()).not.toContain(registerId);
    });
  });

  it('tasks 1 and 2 by the keyboard alone', async () => {
    const registerId = await onRegister([{ type: 'action-agreed', on: day(-9), action: 'a-1', what: 'A crisis plan', due: day(-4) }]);
    const sam = await officer({ width: 1280, script: true });
    const { page } = sam;
    await sam.tabTo(page.getByLabel(/^Find by register id/));
    await page.keyboard.type(registerId);
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/people\//);
    await sam.tabTo(page.getByRole('link', { name: 'Record admission' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/record\/admitted/);
    for (const [question, downs] of [
      ['When was the person admitted?', 1],
      ['What kind of ward is it?', 0],
      ['Is the person detained under the Mental Health Act?', 1],
      ['Was it planned?', 1],
    ] as const) {
      await sam.tabTo(page.getByRole('group', { name: question }).getByRole('radio').first());
      await page.keyboard.press('Space');
      for (let step = 0; step < downs; step += 1) await page.keyboard.press('ArrowDown');
    }
    await sam.tabTo(page.getByRole('button', { name: 'See what this changes' }));
    await page.keyboard.press('Enter');
    await page.getByRole('heading', { name: 'Check before you record' }).waitFor();
    await sam.tabTo(page.getByRole('button', { name: 'Record admission' }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/recorded=/);
    expect(await sam.text()).toContain('Blue');
    await page.goto(`${url}/today`);
    await sam.tabTo(page.getByRole('link', { name: /^Why\?/ }));
    await page.keyboard.press('Enter');
    await page.waitForURL(/\/deadlines\//);
    expect(await sam.text()).toContain('Rule set');
    await sam.close();
  });
});
