import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

const RIBBON = 'Practice: made-up people. Nothing is sent to anyone.';

let desk: Desk;
beforeEach(async () => {
  desk = await startDesk({ practice: true });
});
afterEach(() => desk.close());

const fill = 'Fill with made-up people';
const people = async (): Promise<number> => (await desk.pool.query(`select register_id from person`)).rowCount ?? 0;

async function filled(browser: TextBrowser): Promise<void> {
  for (;;) {
    await browser.go(paths.practice());
    if (!browser.page?.headers.has('refresh')) return;
    await new Promise((resolve) => setTimeout(resolve, 200));
  }
}

test('from an empty Today to a working day, with the ribbon on every page', async () => {
  const browser = await desk.signedIn('sam-okafor');
  expect(browser.text()).toContain('Nobody is on record yet');
  expect(browser.page?.html).not.toContain(RIBBON);
  await browser.follow('fill it with made-up people');
  const form = browser.page;
  await browser.press(fill);
  expect(browser.text()).toMatch(/\d+ of 60 people are there/);
  // Going back and pressing again changes nothing.
  browser.page = form;
  await browser.press(fill);
  await filled(browser);
  expect(browser.text()).toContain('60 people, none of them real');
  expect(await people()).toBe(60);
  const { rows } = await desk.pool.query(`select outcome from access_log where audit_event = 'practice-filled' order by id limit 2`);
  expect(rows).toEqual([{ outcome: 'begun' }, { outcome: 'done' }]);
  await browser.follow('Open Today');
  expect(browser.text()).toMatch(/Overdue\d+/);
  expect(browser.text()).toContain('Due today');
  expect(browser.text()).not.toContain('Nobody is on record yet');
  for (const at of [paths.today(), paths.register(), paths.status(), '/nothing']) expect((await browser.go(at)).html).toContain(RIBBON);
  expect((await desk.browser().go(paths.signIn())).html).toContain(RIBBON);
});

test('with anybody on record it is refused in a plain sentence, also when the page is posted by hand', async () => {
  const browser = await desk.signedIn('kim-manager');
  await browser.go(paths.practice());
  const form = browser.page;
  await desk.refer();
  await browser.go(paths.practice());
  expect(browser.text()).toContain('There are people on record already');
  expect(browser.page?.html).not.toContain(`>${fill}<`);
  browser.page = form;
  expect((await browser.press(fill)).status).toBe(409);
  expect(browser.text()).toContain('There are people on record already');
  expect(await people()).toBe(1);
  expect((await browser.go(paths.today())).html).not.toContain(RIBBON);
});

test('it is for officers, commissioners, managers and service administrators', async () => {
  for (const id of ['sam-okafor', 'lee-commissioner', 'kim-manager', 'ash-administrator'])
    expect((await (await desk.signedIn(id)).go(paths.practice())).status).toBe(200);
  for (const id of ['robin-auditor', 'pat-keyworker', 'jo-panel'])
    expect((await (await desk.signedIn(id)).go(paths.practice())).status).toBe(403);
});

test('where parts are somebody’s own it is neither offered nor done', async () => {
  const other = await startDesk();
  try {
    const browser = await other.signedIn('sam-okafor');
    expect(browser.text()).not.toContain('made-up people');
    await browser.go(paths.practice());
    expect(browser.text()).toContain('Only one that was started with npm start alone can be filled');
    const token = /name="token" value="([^"]+)"/.exec(browser.page?.html ?? '')?.[1] ?? '';
    const headers = { 'content-type': 'application/x-www-form-urlencoded' };
    const posted = await browser.go(paths.practice(), { method: 'POST', headers, body: new URLSearchParams({ token }) });
    expect(posted.status).toBe(409);
    expect((await other.pool.query(`select register_id from person`)).rowCount).toBe(0);
  } finally {
    await other.close();
  }
});
