import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';
import type { TextBrowser } from './support/browser';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

const send = (token: string): Promise<Response> =>
  fetch(`${desk.url}${paths.backChannelSignOut()}`, { method: 'POST', body: new URLSearchParams({ logout_token: token }) });
const isIn = async (browser: TextBrowser): Promise<boolean> =>
  (await browser.go(`${desk.url}${paths.today()}`)).url.pathname === paths.today();

test('the provider’s word ends every session of that person, in every browser, and nobody else’s', async () => {
  const [one, two, ana] = [await desk.signedIn('sam-okafor'), await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example')];
  expect((await send(await desk.logoutToken({ sub: 'sam-okafor' }))).status).toBe(200);
  expect([await isIn(one), await isIn(two), await isIn(ana)]).toEqual([false, false, true]);
});

test('of one session at the provider it ends that one alone', async () => {
  const [one, two] = [await desk.signedIn('sam-okafor'), await desk.signedIn('sam-okafor')];
  const { rows } = await desk.pool.query<{ sid: string }>(
    `select sess ->> 'providerSession' as sid from session where sess ->> 'subject' = 'sam-okafor'`,
  );
  expect(new Set(rows.map(({ sid }) => sid)).size).toBe(2);
  await send(await desk.logoutToken({ sid: rows[0]?.sid }));
  expect([await isIn(one), await isIn(two)].filter(Boolean)).toHaveLength(1);
});

test('sent again it ends nothing that has begun since', async () => {
  const now = Math.floor(Date.now() / 1000);
  const token = await desk.logoutToken({ sub: 'sam-okafor', iat: now - 60, exp: now + 60 });
  const sam = await desk.signedIn('sam-okafor');
  expect((await send(token)).status).toBe(200);
  expect(await isIn(sam)).toBe(true);
  await send(await desk.logoutToken({ sub: 'sam-okafor' }));
  expect(await isIn(sam)).toBe(false);
});

test('it may be past its end by as much as clocks differ, and no more', async () => {
  const now = Math.floor(Date.now() / 1000);
  expect((await send(await desk.logoutToken({ sub: 'ana-example', exp: now - 20 }))).status).toBe(200);
  expect((await send(await desk.logoutToken({ sub: 'ana-example', exp: now - 40 }))).status).toBe(400);
});

test.each([
  ['for another client', { sub: 'sam-okafor', aud: 'another' }],
  ['of another provider', { sub: 'sam-okafor', iss: 'http://localhost:1' }],
  ['of nobody', {}],
  ['that is an ID token', { sub: 'sam-okafor', events: undefined, nonce: 'x' }],
  ['with a nonce', { sub: 'sam-okafor', nonce: 'x' }],
  ['with a nonce that says nothing', { sub: 'sam-okafor', nonce: null }],
  ['without an end', { sub: 'sam-okafor', exp: undefined }],
  ['past its end', { sub: 'sam-okafor', exp: 1_700_000_000 }],
  ['that does not say when it was made', { sub: 'sam-okafor', iat: undefined }],
  ['without an id', { sub: 'sam-okafor', jti: undefined }],
  ['with an empty id', { sub: 'sam-okafor', jti: '' }],
])('a token %s ends nothing', async (_name, claims) => {
  const sam = await desk.signedIn('sam-okafor');
  expect((await send(await desk.logoutToken(claims))).status).toBe(400);
  expect((await send('nonsense')).status).toBe(400);
  expect(await isIn(sam)).toBe(true);
});
