import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Browser } from 'playwright-core';
import { parseMail, readKeptMails } from '../../operations/parts/mail-catcher';
import { areaOfFile } from '../../services/rules/areas';
import { openChromium } from '../support/browser/chromium';
import { until } from './support/away';
import { AtTheDesk, keyOf, SEATS, seatName } from './support/desk';
import { day } from './support/desk-people';
import { picture } from './support/paper';
import { ask, newPlace, type Place, ready, type Run, runCommand, start, token } from './support/service';

/** A day so many days from today in London, as the pages say it. */
const said = (offset: number): string => {
  const [year = 0, month = 1, date = 1] = day(offset).split('-').map(Number);
  const at = { timeZone: 'UTC', weekday: 'long', day: 'numeric', month: 'long', year: 'numeric' } as const;
  return new Date(Date.UTC(year, month - 1, date)).toLocaleDateString('en-GB', at).replace(',', '');
};
const oneLine = (text: string): string => text.replaceAll(/\s+/g, ' ').trim();

/** Three who sit on the panel of the area, by their names. */
const PANEL = ['Chair Madeup', 'Clinician Madeup', 'Expert Madeup'];
const sitting = PANEL.map((name) => {
  const id = (name.split(' ')[0] ?? '').toLowerCase();
  return { id, name, email: `${id}@panel.example`, audiences: ['panel'] };
});

describe('an urgent meeting at night, and a review at short notice', () => {
  let place: Place;
  let run: Run;
  let url: string;
  let bearer: string;
  let browser: Browser;

  beforeAll(async () => {
    place = await newPlace();
    run = start(place, { TZ: 'Pacific/Auckland' });
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    bearer = await token(place);
    const area = areaOfFile('example');
    const places = area.places?.map((one) => (one.id === 'panel-wednesday' ? { ...one, sits: sitting.map(({ id }) => id) } : one));
    const file = path.join(place.folder, 'area.json');
    writeFileSync(file, JSON.stringify({ ...area, places, book: [...area.book, ...sitting] }));
    const imported = runCommand('areas', ['--import', file, '--apply', '--why', 'A panel'], { DATA_DIR: place.folder });
    if ((await imported.ended) !== 0) throw new Error(imported.stderr());
  });
  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
  });

  /** Tom, 15, autistic, rated red the day before yesterday; he reads easy words, and has chosen that his mother is written to. */
  async function tom(box: string): Promise<string> {
    const contacts = [
      { id: 'self', name: 'Tom Example', role: 'person', easyRead: true, email: `tom-${box}@person.example` },
      { id: 'mum', name: 'Mum Example', role: 'parent-carer', chosen: true, email: `mum-${box}@family.example` },
    ];
    const bornOn = `${Number(day(0).slice(0, 4)) - 15}-01-01`;
    const event = { type: 'referral-received', source: 'family', on: day(-20) };
    const body = { person: { name: 'Tom Example', bornOn, contacts }, event };
    const { registerId } = (await ask(url, bearer, '/referrals', body)) as { registerId: string };
    for (const one of [
      { type: 'eligibility-decided', on: day(-20), outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', on: day(-20), basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] },
      { type: 'rating-set', on: day(-2), rating: 'red', reason: 'x' },
    ])
      await ask(url, bearer, `/pathways/${registerId}/events`, one);
    return registerId;
  }

  const events = async (registerId: string) =>
    ((await ask(url, bearer, `/pathways/${registerId}/events`)) as { events: { id: string; type: string; event: object }[] }).events;

  const officer = (seat: (typeof SEATS)[number]): Promise<AtTheDesk> =>
    AtTheDesk.signIn(browser, url, { who: 'Sam Okafor', key: keyOf(run), seat });

  /** Keeps a picture of the present page, and finds no fault on it; the fault-finder needs JavaScript. */
  async function looksRight(sam: AtTheDesk, seat: (typeof SEATS)[number], name: string): Promise<void> {
    await picture(sam, `${name} ${seat.width} ${seat.script ? 'script' : 'plain'}`);
    if (seat.script) expect(await sam.faults()).toEqual([]);
  }

  describe.each(SEATS.map((seat) => ({ seat, name: seatName(seat) })))('$name', ({ seat }) => {
    const box = `${seat.width}-${seat.script ? 'a' : 'b'}`;
    let sam: AtTheDesk;
    beforeEach(async () => {
      sam = await officer(seat);
    });
    afterEach(async () => {
      expect(sam.complaints).toEqual([]);
      await sam.close();
    });

    it('task 4: an LAEP that agreed an admission, from Today, in 7 clicks', async () => {
      const registerId = await tom(box);
      // It leads to a place on the same page.
      await sam.page.getByRole('link', { name: 'Record something urgent' }).click();
      sam.clicks += 1;
      await sam.page.getByRole('region', { name: 'Who is it about?' }).getByLabel('Register id').fill(registerId);
      sam.answers += 1;
      await looksRight(sam, seat, 'task-4-1-today');
      await sam.press('Find the person');
      // It stands among what cannot wait, before anything else.
      const choices = sam.page.getByRole('list', { name: 'What cannot wait' }).getByRole('link');
      expect((await choices.allInnerTexts())[0]).toBe('Record an LAEP, and the admission that it agreed');
      await looksRight(sam, seat, 'task-4-2-choose');
      await sam.follow(/^Record an LAEP/);
      expect(await sam.text()).toContain('An LAEP is not a CETR.');
      await sam.choose('When was it held?', /^Yesterday/);
      await looksRight(sam, seat, 'task-4-3-laep');
      await sam.press('Continue');
      await sam.choose('What kind of ward is it?', 'Not known yet');
      await sam.choose(/detained under the Mental Health Act/, 'Not known yet');
      await sam.choose('Was it planned?', 'No');
      await looksRight(sam, seat, 'task-4-4-admission');
      await sam.press('See what this changes');
      const check = await sam.text();
      expect(check).toContain('They are 2 entries, and all of them are recorded, or none.');
      expect(check).toContain('An LAEP is not a CETR. The review after the admission is due all the same.');
      // Under 18: 14 days and 6 weeks after yesterday.
      expect(oneLine(check)).toMatch(new RegExp(`Post-admission CETR .{0,20}by ${said(13)}`));
      expect(oneLine(check)).toMatch(new RegExp(`Oversight visit .{0,20}by ${said(41)}`));
      await looksRight(sam, seat, 'task-4-5-check');
      expect((await events(registerId)).map(({ type }) => type)).not.toContain('admitted');
      await sam.press('Record LAEP and admission');
      const person = oneLine(await sam.text());
      expect(person).toContain('A meeting that was held and an admission to hospital: recorded at');
      expect(person).toContain('Blue');
      expect(person).toMatch(new RegExp(`${said(13)} in 13 days Post-admission CETR`));
      expect(person).toMatch(new RegExp(`${said(41)} in 41 days Oversight visit`));
      expect(person).toContain(`LAEP ${said(-1)}, not a CETR`);
      await looksRight(sam, seat, 'task-4-6-person');
      // One confirm recorded both.
      const [held, admitted] = (await events(registerId)).slice(-2);
      expect([held?.type, admitted?.type]).toEqual(['meeting-held', 'admitted']);
      expect(held?.event).toMatchObject({ kind: 'laep', outcome: 'admit' });
      expect([held?.id, admitted?.id]).toEqual([held?.id, held?.id.replace(/\/1$/, '/2')]);
      expect({ clicks: sam.clicks, answers: sam.answers }).toEqual({ clicks: 6, answers: 5 });
    });

    it('task 5: a CETR in 9 days, with its panel and its invitations, in 7 clicks', async () => {
      const registerId = await tom(box);
      await sam.type(/^Find by register id/, registerId);
      await sam.press('Find');
      await looksRight(sam, seat, 'task-5-1-person');
      await sam.follow(/^Book CETR/);
      const [year = '', month = '', date = ''] = day(9).split('-');
      for (const [part, text] of Object.entries({ Day: date, Month: month, Year: year }))
        await sam.page.getByRole('group', { name: 'Which day?' }).getByLabel(part).fill(text);
      await sam.type(/^From/, '10am');
      await sam.type(/^To/, '3pm');
      await sam.type(/^Where\?/, 'Example House, room 1');
      const asked = sam.page.getByRole('group', { name: /^Who is invited/ });
      // What a place that was kept for it has ticked is this officer's to say.
      for (const one of await asked.getByRole('checkbox').all()) await one.uncheck();
      for (const who of ['The team', 'The person', 'The contacts whom the person chose', ...PANEL])
        await sam.choose(/^Who is invited/, who);
      await looksRight(sam, seat, 'task-5-2-form');
      await sam.press('See what this changes');
      const check = await sam.text();
      // It is said that it is short, and it can be booked.
      expect(check).toContain('The usual notice before the meeting is no longer possible. Start now. Nothing is blocked.');
      const lines = oneLine(check);
      // Before it: two weeks before are past, so that those are due at once; papers go the day before.
      expect(lines).toMatch(new RegExp(`Begin arranging the CETR .{0,20}by ${said(0)}`));
      expect(lines).toMatch(new RegExp(`Contact the family .{0,20}by ${said(0)}`));
      expect(lines).toMatch(new RegExp(`Send papers to the panel .{0,20}by ${said(8)}`));
      // After it: feedback within 7 days of the day, the report within 14.
      expect(lines).toMatch(new RegExp(`Once it is held Take feedback .{0,20}by ${said(16)}`));
      expect(lines).toMatch(new RegExp(`Send the report .{0,20}by ${said(23)}`));
      await looksRight(sam, seat, 'task-5-3-check');

      // The invitations are read before anything goes.
      const letters = await sam.page.locator('.app-letter').allInnerTexts();
      expect(letters.map((letter) => letter.split('\n')[0])).toEqual([
        'To Tom Example',
        'To Mum Example',
        expect.stringMatching(/^To (?=.*Chair Madeup)(?=.*Clinician Madeup)(?=.*Expert Madeup)(?=.*Sam Okafor)(?=.*Ana Example)/),
      ]);
      const [toTom = '', toMum = '', toPanel = ''] = letters.map(oneLine);
      expect(toTom).toContain(`There is a meeting for you.`);
      expect(toTom).toContain(`It is on ${said(9)}. - It is from 10am to 3pm. - It is at Example House, room 1.`);
      expect(toTom).toContain('You can say no.');
      expect(toMum).toContain(
        `You are invited to a Care, Education and Treatment Review for the person you care for, on ${said(9)}, 10am to 3pm, at Example House, room 1.`,
      );
      expect(toPanel).toContain(`${registerId}: invitation to a meeting`);
      expect((await events(registerId)).map(({ type }) => type)).not.toContain('meeting-scheduled');

      await sam.press('Book meeting');
      const person = oneLine(await sam.text());
      for (const text of [`${said(0)} today Begin arranging the CETR`, `${said(8)} in 8 days Send papers to the panel`])
        expect(person).toContain(text);
      expect(person).toContain(`Next meeting Community CETR ${said(9)}, 10am to 3pm Example House, room 1`);
      await looksRight(sam, seat, 'task-5-4-person');
      const [booked] = (await events(registerId)).filter(({ type }) => type === 'meeting-scheduled');
      expect(booked?.event).toMatchObject({
        ...{ kind: 'community-cetr', on: day(9), time: '10:00', until: '15:00' },
        invited: ['team', 'person', 'chosen-contacts', 'chair', 'clinician', 'expert'],
      });
      expect({ clicks: sam.clicks, answers: sam.answers }).toEqual({ clicks: 4, answers: 10 });

      // What goes is what was read: each in those words, once.
      const went = async () =>
        (await Promise.all(readKeptMails(path.join(place.folder, 'mails')).map(parseMail)))
          .map(({ to, text = '' }) => ({ to: to?.[0]?.address ?? '', text: oneLine(text) }))
          .filter(({ text }) => text.includes(registerId) && text.includes('Example House'));
      const shown = { tom: toTom, mum: toMum };
      const all = [`tom-${box}@person.example`, `mum-${box}@family.example`, ...sitting.map(({ email }) => email)];
      const mails = await until('the invitations went', 60, went, (found) => all.every((one) => found.some(({ to }) => to === one)));
      for (const one of all) {
        const own = mails.filter(({ to }) => to === one);
        expect(own).toHaveLength(1);
        const letter = one.startsWith('tom') ? shown.tom : one.startsWith('mum') ? shown.mum : toPanel;
        expect(letter.endsWith(own[0]?.text ?? 'nothing')).toBe(true);
      }
    }, 120_000);
  });
});
