import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

const PEOPLE = 101;

let desk: Desk;
let sam: TextBrowser;
let everyone: string[];
beforeAll(async () => {
  desk = await startDesk();
  everyone = [];
  for (let n = 0; n < PEOPLE; n += 1) everyone.push(await desk.refer());
  sam = await desk.signedIn('sam-okafor');
});
afterAll(() => desk.close());

const LINE = /<li class="app-line.*?<\/li>/gs;
/** Whom the lines of the page are about, in their order. */
const shown = (): string[] => (sam.page?.html.match(LINE) ?? []).map((line) => /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(line)?.[0] ?? 'nobody');

test('of a group with more than 50 lines the first 50 stand on Today, and all of them, page by page, behind “Show all”', async () => {
  await sam.go(paths.today());
  const first = shown();
  expect(first).toHaveLength(50);
  expect(sam.text()).toContain('And 51 more. Show all 101');
  await sam.follow('Show all 101 of “Waiting, no date set”');
  expect(sam.text()).toContain('Waiting, no date set: 101');
  expect(sam.text()).toContain('101 of 101 shown.');
  expect(sam.text()).toContain('1 to 100 of 101');
  const one = shown();
  expect(one).toHaveLength(100);
  expect(one.slice(0, 50)).toEqual(first);
  await sam.follow('Next page');
  expect(sam.text()).toContain('101 to 101 of 101');
  expect([...one, ...shown()].toSorted()).toEqual(everyone.toSorted());
  await sam.go(paths.today({ group: 'waiting', page: 3 }));
  expect(sam.text()).toContain('There are 101, fewer than that');
  await sam.follow('Back to all of today');
  expect(shown()).toEqual(first);
});

test('the filter goes along, and says how many of this group are left out, and whose they are', async () => {
  await desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) select * from unnest($1::text[], array[1], array[1],
       array['2026-10-01'::timestamptz], array['ana-example'], array['2026-10-01'::timestamptz], array['tests'], array['test'])`,
    [everyone.slice(0, 1)],
  );
  await sam.go(paths.today({ group: 'waiting', age: 'under-18' }));
  expect(sam.text()).toMatch(/100 of 101 shown\. 1 belongs to others: Ana.* 1\./);
  expect(shown()).not.toContain(everyone[0]);
  await sam.follow('Show all');
  expect(sam.text()).toContain('101 of 101 shown.');
  expect(shown()).toContain(everyone[0]);
});

test('everybody on the page of a group is in the access log', async () => {
  await sam.go(paths.today({ group: 'waiting', whose: 'all', page: 2 }));
  const [last] = shown();
  const { rows } = await desk.pool.query<{ shown: string[] }>(
    `select shown from access_log where audit_event = 'today-shown' order by at desc, id desc limit 1`,
  );
  expect(rows[0]?.shown).toEqual([last]);
});

test('a group that is none, and a page that is none, are told apart from an empty one', async () => {
  for (const query of ['group=late', 'page=0', 'page=x']) expect((await sam.go(`${paths.today()}?${query}`)).status).toBe(400);
});
