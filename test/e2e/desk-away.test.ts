import type { Browser } from 'playwright-core';
import { type MailCatcher, startMailCatcher } from '../../operations/parts/mail-catcher';
import { paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { until, whileDead, whileFrozen } from './support/away';
import { AtTheDesk, keyOf, SEATS } from './support/desk';
import { day } from './support/desk-people';
import { picture } from './support/paper';
import { ask, newPlace, type Place, ready, type Run, runCommand, start, token } from './support/service';

/** A page that answers later than this hangs, to whoever waits for it. */
const [PATIENCE_MS, PHONE] = [10_000, '0116 496 0100'];
const NOTHING_OF_THE_MACHINE = /\bat .+\(.+:\d+|node_modules|ECONN|TypeError|undefined|\[object/;

describe('the desk while a part is away', () => {
  let place: Place;
  let run: Run;
  let url: string;
  let bearer: string;
  let browser: Browser;
  let mail: MailCatcher;
  const seats = SEATS.filter(({ width, script }) => script === width > 320);
  const seated: AtTheDesk[] = [];

  beforeAll(async () => {
    place = await newPlace();
    mail = await startMailCatcher({ port: 0 });
    run = start(place, { SMTP_URL: mail.url });
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    bearer = await token(place);
    for (const seat of seats) seated.push(await AtTheDesk.signIn(browser, url, { who: 'Sam Okafor', key: keyOf(run), seat }));
  });
  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
    await mail.stop();
  });
  afterEach(() => {
    for (const { complaints } of seated) expect(complaints).toEqual([]);
  });

  /** Somebody on the register: out: their register id. */
  async function onRegister(): Promise<string> {
    const person = { name: 'Tom Example', bornOn: '2011-03-02' };
    const event = { type: 'referral-received', source: 'family', on: day(-20) };
    const { registerId } = (await ask(url, bearer, '/referrals', { person, event })) as { registerId: string };
    const events = [
      { type: 'eligibility-decided', on: day(-20), outcome: 'eligible', diagnosis: 'autism' },
      { type: 'consent-given', on: day(-20), basis: 'gillick', scope: ['register', 'meeting'] },
      { type: 'rating-set', on: day(-20), rating: 'amber', reason: 'x' },
    ];
    await ask(url, bearer, `/pathways/${registerId}/events`, { events });
    return registerId;
  }

  /** Fills in an admission, as far as the page on which it is confirmed. */
  async function toConfirm(at: AtTheDesk, registerId: string): Promise<void> {
    await at.page.goto(url + paths.recordEvent({ registerId, type: 'admitted' }));
    await at.choose('When was the person admitted?', /^Yesterday/);
    await at.choose('What kind of ward is it?', 'Not secure');
    await at.choose(/detained under the Mental Health Act/, 'No');
    await at.choose('Was it planned?', 'No');
    await at.press('See what this changes');
    await at.page.getByRole('heading', { name: 'Check before you record' }).waitFor();
  }

  /** Presses a button of a form; out: the status of the page that comes of it, and after how long. */
  async function pressed(at: AtTheDesk, name: string): Promise<{ status: number; ms: number }> {
    const began = Date.now();
    const isPage = (answer: { request(): { isNavigationRequest(): boolean }; status(): number }): boolean =>
      answer.request().isNavigationRequest() && answer.status() !== 303;
    const [answer] = await Promise.all([at.page.waitForResponse(isPage), at.press(name)]);
    await at.page.waitForLoadState();
    return { status: answer.status(), ms: Date.now() - began };
  }

  /** Opens a page; out: its status and its text. It must be whole, and not let anybody wait. */
  async function opened(at: AtTheDesk, address: string): Promise<{ status: number; text: string }> {
    const began = Date.now();
    const answer = await at.page.goto(url + address);
    expect(Date.now() - began).toBeLessThan(PATIENCE_MS);
    expect(await at.page.locator('footer').innerText()).toContain(PHONE);
    const text = await at.text();
    expect(text).not.toMatch(NOTHING_OF_THE_MACHINE);
    return { status: answer?.status() ?? 0, text };
  }

  /** The present page has no fault that a program finds, wide and narrow; it can only be asked where JavaScript runs. */
  async function isSound(at: AtTheDesk): Promise<void> {
    if (at !== seated[0]) return;
    for (const width of [320, 1280]) {
      await at.page.setViewportSize({ width, height: 800 });
      await picture(at, `${expect.getState().currentTestName} ${await at.page.title()} ${width}`);
      expect(await at.faults()).toEqual([]);
    }
  }

  /** How often somebody is recorded as admitted. */
  async function admissions(registerId: string): Promise<number> {
    const { events } = (await ask(url, bearer, `/pathways/${registerId}/events`)) as { events: { type: string; status: string }[] };
    return events.filter(({ type, status }) => type === 'admitted' && status === 'applied').length;
  }

  const statusSays = (at: AtTheDesk, seconds: number, words: string | RegExp): Promise<string> =>
    until(
      `the status says ${String(words)}`,
      seconds,
      async () => (await opened(at, paths.status())).text,
      (seen) => (typeof words === 'string' ? seen.includes(words) : words.test(seen)),
    );
  const WAIT =
    'Entries are recorded and dated at once, and the dates are right. Reminders and messages wait until the service is back; none is lost.';
  const WELL = /Reminders\nWorking\nReminders go out on their day\.\nMail\nWorking/;

  /** What holds while no reminder can be set: an entry is decided and dated, and the page says what waits. */
  async function recordsWhileRemindersWait(at: AtTheDesk): Promise<string> {
    const registerId = await onRegister();
    await toConfirm(at, registerId);
    const { status, ms } = await pressed(at, 'Record admission');
    expect(status).toBe(200);
    expect(ms).toBeLessThan(PATIENCE_MS);
    const person = await at.text();
    expect(person).toMatch(
      /An admission to hospital: recorded at \d{1,2}(\.\d\d)?[ap]m today\. The dates below are right\. Reminders wait (?:until the service is back|to be set, which happens by itself)\./,
    );
    expect(person).toContain('Blue');
    expect(person).toContain('Post-admission CETR');
    await isSound(at);
    expect(await admissions(registerId)).toBe(1);
    return registerId;
  }

  /** Every page that a day needs answers. */
  async function everythingOpens(at: AtTheDesk, registerId: string): Promise<void> {
    for (const address of [
      paths.today(),
      paths.register(),
      paths.person({ registerId }),
      paths.history({ registerId }),
      paths.noticesGoing(),
    ])
      expect(await opened(at, address)).toMatchObject({ status: 200 });
  }

  it.each(['worker', "Temporal's server"])('%s: entries are recorded and dated, and the pages say that reminders wait', async (name) => {
    const people: string[] = [];
    await whileFrozen(place, name, async () => {
      for (const at of seated) people.push(await recordsWhileRemindersWait(at));
      const [wide, phone] = seated;
      const [registerId] = people;
      if (!wide || !phone || registerId === undefined) throw new Error('two are seated');
      await everythingOpens(phone, registerId);
      const said = await statusSays(wide, 40, 'has been away since');
      expect(said).toContain(
        name === 'worker' ? 'What sets reminders has been away since' : 'The workflow service, which keeps the times, has been away since',
      );
      expect(said).toContain(WAIT);
      expect(said).toMatch(/\d+ entr(y waits|ies wait) to be passed on\./);
      expect(said).toMatch(/Mail\n(What sends messages|The workflow service, which keeps the times,) has been away since/);
      await isSound(wide);
      if (name === 'worker') return;
      // What the machine itself would say is not known; the story is.
      const course = await opened(wide, paths.workflow({ registerId }));
      expect(course.status).toBe(200);
      expect(course.text).toContain(
        'The workflow service does not answer at the moment. Entries are still recorded and dated; reminders wait until it is back, and none is lost.',
      );
      await isSound(wide);
      expect((await opened(phone, paths.history({ registerId }))).text).toContain('Admitted to hospital');
    });
    const [at] = seated;
    if (!at) throw new Error('somebody is seated');
    await statusSays(at, 60, WELL);
    for (const registerId of people) {
      const course = await until(
        'the workflow has heard of it',
        30,
        async () => (await opened(at, paths.workflow({ registerId }))).text,
        (seen) => seen.includes('It was told of an admission') && seen.includes('Timer set: Reminder, Post-admission CETR'),
      );
      expect(course).toContain('The workflow began');
      expect(await admissions(registerId)).toBe(1);
    }
  });

  it.each([
    ['does not answer', whileFrozen],
    ['is not there', whileDead],
  ] as const)(
    'PostgreSQL %s: one honest page with a telephone number, and what was typed is sent again, and counts once',
    async (_, away) => {
      const people = [await onRegister(), await onRegister()];
      for (const [number, at] of seated.entries()) await toConfirm(at, people[number] ?? '');
      const [wide, phone] = seated;
      if (!wide || !phone) throw new Error('two are seated');
      await away(place, 'PostgreSQL', async () => {
        for (const at of seated) {
          for (const button of ['Record admission', 'Send it again']) {
            const { status, ms } = await pressed(at, button);
            expect(status).toBe(503);
            expect(ms).toBeLessThan(PATIENCE_MS);
            const text = await at.text();
            expect(text).toContain('The service cannot reach its records');
            expect(text).toContain('Nothing was recorded.');
            expect(text).toContain(PHONE);
            expect(text).not.toMatch(NOTHING_OF_THE_MACHINE);
            expect(await at.page.title()).toBe('The service cannot reach its records – Dynamic Support Pathway');
          }
          await isSound(at);
        }
        const other = await phone.beside();
        const addresses = [
          paths.today(),
          paths.person({ registerId: people[0] ?? '' }),
          paths.status(),
          paths.signIn(),
          paths.developers(),
        ];
        for (const address of addresses) {
          const { status, text } = await opened(other, address);
          expect(status).toBe(503);
          expect(text).toContain('The service cannot reach its records');
          expect(text).toContain('Open this page again in a minute.');
          expect(text).not.toContain('recorded.');
          expect(text).toContain(PHONE);
        }
        await other.page.close();
      });
      await until(
        'the service answers again',
        60,
        async () => String((await fetch(`${url}/health/ready`)).status),
        (seen) => seen === '200',
      );
      for (const [number, at] of seated.entries()) {
        expect(await pressed(at, 'Send it again')).toMatchObject({ status: 200 });
        const text = await at.text();
        expect(text).toContain('An admission to hospital: recorded at');
        expect(text).toContain('Blue');
        expect(await admissions(people[number] ?? '')).toBe(1);
      }
      await statusSays(wide, 60, WELL);
    },
  );

  it('mail: notices say since when it is away and how many wait; all go when it is back, once', async () => {
    const [wide, phone] = seated;
    if (!wide || !phone) throw new Error('two are seated');
    const going = async (): Promise<string> => (await opened(phone, paths.noticesGoing())).text;
    const registerId = await onRegister();
    const onTheWay = async (): Promise<string> => {
      const { notices } = (await ask(url, bearer, `/pathways/${registerId}/notices`)) as { notices: { status: string; channel: string }[] };
      return notices
        .filter(({ channel }) => channel === 'mail')
        .map(({ status }) => status)
        .join(' ');
    };
    const isGone = (seen: string): boolean => seen !== '' && !/queued|sending/.test(seen);
    await until('its first messages have gone', 60, onTheWay, isGone);
    const sent = async (): Promise<number> => (await onTheWay()).split(' ').filter((status) => status === 'sent').length;
    const before = await sent();
    expect(before).toBeGreaterThan(0);
    const { port } = mail;
    await mail.stop();
    await toConfirm(wide, registerId);
    expect(await pressed(wide, 'Record admission')).toMatchObject({ status: 200 });
    expect(await wide.text()).not.toContain('Reminders wait');
    const said = await until('the notices say so', 30, going, (seen) => seen.includes('The mail server has been away since'));
    const [, count = '0'] =
      /The mail server has been away since \d{1,2}(?:\.\d\d)?[ap]m today\. (\d+) waits?, and nothing is lost\./.exec(said) ?? [];
    expect(Number(count)).toBeGreaterThan(0);
    expect(said).toContain('Waits for the mail server');
    await opened(wide, paths.noticesGoing());
    await isSound(wide);
    const status = await statusSays(wide, 30, 'The mail server has been away since');
    expect(status).toMatch(
      /\d+ messages? waits?\. None is lost: each goes when it may, and is checked again before\. What cannot wait, tell by phone\./,
    );
    expect(status).toContain('Reminders\nWorking');
    mail = await startMailCatcher({ port });
    await until('the messages have gone', 150, onTheWay, isGone);
    await statusSays(wide, 30, WELL);
    expect(await going()).not.toContain('has been away');
    const came = mail.mails().map(({ raw }) => /^message-id:\s*(\S+)/im.exec(raw.toString('utf8'))?.[1]);
    expect(came.length).toBeGreaterThan(0);
    expect(came).toHaveLength((await sent()) - before);
    expect(new Set(came).size).toBe(came.length);
  });

  it('afterwards everything is proved complete', async () => {
    const prove = async (): Promise<string> => {
      const command = runCommand('prove', [], { DATA_DIR: place.folder });
      const code = await command.ended;
      // What the last moments brought is still on its way: the proof says so, and is asked again.
      return code === 3 ? prove() : command.stdout();
    };
    expect(await prove()).toMatch(/0 differences mended\.\nAll is well\.\n$/);
  });
});
