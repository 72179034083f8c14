import { parse } from 'node-html-parser';
import type { Looker } from '../../domain/access/roles';
import { readWaitingTasks } from '../../services/today/waiting-tasks';
import { paths } from '../../web/paths';
import { openMail } from '../../infra/mail/mail';
import { countNotices, listNotices, listStepsAhead } from '../../services/notices/by-hand/lists';
import { sendDue } from '../../services/notices/sending/send';
import { coreContext } from '../../services/rules/policies';
import { parseInstant } from '../../domain/calendar/dates';
import { prepareArea } from '../../services/notices/settings';
import { mailCatcher } from '../support/mail/mail';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
  await prepareArea(desk.pool, 'example', { ownMailServer: false });
});
afterAll(() => desk.close());

const family = [
  { id: 'self', name: 'Tom Example', role: 'person', email: 'tom@person.example' },
  { id: 'mum', name: 'Jo Example', role: 'parent-carer', email: 'jo@family.example', chosen: true },
];

/** Somebody who is told, with their family, that they are not eligible; out: their register id. */
async function told(contacts: readonly object[] = family): Promise<string> {
  const registerId = await desk.refer({ name: 'Tom Example', contacts });
  await desk.send(registerId, { type: 'eligibility-decided', outcome: 'not-eligible', diagnosis: 'none' });
  return registerId;
}
const toMum = async (registerId: string) => {
  const { rows } = await desk.pool.query<{ key: string; ref: string; status: string; reason: string | null }>(
    `select key, ref, status, reason from notice where register_id = $1 and recipient = 'contact:mum' and template = 'not-eligible'`,
    [registerId],
  );
  if (!rows[0]) throw new Error('the family is told');
  return rows[0];
};
/** Follows the link of the row about somebody to somebody. */
const followRow = (browser: TextBrowser, registerId: string, to: string) => {
  const row = parse(browser.page?.html ?? '')
    .querySelectorAll('tbody tr')
    .find((one) => one.text.includes(registerId) && one.text.includes(to));
  const link = row?.querySelectorAll('a').find((one) => (one.getAttribute('href') ?? '').startsWith('/notices/'));
  if (!link) throw new Error(`no row about ${registerId} to ${to}`);
  return browser.go(link.getAttribute('href') ?? '');
};

/** Lets a sender run. */
async function send() {
  const catcher = await mailCatcher();
  const mail = openMail({ url: catcher.url, from: 'Pathway <service@examplevalley.example>' });
  const deps = { pool: desk.pool, mail, core: coreContext(), now: () => parseInstant('2026-10-02T08:31') };
  await sendDue(deps, 'mail');
  const mails = await catcher.mails();
  mail.close();
  await catcher.stop();
  return mails;
}

test('one letter to a family is stopped in 4 clicks from Today, and the rest still goes', async () => {
  const registerId = await told();
  const browser = await desk.signedIn('sam-okafor');
  expect(browser.page?.url.pathname).toBe(paths.today());
  await browser.follow('Notices');
  await followRow(browser, registerId, 'Jo Example');
  expect(browser.text()).toContain('The outcome, with other help');
  expect(browser.text()).toContain('jo@family.example');
  await browser.follow('Hold');
  await browser.press('Hold this message', { why: 'Phone them first', until: 'next' });
  expect(browser.text()).toContain('This message is held. Everything else goes as before.');
  expect(browser.text()).toContain(
    'Held by Sam Okafor, 8.30am today, until Monday 5 October 2026. On that day it comes up on Today. It does not go until somebody releases it.',
  );
  expect(browser.text()).toContain('Phone them first');
  const seen = browser.text();
  const mails = await send();
  const addresses = mails.flatMap(({ envelope }) => envelope.to);
  expect(addresses).toContain('tom@person.example');
  expect(addresses).not.toContain('jo@family.example');
  await browser.go(paths.noticesHeld());
  expect(browser.text()).toContain('Held by Sam Okafor');
  await followRow(browser, registerId, 'Jo Example');
  await browser.follow('Release');
  await browser.press('Release this message');
  expect(browser.text()).toContain('This message is released');
  const [letter] = await send();
  expect(letter?.envelope.to).toEqual(['jo@family.example']);
  // What was shown is what went.
  const text = (letter?.parsed.text ?? '').replace(/\s+/g, ' ').trim();
  expect(seen).toContain(text);
  await browser.go(paths.noticesSent());
  await followRow(browser, registerId, 'Jo Example');
  expect(browser.text()).toContain('Sent at 8.31am today');
  expect(browser.text()).toContain('jo@family.example');
  expect(browser.text()).toContain(letter?.parsed.subject ?? 'no subject');
});

test('holding asks why, once; pressing again, after a release too, does not hold again', async () => {
  const registerId = await told();
  const { ref } = await toMum(registerId);
  const browser = await desk.signedIn('ana-example');
  await browser.go(paths.noticeHold({ notice: ref }));
  const landed = await browser.press('Hold this message', { why: ' ', until: 'next' });
  expect(landed.status).toBe(400);
  expect(browser.text()).toContain('Say why you hold it');
  expect((await toMum(registerId)).status).toBe('queued');
  const form = browser.page;
  await browser.press('Hold this message', { why: 'Wait', until: 'next' });
  await browser.go(paths.noticeRelease({ notice: ref }));
  await browser.press('Release this message');
  browser.page = form;
  await browser.press('Hold this message', { why: 'Wait', until: 'next' });
  expect(await toMum(registerId)).toMatchObject({ status: 'queued', reason: 'released' });
  const { rows } = await desk.pool.query('select act, by, why from notice_act where key = $1 order by at, act', [
    (await toMum(registerId)).key,
  ]);
  expect(rows).toEqual([
    { act: 'held', by: 'staff:ana-example', why: 'Wait' },
    { act: 'released', by: 'staff:ana-example', why: null },
  ]);
});

test('what would not go says why; a contact without an address is among the held', async () => {
  const registerId = await told([{ id: 'mum', name: 'Jo Example', role: 'parent-carer', chosen: true }]);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.noticesHeld());
  await followRow(browser, registerId, 'Jo Example');
  expect(browser.text()).toContain('Held. No address or number is recorded for the way in which they are written to.');
  expect(browser.text()).toContain('Nothing would go now.');
});

test('an auditor reads without addresses and cannot hold; a keyworker has no such page', async () => {
  const registerId = await told();
  const { ref } = await toMum(registerId);
  const auditor = await desk.signedIn('robin-auditor');
  await auditor.go(paths.noticesGoing());
  expect(auditor.text()).toContain(registerId);
  expect(auditor.page?.html).not.toContain('@family.example');
  await auditor.go(paths.notice({ notice: ref }));
  expect(auditor.page?.status).toBe(200);
  expect(auditor.page?.html).not.toContain('@family.example');
  expect(auditor.page?.html).not.toContain(paths.noticeHold({ notice: ref }));
  expect((await auditor.go(paths.noticeHold({ notice: ref }))).status).toBe(403);
  const keyworker = await desk.signedIn('pat-keyworker');
  expect((await keyworker.go(paths.noticesGoing())).status).toBe(403);
  expect((await keyworker.go(paths.notice({ notice: ref }))).status).toBe(403);
});

test('a notice of another area is not there, nor in a list', async () => {
  const registerId = await told();
  const { ref } = await toMum(registerId);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.noticeHold({ notice: ref }));
  const form = browser.page;
  await desk.pool.query(`update person set area = 'llr' where register_id = $1`, [registerId]);
  expect((await browser.go(paths.noticesGoing())).status).toBe(200);
  expect(browser.text()).not.toContain(registerId);
  expect((await browser.go(paths.notice({ notice: ref }))).status).toBe(404);
  browser.page = form;
  expect((await browser.press('Hold this message', { why: 'Not mine', until: 'next' })).status).toBe(404);
  expect((await toMum(registerId)).status).toBe('queued');
  await desk.pool.query(`update person set area = 'example' where register_id = $1`, [registerId]);
});

test('who sees own people only finds no others in any list', async () => {
  const registerId = await told();
  await desk.pool.query(
    `insert into wake_up (register_id, pathway, deadline, kind, step, at) values ($1, 1, 'another', 'mam', 'remind', '2026-10-02T12:00:00Z')`,
    [await told()],
  );
  const looker = { id: 'pat-keyworker', roles: ['keyworker'], areas: ['example'] } as const;
  const now = parseInstant('2026-10-02T08:35');
  const seen = async () => {
    const { notices } = await listNotices(desk.pool, looker, 'going-to-family', { page: 1, now, holidays: coreContext().holidays });
    const steps = await listStepsAhead(desk.pool, looker, now);
    const { going } = await countNotices(desk.pool, looker, now);
    return { people: new Set([...notices, ...steps].map((one) => one.registerId)), going };
  };
  expect(await seen()).toEqual({ people: new Set(), going: 0 });
  const { status } = await desk.call('PUT', `/pathways/${registerId}/owner`, { staff: 'pat-keyworker', reason: 'Takes over' });
  expect(status).toBe(200);
  const { people, going } = await seen();
  expect(people).toEqual(new Set([registerId]));
  expect(going).toBeGreaterThan(0);
});

test('who was shown, and who held, is in the access log; no name stands in an address or a title', async () => {
  const registerId = await told();
  const { ref } = await toMum(registerId);
  const browser = await desk.signedIn('lee-commissioner');
  await browser.go(paths.notice({ notice: ref }));
  expect(browser.page?.html).toMatch(/<title>[^<]*<\/title>/);
  expect(/<title>([^<]*)<\/title>/.exec(browser.page?.html ?? '')?.[1]).toBe(`Notice – ${registerId} – Dynamic Support Pathway`);
  await browser.follow('Hold');
  await browser.press('Hold this message', { why: 'Wait', until: 'next' });
  expect(browser.page?.way.join()).not.toMatch(/mum|jo/i);
  const { rows } = await desk.pool.query<{ audit_event: string }>(
    `select distinct audit_event from access_log where actor = 'staff:lee-commissioner' and (register_id = $1 or $1 = any(shown)) order by 1`,
    [registerId],
  );
  expect(rows.map(({ audit_event }) => audit_event)).toEqual(expect.arrayContaining(['notice-held', 'notice-shown']));
});

test('Today leads from a message that did not arrive to its page, where it is sent again', async () => {
  const registerId = await told();
  const { key } = await toMum(registerId);
  await desk.pool.query(`update notice set status = 'failed', reason = '550 5.1.1 RCPT TO' where key = $1`, [key]);
  await desk.pool.query(
    `insert into task (key, register_id, kind, audience, params) values ('notice-failed/' || $1, $2, 'notice-failed', 'team', jsonb_build_object('notice', $1::text))`,
    [key, registerId],
  );
  const browser = await desk.signedIn('sam-okafor');
  await browser.follow('See what failed');
  expect(browser.text()).toContain('Failed. Their mail server says that the address does not exist, or takes no mail.');
  await browser.follow('Send again');
  await browser.press('Send this message again', { why: 'Their mailbox is there again' });
  expect(await toMum(registerId)).toMatchObject({ status: 'queued', reason: 'released' });
});

test('while all sending is stopped, the list says so; what dates bring stands below', async () => {
  const registerId = await told();
  await desk.pool.query(`insert into setting (name, value) values ('sending-stopped', '{"since": "2026-10-02T07:00:00Z"}')`);
  await desk.pool.query(
    `insert into wake_up (register_id, pathway, deadline, kind, step, at) values ($1, 1, 'made-up', 'mam', 'remind', '2026-10-03T07:05:00Z') on conflict do nothing`,
    [registerId],
  );
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.noticesGoing());
  expect(browser.text()).toContain('All sending has been stopped since 8am today.');
  expect(browser.text()).toContain('What dates bring in the next 24 hours');
  expect(browser.text()).toContain('A reminder: Multi-agency meeting');
  await desk.pool.query(`delete from setting where name = 'sending-stopped'`);
});

test('a hold asks until when; on its day it comes up on Today, does not go, and can be held on', async () => {
  const registerId = await told();
  const { ref } = await toMum(registerId);
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.noticeHold({ notice: ref }));
  expect((await browser.press('Hold this message', { why: 'Phone first' })).status).toBe(400);
  expect(browser.text()).toContain('Say until which day you hold it');
  for (const [on, said] of [
    ['', 'Enter the day'],
    ['31 February 2027', 'Enter a day, like 15 October 2026'],
    ['2 October 2026', 'The day must be after today'],
    ['1 January 2027', 'The day must be Thursday 31 December 2026 or before'],
  ] as const) {
    expect((await browser.press('Hold this message', { why: 'Phone first', until: 'another', on })).status).toBe(400);
    expect(browser.text()).toContain(said);
    expect(browser.page?.html).toContain('Phone first');
  }
  expect((await toMum(registerId)).status).toBe('queued');
  await browser.press('Hold this message', { why: 'Phone first', until: 'another', on: '4 October 2026' });
  expect(browser.text()).toContain('Held by Sam Okafor, 8.30am today, until Sunday 4 October 2026.');
  await browser.go(paths.noticesHeld());
  expect(browser.text()).toContain('until Sunday 4 October 2026');
  const waits = 'The day has come until which a message is held.';
  for (const at of ['2026-10-02T23:59', '2026-10-03T23:59']) {
    desk.setClock(at);
    const seen = await desk.signedIn('sam-okafor');
    await seen.go(paths.today());
    expect(seen.text()).not.toContain(waits);
  }
  desk.setClock('2026-10-04T00:01');
  const next = await desk.signedIn('sam-okafor');
  await next.go(paths.today());
  expect(next.text()).toContain(waits);
  expect(next.text()).toContain(`${registerId}`);
  await send();
  expect(await toMum(registerId)).toMatchObject({ status: 'held', reason: 'held-by-hand' });
  await next.follow('See the message');
  expect(next.text()).toContain('That day has come. It does not go until somebody releases it.');
  await next.follow('Hold until another day');
  await next.press('Hold until another day', { why: 'They are away', until: 'week' });
  expect(next.text()).toContain('Held by Sam Okafor, 12.01am today, until Monday 12 October 2026.');
  await next.go(paths.today());
  expect(next.text()).not.toContain(waits);
  desk.setClock('2026-10-02T08:30');
});

test('a hold that has come to its day is not shown to who sees own people only, nor in another area', async () => {
  const registerId = await told();
  const { key } = await toMum(registerId);
  await desk.pool.query(`update notice set status = 'held', reason = 'held-by-hand' where key = $1`, [key]);
  await desk.pool.query(
    `insert into notice_act (id, key, act, at, by, until) values ('shown-to', $1, 'held', '2026-10-01T08:00Z', 'staff:sam-okafor', '2026-10-02')`,
    [key],
  );
  const now = parseInstant('2026-10-02T08:35');
  const seen = async (looker: Looker) =>
    (await readWaitingTasks(desk.pool, looker, 100, now)).tasks.some(({ key: of }) => of === `hold-over/${key}`);
  expect(await seen({ id: 'sam-okafor', roles: ['lda-officer'], areas: ['example'] })).toBe(true);
  expect(await seen({ id: 'sam-okafor', roles: ['lda-officer'], areas: ['llr'] })).toBe(false);
  expect(await seen({ id: 'pat-keyworker', roles: ['keyworker'], areas: ['example'] })).toBe(false);
});
