import { setSending } from '../../services/notices/settings';
import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(async () => {
  desk.setClock('2026-10-02T08:30');
  await desk.pool.query('delete from timer_check');
});

/** A check that ended at an instant, and what it left wrong behind. */
const checked = (at: string, unmended: number) =>
  desk.pool.query(
    `insert into timer_check (started_at, proved_at, pathways, timers_expected, timers_found, unmended, left_out, differences)
     values ($1, $1, 1, 1, 1, $2, 0, '[]')`,
    [at, unmended],
  );

const LISTS = [paths.register(), paths.calendar(), paths.noticesGoing(), paths.noticesSent(), paths.sortOut()];
const TOO_OLD = 'That is too long ago';
const FOUND = 'The last check found something that is not right';

test('each list says of when it is, and when all deadlines were last proved', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await checked('2026-10-02T05:02:00Z', 0);
  for (const list of [...LISTS, paths.deadlines({ registerId })]) {
    await browser.go(list);
    expect(browser.text()).toContain('As of 8.30am. Deadlines last proved complete at 6.02am today.');
  }
  await browser.go(paths.today());
  expect(browser.text().match(/last proved complete/g)).toHaveLength(1);
});

test.each([
  ['older than 26 hours', () => checked('2026-10-01T05:29:00Z', 0), TOO_OLD],
  [
    'with something found',
    async () => {
      await checked('2026-10-02T05:02:00Z', 0);
      await checked('2026-10-02T06:02:00Z', 1);
    },
    FOUND,
  ],
])('a proof %s is said on every page, once', async (_, bring, said) => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await bring();
  const elsewhere = [paths.person({ registerId }), paths.history({ registerId }), paths.record({ registerId }), paths.rules()];
  for (const page of [paths.today(), ...LISTS, ...elsewhere]) {
    await browser.go(page);
    expect(browser.text().split(said)).toHaveLength(2);
  }
});

test('whoever sees no deadlines is told nothing of their proof', async () => {
  await checked('2026-10-01T05:29:00Z', 0);
  const panel = await desk.signedIn('jo-panel');
  await panel.go(paths.reviews());
  expect(panel.text()).not.toContain(TOO_OLD);
});

test('while sending is stopped every page says so, and what piles up; the page that stops it says it once', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  const manager = await desk.signedIn('kim-manager');
  await setSending(desk.pool, 'example', { on: false });
  const said = 'Sending is stopped in Example Valley';
  for (const page of [paths.today(), paths.noticesGoing(), paths.person({ registerId }), paths.status()]) {
    await browser.go(page);
    expect(browser.text()).toContain(`${said}: nothing goes to anybody. No message waits yet.`);
  }
  await manager.go(paths.sending());
  expect(manager.text().split(said)).toHaveLength(2);
  await setSending(desk.pool, 'example', { on: true });
  await browser.go(paths.today());
  expect(browser.text()).not.toContain(said);
});
