import type { Browser } from 'playwright-core';
import { paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, keyOf, SEATS, seatName } from './support/desk';
import { day } from './support/desk-people';
import { ask, newPlace, ready, type Run, start, token } from './support/service';

/** How long the connection is away, and how often a page asks meanwhile whether it is back, in milliseconds. */
const [FIVE_MINUTES, TRIES_EVERY] = [300_000, 10_000];

describe('a multi-agency meeting', () => {
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

  /** Somebody rated amber, with a meeting today. */
  async function invited(): Promise<string> {
    const person = { name: 'Billie Pretend', bornOn: '2010-03-01', contacts: [{ id: 'mum', name: 'Mum Pretend', role: 'parent-carer' }] };
    const event = { type: 'referral-received', source: 'family', on: day(-20) };
    const { registerId } = (await ask(url, bearer, '/referrals', { person, event })) as { registerId: string };
    for (const one of [
      { type: 'eligibility-decided', on: day(-20), outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', on: day(-20), basis: 'own', scope: ['register', 'meeting'] },
      { type: 'rating-set', on: day(-20), rating: 'amber', reason: 'x' },
      { type: 'meeting-scheduled', on: day(0), meeting: 'mam-1', kind: 'mam', time: '14:00', invited: ['team', 'mum'] },
    ])
      await ask(url, bearer, `/pathways/${registerId}/events`, one);
    return registerId;
  }

  /** What was recorded since the invitation, in order. */
  async function recorded(registerId: string): Promise<string[]> {
    const { events } = (await ask(url, bearer, `/pathways/${registerId}/events`)) as { events: { type: string }[] };
    return events.map(({ type }) => type).slice(5);
  }

  const signIn = (who: string, seat: (typeof SEATS)[number]) => AtTheDesk.signIn(browser, url, { who, key: keyOf(run), seat });

  /**
   * Five minutes without a connection, as the page lives through them: its own clock is carried over them, so that all that it does in that time is
   * done (it tries again every ten seconds, and each time finds no connection), and nobody waits for it. The service's clock stays: that its session
   * outlives the five minutes is what the service itself says to the page, which is asked before. A page without a script does nothing of itself: for it
   * the session is all.
   */
  async function fiveMinutesCut({ page }: AtTheDesk, { script }: (typeof SEATS)[number]): Promise<void> {
    expect(Number(await page.locator('script[data-left]').getAttribute('data-left'))).toBeGreaterThan(FIVE_MINUTES);
    const button = page.getByRole('button', { name: /^Save and go to 4/ });
    await page.context().setOffline(true);
    await button.click();
    if (!script) return;
    const unsent = page.getByText(/^Not sent: there is no connection since \d{1,2}\.\d\d[ap]m\./);
    await unsent.waitFor();
    for (let tried = 0; tried < FIVE_MINUTES / TRIES_EVERY; tried += 1)
      await Promise.all([page.waitForEvent('requestfailed'), page.clock.runFor(TRIES_EVERY)]);
    expect(await unsent.isVisible()).toBe(true);
  }

  it.each(SEATS.map((seat) => ({ seat, name: seatName(seat) })))(
    'task 6: notes, 4 actions and the next date in 12 clicks besides saving sections; the connection is cut for five minutes, two write one section, nothing is lost, $name',
    async ({ seat }) => {
      const registerId = await invited();
      const [lee, ana] = await Promise.all([signIn('Lee Example', seat), signIn('Ana Example', seat)]);
      const { page } = lee;
      await page.clock.install();
      await lee.type(/^Find by register id/, registerId);
      await lee.press('Find');
      await lee.click(page.getByRole('region', { name: 'Next meeting' }).getByRole('link'));
      await lee.follow(/^Write.*What has changed since last time/);
      /** A press that saves a section is not counted. */
      const save = async (text: string, button: RegExp): Promise<void> => {
        await page.getByLabel('What was said').fill(text);
        await page.getByLabel('Discussed').check();
        await lee.press(button);
        lee.clicks -= 1;
      };
      await save('Better at home, worse at school.', /^Save and go to 2/);
      await save('Does not apply yet.', /^Save and go to 3/);

      // The connection is cut while somebody writes, and meanwhile somebody else writes in the same section.
      const words = 'Sleeps three hours a night since the transport stopped.';
      await page.getByLabel('What was said').fill(words);
      await fiveMinutesCut(lee, seat);
      await ana.page.goto(url + paths.meetingNotes({ registerId, meeting: 'mam-1', section: 'health' }));
      await ana.page.getByLabel('What was said').fill('The dentist is booked.');
      await ana.press('Save and go back');
      await page.context().setOffline(false);
      if (seat.script) {
        expect(await page.getByLabel('What was said').inputValue()).toBe(words);
        await page.clock.runFor(TRIES_EVERY);
        await page.getByText(/^The connection is back; it was away since .* What you typed is kept\. Press the button again/).waitFor();
        await page.getByRole('button', { name: /^Save and go to 4/ }).click();
      } else await page.reload();
      await page.getByText('Somebody else wrote in this section meanwhile').waitFor();
      expect(await lee.text()).toContain('The dentist is booked.');
      expect(await page.getByLabel('What was said').inputValue()).toBe(words);
      await save(`${words} The dentist is booked.`, /^Save and add an action/);

      for (const [index, what] of ['School transport', 'Sleep clinic', 'Crisis plan', 'Short break'].entries()) {
        await page.getByLabel('What will be done?').fill(what);
        await page.getByLabel('Who will do it?').selectOption(index % 2 === 0 ? 'mum' : 'sam-okafor');
        const [year = '', month = '', date = ''] = day(7 + index).split('-');
        for (const [part, text] of Object.entries({ Day: date, Month: month, Year: year }))
          await page.getByRole('group', { name: 'By when' }).getByLabel(part).fill(text);
        await lee.press('Add the action');
        expect(await lee.text()).toContain(`Added: “${what}”`);
      }
      await lee.follow('Back to the meeting');
      const shown = await lee.text();
      for (const text of [
        'Better at home',
        `${words} The dentist is booked.`,
        'School transport',
        'Sleep clinic',
        'Crisis plan',
        'Short break',
      ])
        expect(shown).toContain(text);
      expect(shown).toContain('3 of 17 sections written');

      await lee.follow('Close this meeting');
      await lee.choose('What comes next?', /^Another multi-agency meeting/);
      await lee.press('Continue');
      // It is not left without a next step: to press on without a day is an answer short, and no click of the task.
      await lee.press('See what this changes');
      lee.clicks -= 1;
      expect(await lee.text()).toContain('Answer the question: Which day?');
      expect(await recorded(registerId)).toEqual(Array<string>(4).fill('action-agreed'));
      const [year = '', month = '', date = ''] = day(60).split('-');
      for (const [part, text] of Object.entries({ Day: date, Month: month, Year: year }))
        await page.getByRole('group', { name: 'Which day?' }).getByLabel(part).fill(text);
      await lee.press('See what this changes');
      expect(await lee.text()).toContain('They are 2 entries');
      await lee.press('Record meeting and what comes next');
      expect(await recorded(registerId)).toEqual([...Array<string>(4).fill('action-agreed'), 'meeting-held', 'meeting-scheduled']);
      expect(lee.clicks).toBeLessThanOrEqual(12);
      expect([lee.complaints, ana.complaints]).toEqual([[], []]);
      await Promise.all([lee.close(), ana.close()]);
    },
    180_000,
  );
});
