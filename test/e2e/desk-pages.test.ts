import path from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from '../../infra/project-root';
import { pages } from '../../web/pages';
import { paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, keyOf } from './support/desk';
import { ask, newPlace, ready, type Run, start, token } from './support/service';

/** Each page in each state: how it is reached, and by whom. The address is made of the people whom `seeded` put on record. */
interface Shown {
  readonly name: string;
  readonly pattern: string;
  readonly at: (ids: Ids) => string;
  readonly who?: string;
  /** What is done there before it is looked at. */
  readonly then?: (at: AtTheDesk) => Promise<void>;
}
interface Ids {
  readonly inHospital: string;
  readonly atHome: string;
  readonly event: string;
  readonly deadline: string;
}

const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });

const MANAGER = 'Kim Example';
const SAM = { id: 'sam-okafor' };

const NOTICE = /\/notices\/[0-9a-f-]{36}$/;

/** Follows the first link to a page of each of these kinds of address, one after the other. */
const first =
  (...addresses: readonly RegExp[]) =>
  async (at: AtTheDesk): Promise<void> => {
    for (const address of addresses) await followed(at, address);
  };

async function followed({ page }: AtTheDesk, address: RegExp): Promise<void> {
  const links = await page.locator('main a').evaluateAll((all) => all.map((one) => (one as unknown as { href: string }).href));
  const to = links.find((href) => address.test(new URL(href).pathname));
  if (to === undefined) throw new Error(`no link leads to ${String(address)}: ${links.join(' ')}`);
  await page.goto(to);
}

const STATES: readonly Shown[] = [
  { name: 'Today', pattern: paths.today.pattern, at: () => paths.today() },
  { name: 'Today, everyone, nothing that fits', pattern: paths.today.pattern, at: () => paths.today({ whose: 'all', rating: 'red' }) },
  { name: 'Register', pattern: paths.register.pattern, at: () => paths.register() },
  { name: 'Register, empty', pattern: paths.register.pattern, at: () => paths.register({ rating: 'red' }) },
  { name: 'Register over time', pattern: paths.registerOverTime.pattern, at: () => paths.registerOverTime() },
  {
    name: 'Register over time, nobody',
    pattern: paths.registerOverTime.pattern,
    at: () => paths.registerOverTime({ reading: 'known-then', age: 'under-18', years: 10 }),
  },
  { name: 'Register on a day', pattern: paths.registerAsAt.pattern, at: () => paths.registerAsAt({ on: day(-10) }) },
  { name: 'Register on a day that is none', pattern: paths.registerAsAt.pattern, at: () => paths.registerAsAt({ on: '31/02/2026' }) },
  { name: 'Reviews of a panel member', pattern: paths.reviews.pattern, at: () => paths.reviews(), who: 'Jo Testley' },
  { name: 'Person in hospital', pattern: paths.person.pattern, at: ({ inHospital }) => paths.person({ registerId: inHospital }) },
  { name: 'Person at home', pattern: paths.person.pattern, at: ({ atHome }) => paths.person({ registerId: atHome }) },
  { name: 'Deadlines', pattern: paths.deadlines.pattern, at: ({ inHospital }) => paths.deadlines({ registerId: inHospital }) },
  { name: 'Why', pattern: paths.deadline.pattern, at: ({ inHospital, deadline }) => paths.deadline({ registerId: inHospital, deadline }) },
  { name: 'Record', pattern: paths.record.pattern, at: ({ atHome }) => paths.record({ registerId: atHome }) },
  {
    name: 'Form',
    pattern: paths.recordEvent.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'meeting-scheduled' }),
  },
  {
    name: 'Form with errors',
    pattern: paths.recordEvent.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'admitted' }),
    then: ({ page }) => page.getByRole('button', { name: 'See what this changes' }).click(),
  },
  {
    name: 'Check before you record',
    pattern: paths.recordCheck.pattern,
    at: ({ atHome }) => paths.recordEvent({ registerId: atHome, type: 'contact-wish-recorded' }),
    then: async ({ page }) => {
      await page.getByLabel(/^Today/).check();
      await page.getByLabel('No', { exact: true }).check();
      await page.getByRole('button', { name: 'See what this changes' }).click();
    },
  },
  { name: 'Correct', pattern: paths.correct.pattern, at: ({ inHospital }) => paths.correct({ registerId: inHospital }) },
  {
    name: 'Correct one',
    pattern: paths.correctEvent.pattern,
    at: ({ inHospital, event }) => paths.correctEvent({ registerId: inHospital, event }),
  },
  {
    name: 'Check before you correct',
    pattern: paths.correctCheck.pattern,
    at: ({ inHospital, event }) => paths.correctEvent({ registerId: inHospital, event }),
    then: async ({ page }) => {
      await page.getByLabel(/^Take it back/).check();
      await page.getByLabel('Why?').fill('A slip');
      await page.getByRole('button', { name: 'See what this changes' }).click();
    },
  },
  {
    name: 'Search',
    pattern: paths.find.pattern,
    at: () => paths.today(),
    then: async ({ page }) => {
      await page.getByLabel(/^Find by/).fill('Example');
      await page.getByRole('button', { name: 'Find' }).click();
    },
  },
  {
    name: 'Search with a wrong number',
    pattern: paths.find.pattern,
    at: () => paths.today(),
    then: async ({ page }) => {
      await page.getByLabel(/^Find by/).fill('999 000 0001');
      await page.getByRole('button', { name: 'Find' }).click();
    },
  },
  { name: 'History', pattern: paths.history.pattern, at: ({ inHospital }) => paths.history({ registerId: inHospital }) },
  { name: 'Workflow', pattern: paths.workflow.pattern, at: ({ inHospital }) => paths.workflow({ registerId: inHospital }) },
  { name: 'Who looked', pattern: paths.looked.pattern, at: ({ inHospital }) => paths.looked({ registerId: inHospital }) },
  { name: 'Access log', pattern: paths.accessLog.pattern, at: () => paths.accessLog(), who: MANAGER },
  { name: 'Notices going', pattern: paths.noticesGoing.pattern, at: () => paths.noticesGoing() },
  { name: 'Notices held', pattern: paths.noticesHeld.pattern, at: () => paths.noticesHeld() },
  { name: 'Notices failed', pattern: paths.noticesFailed.pattern, at: () => paths.noticesFailed() },
  { name: 'Notices sent', pattern: paths.noticesSent.pattern, at: () => paths.noticesSent() },
  { name: 'A notice', pattern: paths.notice.pattern, at: () => paths.noticesSent(), then: first(NOTICE) },
  { name: 'Hold a notice', pattern: paths.noticeHold.pattern, at: () => paths.noticesGoing(), then: first(NOTICE, /\/hold$/) },
  { name: 'Release a notice', pattern: paths.noticeRelease.pattern, at: () => paths.noticesHeld(), then: first(NOTICE, /\/release$/) },
  { name: 'To sort out', pattern: paths.sortOut.pattern, at: () => paths.sortOut() },
  { name: 'An entry to sort out', pattern: paths.sortOutOne.pattern, at: () => paths.sortOut(), then: first(/\/sort-out\/[^/]+$/) },
  { name: 'Calendar', pattern: paths.calendar.pattern, at: () => paths.calendar() },
  { name: 'Rules', pattern: paths.rules.pattern, at: () => paths.rules() },
  { name: 'A rule set', pattern: paths.ruleSet.pattern, at: () => paths.rules(), then: first(/\/rules\/[^/]+$/) },
  { name: 'Practice, filled', pattern: paths.practice.pattern, at: () => paths.practice() },
  { name: 'Settings', pattern: paths.settings.pattern, at: () => paths.settings(), who: MANAGER },
  { name: 'Staff', pattern: paths.staffList.pattern, at: () => paths.staffList(), who: MANAGER },
  { name: 'Add to the staff', pattern: paths.staffAdd.pattern, at: () => paths.staffAdd(), who: MANAGER },
  { name: 'A member of staff', pattern: paths.member.pattern, at: () => paths.member(SAM), who: MANAGER },
  { name: 'Change a member', pattern: paths.memberChange.pattern, at: () => paths.memberChange(SAM), who: MANAGER },
  { name: 'A member leaves', pattern: paths.memberLeave.pattern, at: () => paths.memberLeave(SAM), who: MANAGER },
  { name: 'A member returns', pattern: paths.memberReturn.pattern, at: () => paths.memberReturn(SAM), who: MANAGER },
  { name: 'A member is away', pattern: paths.memberAway.pattern, at: () => paths.memberAway(SAM), who: MANAGER },
  { name: 'A member is back', pattern: paths.memberBack.pattern, at: () => paths.memberBack(SAM), who: MANAGER },
  { name: 'Tokens', pattern: paths.tokens.pattern, at: () => paths.tokens(), who: MANAGER },
  { name: 'A new token', pattern: paths.tokenNew.pattern, at: () => paths.tokenNew(), who: MANAGER },
  { name: 'Sending', pattern: paths.sending.pattern, at: () => paths.sending(), who: MANAGER },
  { name: 'Area profile', pattern: paths.areaProfile.pattern, at: () => paths.areaProfile(), who: MANAGER },
  { name: 'Developers', pattern: paths.developers.pattern, at: () => paths.developers(), who: MANAGER },
  { name: 'Status', pattern: paths.status.pattern, at: () => paths.status() },
  { name: 'Nothing there', pattern: 'trouble', at: () => '/no-such-page' },
  { name: 'Not theirs to open', pattern: 'trouble', at: ({ atHome }) => paths.person({ registerId: atHome }), who: 'Pat Specimen' },
];

/** Keeps a picture of the present page where PICTURES names a folder (`npm run pictures`). */
async function picture({ page }: AtTheDesk, name: string): Promise<void> {
  const folder = process.env['PICTURES'];
  if (!folder) return;
  const file = `${name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '-')}.png`;
  await page.screenshot({ path: path.join(projectRoot, folder, file), fullPage: true });
}

describe('every page, in every state, at both widths', () => {
  let run: Run;
  let url: string;
  let browser: Browser;
  let ids: Ids;
  const somebody = new Map<string, AtTheDesk>();

  beforeAll(async () => {
    const place = await newPlace();
    run = start(place);
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    await filled();
    ids = await seeded(await token(place));
    for (const who of new Set(STATES.map((state) => state.who ?? 'Sam Okafor')))
      somebody.set(who, await AtTheDesk.signIn(browser, url, { who, key: keyOf(run), seat: { width: 1280, script: true } }));
  });
  afterAll(async () => {
    await browser.close();
    run.child.kill('SIGTERM');
    await run.ended;
  });

  /** Fills the register with made-up people, as whoever tries the service does. */
  async function filled(): Promise<void> {
    const at = await AtTheDesk.signIn(browser, url, { who: 'Sam Okafor', key: keyOf(run), seat: { width: 1280, script: true } });
    await at.page.goto(`${url}${paths.practice()}`);
    expect(await at.faults()).toEqual([]);
    await at.page.getByRole('button', { name: 'Fill with made-up people' }).click();
    await at.page.getByRole('heading', { name: 'The register is filled with made-up people' }).waitFor({ timeout: 180_000 });
    await at.close();
  }

  async function seeded(bearer: string): Promise<Ids> {
    const refer = async (person: object, events: readonly object[]): Promise<string> => {
      const event = { type: 'referral-received', source: 'family', on: day(-30) };
      const { registerId } = (await ask(url, bearer, '/referrals', { person, event })) as { registerId: string };
      for (const one of events) await ask(url, bearer, `/pathways/${registerId}/events`, one);
      return registerId;
    };
    const joining = [
      { type: 'eligibility-decided', on: day(-30), outcome: 'eligible', diagnosis: 'both' },
      { type: 'consent-given', on: day(-30), basis: 'own', scope: ['register', 'meeting'] },
      { type: 'rating-set', on: day(-30), rating: 'amber', reason: 'x' },
    ];
    const long = `Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch-${'محمد '.repeat(4)}`.slice(0, 80);
    const contacts = [{ id: 'self', name: long, role: 'person', easyRead: true }];
    const inHospital = await refer({ name: long, bornOn: '1990-01-05', contacts }, [
      ...joining,
      { type: 'action-agreed', on: day(-9), action: 'a-1', what: 'A crisis plan', due: day(-3) },
      { type: 'admitted', on: day(-2), security: 'low', detained: true, planned: false },
      {
        type: 'meeting-scheduled',
        meeting: 'm-1',
        kind: 'post-admission-cetr',
        on: day(12),
        time: '10:00',
        place: 'Example Unit',
        invited: ['team'],
      },
    ]);
    const atHome = await refer({ name: 'Lee Example', bornOn: '2008-06-01' }, joining);
    const { events } = (await ask(url, bearer, `/pathways/${inHospital}/events`)) as { events: { id: string; type: string }[] };
    const { deadlines } = (await ask(url, bearer, `/pathways/${inHospital}/deadlines`)) as {
      deadlines: { deadline: string; kind: string }[];
    };
    return {
      inHospital,
      atHome,
      event: events.find(({ type }) => type === 'admitted')?.id ?? '',
      deadline: deadlines.find(({ kind }) => kind === 'post-admission-cetr')?.deadline ?? '',
    };
  }

  it.each(STATES.flatMap((state) => [1280, 320].map((width) => ({ state, width, title: `${state.name}, at ${width} px` }))))(
    '$title',
    async ({ state, width }) => {
      const at = somebody.get(state.who ?? 'Sam Okafor');
      if (!at) throw new Error('nobody signed in');
      await at.page.setViewportSize({ width, height: 800 });
      await at.page.goto(`${url}${state.at(ids)}`);
      await state.then?.(at);
      await picture(at, `${state.name} ${width}`);
      expect(await at.faults()).toEqual([]);
      expect(at.complaints).toEqual([]);
    },
  );

  it('has every page of the table among them', () => {
    const seen = new Set(STATES.map(({ pattern }) => pattern));
    // What is only posted to shows nothing of its own.
    const withoutView: readonly string[] = [
      paths.did,
      paths.take,
      paths.undo,
      paths.myFeed,
      paths.myFeedBack,
      paths.tokenRevoke,
      paths.sendingSwitch,
      paths.sortOutDismiss,
      paths.sortOutSentAgain,
    ].map(({ pattern }) => pattern);
    expect(
      [...new Set(pages.map(({ path }) => path.pattern))].filter((pattern) => !seen.has(pattern) && !withoutView.includes(pattern)),
    ).toEqual([]);
  });
});
