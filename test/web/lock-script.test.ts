import type { Browser } from 'playwright-core';
import { paths } from '../../web/paths';
import { AtTheDesk } from '../e2e/support/desk';
import { openChromium } from '../support/browser/chromium';
import { type Desk, startDesk } from './support/desk';

const KEY = 'the-key-of-this-test';
const WORDS = 'Zebra crossing, and a good deal more than that';

let desk: Desk;
let browser: Browser;
let registerId: string;
let sam: AtTheDesk;
beforeAll(async () => {
  [desk, browser] = await Promise.all([startDesk(), openChromium()]);
  registerId = await desk.refer({ name: 'Tom Example', bornOn: '2011-03-02' });
});
afterAll(async () => {
  await browser.close();
  await desk.close();
});
beforeEach(async () => {
  desk.setClock('2026-10-02T08:30');
  await desk.pool.query('delete from kept_form');
  sam = await AtTheDesk.signIn(browser, desk.url, { who: 'Sam Okafor', key: KEY, seat: { width: 1280, script: true } });
  await sam.page.clock.install();
});
afterEach(async () => {
  expect(sam.complaints).toEqual([]);
  await sam.close();
});

const form = (): string => paths.recordEvent({ registerId, type: 'change-reported' });
const open = async (at: string): Promise<void> => void (await sam.page.goto(`${desk.url}${at}`));
const dialog = () => sam.page.getByRole('alertdialog', { name: 'Are you still there?' });
const words = () => sam.page.getByLabel('What has changed?');
const keptRows = async (): Promise<number> => (await desk.pool.query('select 1 from kept_form')).rows.length;
/** Both clocks go on: that of the service to a time, the browser's by minutes and seconds. */
async function pass(to: string, by: string): Promise<void> {
  desk.setClock(`2026-10-02T${to}`);
  await sam.page.clock.fastForward(by);
}

/** Waits until what was typed has been kept: that counts as being there. */
async function settled(): Promise<void> {
  const saved = sam.page.waitForResponse((answer) => answer.url().includes(paths.keptForms()));
  await sam.page.clock.fastForward('00:06');
  expect((await saved).status()).toBe(200);
}

test('a warning two minutes before, by the keyboard alone: one press stays, and the focus is where it was', async () => {
  await open(form());
  await words().focus();
  await pass('08:57', '27:00');
  expect(await dialog().count()).toBe(0);
  await pass('08:58', '01:00');
  await dialog().waitFor();
  expect(await dialog().innerText()).toContain('This page is locked in 2 minutes. What you have typed is kept for you.');
  for (const width of [1280, 320]) {
    await sam.page.setViewportSize({ width, height: 800 });
    expect(await sam.faults()).toEqual([]);
  }
  const stay = sam.page.getByRole('button', { name: 'Stay on this page' });
  expect(await stay.evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  await sam.page.keyboard.press('Enter');
  await dialog().waitFor({ state: 'hidden' });
  expect(await words().evaluate((element) => element === element.ownerDocument.activeElement)).toBe(true);
  // From the press on it is half an hour again; Escape stays too.
  await pass('09:25', '27:00');
  expect(await dialog().count()).toBe(0);
  await pass('09:26', '01:00');
  await dialog().waitFor();
  await sam.page.keyboard.press('Escape');
  await dialog().waitFor({ state: 'hidden' });
  await pass('09:40', '10:00');
  await sam.page.reload();
  expect(new URL(sam.page.url()).pathname).toBe(form());
});

test('at the time itself the page is hidden, and what was typed comes back after signing in', async () => {
  await open(form());
  await sam.choose('Who said so?', 'The family');
  await words().fill(WORDS);
  await settled();
  await pass('08:58', '28:00');
  await dialog().waitFor();
  await pass('09:01', '02:02');
  await sam.page.waitForURL((at) => at.pathname === paths.signIn());
  expect(await sam.text()).toContain('What you typed is kept for 24 hours');
  expect(await sam.faults()).toEqual([]);
  expect(await sam.page.content()).not.toContain('Zebra');
  expect(await keptRows()).toBe(1);
  // The back button shows nothing of it.
  await sam.page.goBack();
  expect(await sam.page.content()).not.toContain('Zebra');
  await sam.page.goto(`${desk.url}${paths.signIn({ to: form(), idle: 'yes', kept: 'yes' })}`);
  await sam.press('Sign in');
  await sam.press('Sam Okafor');
  await sam.page.waitForURL((at) => at.pathname === form());
  expect(await sam.text()).toContain('You were away. What you typed is here; nothing was recorded.');
  expect(await words().inputValue()).toBe(WORDS);
  expect(await sam.page.getByLabel('The family', { exact: true }).isChecked()).toBe(true);
  for (const width of [1280, 320]) {
    await sam.page.setViewportSize({ width, height: 800 });
    expect(await sam.faults()).toEqual([]);
  }
  await sam.choose('When was it said?', /^Today/);
  await sam.choose('How urgent is it?', 'This week');
  await sam.press('See what this changes');
  await sam.press('Record change');
  await sam.page.waitForURL(/recorded=/);
  expect(await keptRows()).toBe(0);
});

test('what was given back with errors, and what is being checked, comes back as well', async () => {
  await open(form());
  await words().fill(WORDS);
  await sam.press('See what this changes');
  await sam.page.getByText('There is a problem').waitFor();
  await pass('09:01', '30:02');
  await sam.page.waitForURL((at) => at.pathname === paths.signIn());
  expect(new URL(sam.page.url()).searchParams.get('to')).toBe(form());
  expect(await keptRows()).toBe(1);
});

test('long text is kept while it is typed, which counts as being there', async () => {
  await open(form());
  desk.setClock('2026-10-02T08:50');
  await words().pressSequentially(WORDS);
  await settled();
  expect(await keptRows()).toBe(1);
  const looked = await sam.page.evaluate<{ left: number }>(`fetch('${paths.session()}').then((answer) => answer.json())`);
  expect(looked.left).toBe(1_800_000);
});

test('while another tab is in use nobody is warned', async () => {
  await open(form());
  const other = await sam.page.context().newPage();
  desk.setClock('2026-10-02T08:50');
  await other.goto(`${desk.url}${paths.today()}`);
  const asked = sam.page.waitForResponse((answer) => new URL(answer.url()).pathname === paths.session());
  await pass('08:58', '28:00');
  await asked;
  await sam.page.waitForTimeout(100);
  expect(await dialog().count()).toBe(0);
});

test('without a connection the page is hidden all the same, and what was typed waits in it until there is one', async () => {
  await open(form());
  await words().fill(WORDS);
  await sam.page.context().setOffline(true);
  await pass('09:01', '30:02');
  const locked = sam.page.getByRole('alertdialog', { name: 'This page is locked' });
  await locked.waitFor();
  expect(await sam.page.locator('main').isVisible()).toBe(false);
  expect(await sam.faults()).toEqual([]);
  await sam.page.keyboard.press('Escape');
  expect(await locked.isVisible()).toBe(true);
  await sam.page.context().setOffline(false);
  await sam.press('Try again');
  await sam.page.waitForURL((at) => at.pathname === paths.signIn());
  expect(await keptRows()).toBe(1);
});
