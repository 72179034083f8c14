import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { restrictedRecord, TELLS } from './support/restricted';

const ADMISSION = { when: 'today', security: 'non-secure', detained: 'false', planned: 'false' };

let desk: Desk;
let sam: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const partOf = (html: string): string => /<section[^>]*id="recorded".*?<\/section>/s.exec(html)?.[0] ?? '';
const own = (registerId: string, staff: string) =>
  desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) values ($1, 1, 1, '2026-10-01', $2, '2026-10-01', 'tests', 'test')`,
    [registerId, staff],
  );

test('what was recorded since the start of yesterday, of the people of this list, by whom and when, with its history', async () => {
  desk.setClock('2026-09-30T23:59');
  const before = await desk.refer({ name: 'Before Example' });
  desk.setClock('2026-10-01T00:00');
  const yesterday = await desk.refer({ name: 'Yesterday Example', bornOn: '1990-03-02' });
  const anas = await desk.refer({ name: 'Anas Example' });
  await own(anas, 'ana-example');
  desk.setClock('2026-10-02T08:30');
  sam = await desk.signedIn('sam-okafor');
  await desk.send(yesterday, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism', on: '2026-09-28' });
  await sam.go(paths.recordEvent({ registerId: yesterday, type: 'admitted' }));
  await sam.press('See what this changes', ADMISSION);
  await sam.press('Record admission');
  const { html } = await sam.go(paths.today());
  const part = partOf(html);
  expect(part).toContain('Recorded since yesterday: 3');
  expect(part).not.toContain(before);
  expect(part).not.toContain(anas);
  expect(part).toMatch(
    /A decision on eligibility<\/strong> of Monday 28 September, recorded 4 days later.*8\.30am today, by .*A referral.*12am yesterday|midnight/s,
  );
  expect(part).toContain('Yesterday Example');
  expect(part).toContain(`href="${paths.history({ registerId: yesterday })}"`);
  expect(partOf((await sam.go(paths.today({ whose: 'all' }))).html)).toContain(anas);
  expect(partOf((await sam.go(paths.today({ whose: 'all', age: 'under-18' }))).html)).not.toContain(yesterday);
  expect(partOf((await sam.go(paths.today({ whose: 'all', rating: 'red' }))).html)).toBe('');
  expect(partOf((await sam.go(paths.today({ whose: 'all', rating: 'blue' }))).html)).toContain(yesterday);
});

test('everybody on it is in the access log', async () => {
  const closed = await desk.refer({ name: 'Closed Example' });
  await desk.send(closed, { type: 'person-died' });
  await sam.go(paths.today());
  expect(partOf(sam.page?.html ?? '')).toContain(closed);
  const { rows } = await desk.pool.query<{ shown: string }>(
    `select to_jsonb(a)::text as shown from access_log a where audit_event = 'today-shown' order by at desc, to_jsonb(a)::text limit 20`,
  );
  expect(rows.some(({ shown }) => shown.includes(closed))).toBe(true);
});

test('at most 20, and it is said how many more', async () => {
  for (let n = 0; n < 22; n += 1) await desk.refer();
  const part = partOf((await sam.go(paths.today())).html);
  expect(part.match(/<li>/g)).toHaveLength(20);
  expect(part).toMatch(/Recorded since yesterday: 2[4-9]/);
  expect(part).toMatch(/And [4-9] more, recorded before these\./);
});

test('who sees their own people only is not told what was', async () => {
  const pat = await desk.signedIn('pat-keyworker');
  const mine = await desk.refer();
  await own(mine, 'pat-keyworker');
  expect(partOf((await pat.go(paths.today())).html)).toBe('');
});

test('of a restricted record it says that something was recorded, and neither what nor by whom', async () => {
  const record = await restrictedRecord();
  const { html } = await record.at('lda-officer').go(`${record.desk.url}${paths.today({ whose: 'all' })}`);
  const part = partOf(html);
  expect(part).toContain(record.registerId);
  expect(part).toContain('Something was recorded');
  expect(part).not.toMatch(/referral|admission|rating<|consent|, by |Red|Blue/i);
  expect(TELLS.exec(part)?.[0]).toBeUndefined();
  const named = partOf((await record.named.go(`${record.desk.url}${paths.today({ whose: 'all' })}`)).html);
  expect(named).toContain('An admission to hospital');
  await record.desk.close();
});
