import { spawnSync } from 'node:child_process';
import type { Browser } from 'playwright-core';
import { paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, keyOf, SEATS, seatName, type Seat } from './support/desk';
import { day } from './support/desk-people';
import { ask, newPlace, type Place, ready, type Run, start, token } from './support/service';

describe('the desk', () => {
  let place: Place;
  let run: Run;
  let url: string;
  let bearer: string;
  let browser: Browser;

  beforeAll(async () => {
    place = await newPlace();
    // The service stands in New Zealand, the browser in California, and all days are London's.
    run = start(place, { TZ: 'Pacific/Auckland' });
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    bearer = await token(place);
  });
  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
  });

  /** Somebody who was referred, and of whom nothing is decided: out: their register id. */
  async function referred(since = -20): Promise<string> {
    const person = { name: 'Tom Example', bornOn: '2011-03-02' };
    const event = { type: 'referral-received', source: 'family', on: day(since) };
    return ((await ask(url, bearer, '/referrals', { person, event })) as { registerId: string }).registerId;
  }

  /** Somebody on the register: out: their register id. */
  async function onRegister(more: readonly object[] = [], since = -20): Promise<string> {
    const registerId = await referred(since);
    const events = [
      { type: 'eligibility-decided', on: day(since), outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', on: day(since), basis: 'gillick', scope: ['register', 'meeting'] },
      { type: 'rating-set', on: day(since), rating: 'amber', reason: 'x' },
    ];
    await ask(url, bearer, `/pathways/${registerId}/events`, { events });
    for (const event of more) await ask(url, bearer, `/pathways/${registerId}/events`, event);
    return registerId;
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
      expect(check).toContain('Post-admission CETR');
      expect(check).toContain('Word of the admission, to the commissioner');
      await sam.press('Record admission');
      const person = await sam.text();
      expect(person).toContain('Blue');
      expect(person).toContain('Post-admission CETR');
      expect(person).toContain('Why?');
      expect({ clicks: sam.clicks, answers: sam.answers }).toEqual({ clicks: 4, answers: 5 });
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

    it('task 3, from the person on: eligible, with consent and amber, in 8 clicks', async () => {
      const registerId = await referred();
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await sam.follow('Record something else');
      await sam.follow(/^Decide a referral/);
      await sam.choose('When was it decided?', /^Today/);
      await sam.choose('What was decided?', 'Eligible');
      await sam.choose('Which diagnosis is on record?', 'Autism');
      await sam.press('Continue');
      await sam.choose('Is there consent to being on the register?', 'Yes, it was given');
      await sam.choose(/^To what else/, 'Meetings and reviews');
      await sam.choose('On what basis?', /Gillick/);
      await sam.press('Continue');
      await sam.choose('Which rating?', 'Amber');
      await sam.type('Why?', 'Out of school');
      // One preview of all of it; nothing is on the register before it is confirmed.
      expect(await ask(url, bearer, `/pathways/${registerId}`)).toMatchObject({ onRegister: false, rating: null });
      await sam.press('See what this changes');
      const check = await sam.text();
      expect(check).toContain('They are 3 entries');
      expect(check).toContain('Multi-agency meeting');
      expect(await ask(url, bearer, `/pathways/${registerId}`)).toMatchObject({ onRegister: false, rating: null });
      await sam.press('Record the decision');
      const person = await sam.text();
      expect(person).toContain('A decision on eligibility, a consent and a rating: recorded at');
      expect(person).toContain('Amber');
      expect(person).toContain('On the register');
      expect(sam.clicks).toBeLessThanOrEqual(8);
    });

    it('task 8: consent was withdrawn, in 6 clicks', async () => {
      const registerId = await onRegister([{ type: 'admitted', on: day(-3), security: 'low', detained: true, planned: false }]);
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await sam.follow('Record something else');
      await sam.follow('Record that consent was withdrawn');
      await sam.choose('When?', /^Today/);
      await sam.press('See what this changes');
      const check = await sam.text();
      // What stops, what stays, and who is told.
      expect(check).toMatch(/Consent renewal[\s\S]*No longer applies/);
      expect(check).toMatch(/Stays\s[\s\S]*Post-admission CETR[\s\S]*the same/);
      expect(check).toMatch(/consent is withdrawn|withdrawn[\s\S]*to the commissioner/i);
      await sam.press('Record withdrawal');
      const person = await sam.text();
      // On a phone it opens when it is asked for.
      expect(await sam.page.locator('#consent').textContent()).toContain('Not given');
      expect(person).toContain('Post-admission CETR');
      expect({ clicks: sam.clicks, answers: sam.answers }).toEqual({ clicks: 5, answers: 2 });
    });

    it('who looked at somebody last month, in 3 clicks', async () => {
      const registerId = await onRegister();
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await sam.follow('Who looked');
      const now = await sam.text();
      expect(now).toContain('Sam Okafor');
      await sam.follow('Last month');
      const [year, month] = day(0).split('-').map(Number);
      const last = new Date(Date.UTC(year ?? 0, (month ?? 0) - 1, 0));
      const monthText = last.toLocaleDateString('en-GB', { month: 'long', year: 'numeric', timeZone: 'UTC' });
      const text = await sam.text();
      expect(text).toContain(`${last.getUTCDate()} ${monthText}`);
      // Nobody was on record then; the looks of this month are not told as those of the last.
      expect(text).toContain('No one has looked at this record in this period.');
      expect({ clicks: sam.clicks, answers: sam.answers }).toEqual({ clicks: 3, answers: 1 });
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
      await sam.page.getByLabel('Why do you correct it?').fill('It was somebody else');
      await sam.press('See what this changes');
      expect(await sam.text()).toContain('What was sent because of it');
      await sam.press('Take it back');
      const person = await sam.text();
      expect(person).toContain('Blue');
      // The dates of the stay as they would have been.
      expect(person).toContain('Oversight visit');
      expect(person).toContain('A correction of a discharge from hospital waits for a second person');
      expect({ clicks: sam.clicks, answers: sam.answers }).toEqual({ clicks: 5, answers: 1 });
      await sam.page.goto(`${url}/today`);
      expect(await sam.text()).toContain('Your correction of a discharge from hospital waits for a second person');

      const kim = await AtTheDesk.signIn(browser, url, { who: 'Kim Example', key: keyOf(run), seat });
      await kim.page.waitForURL(/\/today/);
      expect(await kim.text()).toContain('A correction of a discharge from hospital waits for a second person');
      await kim.follow(new RegExp(`^Look at it.*${registerId}`));
      const shown = await kim.text();
      expect(shown).toContain('It was somebody else');
      expect(shown).toContain('Post-admission CETR');
      expect(shown).toContain('What was already sent because of it');
      await kim.press('Confirm');
      expect(await kim.text()).toContain('Confirmed by Kim Example');
      expect({ clicks: kim.clicks, answers: kim.answers }).toEqual({ clicks: 2, answers: 0 });
      expect(kim.complaints).toEqual([]);
      await kim.close();
      await sam.page.goto(`${url}/today`);
      expect(await sam.text()).not.toContain('Your correction of a discharge');
    });

    it('an integrator: from the page for developers to a first accepted event, as it is printed there', async () => {
      const began = Date.now();
      const kim = await AtTheDesk.signIn(browser, url, { who: 'Kim Example', key: keyOf(run), seat });
      const name = `Ward system ${seat.width} ${seat.script ? 'a' : 'b'}`;
      await kim.page.goto(url + paths.developers());
      await kim.follow('Settings, Tokens');
      await kim.follow('Make a token');
      await kim.type('Who will use it?', name);
      await kim.choose('What may it do?', 'Send referrals');
      await kim.choose('What may it do?', 'Send events');
      await kim.choose('What may it do?', /^Find people/);
      await kim.press('Make the token');
      const secret = await kim.page.getByLabel(`The token of ${name}`).inputValue();
      await kim.follow('Developers');
      const [setting = '', refer = '', send = ''] = await kim.page.locator('pre').allInnerTexts();
      const shell = (text: string): unknown => {
        const { stdout, stderr, status } = spawnSync('sh', ['-c', `${setting.replace(/dsp_\S+/, secret)}\n${text}`], { encoding: 'utf8' });
        if (status !== 0) throw new Error(`${String(status)} ${stderr}`);
        return JSON.parse(stdout);
      };
      const { registerId } = shell(refer) as { registerId: string };
      expect(registerId).toMatch(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/);
      const event = send.replace('REGISTER-ID', registerId);
      expect(shell(event)).toMatchObject({ event: { status: 'applied', sequence: 2 } });
      // Sent again, as the page says, it counts once.
      expect(shell(event)).toMatchObject({ event: { status: 'applied', sequence: 2 } });
      const { events } = (await ask(url, bearer, `/pathways/${registerId}/events`)) as { events: { type: string; status: string }[] };
      expect(events.map(({ type, status }) => `${type} ${status}`)).toEqual(['referral-received applied', 'admitted applied']);
      expect(Date.now() - began).toBeLessThan(10 * 60_000);
      expect({ clicks: kim.clicks, answers: kim.answers }).toEqual({ clicks: 4, answers: 4 });
      expect(kim.complaints).toEqual([]);
      await kim.close();
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
