import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';
import { signIn } from './support/lock';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk();
});
afterEach(() => desk.close());

const isIn = async (browser: TextBrowser): Promise<boolean> =>
  (await browser.go(`${desk.url}${paths.today()}`)).url.pathname === paths.today();
const start = (browser: TextBrowser) => browser.go(`${desk.url}${paths.signInStart({ to: paths.register() })}`);
const lockFalls = () => desk.setClock('2026-10-02T09:01');
const asks = (browser: TextBrowser): boolean => browser.text().includes('Choose who you are');

test('a browser on which nobody was signed in is not asked again by a provider that knows them', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await desk.pool.query('delete from session');
  sam.forget('pathway-before');
  expect((await start(sam)).url.pathname).toBe(paths.register());
});

test('where the session is gone, as when the browser was closed, who was there before shows again who they are', async () => {
  const sam = await desk.signedIn('sam-okafor');
  sam.forget('pathway');
  for (let time = 1; time <= 2; time += 1) {
    await start(sam);
    expect(asks(sam)).toBe(true);
  }
  expect(await isIn(sam)).toBe(false);
});

test('signed out here and not at the provider, they show it too', async () => {
  const sam = await desk.signedIn('sam-okafor');
  await sam.press('Sign out');
  await start(sam);
  expect(asks(sam)).toBe(true);
});

test('after somebody without access has tried, who was there before shows it too', async () => {
  const browser = await desk.signedIn('sam-okafor');
  lockFalls();
  await browser.go(paths.today());
  await desk.pool.query(`update staff set until_at = '2026-10-01' where id = 'ana-example'`);
  await desk.pool.query(`update staff set identity = '{"issuer":"x","subject":"x"}' where id = 'kim-manager'`);
  for (const name of ['Kim Example', 'Ana Example']) {
    await browser.go(`${desk.url}${paths.signIn()}`);
    await signIn(browser, name);
    expect(browser.page?.status).toBe(403);
    await start(browser);
    expect(asks(browser)).toBe(true);
  }
});

/** The address of the provider to which a browser was sent first, as its history has it. */
const departed = async (browser: TextBrowser): Promise<string> => {
  const { way } = await start(browser);
  return way.find((at) => at.includes('state=')) ?? '';
};

test('a sign-in that was begun before somebody signed in lets nobody on in their name once the lock has fallen', async () => {
  const browser = desk.browser();
  const begun = await departed(browser);
  await browser.go(`${desk.url}${paths.signIn()}`);
  await signIn(browser, 'Sam Okafor');
  expect(await isIn(browser)).toBe(true);
  lockFalls();
  await browser.go(begun);
  expect(asks(browser)).toBe(true);
  expect(await isIn(browser)).toBe(false);
  // Nor where the session has been left for another meanwhile.
  await browser.go(begun);
  expect(await isIn(browser)).toBe(false);
});

test('before it falls it leads on to where it was to lead, in the session that there is', async () => {
  const browser = desk.browser();
  const begun = await departed(browser);
  await browser.go(`${desk.url}${paths.signIn()}`);
  await signIn(browser, 'Sam Okafor');
  expect((await browser.go(begun)).url.pathname).toBe(paths.register());
  const { rows } = await desk.pool.query(`select 1 from access_log where audit_event = 'signed-in'`);
  expect(rows).toHaveLength(1);
});

test('without the words that ask for it, the provider’s old answer is refused', async () => {
  const browser = await desk.signedIn('sam-okafor');
  lockFalls();
  const asked = new URL(await departed(browser));
  for (const name of ['prompt', 'max_age']) asked.searchParams.delete(name);
  expect((await browser.go(asked.href)).status).toBe(502);
  expect(await isIn(browser)).toBe(false);
});
