import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const mainOf = (html: string): string =>
  (/<main[^>]*>(.*)<\/main>/s.exec(html)?.[1] ?? '')
    .replace(/<h1.*?<\/h1>/s, '')
    .replace(/<p class="app-print-only.*?<\/p>/s, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ')
    .trim();

test('whoever has not signed in is told one sentence, and nothing of it is logged as a look', async () => {
  const browser = desk.browser();
  const landed = await browser.go(paths.status());
  expect(landed.status).toBe(200);
  expect(landed.url.pathname).toBe(paths.status());
  // No worker runs in this test.
  expect(mainOf(landed.html)).toBe('The service is working, but its reminders or messages are late at the moment.');
  expect(landed.html).not.toMatch(/Deadlines|Versions|england-2023|Sign out|app-menu/);
  await desk.pool.query(`insert into worker_beat (part, at) select part, now() from unnest(array['pathways', 'notices']) part
    on conflict (part) do update set at = excluded.at`);
  expect(mainOf((await browser.go(paths.status())).html)).toBe('The service is working.');
  expect((await desk.pool.query('select 1 from access_log')).rowCount).toBe(0);
});

test('no other page opens without signing in', async () => {
  const browser = desk.browser();
  for (const at of [paths.today(), paths.rules(), `${paths.status()}/x`]) {
    const landed = await browser.go(at);
    expect(landed.status === 404 || landed.url.pathname === paths.signIn()).toBe(true);
  }
});

test('whoever has signed in sees which rules, service, database and bank holidays it works with', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(paths.status());
  expect(sam.text()).toMatch(/Rules in force in Example Valley\s*\S+, version \d/);
  expect(sam.text()).toMatch(/This service\s*Version \d+\.\d+/);
  const { rows } = await desk.pool.query<{ name: string }>('select max(migration_name) as name from "_prisma_migrations"');
  expect(sam.text()).toMatch(new RegExp(`Last change of the database\\s*${rows[0]?.name}`));
  expect(sam.text()).toMatch(/Bank holidays\s*Known up to \w+day \d+ December 20\d\d/);
  await sam.follow(/>(england-2023, version \d)</.exec(sam.page?.html ?? '')?.[1] ?? '');
  expect(sam.page?.url.pathname).toMatch(/^\/rules\//);
});
