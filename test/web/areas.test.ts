import { CRITERIA } from '../../domain/rules/criteria';
import { checkRecords } from '../../services/upkeep/proof/log/check-records';
import { askingPaths, paths } from '../../web/paths';
import { testSeals } from '../support/database/seals';
import { lookedAt } from './support/asked';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

const ASKING = askingPaths['self-referral'];

let desk: Desk;
let sam: TextBrowser;
let nia: TextBrowser;
beforeAll(async () => {
  desk = await startDesk({ areas: ['llr', 'west-sussex'] });
  sam = await desk.signedIn('sam-okafor');
  nia = await desk.signedIn('nia-llr');
});
afterEach(() => desk.pool.query('delete from rate_limit'));
afterAll(() => desk.close());

/** Asks for help as somebody of an area would, by the link to it. Out: the reference of the request. */
async function askedIn(area: string): Promise<string> {
  const noa = desk.browser();
  await noa.go(ASKING.plain.start());
  await noa.follow(area);
  const steps: Record<string, string>[] = [
    ...[{ for: 'me' }, { name: 'Noa Nobody' }, {}, { by: 'email', at: 'noa@example.org' }, { happening: 'I do not sleep.' }, {}, {}],
    ...[{ diagnosis: 'waiting' }, {}],
  ];
  await noa.press('Start');
  for (const answers of steps) await noa.press('Continue', answers);
  await noa.press('Send to the team');
  const { rows } = await desk.pool.query<{ reference: string }>(`select reference from held_referral where status = 'received'`);
  return rows[0]?.reference ?? '';
}

describe('areas beside each other', () => {
  test('who asks for help says first where they live; the choice is kept, and everything names that team', async () => {
    const noa = desk.browser();
    await noa.go(ASKING.plain.start());
    expect(noa.text()).toContain('Where do you live?');
    expect(noa.text()).toContain('Call 999');
    // Nobody's team is named before it is known which is theirs.
    expect(noa.page?.html).not.toContain('0116 496 0100');
    await noa.follow('Leicester, Leicestershire and Rutland');
    expect(noa.page?.url.pathname).toBe(ASKING.plain.start());
    expect(noa.page?.html).toContain('0116 496 0200');
    await noa.go(paths.helpNow());
    expect(noa.text()).toContain('0116 496 0299');
    expect(noa.page?.html).not.toContain('0116 496 0199');
    await noa.follow('Another area');
    await noa.follow('West Sussex');
    await noa.go(paths.directory());
    expect(noa.text()).toContain('Adult autism team');
    // A link of the area's own needs no choice, and one to nowhere asks.
    const eve = desk.browser();
    await eve.go(`${paths.helpNow()}?area=west-sussex`);
    expect(eve.text()).toContain('01632 960399');
    const max = desk.browser();
    await max.go(`${paths.helpNow()}?area=nowhere`);
    expect(max.text()).toContain('Where do you live?');
  });

  test('a request goes to the team of its area, and to no other; who is taken on is of that area, under its rules', async () => {
    const reference = await askedIn('Leicester');
    await lookedAt(desk);
    await nia.go(paths.referrals());
    expect(nia.text()).toContain('Noa Nobody');
    await sam.go(paths.referrals());
    expect(sam.text()).not.toContain('Noa Nobody');
    // Nor is anybody asked on Today about what they cannot open.
    for (const [browser, seen] of [
      [nia, true],
      [sam, false],
    ] as const) {
      await browser.go(paths.today());
      expect(browser.text().includes('Somebody asked for help.')).toBe(seen);
    }
    expect((await sam.go(paths.referral({ reference }))).status).toBe(404);
    expect((await nia.go(paths.referral({ reference }))).status).toBe(200);
    await nia.press('Record', { is: 'new', 'born-day': '2', 'born-month': '2', 'born-year': '2001', urgency: 'routine' });
    const { rows } = await desk.pool.query(`select area, rule_set from person where name = 'Noa Nobody'`);
    expect(rows).toEqual([{ area: 'llr', rule_set: 'llr-2023' }]);
    const { rows: mails } = await desk.pool.query(`select params ->> 'area' as area from notice where recipient like 'asker:%'`);
    expect(mails).toEqual([{ area: 'llr' }]);
  });

  test('a record is handed over when their time on the pathway has ended: the new team sees it and is asked to look, the old one no more', async () => {
    const registerId = await desk.refer({ name: 'Pia Placeholder' });
    await sam.go(paths.person({ registerId }));
    expect(sam.text()).not.toContain('Hand over');
    expect((await nia.go(paths.person({ registerId }))).status).toBe(404);
    await sam.go(paths.handOver({ registerId }));
    expect(sam.text()).not.toContain('Rutland');
    await desk.send(registerId, { type: 'moved-away', on: '2026-10-02' });
    await sam.go(paths.person({ registerId }));
    await sam.follow('Hand over to another area');
    expect((await sam.press('Hand over the record', { area: '' })).status).toBe(400);
    await sam.press('Hand over the record', { area: 'llr' });
    expect(sam.text()).toContain(`${registerId} was handed over.`);
    expect((await sam.go(paths.person({ registerId }))).status).toBe(404);
    await nia.go(paths.today());
    expect(nia.text()).toContain('A record was handed over by another area.');
    await nia.go(paths.handedOver({ registerId }));
    expect(nia.text()).toContain('Example Valley handed this record over');
    await nia.press('We have looked at it');
    expect(nia.page?.url.pathname).toBe(paths.person({ registerId }));
    await nia.go(paths.today());
    expect(nia.text()).not.toContain('A record was handed over');
    const { rows } = await desk.pool.query('select area, rule_set from person where register_id = $1', [registerId]);
    expect(rows).toEqual([{ area: 'llr', rule_set: 'llr-2023' }]);
    expect(await checkRecords({ pool: desk.pool, seals: testSeals, adopting: false }, registerId)).toEqual([]);
    // Whoever belongs to them again belongs under the rules of where they live now.
    await desk.send(registerId, { type: 'referral-received', source: 'family', on: '2026-10-02' });
    const { rows: begun } = await desk.pool.query('select rule_set from pathway where register_id = $1 order by number', [registerId]);
    expect(begun).toEqual([
      { rule_set: expect.stringMatching(/^england-2023/) as string },
      { rule_set: expect.stringMatching(/^llr-2023/) as string },
    ]);
  });

  test('criteria stand beside a decision from the documents of the area alone', async () => {
    const { rows } = await desk.pool.query<{ register_id: string }>(`select register_id from person where name = 'Noa Nobody'`);
    const registerId = rows[0]?.register_id ?? '';
    await nia.go(paths.recordEvent({ registerId, type: 'rating-set' }));
    expect(nia.page?.status).toBe(200);
    expect(nia.text()).toContain(CRITERIA['adult-red-known'].words);
    expect(nia.text()).not.toContain('West Sussex');
    const ours = await desk.refer({ name: 'Una Unreal' });
    await sam.go(paths.recordEvent({ registerId: ours, type: 'rating-set' }));
    expect(sam.text()).toContain('West Sussex');
  });

  test('where an area has several teams, the record names the one that sees the person, by age and diagnosis', async () => {
    const reference = await askedIn('West Sussex');
    const ivy = await desk.signedIn('ivy-west-sussex');
    await ivy.go(paths.referral({ reference }));
    await ivy.press('Record', { is: 'new', 'born-day': '3', 'born-month': '2', 'born-year': '2001', urgency: 'routine' });
    const { rows } = await desk.pool.query<{ register_id: string }>(`select register_id from person where area = 'west-sussex'`);
    const registerId = rows[0]?.register_id ?? '';
    const seen = async (): Promise<readonly string[]> => {
      await ivy.go(paths.person({ registerId }));
      return ['Joint commissioning unit', 'Adult autism team', 'Adult learning disability team'].filter((name) =>
        ivy.text().includes(name),
      );
    };
    // Before a diagnosis is recorded it may be either.
    expect(await seen()).toEqual(['Adult autism team', 'Adult learning disability team']);
    await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism', on: '2026-10-02' });
    expect(await seen()).toEqual(['Adult autism team']);
    await desk.send(registerId, { type: 'diagnosis-confirmed', diagnosis: 'both', on: '2026-10-02' });
    expect(await seen()).toEqual(['Adult autism team', 'Adult learning disability team']);
  });

  test('what is asked about an adult is for the adults’ team of the diagnosis, and that of a child for the children’s: whoever asks is told so, and the team sees it', async () => {
    const [CHILDREN, AUTISM, DISABILITY] = ['Joint commissioning unit', 'Adult autism team', 'Adult learning disability team'];
    const ivy = await desk.signedIn('ivy-west-sussex');
    const asked = async (born: string, diagnosis: string): Promise<{ readonly told: string; readonly name: string }> => {
      const noa = desk.browser();
      const name = `Noa Nobody ${born === '' ? 'of no day' : born} ${diagnosis}`;
      await noa.go(`${ASKING.plain.start()}?area=west-sussex`);
      const [year = '', month = '', day = ''] = born.split('-');
      const bornOn = born === '' ? {} : { 'born-day': day, 'born-month': month, 'born-year': year };
      await noa.press('Start');
      for (const answers of [
        { for: 'me' },
        { name },
        bornOn,
        { by: 'email', at: 'noa@example.org' },
        { happening: 'I do not sleep.' },
        {},
        {},
      ])
        await noa.press('Continue', answers);
      await noa.press('Continue', { diagnosis });
      await noa.press('Continue', {});
      await noa.press('Send to the team');
      return { told: noa.text().split('It goes to')[1]?.split('By the end')[0] ?? '', name };
    };
    const named = (text: string) => [CHILDREN, AUTISM, DISABILITY].filter((one) => one !== undefined && text.includes(one));
    for (const [born, diagnosis, teams] of [
      ['2015-03-02', 'autism', [CHILDREN]],
      ['2008-10-02', 'autism', [AUTISM]],
      ['2008-10-03', 'autism', [CHILDREN]],
      ['1990-03-02', 'learning-disability', [DISABILITY]],
      ['1990-03-02', 'both', [AUTISM, DISABILITY]],
      ['1990-03-02', 'waiting', [AUTISM, DISABILITY]],
      ['', 'learning-disability', [CHILDREN, DISABILITY]],
    ] as const) {
      const { told, name } = await asked(born, diagnosis);
      expect({ born, diagnosis, teams: named(told) }).toEqual({ born, diagnosis, teams });
      await desk.pool.query('delete from rate_limit');
      await ivy.go(paths.referrals());
      const row = ivy.text().split(name)[1]?.split('Look at it')[0] ?? '';
      expect({ born, diagnosis, teams: named(row) }).toEqual({ born, diagnosis, teams });
    }
    await lookedAt(desk);
    await ivy.go(paths.referrals());
    expect(named(ivy.text())).toEqual([CHILDREN, AUTISM, DISABILITY]);
    // Where one team sees everybody, none is named.
    await sam.go(paths.referrals());
    expect(sam.text()).not.toContain('For ');
  });

  test('the settings of an area are read by who works there, and by nobody else', async () => {
    const omar = await desk.signedIn('omar-llr');
    expect((await omar.go(paths.settings())).status).toBe(200);
    expect(omar.page?.html).toContain('Leicester, Leicestershire and Rutland');
    expect(omar.page?.html).not.toContain('Example Valley');
    expect((await omar.go(`${paths.areaProfile()}?area=west-sussex`)).status).toBe(403);
  });
});
