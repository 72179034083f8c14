import { randomUUID } from 'node:crypto';
import { parse } from 'node-html-parser';
import { parseInstant, type PlainDate } from '../../domain/calendar/dates';
import { readViewer } from '../../services/staff/viewers';
import type { WebContext } from '../../web/app/context';
import { paths } from '../../web/paths';
import { standingOf } from '../../web/person/standing';
import { alikeFor } from '../../web/record/alike';
import { type Desk, startDesk } from './support/desk';
import type { TextBrowser } from './support/browser';
import { atTheAdmission } from './support/together';

let desk: Desk;
beforeAll(async () => {
  desk = await startDesk();
});
afterAll(() => desk.close());
beforeEach(() => desk.setClock('2026-10-02T09:40'));

const JOINING = {
  events: [
    { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' },
    { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting', 'disclosure'] },
    { type: 'rating-set', rating: 'amber', reason: 'x' },
  ],
};
const VISIT = { when: 'yesterday', purpose: 'oversight', onSite: 'true', seen: 'true' };
const LIKE_ONE = 'looks like one recorded at';

async function onRegister(): Promise<string> {
  const registerId = await desk.refer();
  await desk.send(registerId, JOINING);
  return registerId;
}
/** Somebody in hospital since Monday, so that a visit can be recorded. */
async function inHospital(): Promise<string> {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'admitted', on: '2026-09-28', security: 'low', detained: false, planned: false });
  return registerId;
}
async function eventsOf(registerId: string, type: string): Promise<{ id: string; type: string }[]> {
  const { body } = await desk.call('GET', `/pathways/${registerId}/events`);
  return (body['events'] as { id: string; type: string }[]).filter((one) => one.type === type);
}
/** A browser of a member of staff at the page that says what an entry would change. */
async function atCheck(who: string, registerId: string, type: string, answers: Readonly<Record<string, string>>): Promise<TextBrowser> {
  const browser = await desk.signedIn(who);
  await browser.go(paths.recordEvent({ registerId, type: type as 'visit-held' }));
  await browser.press('See what this changes', answers);
  expect(browser.text()).toContain('Check before you record');
  return browser;
}

test('what a colleague recorded is told before the confirm, with its entry, and a person decides', async () => {
  const registerId = await inHospital();
  const sam = await atCheck('sam-okafor', registerId, 'visit-held', VISIT);
  expect(sam.text()).not.toContain(LIKE_ONE);
  await sam.press('Record visit');
  desk.setClock('2026-10-02T10:15');
  const kim = await atCheck('kim-manager', registerId, 'visit-held', { ...VISIT, seen: 'false' });
  expect(kim.text()).toContain('This looks like one recorded at 9.40am today by Sam Okafor.');
  expect(kim.text()).toContain(
    'A visit was made. Oversight by the commissioner. On site. The person was seen. On Thursday 1 October 2026.',
  );
  const check = kim.page;
  // The link leads to that very entry.
  const [visit] = await eventsOf(registerId, 'visit-held');
  const landed = await kim.follow('See that entry');
  expect(landed.status).toBe(200);
  expect(landed.url.hash).toBe(`#e-${visit?.id}`);
  expect(parse(landed.html).getElementById(`e-${visit?.id}`)?.text).toContain('A visit was made');
  kim.page = check;
  await kim.press('It is another one: record visit');
  expect(kim.page?.url.pathname).toBe(paths.person({ registerId }));
  expect(await eventsOf(registerId, 'visit-held')).toHaveLength(2);
});

test('recorded by the API yesterday, it is told with the caller and the day', async () => {
  const registerId = await inHospital();
  await desk.send(registerId, { type: 'visit-held', on: '2026-10-01', purpose: 'oversight' });
  desk.setClock('2026-10-03T08:00');
  const day = { when: 'other', 'on-day': '1', 'on-month': '10', 'on-year': '2026' };
  const browser = await atCheck('sam-okafor', registerId, 'visit-held', { ...VISIT, ...day });
  expect(browser.text()).toContain('This looks like one recorded at 9.40am yesterday by the system tests.');
  desk.setClock('2026-10-09T08:00');
  const later = await atCheck('sam-okafor', registerId, 'visit-held', { ...VISIT, ...day });
  expect(later.text()).toContain('recorded at 9.40am on Friday 2 October 2026 by the system tests');
});

test('another day, another kind, or an entry that was taken back: nothing is said, and the button is as ever', async () => {
  const registerId = await inHospital();
  await desk.send(registerId, { type: 'visit-held', on: '2026-10-01', purpose: 'oversight' });
  for (const other of [{ when: 'today' }, { purpose: 'wellbeing' }]) {
    const browser = await atCheck('sam-okafor', registerId, 'visit-held', { ...VISIT, ...other });
    expect(browser.text()).not.toContain(LIKE_ONE);
    expect(browser.text()).not.toContain('It is another one');
  }
  const [visit] = await eventsOf(registerId, 'visit-held');
  await desk.send(registerId, { type: 'corrected', event: visit?.id, reason: 'Somebody else' });
  expect((await atCheck('sam-okafor', registerId, 'visit-held', VISIT)).text()).not.toContain(LIKE_ONE);
});

test('recorded from another tab between the check and the confirm: nothing is recorded, and the new check tells it', async () => {
  const registerId = await inHospital();
  const first = await atCheck('sam-okafor', registerId, 'visit-held', VISIT);
  const second = await atCheck('sam-okafor', registerId, 'visit-held', VISIT);
  await second.press('Record visit');
  await first.press('Record visit');
  expect(first.text()).toContain('Somebody recorded something meanwhile');
  expect(first.text()).toContain('This looks like one recorded at 9.40am today by Sam Okafor.');
  expect(await eventsOf(registerId, 'visit-held')).toHaveLength(1);
  await first.press('It is another one: record visit');
  expect(await eventsOf(registerId, 'visit-held')).toHaveLength(2);
});

test('what was recorded while the preview was made is not missed', async () => {
  const registerId = await inHospital();
  const context = { pool: desk.pool, clock: () => parseInstant('2026-10-02T09:40') } as unknown as WebContext;
  const standing = await standingOf(context, registerId);
  const viewer = await readViewer(desk.pool, 'sam-okafor', context.clock());
  if (!viewer) throw new Error('Sam is not there');
  const visit = { type: 'visit-held', on: '2026-10-01' as PlainDate } as const;
  await desk.send(registerId, visit);
  const about = { id: randomUUID(), events: [visit] };
  expect((await alikeFor(context, viewer, { standing, sequence: standing.sequence }, about)).alike).toHaveLength(0);
  expect((await alikeFor(context, viewer, { standing, sequence: standing.sequence + 1 }, about)).alike).toHaveLength(1);
});

test('the link leads to the page of the history on which its entry is by then', async () => {
  const registerId = await inHospital();
  await desk.send(registerId, { type: 'visit-held', on: '2026-10-01' });
  for (let place = 0; place < 52; place += 1)
    await desk.send(registerId, { type: 'contact-wish-recorded', family: place % 2 === 0 ? 'yes' : 'no' });
  const browser = await atCheck('sam-okafor', registerId, 'visit-held', VISIT);
  const { html } = await browser.follow('See that entry');
  const [visit] = await eventsOf(registerId, 'visit-held');
  expect(parse(html).getElementById(`e-${visit?.id}`)).not.toBeNull();
  expect(browser.text()).toMatch(/51 to \d+ of/);
});

test('what is refused because it is recorded already says so too', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'admitted', on: '2026-10-01', security: 'low', detained: null, planned: false });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.recordEvent({ registerId, type: 'admitted' }));
  await browser.press('See what this changes', { when: 'yesterday', security: 'not-known', detained: 'null', planned: 'false' });
  expect(browser.page?.status).toBe(400);
  expect(browser.text()).toContain('This looks like one recorded at 9.40am today by the system tests.');
});

test('several recorded as one: each part that is in the record is told by its name', async () => {
  const registerId = await desk.refer();
  const before = await atTheAdmission(desk, registerId);
  expect(before.text()).not.toContain(LIKE_ONE);
  await desk.send(registerId, { type: 'meeting-held', meeting: 'l-1', kind: 'laep', outcome: 'admit', on: '2026-10-01' });
  await before.press('Record LAEP and admission');
  expect(before.text()).toContain('Somebody recorded something meanwhile');
  expect(before.text()).toContain('The LAEP looks like one recorded at 9.40am today by the system tests.');
  expect(before.text()).not.toContain('The admission looks like');
  const again = await atTheAdmission(desk, registerId);
  expect(again.text()).toContain('The LAEP looks like one recorded at 9.40am today by the system tests.');
  await again.press('It is another one: record LAEP and admission');
  expect(await eventsOf(registerId, 'meeting-held')).toHaveLength(2);
});

test('one press on what a colleague has done meanwhile records nothing, and the page tells by whom it was done', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'community-cetr', on: '2026-10-12', invited: ['team'] });
  const sam = await desk.signedIn('sam-okafor');
  const kim = await desk.signedIn('kim-manager');
  for (const each of [sam, kim]) await each.go(paths.person({ registerId }));
  await sam.press('Arranging begun');
  expect(sam.text()).toContain('recorded at 9.40am today');
  desk.setClock('2026-10-02T10:05');
  await kim.press('Arranging begun');
  expect(kim.page?.url.pathname).toBe(paths.recordEvent({ registerId, type: 'arrangements-begun' }));
  expect(kim.text()).toContain('This looks like one recorded at 9.40am today by Sam Okafor.');
  expect(await eventsOf(registerId, 'arrangements-begun')).toHaveLength(1);
  await kim.press('See what this changes', { when: 'today' });
  expect(kim.text()).toContain('This looks like one recorded at 9.40am today by Sam Okafor.');
  await kim.press('It is another one: record');
  expect(await eventsOf(registerId, 'arrangements-begun')).toHaveLength(2);
});

test('one press on what is owed no more opens a page first, though nothing is like it', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'community-cetr', on: '2026-10-12', invited: ['team'] });
  const browser = await desk.signedIn('sam-okafor');
  await browser.go(paths.person({ registerId }));
  const { body } = await desk.call('GET', `/pathways/${registerId}/deadlines`);
  const found = (body['deadlines'] as { deadline: string; kind: string }[]).find(({ kind }) => kind === 'cetr-arrangements');
  await desk.send(registerId, { type: 'deadline-excused', deadline: found?.deadline, reason: 'other' });
  await browser.press('Arranging begun');
  expect(browser.page?.url.pathname).toBe(paths.recordEvent({ registerId, type: 'arrangements-begun' }));
  expect(browser.text()).not.toContain(LIKE_ONE);
  expect(await eventsOf(registerId, 'arrangements-begun')).toHaveLength(0);
});

test('of two presses at the same instant one records', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'meeting-scheduled', meeting: 'm-1', kind: 'community-cetr', on: '2026-10-12', invited: ['team'] });
  const both = await Promise.all(['sam-okafor', 'kim-manager'].map((who) => desk.signedIn(who)));
  for (const each of both) await each.go(paths.person({ registerId }));
  await Promise.all(both.map((each) => each.press('Arranging begun')));
  expect(await eventsOf(registerId, 'arrangements-begun')).toHaveLength(1);
  expect(both.filter((each) => each.text().includes(LIKE_ONE))).toHaveLength(1);
});

test('whoever may not read the history hears of their own entries alone, without a link', async () => {
  const registerId = await onRegister();
  await desk.pool.query(
    `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why)
     select $1, 1, coalesce(max(number), 0) + 1, '2026-10-01', 'pat-keyworker', '2026-10-01', 'tests', 'test' from ownership where register_id = $1`,
    [registerId],
  );
  const change = { when: 'today', source: 'family', urgency: 'can-wait', what: 'Out of school' };
  await desk.send(registerId, { type: 'change-reported', source: 'family', urgency: 'today', what: 'What Pat may not read' });
  const officer = await atCheck('sam-okafor', registerId, 'change-reported', change);
  expect(officer.text()).toContain('What has changed: “What Pat may not read”.');
  const pat = await atCheck('pat-keyworker', registerId, 'change-reported', change);
  expect(pat.page?.html).not.toContain('What Pat may not read');
  expect(pat.text()).not.toContain(LIKE_ONE);
  await pat.press('Record change');
  const again = await atCheck('pat-keyworker', registerId, 'change-reported', change);
  expect(again.text()).toContain('This looks like one recorded at 9.40am today by Pat Specimen.');
  expect(again.text()).toContain('“Out of school”');
  expect(again.page?.html).not.toContain('What Pat may not read');
  expect(again.text()).not.toContain('See that entry');
});

test('words of an entry that it shows are told to the access log', async () => {
  const registerId = await onRegister();
  await desk.send(registerId, { type: 'action-agreed', action: 'a-1', what: 'A crisis plan' });
  const browser = await atCheck('sam-okafor', registerId, 'action-agreed', { when: 'today', what: 'The plan for a crisis' });
  expect(browser.text()).toContain('What is to be done: “A crisis plan”.');
  const { rows } = await desk.pool.query<{ audit_event: string }>(
    `select audit_event from access_log where actor = 'staff:sam-okafor' and register_id = $1 order by id desc limit 2`,
    [registerId],
  );
  expect(rows.map(({ audit_event }) => audit_event).toSorted()).toEqual(['record-previewed', 'words-read']);
});
