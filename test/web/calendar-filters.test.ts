import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { restrictedRecord, TELLS } from './support/restricted';

let desk: Desk;
let sam: TextBrowser;
const ids = { tom: '', low: '', home: '' };

async function member(): Promise<string> {
  const registerId = await desk.refer({ bornOn: '1990-03-02' });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await desk.send(registerId, { type: 'consent-given', basis: 'own', scope: ['register'] });
  return registerId;
}
const admission = { type: 'admitted', security: 'low', detained: false, planned: true };

beforeAll(async () => {
  desk = await startDesk();
  ids.tom = await member();
  ids.low = await member();
  ids.home = await member();
  await desk.send(ids.tom, { ...admission, site: 'RX1AA' });
  await desk.send(ids.low, admission);
  await desk.send(ids.home, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'mam', on: '2026-10-09' });
  await desk.send(ids.tom, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'post-admission-cetr', on: '2026-10-20' });
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());

/** Who stands on a calendar, and what is said of how many. */
const shown = async (browser: TextBrowser, asked: Record<string, string>): Promise<string[]> => {
  const { html } = await browser.go(paths.calendar({ whose: 'all', ...asked }));
  return Object.entries(ids).flatMap(([name, id]) => (html.includes(`>${id}</a>`) ? [name] : []));
};

test('by kind of entry: the deadlines and the meetings that have it', async () => {
  expect(await shown(sam, {})).toEqual(['tom', 'low', 'home']);
  expect(await shown(sam, { kind: 'post-admission-cetr' })).toEqual(['tom', 'low']);
  expect(sam.text()).toMatch(/3 of \d+ shown\./);
  expect(await shown(sam, { kind: 'post-admission-cetr', sort: 'meeting' })).toEqual(['tom']);
  expect(await shown(sam, { kind: 'mam', sort: 'meeting' })).toEqual(['home']);
  expect(await shown(sam, { kind: 'laep' })).toEqual([]);
  expect(sam.text()).toContain('Nothing falls in these weeks.');
  expect((await sam.go(paths.calendar({ kind: 'nothing' }))).status).toBe(400);
});

test('by the hospital in which somebody is, which the next weeks keep', async () => {
  expect(await shown(sam, { site: 'RX1AA' })).toEqual(['tom']);
  expect(sam.page?.html).toContain('<option value="RX1AA" selected>RX1AA</option>');
  expect(await shown(sam, { site: 'not-known' })).toEqual(['low']);
  expect(await shown(sam, { site: 'RX1AA', kind: 'mam' })).toEqual([]);
  await sam.go(paths.calendar({ whose: 'all', site: 'RX1AA', kind: 'oversight-visit' }));
  await sam.follow('The next 12 weeks');
  expect(sam.page?.url.search).toContain('kind=oversight-visit&site=RX1AA');
});

test('who sees their own people only is not told the hospital, and does not ask by it', async () => {
  await desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) values ($1, 1, 1, '2026-10-01', 'pat-keyworker', '2026-10-01', 'tests', 'test')`,
    [ids.tom],
  );
  const pat = await desk.signedIn('pat-keyworker');
  expect(await shown(pat, { site: 'RX9ZZ' })).toEqual(['tom']);
  expect(pat.page?.html).not.toMatch(/RX1AA|name="site"/);
});

test('no filter tells in which hospital somebody with a restricted record is', async () => {
  const record = await restrictedRecord();
  const officer = record.at('lda-officer');
  const at = (asked: Record<string, string>) => officer.go(`${record.desk.url}${paths.calendar({ whose: 'all', ...asked })}`);
  const all = /(\d+) of (\d+) shown/.exec((await at({})).html)?.[0];
  for (const site of ['RX8YY', 'not-known']) {
    const { html } = await at({ site });
    expect(html).toContain(all);
    expect(html).toContain(record.registerId);
    expect(TELLS.exec(html)?.[0]).toBeUndefined();
  }
  expect((await record.named.go(`${record.desk.url}${paths.calendar({ whose: 'all' })}`)).html).toContain('value="RX9ZZ"');
  await record.desk.close();
});
