import { randomUUID } from 'node:crypto';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import type { Desk } from './support/desk';
import { answers, lockStage, type LockStage, signIn, valueOf, WORDS } from './support/lock';

let stage: LockStage;
let desk: Desk;
beforeEach(async () => {
  stage = await lockStage();
  ({ desk } = stage);
});
afterEach(() => desk.close());

const ask = async (browser: TextBrowser, at: string, body?: Record<string, string>): Promise<{ status: number; left: number }> => {
  const landed = await browser.go(`${desk.url}${at}`, body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) });
  return { status: landed.status, left: (JSON.parse(landed.html) as { left: number }).left };
};

test('how long is left: asking moves nothing, a press to stay does, and after the lock it does no more', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const token = valueOf(browser, 'token');
  desk.setClock('2026-10-02T08:58');
  expect(await ask(browser, paths.session())).toEqual({ status: 200, left: 120_000 });
  desk.setClock('2026-10-02T08:59');
  expect(await ask(browser, paths.session())).toEqual({ status: 200, left: 60_000 });
  expect(await ask(browser, paths.session(), { token: 'none' })).toEqual({ status: 403, left: 60_000 });
  expect(await ask(browser, paths.session(), { token })).toEqual({ status: 200, left: 1_800_000 });
  desk.setClock('2026-10-02T09:29');
  expect(await ask(browser, paths.session())).toEqual({ status: 200, left: 0 });
  expect(await ask(browser, paths.session(), { token })).toEqual({ status: 403, left: 0 });
});

test('what is typed is kept under one id, counts as being there, and is forgotten when it is sent', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const shown = browser.page;
  const [token, kept] = [valueOf(browser, 'token'), randomUUID()];
  const at = `${paths.keptForms()}?${new URLSearchParams({ action: stage.form }).toString()}`;
  desk.setClock('2026-10-02T08:50');
  expect(await ask(browser, at, { ...answers, what: 'Half', token, kept })).toEqual({ status: 200, left: 1_800_000 });
  desk.setClock('2026-10-02T08:55');
  expect(await ask(browser, `${at}&lock=yes`, { ...answers, token, kept })).toEqual({ status: 200, left: 1_500_000 });
  expect(await stage.rows()).toMatchObject([{ id: kept, page: stage.form }]);
  expect(
    (await browser.go(`${desk.url}${paths.keptForms()}?action=%2Fno-such-page`, { method: 'POST', body: new URLSearchParams({ token }) }))
      .status,
  ).toBe(400);
  expect(await ask(browser, at, { ...answers, token: 'none' })).toMatchObject({ status: 403 });
  expect(await stage.rows()).toHaveLength(1);
  browser.page = shown;
  await browser.press('See what this changes', { ...answers, kept });
  expect(browser.text()).toContain('Check before you record');
  expect(await stage.rows()).toEqual([]);
});

test('a locked page leads on where another tab has signed in again, with what was typed', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const token = valueOf(browser, 'token');
  desk.setClock('2026-10-02T09:01');
  await browser.go(`${desk.url}${paths.today()}`);
  await signIn(browser, 'Sam Okafor');
  await ask(browser, `${paths.keptForms()}?${new URLSearchParams({ action: stage.form, lock: 'yes' }).toString()}`, { ...answers, token });
  await browser.go(`${desk.url}${paths.signIn({ to: stage.form, idle: 'yes' })}`);
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(valueOf(browser, 'what')).toBe(WORDS);
});
