import path from 'node:path';
import type { Browser } from 'playwright-core';
import { projectRoot } from '../../infra/project-root';
import { pages } from '../../web/pages';
import { paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, keyOf } from './support/desk';
import { first, type Ids, MANAGER, NOTICE, SAM, type Shown } from './support/desk-shown';
import { AFTER, EMPTY } from './support/desk-states';
import { hardships } from './support/low-vision';
import { firstPicture, paperOf } from './support/paper';
import { ask, newPlace, type Place, ready, type Run, start, token } from './support/service';

const day = (offset: number): string =>
  new Date(Date.now() + offset * 86_400_000).toLocaleDateString('en-CA', { timeZone: 'Europe/London' });

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
  {
    name: 'Several, the first part',
    pattern: paths.recordTogether.pattern,
    at: ({ atHome }) => paths.recordTogether({ registerId: atHome, journey: 'laep-admission' }),
  },
  {
    name: 'Several, a part with errors',
    pattern: paths.recordTogether.pattern,
    at: ({ referred }) => paths.recordTogether({ registerId: referred, journey: 'decide-referral' }),
    then: async ({ page }) => {
      await page.getByLabel(/^Today/).check();
      await page.getByLabel('Eligible', { exact: true }).check();
      await page.getByLabel('Autism', { exact: true }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('No, it was refused').check();
      await page.getByLabel('Their own consent', { exact: true }).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByRole('heading', { name: 'There is a problem' }).waitFor();
    },
  },
  {
    name: 'Several, check before you record',
    pattern: paths.recordTogetherCheck.pattern,
    at: ({ atHome }) => paths.recordTogether({ registerId: atHome, journey: 'laep-admission' }),
    then: async ({ page }) => {
      await page.getByLabel(/^Yesterday/).check();
      await page.getByRole('button', { name: 'Continue' }).click();
      await page.getByLabel('Low secure').check();
      for (const question of [/detained/, 'Was it planned?'])
        await page.getByRole('group', { name: question }).getByLabel('No', { exact: true }).check();
      await page.getByRole('button', { name: 'See what this changes' }).click();
      await page.getByRole('heading', { name: 'Check before you record' }).waitFor();
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
    name: 'A correction to confirm',
    pattern: paths.correction.pattern,
    at: ({ corrected, corrections: [event = ''] }) => paths.correction({ registerId: corrected, event }),
  },
  {
    name: 'A correction, without a reason why not',
    pattern: paths.correctionNotRight.pattern,
    at: ({ corrected, corrections: [event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: ({ page }) => page.getByRole('button', { name: 'This is not right' }).click(),
  },
  {
    name: 'A correction that is not right',
    pattern: paths.correction.pattern,
    at: ({ corrected, corrections: [, event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: async ({ page }) => {
      if (!(await page.getByRole('button', { name: 'This is not right' }).isVisible())) return;
      await page.getByLabel('What is not right?').fill('It was so all the same');
      await page.getByRole('button', { name: 'This is not right' }).click();
    },
  },
  {
    name: 'A correction that is put right',
    pattern: paths.correctionPutRight.pattern,
    at: ({ corrected, corrections: [, event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: async ({ page }) => {
      const button = page.getByRole('button', { name: 'It has been put right' });
      if (await button.isVisible()) await button.click();
    },
  },
  {
    name: 'A correction that is confirmed',
    pattern: paths.correctionConfirm.pattern,
    at: ({ corrected, corrections: [, , event = ''] }) => paths.correction({ registerId: corrected, event }),
    then: async ({ page }) => {
      const button = page.getByRole('button', { name: 'Confirm' });
      if (await button.isVisible()) await button.click();
    },
  },
  {
    name: 'Person with a correction to confirm',
    pattern: paths.person.pattern,
    at: ({ corrected }) => paths.person({ registerId: corrected }),
  },
  { name: 'History with corrections', pattern: paths.history.pattern, at: ({ corrected }) => paths.history({ registerId: corrected }) },
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
  {
    name: 'Restrict a record',
    pattern: paths.restriction.pattern,
    at: ({ restricted }) => paths.restriction({ registerId: restricted }),
    who: MANAGER,
  },
  {
    name: 'A restricted record',
    pattern: paths.restriction.pattern,
    at: ({ restricted }) => paths.restriction({ registerId: restricted }),
    who: MANAGER,
    then: async ({ page }) => {
      const press = page.getByRole('button', { name: 'Restrict this record' });
      if ((await press.count()) === 0) return;
      await page.getByLabel('Why', { exact: true }).selectOption('safety');
      await page.getByLabel('In words').fill('Threats against the family');
      await press.click();
    },
  },
  {
    name: 'A restricted record, with errors',
    pattern: paths.restriction.pattern,
    at: ({ restricted }) => paths.restriction({ registerId: restricted }),
    who: MANAGER,
    then: ({ page }) => page.getByRole('button', { name: 'Save the change' }).click(),
  },
  { name: 'Asked for a reason', pattern: paths.openRestricted.pattern, at: ({ restricted }) => paths.person({ registerId: restricted }) },
  {
    name: 'Asked for a reason, with errors',
    pattern: paths.openRestricted.pattern,
    at: ({ restricted }) => paths.person({ registerId: restricted }),
    then: ({ page }) => page.getByRole('button', { name: 'Open the record for 60 minutes' }).click(),
  },
  {
    name: 'Opened for 60 minutes',
    pattern: paths.openRestricted.pattern,
    at: ({ restricted }) => paths.person({ registerId: restricted }),
    then: async ({ page }) => {
      const press = page.getByRole('button', { name: 'Open the record for 60 minutes' });
      if ((await press.count()) === 0) return;
      await page.getByLabel('I cover for somebody').check();
      await page.getByLabel('Say it in your own words').fill('Ana is on leave, and the ward rang');
      await press.click();
    },
  },
  { name: 'Restricted records', pattern: paths.restricted.pattern, at: () => paths.restricted(), who: MANAGER },
  { name: 'Access log, restricted only', pattern: paths.accessLog.pattern, at: () => paths.accessLog({ restricted: 'yes' }), who: MANAGER },
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
  let place: Place;
  const somebody = new Map<string, AtTheDesk>();

  beforeAll(async () => {
    place = await newPlace();
    run = start(place);
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    for (const who of new Set([...EMPTY, ...STATES, ...AFTER].map((state) => state.who ?? 'Sam Okafor')))
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
    await firstPicture(at.page, `${url}${paths.today()}`);
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
    const atHome = await refer({ name: 'Lee Imagined', bornOn: '2008-06-01' }, joining);
    const referred = await refer({ name: 'Ada Example', bornOn: '2010-06-01' }, []);
    const corrected = await refer({ name: 'Alex Example', bornOn: '1988-06-01' }, [
      ...joining,
      { type: 'admitted', on: day(-9), security: 'low', detained: false, planned: true },
      { type: 'discharged', on: day(-1), destination: 'home' },
    ]);
    const heard = async (type: string): Promise<string[]> => {
      const { events: all } = (await ask(url, bearer, `/pathways/${corrected}/events`)) as { events: { id: string; type: string }[] };
      return all.filter((event) => event.type === type).map(({ id }) => id);
    };
    const slip = { type: 'corrected', reason: 'It was somebody else' };
    await ask(url, bearer, `/pathways/${corrected}/events`, { ...slip, events: await heard('discharged') });
    await ask(url, bearer, `/pathways/${corrected}/events`, { type: 'person-died' });
    await ask(url, bearer, `/pathways/${corrected}/events`, { ...slip, events: await heard('person-died') });
    const right = { type: 'rating-set', on: day(-30), rating: 'red', reason: 'Two nights in the emergency department' };
    await ask(url, bearer, `/pathways/${corrected}/events`, { ...slip, events: await heard('rating-set'), with: right });
    const { events } = (await ask(url, bearer, `/pathways/${inHospital}/events`)) as { events: { id: string; type: string }[] };
    const { deadlines } = (await ask(url, bearer, `/pathways/${inHospital}/deadlines`)) as {
      deadlines: { deadline: string; kind: string }[];
    };
    const restricted = await refer({ name: 'Max Example', bornOn: '1999-02-03' }, joining);
    return {
      ...{ inHospital, atHome, referred, restricted, corrected },
      corrections: await heard('corrected'),
      event: events.find(({ type }) => type === 'admitted')?.id ?? '',
      deadline: deadlines.find(({ kind }) => kind === 'post-admission-cetr')?.deadline ?? '',
    };
  }

  const atBothWidths = (states: readonly Shown[]) =>
    states.flatMap((state) => [1280, 320].map((width) => ({ state, width, title: `${state.name}, at ${width} px` })));

  async function lookAt({ state, width }: { state: Shown; width: number }): Promise<void> {
    const at = somebody.get(state.who ?? 'Sam Okafor');
    if (!at) throw new Error('nobody signed in');
    await at.page.setViewportSize({ width, height: 800 });
    await at.page.goto(`${url}${state.at(ids)}`);
    await state.then?.(at);
    await picture(at, `${state.name} ${width}`);
    expect(await at.faults()).toEqual([]);
    // 320 px stand for 400% zoom too.
    if (width === 320) expect(await hardships(at.page)).toEqual([]);
    expect(at.complaints).toEqual([]);
  }

  it.each(atBothWidths(EMPTY))('$title', lookAt);

  describe('with people on the register', () => {
    beforeAll(async () => {
      await filled();
      ids = await seeded(await token(place));
    });

    it.each(atBothWidths([...STATES, ...AFTER]))('$title', lookAt);

    describe('on paper', () => {
      /** Sam prints a page: what is on it, and whether a name of anybody on record is. */
      async function printed(name: string, address: string) {
        const { page } = somebody.get('Sam Okafor') as AtTheDesk;
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto(`${url}${address}`);
        const names = await page.locator('.app-name').allTextContents();
        const paper = await paperOf(page, name);
        const shown = names.map((one) => one.replace(/, \d+$|\.$/, '').trim()).filter((one) => one !== '' && paper.text.includes(one));
        return { ...paper, names: names.length, shown, title: await page.title() };
      }
      const BY_SAM = /Printed by Sam Okafor on \w+day \d+ \w+ \d{4} at [\d.]+[ap]m/;

      it('Today is by person, with boxes to tick and register ids only', async () => {
        const paper = await printed('today', paths.today());
        expect(paper).toMatchObject({ controls: 0, shown: [], title: 'Today – Dynamic Support Pathway' });
        expect(paper.names).toBeGreaterThan(10);
        expect(paper.text).toMatch(BY_SAM);
        expect(paper.text).toMatch(/By person/);
        expect(paper.text).toMatch(/\d+ of \d+ shown/);
        expect(paper.text).not.toMatch(/Why\?|Apply filters|Record something urgent|Take it|Sign out|Next 7 days/);
        // Nobody is on it twice, and every line has its box.
        const ids = await somebody.get('Sam Okafor')?.page.locator('.app-paper h3').allTextContents();
        expect(new Set(ids).size).toBe(ids?.length);
      });

      it('a person is one page, with the register id only', async () => {
        const paper = await printed('person', paths.person({ registerId: ids.inHospital }));
        expect(paper).toMatchObject({ controls: 0, shown: [], sheets: 1 });
        expect(paper.title).not.toContain('Llanfair');
        expect(paper.text).toContain(ids.inHospital);
        expect(paper.text).not.toMatch(/Llanfair|محمد|Why\?|Record discharge|Sign out/);
        expect(paper.text).toMatch(/Consent to the register[^]*happened/);
        expect(paper.text).toMatch(BY_SAM);
      });

      it('the reasoning of a date is one page: sentence, steps and source', async () => {
        const paper = await printed('why', paths.deadline({ registerId: ids.inHospital, deadline: ids.deadline }));
        expect(paper).toMatchObject({ controls: 0, shown: [], sheets: 1 });
        expect(paper.text).toMatch(
          /days after the admission[^]*Step by step[^]*The clock starts on[^]*Source[^]*What would change this date/,
        );
        expect(paper.text).not.toMatch(/Llanfair|محمد|Sign out/);
        expect(paper.text).toMatch(BY_SAM);
      });
    });
  });

  it('has every page of the table among them', () => {
    const seen = new Set([...STATES, ...AFTER].map(({ pattern }) => pattern));
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
      paths.restrictedLooked,
      paths.restrictionLooked,
    ].map(({ pattern }) => pattern);
    expect(
      [...new Set(pages.map(({ path }) => path.pattern))].filter((pattern) => !seen.has(pattern) && !withoutView.includes(pattern)),
    ).toEqual([]);
  });
});
