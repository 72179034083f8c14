import { paths } from '../../web/paths';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());

test('whoever has not signed in is sent to do so, and then lands where they wanted to go', async () => {
  const browser = desk.browser();
  const landed = await browser.go(paths.register({ rating: 'red' }));
  expect(landed.url.pathname).toBe(paths.signIn());
  expect(browser.text()).toContain('Sign in');
  await browser.follow('Sign in');
  expect(browser.text()).toContain('Choose who you are');
  const after = await browser.press('Sam Okafor', { key: 'the-key-of-this-test' });
  expect(after.status).toBe(200);
  expect(after.url.pathname + after.url.search).toBe(paths.register({ rating: 'red' }));
});

test('a wrong key lets nobody in', async () => {
  const browser = desk.browser();
  await browser.go(paths.signInStart());
  const landed = await browser.press('Sam Okafor', { key: 'a guess' });
  expect(landed.status).toBe(403);
  expect(browser.text()).toContain('The key is not the one that npm start printed');
});

test('signing out ends the session', async () => {
  const browser = await desk.signedIn('sam-okafor');
  expect(browser.page?.url.pathname).toBe(paths.today());
  await browser.press('Sign out');
  await browser.press('Sign out').catch(() => undefined);
  const landed = await browser.go(`${desk.url}${paths.today()}`);
  expect(landed.url.pathname).toBe(paths.signIn());
});

test('half an hour without a press, and one must sign in again', async () => {
  const browser = await desk.signedIn('sam-okafor');
  desk.setClock('2026-10-02T09:01');
  const landed = await browser.go(paths.today());
  expect(landed.url.pathname).toBe(paths.signIn());
  expect(browser.text()).toContain('30 minutes');
  // An open screen is not enough: the provider, which knows this browser, asks again.
  for (let time = 1; time <= 2; time += 1) {
    await browser.go(`${desk.url}${paths.signInStart()}`);
    expect(browser.text()).toContain('Choose who you are');
  }
  desk.setClock('2026-10-02T08:30');
});

test('what was taken from a role counts at once', async () => {
  const browser = await desk.signedIn('robin-auditor');
  expect((await browser.go(paths.register())).status).toBe(200);
  await desk.pool.query(`update staff set roles = '["service-administrator"]' where id = 'robin-auditor'`);
  expect((await browser.go(paths.register())).status).toBe(403);
  await desk.pool.query(`update staff set roles = '["auditor"]' where id = 'robin-auditor'`);
});

test('a form without its token is refused, and nothing is recorded', async () => {
  const registerId = await desk.refer();
  const browser = await desk.signedIn('sam-okafor');
  const landed = await browser.go(paths.recordEvent({ registerId, type: 'admitted' }), {
    method: 'POST',
    body: new URLSearchParams({ when: 'today' }),
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
  });
  expect(landed.status).toBe(403);
  expect(browser.text()).toContain('out of date');
});
