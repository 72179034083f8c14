import { pages, publicPages } from '../../web/pages';
import { paths } from '../../web/paths';
import type { AtTheDesk } from '../e2e/support/desk';
import { EVERY_STATE } from '../e2e/support/desk-every';
import { directed } from '../e2e/support/desk-messages';
import { EMPTY } from '../e2e/support/desk-states';
import { Walk } from '../e2e/support/desk-walk';
import { paperOf } from '../e2e/support/paper';

/** The screen of a desk. */
const WIDE = 1280;

describe('every page, in every state, at 1280 px', () => {
  let walk: Walk;
  beforeAll(async () => {
    walk = await Walk.begin();
  });
  afterAll(() => walk.end());

  it.each(EMPTY)('$name', (state) => walk.lookAt(state, WIDE));

  describe('with people on the register', () => {
    beforeAll(() => walk.fill());

    it.each(EVERY_STATE)('$name', (state) => walk.lookAt(state, WIDE));

    describe('on paper', () => {
      /** Sam prints a page: what is on it, and whether a name of anybody on record is. */
      async function printed(name: string, address: string, then?: (at: AtTheDesk) => Promise<void>) {
        const sam = walk.who();
        const { page } = sam;
        await page.setViewportSize({ width: 1280, height: 800 });
        await page.goto(`${walk.url}${address}`);
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
        const ids = await walk.who().page.locator('.app-paper h3').allTextContents();
        expect(new Set(ids).size).toBe(ids?.length);
      });

      it('a person is one page, with the register id only', async () => {
        const paper = await printed('person', paths.person({ registerId: walk.ids.inHospital }));
        expect(paper).toMatchObject({ controls: 0, shown: [] });
        // The warning that not all is proved takes lines of its own, and then a second sheet may be begun. Where it is more, what is on it says why.
        const most = paper.text.includes('It has not been proved yet') ? 2 : 1;
        expect([paper.sheets <= most, paper.sheets <= most ? '' : paper.text]).toEqual([true, '']);
        expect(paper.title).not.toContain('Llanfair');
        expect(paper.text).toContain(walk.ids.inHospital);
        expect(paper.text).not.toMatch(/Llanfair|محمد|Why\?|Record discharge|Sign out/);
        expect(paper.text).toMatch(/Consent to the register[^]*happened/);
        expect(paper.text).toMatch(BY_SAM);
      });

      it('the reasoning of a date is one page: sentence, steps and source', async () => {
        const paper = await printed('why', paths.deadline({ registerId: walk.ids.inHospital, deadline: walk.ids.deadline }));
        expect(paper).toMatchObject({ controls: 0, shown: [], sheets: 1 });
        expect(paper.text).toMatch(
          /days after the admission[^]*Step by step[^]*The clock starts on[^]*Source[^]*What would change this date/,
        );
        expect(paper.text).not.toMatch(/Llanfair|محمد|Sign out/);
        expect(paper.text).toMatch(BY_SAM);
      });

      it('the agenda and the report of a review are printed with the register id, and with names where somebody asked for them', async () => {
        const at = { registerId: walk.ids.inHospital, meeting: 'm-1' };
        const { page } = walk.who();
        await page.goto(`${walk.url}${paths.meetingWho({ registerId: walk.ids.atMeeting, meeting: 'mam-2' })}`);
        await page.getByLabel('Name').last().fill('Nell Nowhere');
        await page.getByLabel('Who they are').fill('Example Academy, head of year');
        await page.getByLabel('How were they there?').selectOption('video');
        await page.getByRole('button', { name: 'Add them' }).click();
        await page.getByRole('heading', { name: 'Who was there' }).waitFor();
        const agenda = await printed('agenda', paths.meetingAgenda(at));
        expect(agenda).toMatchObject({ controls: 0, shown: [], sheets: 1 });
        expect(agenda.text).toMatch(/Agenda[^]*Do I need to be in hospital/);
        expect(agenda.text).toContain(walk.ids.inHospital);
        const report = await printed('report', paths.meetingReport({ registerId: walk.ids.atMeeting, meeting: 'mam-2' }));
        expect(report).toMatchObject({ controls: 0, shown: [] });
        expect(report.text).toMatch(/Notes of the meeting[^]*What was agreed/);
        const named = await printed(
          'report-names',
          paths.meetingReport({ registerId: walk.ids.atMeeting, meeting: 'mam-2' }, { names: 'shown' }),
        );
        expect(named.text).toContain('Nell Nowhere');
        expect(report.text).not.toContain('Nell Nowhere');
      });

      it('a directive is printed as a letter: its words, and nothing of the form in which it was written', async () => {
        const paper = await printed('directive', paths.meetingDirective({ registerId: walk.ids.atRed, meeting: 'ctr-2' }), directed);
        // Those to whom it goes stand over it.
        expect(paper).toMatchObject({ controls: 0, shown: ['Ms Specimen, Example Academy', 'Example Support Provider'], sheets: 1 });
        expect(paper.text).toMatch(/I require you to attend[^]*Dr Ines Pretend[^]*Director of nursing/);
        expect(paper.text).not.toMatch(/To whom\?|Words of your own|Do not send|Rae Pretend/);
      });

      it('the sheet of the measures names no record, and has no control', async () => {
        const paper = await printed('measures-sheet', paths.measuresShared());
        expect(paper).toMatchObject({ controls: 0, names: 0 });
        expect(paper.text).toMatch(/People we supported[^]*Did we do what we should[^]*Who watches over it with us/);
        expect(paper.text).not.toContain(walk.ids.inHospital);
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
    const seen = new Set(EVERY_STATE.map(({ pattern }) => pattern));
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
