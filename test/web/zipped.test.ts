import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';
import type { TextBrowser } from './support/browser';

let desk: Desk;
let browser: TextBrowser;
beforeAll(async () => {
  desk = await startDesk();
  browser = await desk.signedIn('kim-manager');
});
afterAll(() => desk.close());

const plain = paths.accessLog();
/** What is asked for stands on the page. */
const reflecting = paths.accessLog({ person: 'K7QM-42XD' });

const encodingOf = async (path: string, headers: Record<string, string>): Promise<string | null> => {
  const { headers: answered } = await browser.go(path, { headers: { 'accept-encoding': 'gzip', ...headers } });
  expect(answered.get('vary')).toContain('Accept-Encoding');
  return answered.get('content-encoding');
};

test('pages go out compressed where the service or the reader led to them', async () => {
  expect(await encodingOf(plain, { 'sec-fetch-site': 'same-origin' })).toBe('gzip');
  expect(await encodingOf(reflecting, { 'sec-fetch-site': 'same-origin' })).toBe('gzip');
  expect(await encodingOf(reflecting, { 'sec-fetch-site': 'none' })).toBe('gzip');
  expect(browser.text()).toContain('Access log');
});

test.each(['cross-site', 'same-site', undefined])('what a page of somebody else may have chosen is not compressed: %s', async (site) => {
  const headers: Record<string, string> = site === undefined ? {} : { 'sec-fetch-site': site };
  expect(await encodingOf(reflecting, headers)).toBeNull();
  expect(browser.page?.html).toContain('K7QM-42XD');
  // Nothing of theirs can stand on this one: whoever comes back from signing in.
  expect(await encodingOf(plain, headers)).toBe('gzip');
});

test('a form of somebody else, and a browser that takes none, get it as it is', async () => {
  const sent = { method: 'POST', body: new URLSearchParams({ find: 'K7QM-42XD' }) };
  const { headers } = await browser.go(paths.find(), { ...sent, headers: { 'accept-encoding': 'gzip', 'sec-fetch-site': 'cross-site' } });
  expect(headers.get('content-encoding')).toBeNull();
  expect(await encodingOf(plain, { 'accept-encoding': 'identity' })).toBeNull();
});

test('that somebody was here is written twice a minute, and no more often', async () => {
  const seenAt = async () => {
    const { rows } = await desk.pool.query<{ seen: string }>(
      `select sess ->> 'seenAt' as seen from session where sess ->> 'staff' = 'kim-manager'`,
    );
    return Number(rows[0]?.seen);
  };
  desk.setClock('2026-10-02T08:45');
  await browser.go(plain);
  const first = await seenAt();
  desk.setClock('2026-10-02T08:45:29');
  await browser.go(plain);
  expect(await seenAt()).toBe(first);
  desk.setClock('2026-10-02T08:45:30');
  await browser.go(plain);
  expect(await seenAt()).toBe(first + 30_000);
});
