import type { Browser } from 'playwright-core';
import { pages, publicPages } from '../../web/pages';
import { paths } from '../../web/paths';
import { openChromium } from '../support/browser/chromium';
import { AtTheDesk, keyOf } from './support/desk';
import { ASKING } from './support/desk-asking';
import { DOCUMENTS } from './support/desk-documents';
import { MEASURES } from './support/desk-measures';
import { MEETINGS } from './support/desk-meetings';
import { directed, MESSAGES } from './support/desk-messages';
import { PANEL } from './support/desk-panel';
import { REVIEWS, withPacks } from './support/desk-reviews';
import { SHEETS } from './support/desk-sheets';
import { STATES } from './support/desk-filled';
import { MOVED } from './support/desk-moved';
import { PROMPTS } from './support/desk-prompts';
import { seeded } from './support/desk-people';
import { EVERYWHERE, type Ids, type Shown } from './support/desk-shown';
import { AFTER, EMPTY } from './support/desk-states';
import { hardships } from './support/low-vision';
import { firstPicture, paperOf, picture } from './support/paper';
import { ask, newPlace, type Place, ready, type Run, start, token } from './support/service';

describe('every page, in every state, at both widths', () => {
  let run: Run;
  let url: string;
  let browser: Browser;
  let ids: Ids;
  let place: Place;
  const somebody = new Map<string, AtTheDesk>();

  beforeAll(async () => {
    place = await newPlace();
    run = start(place, { AREAS: 'example,llr,west-sussex' });
    [url, browser] = await Promise.all([ready(run), openChromium()]);
    const all = new Set([...EMPTY, ...STATES, ...MOVED, ...AFTER].map((state) => state.who ?? 'Sam Okafor'));
    all.delete(EVERYWHERE);
    for (const who of all) await signedIn(who);
  });
  const signedIn = async (who: string): Promise<void> =>
    void somebody.set(who, await AtTheDesk.signIn(browser, url, { who, key: keyOf(run), seat: { width: 1280, script: true } }));
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

  const atBothWidths = (states: readonly Shown[]) =>
    states.flatMap((state) => [1280, 320].map((width) => ({ state, width, title: `${state.name}, at ${width} px` })));

  async function lookAt({ state, width }: { state: Shown; width: number }): Promise<void> {
    const at = somebody.get(state.who ?? 'Sam Okafor');
    if (!at) throw new Error('nobody signed in');
    await at.page.setViewportSize({ width, height: 800 });
    await at.page.goto(`${url}${state.at(ids)}`);
    await state.then?.(at);
    // A form that is being sent leads to its page.
    await at.page.waitForFunction(`document.querySelector('form[aria-busy]') === null`);
    // A page of trouble stands for no other page.
    expect((await at.text()).includes('Reference for those who run the service')).toBe(state.pattern === 'trouble');
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
      ids = await seeded(url, await token(place), await token(place, 'A made-up school', 'referrals:write'));
      await ask(url, await token(place, 'A made-up directory of staff', 'staff:write'), '/staff', {
        ...{ id: 'uma-everywhere', name: EVERYWHERE, email: 'uma.placeholder@areas.example', roles: ['manager'], audiences: [] },
        ...{ areas: ['example', 'llr', 'west-sussex'], reason: 'Works in every area' },
      });
      await signedIn(EVERYWHERE);
      const sam = somebody.get('Sam Okafor') as AtTheDesk;
      await sam.page.goto(`${url}${paths.handOver({ registerId: ids.handed })}`);
      await sam.page.getByLabel('To which area?').selectOption('llr');
      await sam.press('Hand over the record');
      await withPacks(place);
    });

    it.each(
      atBothWidths([
        ...STATES,
        ...PROMPTS,
        ...MOVED,
        ...SHEETS,
        ...DOCUMENTS,
        ...MEETINGS,
        ...REVIEWS,
        ...MEASURES,
        ...PANEL,
        ...MESSAGES,
        ...ASKING,
        ...AFTER,
      ]),
    )('$title', lookAt);

    describe('on paper', () => {
      /** Sam prints a page: what is on it, and whether a name of anybody on record is. */
      async function printed(name: string, address: string, then?: (at: AtTheDesk) => Promise<void>) {
        const sam = somebody.get('Sam Okafor') as AtTheDesk;
        const { page } = sam;
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto(`${url}${address}`);
        await then?.(sam);
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

      it('the agenda and the report of a review are printed with the register id, and with names where somebody asked for them', async () => {
        const at = { registerId: ids.inHospital, meeting: 'm-1' };
        const { page } = somebody.get('Sam Okafor') as AtTheDesk;
        await page.goto(`${url}${paths.meetingWho({ registerId: ids.atMeeting, meeting: 'mam-2' })}`);
        await page.getByLabel('Name').last().fill('Nell Nowhere');
        await page.getByLabel('Who they are').fill('Example Academy, head of year');
        await page.getByLabel('How were they there?').selectOption('video');
        await page.getByRole('button', { name: 'Add them' }).click();
        await page.getByRole('heading', { name: 'Who was there' }).waitFor();
        const agenda = await printed('agenda', paths.meetingAgenda(at));
        expect(agenda).toMatchObject({ controls: 0, shown: [], sheets: 1 });
        expect(agenda.text).toMatch(/Agenda[^]*Do I need to be in hospital/);
        expect(agenda.text).toContain(ids.inHospital);
        const report = await printed('report', paths.meetingReport({ registerId: ids.atMeeting, meeting: 'mam-2' }));
        expect(report).toMatchObject({ controls: 0, shown: [] });
        expect(report.text).toMatch(/Notes of the meeting[^]*What was agreed/);
        const named = await printed(
          'report-names',
          paths.meetingReport({ registerId: ids.atMeeting, meeting: 'mam-2' }, { names: 'shown' }),
        );
        expect(named.text).toContain('Nell Nowhere');
        expect(report.text).not.toContain('Nell Nowhere');
      });

      it('a directive is printed as a letter: its words, and nothing of the form in which it was written', async () => {
        const paper = await printed('directive', paths.meetingDirective({ registerId: ids.atRed, meeting: 'ctr-2' }), directed);
        // Those to whom it goes stand over it.
        expect(paper).toMatchObject({ controls: 0, shown: ['Ms Specimen, Example Academy', 'Example Support Provider'], sheets: 1 });
        expect(paper.text).toMatch(/I require you to attend[^]*Dr Ines Pretend[^]*Director of nursing/);
        expect(paper.text).not.toMatch(/To whom\?|Words of your own|Do not send|Rae Pretend/);
      });

      it('the sheet of the measures names no record, and has no control', async () => {
        const paper = await printed('measures-sheet', paths.measuresShared());
        expect(paper).toMatchObject({ controls: 0, names: 0 });
        expect(paper.text).toMatch(/People we supported[^]*Did we do what we should[^]*Who watches over it with us/);
        expect(paper.text).not.toContain(ids.inHospital);
        expect(paper.text).not.toMatch(/Give out one age|Sign out/);
      });

      it.each([
        ['consent', 2],
        ['consent-easy-read', 2],
        ['guidance', 2],
        ['guidance-easy-read', 2],
        ['keyworker', 1],
        ['keyworker-easy-read', 1],
        ['cetr', 2],
        ['cetr-easy-read', 2],
        ['planner', 5],
        ['planner-easy-read', 6],
        ['feedback', 2],
        ['feedback-easy-read', 2],
      ])('what is given out, %s, is no more sheets than it needs, %i', async (form, sheets) => {
        const paper = await printed(form, paths.printedForm({ form }));
        expect(paper).toMatchObject({ controls: 0, sheets });
        expect(paper.text).toMatch(/edition 1[^]*Printed on/);
        expect(paper.text).toContain('0116 496 0100');
      });
    });
  });

  it('has every page of the table among them', () => {
    const seen = new Set(
      [
        ...STATES,
        ...PROMPTS,
        ...MOVED,
        ...SHEETS,
        ...DOCUMENTS,
        ...MEETINGS,
        ...REVIEWS,
        ...MEASURES,
        ...PANEL,
        ...MESSAGES,
        ...ASKING,
        ...AFTER,
      ].map(({ pattern }) => pattern),
    );
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
      // A file, of which nothing is shown.
      paths.documentFile,
      paths.panelPaper,
      paths.meetingFile,
      paths.meetingWhoOut,
      paths.actionLinkBack,
      paths.panelDeleted,
    ].map(({ pattern }) => pattern);
    expect(
      [...new Set([...pages, ...publicPages].map(({ path }) => path.pattern))].filter(
        (pattern) => !seen.has(pattern) && !withoutView.includes(pattern),
      ),
    ).toEqual([]);
  });
});
