import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { until } from './support/away';
import { AtTheDesk, keyOf, SEATS, seatName } from './support/desk';
import { ask, newPlace, type Place, ready, type Run, runCommand, start, token } from './support/service';

describe('task 7: one letter to a family is stopped, and the rest goes', () => {
  let place: Place;
  let run: Run;
  let url: string;
  let bearer: string;
  let browser: Browser;

  beforeAll(async () => {
    place = await newPlace();
    run = start(place);
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    bearer = await token(place);
    // Nothing goes over night, so that what would go tomorrow stands there to be read.
    await command('--stop');
  });
  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
  });

  const families: { readonly registerId: string; readonly seat: string }[] = [];

  async function command(option: string): Promise<void> {
    const told = runCommand('notices', [option], { DATA_DIR: place.folder });
    if ((await told.ended) !== 0) throw new Error(told.stderr());
  }
  const mails = () =>
    readdirSync(path.join(place.folder, 'mails'))
      .filter((name) => name.endsWith('.eml'))
      .map((name) => readFileSync(path.join(place.folder, 'mails', name), 'utf8'));
  const wentTo = (address: string) => mails().filter((raw) => new RegExp(`^To: .*${address}`, 'im').test(raw)).length;

  it.each(SEATS.map((seat) => ({ seat, name: seatName(seat) })))('in 4 clicks, $name', async ({ seat, name }) => {
    const box = `${seat.width}-${seat.script ? 'a' : 'b'}`;
    const contacts = [
      { id: 'self', name: 'Tom Example', role: 'person', email: `tom-${box}@person.example` },
      { id: 'mum', name: `Jo ${box} Example`, role: 'parent-carer', email: `jo-${box}@family.example`, chosen: true },
    ];
    const { registerId } = (await ask(url, bearer, '/referrals', {
      person: { name: 'Tom Example', bornOn: '2011-03-02', contacts },
      event: { type: 'referral-received', source: 'family' },
    })) as { registerId: string };
    const decided = { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' };
    await ask(url, bearer, `/pathways/${registerId}/events`, decided);
    families.push({ registerId, seat: box });

    const sam = await AtTheDesk.signIn(browser, url, { who: 'Sam Okafor', key: keyOf(run), seat });
    await sam.follow('Notices');
    expect(await sam.text()).toMatch(/\d+ wait, and nothing is lost/);
    await sam.click(sam.page.locator('tr', { hasText: registerId }).getByRole('link', { name: `to Jo ${box} Example` }));
    await sam.press('Hold');
    await sam.choose('Until when do you hold it?', /^In a week/);
    await sam.type('Why do you hold it?', 'They asked us to phone first');
    await sam.press('Hold this message');
    const held = await sam.text();
    expect(held).toContain('This message is held. Everything else goes as before.');
    expect(held).toMatch(/Held by Sam Okafor, \d{1,2}(\.\d\d)?[ap]m today, until [A-Z][a-z]+ \d+ [A-Z][a-z]+ \d{4}\./);
    expect(held).toContain('They asked us to phone first');
    if (seat.script) expect(await sam.faults()).toEqual([]);
    expect({ name, clicks: sam.clicks, answers: sam.answers }).toEqual({ name, clicks: 4, answers: 2 });
    await sam.page.goto(url + paths.noticesHeld());
    const row = await sam.page
      .locator('tr', { hasText: registerId })
      .filter({ hasText: `Jo ${box}` })
      .innerText();
    expect(row).toMatch(/Held by Sam Okafor, .* today, until /);
    expect(sam.complaints).toEqual([]);
    await sam.close();
  });

  it('the rest goes when sending starts again; what is held does not', async () => {
    await command('--start');
    for (const { registerId, seat } of families) {
      await until(
        'everything else has gone',
        60,
        async () => JSON.stringify(await ask(url, bearer, `/pathways/${registerId}/notices`)),
        (seen) => !/"status":"(queued|sending)"/.test(seen.replace(/\{[^{}]*"channel":"digest"[^{}]*\}/g, '')),
      );
      expect(wentTo(`tom-${seat}@person.example`)).toBeGreaterThan(0);
      expect(mails().filter((raw) => raw.includes(`jo-${seat}@family.example`) && /not eligible|outcome/i.test(raw))).toEqual([]);
      const { notices } = (await ask(url, bearer, `/pathways/${registerId}/notices`)) as {
        notices: { status: string; reason: string | null }[];
      };
      expect(notices.filter(({ status, reason }) => status === 'held' && reason === 'held-by-hand')).toHaveLength(1);
    }
  });
});
