import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const admission = { when: 'yesterday', security: 'non-secure', detained: 'false', planned: 'false' };

/** Does some work while a table cannot be written to. */
async function whileShut<T>(table: string, work: () => Promise<T>): Promise<T> {
  const client = await desk.pool.connect();
  await client.query(`begin; lock table ${table} in exclusive mode`);
  try {
    return await work();
  } finally {
    await client.query('rollback');
    client.release();
  }
}

async function admitted(registerId: string): Promise<number> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return (body['events'] as { type: string }[]).filter(({ type }) => type === 'admitted').length;
}

test('recorded, and the answer was lost: the page does not claim to know, and what is sent again counts once', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', admission);
  const landed = await whileShut('access_log', () => browser.press('Record admission'));
  expect(landed.status).toBe(503);
  expect(browser.text()).toContain('It is not known whether this was recorded.');
  expect(browser.text()).toContain('It is recorded once, whatever happened before.');
  expect(browser.text()).not.toContain('Nothing was recorded');
  expect(await admitted(registerId)).toBe(1);
  const again = await browser.press('Send it again');
  expect(again.status).toBe(200);
  expect(again.url.pathname).toBe(paths.person({ registerId }));
  expect(browser.text()).toContain('already recorded at');
  expect(await admitted(registerId)).toBe(1);
});

test('a form without an id of its own: it is not said to count once', async () => {
  const browser = await desk.signedIn('kim-manager');
  await browser.go(paths.tokenNew());
  const landed = await whileShut('token', () => browser.press('Make the token', { name: 'Ward system', scopes: ['events:write'] }));
  expect(landed.status).toBe(503);
  expect(browser.text()).toContain('It is not known whether this was recorded. Look first whether it was.');
  const again = await browser.press('Send it again');
  expect(again.status).toBe(200);
  expect(browser.text()).toContain('The token was made');
});

/** What is done once nobody can say in the log that it was. */
const counted = async (sql: string): Promise<number> => (await desk.pool.query<{ count: number }>(sql)).rows[0]?.count ?? -1;

test('what nothing else keeps with who did it is not done where it cannot be logged first', async () => {
  const kim = await desk.signedIn('kim-manager');
  const form = async (path: string): Promise<void> => void (await kim.go(`${desk.url}${path}`));
  const tokens = `select count(*)::int from token where name = 'Unlogged'`;
  await form(paths.tokenNew());
  const made = { name: 'Unlogged', scopes: ['events:write'] };
  expect((await whileShut('access_log', () => kim.press('Make the token', made))).status).toBe(503);
  expect(await counted(tokens)).toBe(0);
  await form(paths.tokenNew());
  await kim.press('Make the token', made);
  expect(await counted(tokens)).toBe(1);
  await form(paths.tokens());
  await kim.press('Revoke Unlogged');
  expect((await whileShut('access_log', () => kim.press('Revoke it'))).status).toBe(503);
  expect(await counted(`${tokens} and revoked_at is null`)).toBe(1);
  const feeds = 'select count(*)::int from calendar_feed';
  await form(paths.calendar());
  const address = 'Make my feed address';
  expect((await whileShut('access_log', () => kim.press(address))).status).toBe(503);
  expect(await counted(feeds)).toBe(0);
  await form(paths.calendar());
  await kim.press(address);
  expect(await counted(feeds)).toBe(1);
  await form(paths.calendar());
  expect((await whileShut('access_log', () => kim.press('Take it back'))).status).toBe(503);
  expect(await counted(feeds)).toBe(1);
  const { rows } = await desk.pool.query<{ outcome: string }>(
    `select outcome from access_log where audit_event = 'token-made' and actor = 'staff:kim-manager' order by id desc limit 2`,
  );
  expect(rows.map(({ outcome }) => outcome)).toEqual(['done', 'begun']);
});

test('what was typed is given back as it was, and cannot become part of the page', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'action-agreed' }));
  const typed = `"><b>Jo's</b>`;
  const landed = await whileShut('access_log', () => browser.press('See what this changes', { what: typed }));
  expect(landed.status).toBe(503);
  expect(landed.html).not.toContain('<b>Jo');
  expect(landed.html).toContain('name="what" value="&quot;&gt;&lt;b&gt;Jo&#39;s&lt;/b&gt;"');
  await browser.press('Send it again');
  expect(browser.page?.html).toContain('&quot;&gt;&lt;b&gt;Jo&#39;s&lt;/b&gt;');
});

test('a page that was looked at says when to look again, and nothing of recording', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  const landed = await whileShut('access_log', () => browser.go(paths.person({ registerId })));
  expect(landed.status).toBe(503);
  expect(browser.text()).toContain('Open this page again in a minute.');
  expect(browser.text()).not.toContain('Send it again');
  expect(browser.text()).toContain('0116 496 0100');
});
