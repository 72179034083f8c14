import { randomUUID } from 'node:crypto';
import { parse } from 'node-html-parser';
import { sessionStore } from '../../web/app/sessions';
import { listKeptForms, sweepKeptForms } from '../../services/staff/kept-forms';
import { parseInstant } from '../../domain/calendar/dates';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

const KEY = 'the-key-of-this-test';
const WORDS = 'Zebra crossing & "grey" <b>skies</b>, Ŵyn\nand a second line';
const BANNER = 'You were away. What you typed is here; nothing was recorded.';

let desk: Desk;
let registerId: string;
beforeEach(async () => {
  desk = await startDesk();
  registerId = await desk.refer({ name: 'Tom Example', bornOn: '2011-03-02' });
});
afterEach(() => desk.close());

const form = (): string => paths.recordEvent({ registerId, type: 'change-reported' });
const answers = { when: 'today', source: 'family', urgency: 'this-week', what: WORDS };

/** Somebody who signs in on a browser that has been led to the sign-in. */
async function signIn(browser: TextBrowser, name: string): Promise<void> {
  await browser.follow('Sign in');
  await browser.press(name, { key: KEY });
}
const eventsOf = async (type: string): Promise<{ id: string; on: string }[]> => {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return (body['events'] as { id: string; on: string; type: string }[]).filter((event) => event.type === type);
};
const rows = async (): Promise<{ id: string; staff: string; page: string }[]> =>
  (await desk.pool.query<{ id: string; staff: string; page: string }>('select id, staff, page from kept_form order by kept_at')).rows;
/** A field of the present page, as it stands there. */
function valueOf(browser: TextBrowser, name: string): string {
  const root = parse(browser.page?.html ?? '').querySelector('main');
  const field = root
    ?.querySelectorAll(`[name="${name}"]`)
    .find((one) => one.getAttribute('type') !== 'radio' || one.hasAttribute('checked'));
  return field?.tagName === 'TEXTAREA' ? field.text : (field?.getAttribute('value') ?? '');
}
/** Sam, whose form of change has its answers and comes after the lock has fallen. */
async function lockedOut(at = '2026-10-02T09:01'): Promise<TextBrowser> {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
  desk.setClock(at);
  await browser.press('See what this changes', answers);
  return browser;
}

test('a form that comes after the lock is not acted upon: after signing in it is there again, and one press goes on', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
  const event = valueOf(browser, 'event');
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', answers);
  expect(browser.page?.url.pathname).toBe(paths.signIn());
  expect(browser.text()).toContain('after 30 minutes');
  expect(browser.text()).toContain('What you typed is kept for 24 hours');
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(form());
  expect(browser.text()).toContain(BANNER);
  expect(browser.text()).toContain('at 10.01am today');
  expect({
    urgency: valueOf(browser, 'urgency'),
    what: valueOf(browser, 'what'),
    source: valueOf(browser, 'source'),
    when: valueOf(browser, 'when'),
  }).toEqual(answers);
  expect(valueOf(browser, 'event')).toBe(event);
  expect(await eventsOf('change-reported')).toEqual([]);
  await browser.press('See what this changes');
  expect(browser.text()).toContain('Check before you record');
  // It is used: nothing of it is left, and the form is empty again.
  expect(await rows()).toEqual([]);
  await browser.press('Record change');
  expect(await eventsOf('change-reported')).toMatchObject([{ id: event }]);
  await browser.go(form());
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
  expect(browser.page?.url.pathname).toBe(form());
  expect(browser.text()).not.toContain('You were away');
});

test('somebody else on that browser sees and gets nothing of it, and it still waits for whom it is', async () => {
  const browser = await lockedOut();
  await signIn(browser, 'Ana Example');
  expect(browser.page?.url.pathname).toBe(form());
  expect(browser.page?.html).not.toContain('Zebra');
  expect(browser.text()).not.toContain('You were away');
  const [kept] = await rows();
  expect(kept?.staff).toBe('sam-okafor');
  // Nor by its id, nor does Ana take it away.
  await browser.press('See what this changes', { ...answers, what: 'Mine', kept: kept?.id ?? '' });
  expect(browser.page?.html).not.toContain('Zebra');
  expect(await rows()).toHaveLength(1);
  const sam = await desk.signedIn('sam-okafor');
  expect(sam.text()).toContain(`Not recorded: what you were typing at 10.01am today, about ${registerId}.`);
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
  expect(browser.page?.url.pathname).toBe(form());
  expect(browser.page?.html).not.toContain('Zebra');
  expect(await sweepKeptForms(pool, (kept + 86_399_999) as typeof kept)).toBe(0);
  expect(await sweepKeptForms(pool, (kept + 86_400_000) as typeof kept)).toBe(1);
  expect(await rows()).toEqual([]);
});

test('whatever takes ended sessions away sweeps too', async () => {
  let swept = 0;
  const store = sessionStore(desk.pool, () => void (swept += 1));
  await new Promise((resolve) => store.pruneSessions(resolve));
  expect(swept).toBe(1);
});

describe('“today” stays the day on which the form was shown', () => {
  const day = (browser: TextBrowser) => ['when', 'on-day', 'on-month', 'on-year'].map((name) => valueOf(browser, name));
  /** Sam, before the form at a time late in the evening. */
  async function late(): Promise<TextBrowser> {
    desk.setClock('2026-10-02T23:40');
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(form());
    return browser;
  }

  test.each([
    ['the check', '2026-10-03T00:05'],
    ['the record', '2026-10-02T23:50'],
  ])('when midnight passes before %s', async (_name, checked) => {
    const browser = await late();
    desk.setClock(checked);
    await browser.press('See what this changes', answers);
    expect(browser.text()).toContain('Friday 2 October 2026');
    desk.setClock('2026-10-03T00:06');
    await browser.press('Record change');
    expect(await eventsOf('change-reported')).toMatchObject([{ on: '2026-10-02' }]);
  });

  test('when it comes after the lock, and is seen again a day later', async () => {
    const browser = await late();
    desk.setClock('2026-10-03T00:15');
    await browser.press('See what this changes', answers);
    desk.setClock('2026-10-04T00:10');
    await signIn(browser, 'Sam Okafor');
    expect(browser.text()).toContain('That was another day: look at each date again.');
    expect(day(browser)).toEqual(['other', '2', '10', '2026']);
  });

  test('when it was kept before midnight, and is seen again after it', async () => {
    desk.setClock('2026-10-02T23:00');
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(form());
    desk.setClock('2026-10-02T23:50');
    await browser.press('See what this changes', { ...answers, when: 'yesterday' });
    desk.setClock('2026-10-03T00:10');
    await signIn(browser, 'Sam Okafor');
    expect(day(browser)).toEqual(['other', '1', '10', '2026']);
  });
});

test('what was checked before the lock is looked at again; recorded before and after it, it is one entry', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
  await browser.press('See what this changes', answers);
  const check = browser.page;
  await browser.press('Record change');
  expect(await eventsOf('change-reported')).toHaveLength(1);
  // Gone back, and pressed again after the lock.
  browser.page = check;
  desk.setClock('2026-10-02T09:05');
  await browser.press('Record change');
  await signIn(browser, 'Sam Okafor');
  expect(browser.page?.url.pathname).toBe(form());
  expect(browser.text()).toContain(BANNER);
  expect(valueOf(browser, 'what')).toBe(WORDS);
  const landed = await browser.press('See what this changes');
  expect(landed.url.searchParams.get('again')).toBe('yes');
  expect(await eventsOf('change-reported')).toHaveLength(1);
});

test('a form from before signing in again in another tab is kept too, and nothing is done without a press on a page of now', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
  await browser.press('See what this changes', answers);
  const check = browser.page;
  desk.setClock('2026-10-02T09:05');
  await browser.go(paths.today());
  await signIn(browser, 'Sam Okafor');
  browser.page = check;
  await browser.press('Record change');
  expect(browser.page?.url.pathname).toBe(form());
  expect(browser.text()).toContain(BANNER);
  expect(await eventsOf('change-reported')).toEqual([]);
  await browser.press('See what this changes');
  await browser.press('Record change');
  expect(await eventsOf('change-reported')).toHaveLength(1);
});

test('a session that was ended from elsewhere, or by signing out, loses nothing either', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
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
  await browser.go(form());
  const old = browser.page;
  desk.setClock('2026-10-02T09:05');
  await browser.go(paths.today());
  await signIn(browser, 'Ana Example');
  browser.page = old;
  const landed = await browser.press('See what this changes', answers);
  expect(landed.status).toBe(403);
  expect(landed.html).not.toContain('Zebra');
  expect(await rows()).toMatchObject([{ staff: 'sam-okafor' }]);
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
    browser.go(`${desk.url}${form()}`, {
      method: 'POST',
      body: new URLSearchParams({ ...answers, event: randomUUID(), token }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  expect((await send()).status).toBe(403);
  desk.setClock('2026-10-02T09:01');
  expect((await send()).url.pathname).toBe(paths.signIn());
  expect(browser.text()).not.toContain('is kept');
  expect(await rows()).toEqual([]);
});

test('a token for one member of staff does not stand for another', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
  const [csrf = '', , at = '', ...seal] = valueOf(browser, 'token').split('.');
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', {
    ...answers,
    token: [csrf, Buffer.from('ana-example').toString('base64url'), at, ...seal].join('.'),
  });
  expect(await rows()).toEqual([]);
});

test('pressed twice after the lock it is kept once, and what is left out is gone', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
  const before = browser.page;
  desk.setClock('2026-10-02T09:01');
  await browser.press('See what this changes', answers);
  browser.page = before;
  await browser.press('See what this changes', answers);
  expect(await rows()).toHaveLength(1);
  await signIn(browser, 'Sam Okafor');
  await browser.press('Leave it out');
  expect(browser.page?.url.pathname).toBe(form());
  expect(browser.text()).not.toContain('You were away');
  expect(valueOf(browser, 'what')).toBe('');
  expect(await rows()).toEqual([]);
});

test('at most 50 are kept of one member of staff, the newest', async () => {
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(form());
  const token = valueOf(browser, 'token');
  for (let number = 0; number < 52; number += 1) {
    desk.setClock(`2026-10-02T10:${String(number).padStart(2, '0')}`);
    await desk.browser().go(form(), {
      method: 'POST',
      body: new URLSearchParams({ ...answers, what: `number ${number}`, token }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
  }
  expect(await rows()).toHaveLength(50);
  const sam = await desk.signedIn('sam-okafor');
  await sam.go(form());
  expect(valueOf(sam, 'what')).toBe('number 51');
});

describe('other forms', () => {
  test('a form of the settings: its ticks, and the version that it was made from', async () => {
    const browser = await desk.signedIn('kim-manager');
    await browser.go(paths.memberChange({ id: 'sam-okafor' }));
    const version = valueOf(browser, 'version');
    desk.setClock('2026-10-02T09:01');
    await browser.press('Save the change', {
      name: 'Sam Okafor-Example',
      roles: ['lda-officer', 'auditor'],
      audiences: [],
      why: 'A new name',
    });
    await signIn(browser, 'Kim Example');
    expect(browser.text()).toContain(BANNER);
    const root = parse(browser.page?.html ?? '');
    const ticked = (name: string) => root.querySelectorAll(`input[name=${name}][checked]`).map((one) => one.getAttribute('value'));
    expect([valueOf(browser, 'name'), valueOf(browser, 'why'), ticked('roles'), ticked('audiences')]).toEqual([
      'Sam Okafor-Example',
      'A new name',
      ['lda-officer', 'auditor'],
      [],
    ]);
    expect(valueOf(browser, 'version')).toBe(version);
  });

  test('a correction opens what was typed to put it right', async () => {
    await desk.send(registerId, { type: 'admitted', security: 'low', detained: false, planned: true });
    const [admitted] = await eventsOf('admitted');
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.correctEvent({ registerId, event: admitted?.id ?? '' }));
    desk.setClock('2026-10-02T09:01');
    await browser.press('See what this changes', { how: 'put-right', 'correction-reason': WORDS, security: 'medium' });
    await signIn(browser, 'Sam Okafor');
    expect([valueOf(browser, 'how'), valueOf(browser, 'correction-reason'), valueOf(browser, 'security')]).toEqual([
      'put-right',
      WORDS,
      'medium',
    ]);
    expect(
      parse(browser.page?.html ?? '')
        .querySelectorAll('main form details')
        .every((one) => one.hasAttribute('open')),
    ).toBe(true);
  });

  test('a search by name stands in the box again, and never in an address', async () => {
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.today());
    desk.setClock('2026-10-02T09:01');
    await browser.press('Find', { find: 'Zebra Lee' });
    await signIn(browser, 'Sam Okafor');
    expect(browser.page?.url.pathname).toBe(paths.register());
    expect(browser.page?.way.join(' ')).not.toContain('Zebra');
    expect(browser.page?.html).toContain('value="Zebra Lee"');
  });

  test('a button alone is not pressed behind anybody’s back', async () => {
    await desk.send(registerId, { type: 'action-agreed', action: 'a-1', what: 'A crisis plan', due: '2026-10-05' });
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(paths.person({ registerId }));
    desk.setClock('2026-10-02T09:01');
    await browser.press('Action done');
    await signIn(browser, 'Sam Okafor');
    expect(browser.page?.url.pathname).toBe(paths.person({ registerId }));
    expect(browser.text()).toContain('Nothing was recorded: press the button again');
    expect(await eventsOf('action-done')).toEqual([]);
    await browser.press('Action done');
    expect(await eventsOf('action-done')).toHaveLength(1);
    expect(await rows()).toEqual([]);
  });

  test('a page that has the form no more shows the words', async () => {
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(form());
    const token = valueOf(browser, 'token');
    desk.setClock('2026-10-02T09:01');
    await browser.go(`${desk.url}${paths.sortOutDismiss({ event: randomUUID() })}`, {
      method: 'POST',
      body: new URLSearchParams({ token, reason: 'It was said twice, by two people' }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    await browser.go(paths.sortOut());
    await signIn(browser, 'Sam Okafor');
    const [kept] = await rows();
    expect(kept?.page).toMatch(/^\/sort-out\/[0-9a-f-]{36}$/);
    await desk.pool.query('delete from kept_form');
  });
});

describe('what the script asks', () => {
  const ask = async (browser: TextBrowser, at: string, body?: Record<string, string>): Promise<{ status: number; left: number }> => {
    const landed = await browser.go(`${desk.url}${at}`, body === undefined ? {} : { method: 'POST', body: new URLSearchParams(body) });
    return { status: landed.status, left: (JSON.parse(landed.html) as { left: number }).left };
  };

  test('how long is left: asking moves nothing, a press to stay does, and after the lock it does no more', async () => {
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(form());
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
    await browser.go(form());
    const shown = browser.page;
    const [token, kept] = [valueOf(browser, 'token'), randomUUID()];
    const at = `${paths.keptForms()}?${new URLSearchParams({ action: form() }).toString()}`;
    desk.setClock('2026-10-02T08:50');
    expect(await ask(browser, at, { ...answers, what: 'Half', token, kept })).toEqual({ status: 200, left: 1_800_000 });
    desk.setClock('2026-10-02T08:55');
    expect(await ask(browser, `${at}&lock=yes`, { ...answers, token, kept })).toEqual({ status: 200, left: 1_500_000 });
    expect(await rows()).toMatchObject([{ id: kept, page: form() }]);
    expect(
      (await browser.go(`${desk.url}${paths.keptForms()}?action=%2Fno-such-page`, { method: 'POST', body: new URLSearchParams({ token }) }))
        .status,
    ).toBe(400);
    expect(await ask(browser, at, { ...answers, token: 'none' })).toMatchObject({ status: 403 });
    expect(await rows()).toHaveLength(1);
    browser.page = shown;
    await browser.press('See what this changes', { ...answers, kept });
    expect(browser.text()).toContain('Check before you record');
    expect(await rows()).toEqual([]);
  });

  test('a locked page leads on where another tab has signed in again, with what was typed', async () => {
    const browser = await desk.signedIn('sam-okafor');
    await browser.go(form());
    const token = valueOf(browser, 'token');
    desk.setClock('2026-10-02T09:01');
    await browser.go(`${desk.url}${paths.today()}`);
    await signIn(browser, 'Sam Okafor');
    await ask(browser, `${paths.keptForms()}?${new URLSearchParams({ action: form(), lock: 'yes' }).toString()}`, { ...answers, token });
    await browser.go(`${desk.url}${paths.signIn({ to: form(), idle: 'yes' })}`);
    expect(browser.page?.url.pathname).toBe(form());
    expect(valueOf(browser, 'what')).toBe(WORDS);
  });
});
