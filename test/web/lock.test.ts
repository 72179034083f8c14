import { randomUUID } from 'node:crypto';
import { parseInstant } from '../../domain/calendar/dates';
import { sealsOf } from '../../infra/seals';
import { newKeyRing, readKeyRing } from '../../infra/temporal/codec';
import { listKeptForms, openKeptForm, sweepKeptForms } from '../../services/staff/kept-forms';
import { sessionStore } from '../../web/app/way/sessions';
import { paths } from '../../web/paths';
import { testLogKeys } from '../support/database/seals';
import type { TextBrowser } from './support/browser';
import type { Desk } from './support/desk';
import { answers, BANNER, lockStage, type LockStage, signIn, valueOf, WORDS } from './support/lock';

let stage: LockStage;
let desk: Desk;
let registerId: string;
beforeEach(async () => {
  stage = await lockStage();
  ({ desk, registerId } = stage);
});
afterEach(() => desk.close());

/** Sam, whose form of change has its answers and comes after the lock has fallen. */
async function lockedOut(): Promise<TextBrowser> {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', answers);
  return browser;
}

test('a form that comes after the lock is not acted upon: after signing in it is there again, and one press goes on', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const event = valueOf(browser, 'event');
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', answers);
  expect(browser.page?.url.pathname).toBe(paths.signIn());
  expect(browser.text()).toContain('after 30 minutes');
  expect(browser.text()).toContain('What you typed is kept for 24 hours');
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(browser.text()).toContain(BANNER);
  expect(browser.text()).toContain('at 9.01am today');
  expect({
    urgency: valueOf(browser, 'urgency'),
    what: valueOf(browser, 'what'),
    source: valueOf(browser, 'source'),
    when: valueOf(browser, 'when'),
  }).toEqual(answers);
  expect(valueOf(browser, 'event')).toBe(event);
  expect(await stage.eventsOf('change-reported')).toEqual([]);
  await browser.press('See what this changes');
  expect(browser.text()).toContain('Check before you record');
  // It is used: nothing of it is left, and the form is empty again.
  expect(await stage.rows()).toEqual([]);
  await browser.press('Record change');
  expect(await stage.eventsOf('change-reported')).toMatchObject([{ id: event }]);
  await browser.go(stage.form);
  expect(browser.text()).not.toContain('You were away');
  expect(valueOf(browser, 'what')).toBe('');
});

test('the words are nowhere in the database in plain, and a copy that was altered opens nothing', async () => {
  const browser = await lockedOut();
  const { rows: tables } = await desk.pool.query<{ name: string }>(`select tablename as name from pg_tables where schemaname = 'public'`);
  expect(tables.map(({ name }) => name)).toEqual(expect.arrayContaining(['kept_form', 'session', 'access_log']));
  for (const { name } of tables) {
    const { rows: found } = await desk.pool.query(
      `select 1 from "${name}" t where t::text ilike '%zebra%' or t::text ilike '%7a65627261%'`,
    );
    expect({ name, found }).toEqual({ name, found: [] });
  }
  expect(desk.logged.join('\n')).not.toMatch(/zebra/i);
  expect(browser.page?.way.join(' ')).not.toMatch(/zebra/i);
  // Moved to another form, or to somebody else, it is not theirs.
  await desk.pool.query(`update kept_form set action = '/settings/add-staff'`);
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(browser.text()).not.toContain('You were away');
});

test('somebody else on that browser sees and gets nothing of it, and it still waits for whom it is', async () => {
  const browser = await lockedOut();
  await signIn(browser, 'Ana Example');
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(browser.page?.html).not.toContain('Zebra');
  expect(browser.text()).not.toContain('You were away');
  const [kept] = await stage.rows();
  expect(kept?.staff).toBe('sam-okafor');
  // Nor by its id, nor does Ana take it away.
  await browser.press('See what this changes', { ...answers, what: 'Mine', kept: kept?.id ?? '' });
  expect(browser.page?.html).not.toContain('Zebra');
  expect(await stage.rows()).toHaveLength(1);
  const sam = await desk.signedIn('sam-okafor');
  expect(sam.text()).toContain(`Not recorded: what you were typing at 9.01am today, about ${registerId}.`);
  await sam.follow('Open it');
  expect(sam.text()).toContain(BANNER);
  expect(valueOf(sam, 'what')).toBe(WORDS);
});

test('24 hours, and no longer; then it is swept away', async () => {
  const browser = await lockedOut();
  const pool = desk.pool;
  const kept = parseInstant('2026-10-02T09:01');
  expect(await listKeptForms(pool, 'sam-okafor', (kept + 86_399_999) as typeof kept)).toHaveLength(1);
  desk.setClock('2026-10-03T09:01');
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(browser.page?.html).not.toContain('Zebra');
  expect(await sweepKeptForms(pool, (kept + 86_399_999) as typeof kept)).toBe(0);
  expect(await sweepKeptForms(pool, (kept + 86_400_000) as typeof kept)).toBe(1);
  expect(await stage.rows()).toEqual([]);
});

test('under a key that is no longer the first of the ring it is opened all the same; without that key it is not', async () => {
  await lockedOut();
  const [kept] = await stage.rows();
  const now = parseInstant('2026-10-02T09:02');
  const opened = (ring: string) => openKeptForm(desk.pool, sealsOf(readKeyRing(ring)), 'sam-okafor', kept?.id ?? '', now);
  expect((await opened(`${newKeyRing('fresh')},${testLogKeys}`))?.fields).toMatchObject({ what: WORDS });
  expect(await opened(newKeyRing('fresh'))).toBeNull();
});

test('whatever takes ended sessions away sweeps too', async () => {
  let swept = 0;
  const store = sessionStore(desk.pool, () => void (swept += 1));
  await new Promise((resolve) => store.pruneSessions(resolve));
  expect(swept).toBe(1);
});

test('what was checked before the lock is looked at again; recorded before and after it, it is one entry', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  await browser.press('See what this changes', answers);
  const check = browser.page;
  await browser.press('Record change');
  expect(await stage.eventsOf('change-reported')).toHaveLength(1);
  // Gone back, and pressed again after the lock.
  browser.page = check;
  desk.setClock('2026-10-02T09:05');
  await browser.press('Record change');
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(browser.text()).toContain(BANNER);
  expect(valueOf(browser, 'what')).toBe(WORDS);
  const landed = await browser.press('See what this changes');
  expect(landed.url.searchParams.get('again')).toBe('yes');
  expect(await stage.eventsOf('change-reported')).toHaveLength(1);
});

test('a form from before signing in again in another tab is kept too, and nothing is done without a press on a page of now', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  await browser.press('See what this changes', answers);
  const check = browser.page;
  desk.setClock('2026-10-02T09:05');
  await browser.go(paths.today());
  await signIn(browser, 'Sam Okafor');
  browser.page = check;
  await browser.press('Record change');
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(browser.text()).toContain(BANNER);
  expect(await stage.eventsOf('change-reported')).toEqual([]);
  await browser.press('See what this changes');
  await browser.press('Record change');
  expect(await stage.eventsOf('change-reported')).toHaveLength(1);
});

test('a session that was ended from elsewhere, or by signing out, loses nothing either', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  await fetch(`${desk.url}${paths.backChannelSignOut()}`, {
    method: 'POST',
    body: new URLSearchParams({ logout_token: await desk.logoutToken({ sub: 'sam-okafor' }) }),
  });
  await browser.press('See what this changes', answers);
  expect(browser.page?.url.pathname).toBe(paths.signIn());
  expect(browser.text()).toContain('What you typed is kept');
  await signIn(browser, 'Sam Okafor');
  expect(valueOf(browser, 'what')).toBe(WORDS);
});

test('in a session of somebody else it is refused, and kept for whom the form was made', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const old = browser.page;
  desk.setClock('2026-10-02T09:05');
  await browser.go(paths.today());
  await signIn(browser, 'Ana Example');
  browser.page = old;
  const landed = await browser.press('See what this changes', answers);
  expect(landed.status).toBe(403);
  expect(landed.html).not.toContain('Zebra');
  expect(await stage.rows()).toMatchObject([{ staff: 'sam-okafor' }]);
});

test.each([
  ['no token', ''],
  [
    'a token that somebody made up',
    `${'a'.repeat(64)}.${Buffer.from('sam-okafor').toString('base64url')}.mg5x.${'b'.repeat(64)}.log-of-the-tests`,
  ],
])('with %s nothing is kept, and nothing recorded', async (_name, token) => {
  const browser = await desk.signedIn('sam-okafor');
  const send = () =>
    browser.go(`${desk.url}${stage.form}`, {
      method: 'POST',
      body: new URLSearchParams({ ...answers, event: randomUUID(), token }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  expect((await send()).status).toBe(403);
  desk.setClock('2026-10-02T09:01');
  expect((await send()).url.pathname).toBe(paths.signIn());
  expect(browser.text()).not.toContain('is kept');
  expect(await stage.rows()).toEqual([]);
});

test('a token for one member of staff does not stand for another', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const [csrf = '', , at = '', ...seal] = valueOf(browser, 'token').split('.');
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', {
    ...answers,
    token: [csrf, Buffer.from('ana-example').toString('base64url'), at, ...seal].join('.'),
  });
  expect(await stage.rows()).toEqual([]);
});

test('a form that was shown more than a week ago is kept for nobody', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const before = browser.page;
  desk.setClock('2026-10-09T08:31');
  await browser.press('See what this changes', answers);
  expect(browser.page?.url.pathname).toBe(paths.signIn());
  expect(browser.text()).not.toContain('is kept');
  expect(await stage.rows()).toEqual([]);
  desk.setClock('2026-10-09T08:29');
  browser.page = before;
  await browser.press('See what this changes', answers);
  expect(await stage.rows()).toHaveLength(1);
});

test('pressed twice after the lock it is kept once, and what is left out is gone', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const before = browser.page;
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', answers);
  browser.page = before;
  await browser.press('See what this changes', answers);
  expect(await stage.rows()).toHaveLength(1);
  await signIn(browser, 'Sam Okafor');
  await browser.press('Leave it out');
  expect(browser.page?.url.pathname).toBe(stage.form);
  expect(browser.text()).not.toContain('You were away');
  expect(valueOf(browser, 'what')).toBe('');
  expect(await stage.rows()).toEqual([]);
});

test('at most 50 are kept of one member of staff, the newest', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(stage.form);
  const token = valueOf(browser, 'token');
  for (let number = 0; number < 52; number += 1) {
    desk.setClock(`2026-10-02T10:${String(number).padStart(2, '0')}`);
    await desk.browser().go(stage.form, {
      method: 'POST',
      body: new URLSearchParams({ ...answers, what: `number ${number}`, token }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }
  expect(await stage.rows()).toHaveLength(50);
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(stage.form);
  expect(valueOf(sam, 'what')).toBe('number 51');
});
