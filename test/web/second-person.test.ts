import { randomUUID } from 'node:crypto';
import { paths } from '../../web/paths';
import type { TextBrowser } from './support/browser';
import { type Desk, startDesk } from './support/desk';

let desk: Desk;
let sam: TextBrowser;
let ana: TextBrowser;
let kim: TextBrowser;

const FRIDAY = '2026-10-02T08:30';
const admitted = { type: 'admitted', on: '2026-09-20', security: 'low', detained: false, planned: true };

beforeAll(async () => {
  desk = await startDesk();
  [sam, ana, kim] = [await desk.signedIn('sam-okafor'), await desk.signedIn('ana-example'), await desk.signedIn('kim-manager')];
});
beforeEach(() => desk.setClock(FRIDAY));
afterAll(() => desk.close());

/** Somebody whose discharge was recorded for the wrong person, and taken back by Sam over the pages. Out: the register id, and the correction's id. */
async function takenBack(): Promise<{ registerId: string; event: string }> {
  const registerId = await desk.refer();
  await desk.send(registerId, admitted);
  await desk.send(registerId, { type: 'discharged', on: '2026-10-01', destination: 'home' });
  await correct(sam, registerId, 'Discharge', { how: 'take-back', 'correction-reason': 'It was somebody else' });
  return { registerId, event: await lastOf(registerId) };
}

async function correct(browser: TextBrowser, registerId: string, what: string, answers: Record<string, string>): Promise<void> {
  await browser.go(paths.correct({ registerId }));
  await browser.follow(what);
  await browser.press('See what this changes', answers);
  await browser.press(answers['how'] === 'put-right' ? 'Put it right' : 'Take it back');
}

const eventsOf = async (registerId: string) =>
  (await desk.call('GET', `/pathways/${registerId}/events`)).body['events'] as { id: string; type: string }[];
const lastOf = async (registerId: string): Promise<string> => (await eventsOf(registerId)).at(-1)?.id ?? '';
const idOf = async (registerId: string, type: string): Promise<string> =>
  (await eventsOf(registerId)).find((one) => one.type === type)?.id ?? '';

const tasksOf = async (registerId: string) =>
  (
    await desk.pool.query<{ key: string; status: string; params: Record<string, string> }>(
      `select key, status, params from task where register_id = $1 and kind like 'correction-%' order by created_at, key`,
      [registerId],
    )
  ).rows;
const openOf = async (registerId: string): Promise<string[]> =>
  (await tasksOf(registerId)).filter(({ status }) => status === 'open').map(({ key }) => key);
const saidOf = async (event: string) =>
  (
    await desk.pool.query<{ outcome: string; by: string; why: string | null }>(
      'select outcome, by, why from confirmation where event_id = $1 order by number',
      [event],
    )
  ).rows;

/** The line of Today about somebody. */
async function todayOf(browser: TextBrowser, registerId: string): Promise<string> {
  const landed = await browser.go(paths.today());
  const line = (landed.html.match(/<li><span>(?:(?!<li>)[\s\S])*?<\/li>/g) ?? []).find((one) => one.includes(registerId));
  return (line ?? '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .trim();
}

test('a discharge taken back waits for a second person: not for its maker, and confirmed in 2 clicks from Today', async () => {
  const { registerId, event } = await takenBack();
  expect(await tasksOf(registerId)).toEqual([
    {
      key: `confirm/${event}`,
      status: 'open',
      params: { event, by: 'staff:sam-okafor', types: 'discharged', due: '2026-10-06' },
    },
  ]);
  const own = await todayOf(sam, registerId);
  expect(own).toContain(
    'Your correction of a discharge from hospital waits for a second person. It works already; a colleague looks at it.',
  );
  expect(own).toContain('See it');
  await sam.go(paths.correction({ registerId, event }));
  expect(sam.text()).toContain('You made this correction. It works already, and waits for somebody else');
  expect(sam.page?.html).not.toMatch(/<button[^>]*>Confirm/);
  expect(sam.page?.html).not.toContain('This is not right');

  expect(await todayOf(kim, registerId)).toContain(
    'A correction of a discharge from hospital waits for a second person. Look at it, and confirm it or say what is not right.',
  );
  expect(kim.text()).toContain('To be done by Tuesday 6 October 2026');
  expect(kim.text()).not.toContain('overdue A correction');
  await kim.go(paths.correction({ registerId, event }));
  const text = kim.text();
  expect(text).toContain('Confirm a correction');
  expect(text).toContain('Taken backDischarged from hospital');
  expect(text).toContain('On Thursday 1 October 2026');
  expect(text).toContain('Nothing: it counts as if it had never been recorded.');
  expect(text).toContain('It was somebody else');
  expect(text).toContain('Sam Okafor, 8.30am today');
  expect(text).toContain('Rating: blue');
  expect(text).toMatch(/Started: .* by Sunday 4 October 2026/);
  expect(text).toContain('Nothing was sent.');
  const landed = await kim.press('Confirm');
  expect(landed.url.href).toContain('done=confirmed');
  expect(kim.text()).toContain('You have confirmed it. Nobody is asked about it any more.');
  expect(kim.text()).toContain('Confirmed by Kim Example, 8.30am today.');
  expect(await saidOf(event)).toEqual([{ outcome: 'confirmed', by: 'staff:kim-manager', why: null }]);
  expect(await openOf(registerId)).toEqual([]);
  expect(await todayOf(kim, registerId)).not.toContain('second person');
  // In the history, and in the access log.
  await kim.go(paths.history({ registerId }));
  expect(kim.text()).toContain('Confirmed by Kim Example, 8.30am today.');
  const { rows } = await desk.pool.query(
    `select audit_event, outcome from access_log where register_id = $1 and actor = 'staff:kim-manager' and audit_event like 'correction%' order by id`,
    [registerId],
  );
  expect(rows).toEqual([
    { audit_event: 'correction-shown', outcome: 'done' },
    { audit_event: 'correction-confirmed', outcome: 'done' },
    { audit_event: 'correction-shown', outcome: 'done' },
  ]);
  // What was typed was read: the access log says so.
  expect(
    (
      await desk.pool.query(
        `select 1 from access_log where actor = 'staff:kim-manager' and audit_event = 'words-read' and register_id = $1`,
        [registerId],
      )
    ).rowCount,
  ).toBeGreaterThan(0);
});

test('whoever made it cannot confirm it, whatever they send; nor say that it is not right', async () => {
  const { registerId, event } = await takenBack();
  await sam.go(paths.correction({ registerId, event }));
  const token = /name="token" value="([^"]+)"/.exec(sam.page?.html ?? '')?.[1] ?? '';
  for (const path of [paths.correctionConfirm, paths.correctionNotRight]) {
    const landed = await sam.go(path({ registerId, event }), {
      method: 'POST',
      body: new URLSearchParams({ token, reason: 'x' }),
      headers: { 'content-type': 'application/x-www-form-urlencoded' },
    });
    expect(landed.status).toBe(403);
  }
  expect(await saidOf(event)).toEqual([]);
  expect(await openOf(registerId)).toEqual([`confirm/${event}`]);
});

test('a second officer may confirm too; pressing twice is once', async () => {
  const { registerId, event } = await takenBack();
  await ana.go(paths.correction({ registerId, event }));
  const page = ana.page;
  await ana.press('Confirm');
  ana.page = page;
  expect((await ana.press('Confirm')).status).toBe(200);
  expect(await saidOf(event)).toEqual([{ outcome: 'confirmed', by: 'staff:ana-example', why: null }]);
});

test('of two who answer at once one wins, and the other is told', async () => {
  const { registerId, event } = await takenBack();
  await ana.go(paths.correction({ registerId, event }));
  await kim.go(paths.correction({ registerId, event }));
  const landed = await Promise.all([ana.press('Confirm'), kim.press('This is not right', { reason: 'It was him' })]);
  const said = await saidOf(event);
  expect(said).toHaveLength(1);
  const statuses = landed.map(({ status }) => status);
  expect(statuses.toSorted()).toEqual([200, 409]);
  const loser = statuses[0] === 409 ? ana : kim;
  expect(loser.text()).toContain('Somebody was faster');
  expect(loser.text()).toContain(said[0]?.outcome === 'confirmed' ? 'Confirmed by Ana Example' : 'Said not to be right by Kim Example');
  // Nothing half done: the task for the team is there only with the answer that asks for it.
  expect(await openOf(registerId)).toEqual(said[0]?.outcome === 'not-right' ? [`not-right/${event}`] : []);
  const { rows } = await desk.pool.query(`select 1 from person_record where register_id = $1 and kind = 'confirmation'`, [registerId]);
  expect(rows).toHaveLength(1);
});

test('not right: with a reason, the record stays, the maker and the team see it on Today, and it ends when somebody else says that it was put right', async () => {
  const { registerId, event } = await takenBack();
  await kim.go(paths.correction({ registerId, event }));
  const empty = await kim.press('This is not right', { reason: '  ' });
  expect(empty.status).toBe(400);
  expect(kim.text()).toContain('Say what is not right');
  expect(empty.html).toContain('<title>Error: ');
  await kim.press('This is not right', { reason: 'He did go home on Thursday' });
  expect(kim.text()).toContain('The record stays as it is until somebody puts it right');
  expect(kim.text()).toContain('Said not to be right by Kim Example, 8.30am today: He did go home on Thursday');
  expect((await eventsOf(registerId)).map(({ type }) => type)).toEqual(['referral-received', 'admitted', 'discharged', 'corrected']);
  // The words are in the database, not in the log of events.
  expect(await saidOf(event)).toEqual([{ outcome: 'not-right', by: 'staff:kim-manager', why: 'He did go home on Thursday' }]);
  for (const browser of [sam, ana, kim])
    expect(await todayOf(browser, registerId)).toContain('A correction of a discharge from hospital is not right. Put it right:');
  await sam.go(paths.today());
  await sam.go(paths.correction({ registerId, event }));
  expect(sam.text()).toContain('When the record says what is true, somebody else says so here.');
  expect(sam.page?.html).not.toMatch(/<button[^>]*>It has been put right/);
  await sam.follow('Record a discharge from hospital anew');
  expect(sam.page?.status).toBe(200);
  await desk.send(registerId, { type: 'discharged', on: '2026-10-01', destination: 'home' });
  await ana.go(paths.correction({ registerId, event }));
  await ana.press('It has been put right');
  expect(ana.text()).toContain('Said to have been put right since by Ana Example');
  expect(await openOf(registerId)).toEqual([]);
  await kim.go(paths.history({ registerId }));
  expect(kim.text()).toContain('Said not to be right by Kim Example');
  expect(kim.text()).toContain('Said to have been put right since by Ana Example');
});

test('corrected once more: the correction before it is asked about no longer, whatever had been said', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'rating-set', on: '2026-09-30', rating: 'amber', reason: 'Words' });
  const putRight = (rating: string) => ({ how: 'put-right', 'correction-reason': 'A slip', rating, reason: 'Other words' });
  await correct(sam, registerId, 'Rating', putRight('red'));
  const first = await lastOf(registerId);
  await kim.go(paths.correction({ registerId, event: first }));
  expect(kim.text()).toMatch(/Taken backRated amber.*In its placeRated red.*Other words/);
  const open = kim.page;
  await correct(ana, registerId, 'Rating', putRight('green'));
  const second = await lastOf(registerId);
  expect(await openOf(registerId)).toEqual([`confirm/${second}`]);
  kim.page = open;
  expect((await kim.press('Confirm')).status).toBe(409);
  expect(kim.text()).toContain('It was corrected once more, and that correction is looked at instead.');
  expect(await saidOf(first)).toEqual([]);
  // What the second takes back is what stood until then.
  await kim.go(paths.correction({ registerId, event: second }));
  expect(kim.text()).toMatch(/Taken backRated red.*In its placeRated green/);
  await kim.press('This is not right', { reason: 'It was amber' });
  expect(await openOf(registerId)).toEqual([`not-right/${second}`]);
  // Putting it right is a correction of its own, and ends that too.
  await kim.go(paths.correction({ registerId, event: second }));
  await kim.follow('Correct it once more');
  await kim.press('See what this changes', putRight('amber'));
  await kim.press('Put it right');
  expect(await openOf(registerId)).toEqual([`confirm/${await lastOf(registerId)}`]);
  await kim.go(paths.correction({ registerId, event: second }));
  expect(kim.text()).toContain('A correction that was corrected once more');
});

test('a death and whatever else ends a pathway; not what a second person has no say in', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admitted);
  await desk.send(registerId, { type: 'corrected', event: await idOf(registerId, 'admitted'), reason: 'x' });
  expect(await tasksOf(registerId)).toEqual([]);
  for (const ending of [{ type: 'person-died' }, { type: 'moved-away' }, { type: 'pathway-closed', reason: 'x' }]) {
    await desk.send(registerId, ending);
    const event = await lastOf(registerId);
    await desk.send(registerId, { type: 'corrected', event, reason: 'It was somebody else' });
    expect(await openOf(registerId)).toContain(`confirm/${await lastOf(registerId)}`);
  }
  await kim.go(paths.person({ registerId }));
  expect(kim.text()).toContain('A correction of a death waits for a second person, by Tuesday 6 October 2026. Look at it');
});

test('a correction over the API works at once, and waits for whoever of the staff may confirm; a batch that corrects twice asks once', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, admitted);
  await desk.send(registerId, { type: 'discharged', on: '2026-10-01', destination: 'home' });
  const of = await idOf(registerId, 'discharged');
  const corrected = (destination: string) => ({
    ...{ type: 'corrected', event: of, reason: 'Sent for the wrong person' },
    with: { type: 'discharged', on: '2026-10-01', destination },
  });
  const { status } = await desk.call('POST', `/pathways/${registerId}/events`, { events: [corrected('prison'), corrected('other')] });
  expect(status).toBe(200);
  const events = await eventsOf(registerId);
  const [task, ...others] = await tasksOf(registerId);
  expect(others).toEqual([]);
  expect(task).toMatchObject({ key: `confirm/${events.at(-1)?.id}`, params: { by: 'api:tests' } });
  // No token confirms, whatever it may do.
  expect((await desk.call('POST', `/people/${registerId}/corrections/${events.at(-1)?.id}/confirm`)).status).toBe(404);
  expect(await todayOf(sam, registerId)).toContain('Look at it');
  await sam.go(paths.correction({ registerId, event: events.at(-1)?.id ?? '' }));
  expect(sam.text()).toContain('Another system (tests)');
  await sam.press('Confirm');
  expect(sam.text()).toContain('Confirmed by Sam Okafor');
});

test('a dry run, a refused correction and the same one sent again ask nobody', async () => {
  const registerId = await desk.refer();
  await desk.send(registerId, { type: 'rating-set', on: '2026-09-30', rating: 'amber', reason: 'Words' });
  const of = await idOf(registerId, 'rating-set');
  const body = { id: randomUUID(), type: 'corrected', event: of, reason: 'x' };
  await desk.call('POST', `/pathways/${registerId}/events?dryRun=true`, body);
  expect(await tasksOf(registerId)).toEqual([]);
  await desk.call('POST', `/pathways/${registerId}/events`, body);
  await desk.call('POST', `/pathways/${registerId}/events`, body);
  await desk.call('POST', `/pathways/${registerId}/events`, { ...body, id: randomUUID() });
  expect(await openOf(registerId)).toHaveLength(1);
});

test.each([
  ['over a weekend', '2026-10-01T16:00', '2026-10-05', '2026-10-06T08:30', '1 day overdue'],
  ['on a Saturday', '2026-10-03T11:00', '2026-10-06', '2026-10-08T08:30', '2 days overdue'],
  ['over Christmas and its bank holidays', '2026-12-24T16:00', '2026-12-30', '2026-12-31T08:30', '1 day overdue'],
  ['a minute before midnight in summer', '2026-10-05T23:59', '2026-10-07', '2026-10-08T00:01', '1 day overdue'],
])('2 working days %s: on its day it is not late, on the next it says how late', async (_, heard, due, after, late) => {
  desk.setClock(heard);
  sam = await desk.signedIn('sam-okafor');
  const { registerId, event } = await takenBack();
  expect((await tasksOf(registerId))[0]?.params['due']).toBe(due);
  desk.setClock(`${due}T23:59`);
  kim = await desk.signedIn('kim-manager');
  expect(await todayOf(kim, registerId)).not.toContain('overdue');
  desk.setClock(after);
  kim = await desk.signedIn('kim-manager');
  expect(await todayOf(kim, registerId)).toMatch(new RegExp(`^${late} A correction`));
  await kim.go(paths.person({ registerId }));
  expect(kim.text()).toContain(`${late} A correction of a discharge from hospital`);
  await kim.go(paths.correction({ registerId, event }));
  expect(kim.text()).toContain(late);
  await kim.press('Confirm');
  expect(kim.text()).toContain('Confirmed by Kim Example');
});

test('roles without the permission are refused, and are not asked on Today; of another area it is not there', async () => {
  const { registerId, event } = await takenBack();
  for (const [id, status] of [
    ['robin-auditor', 403],
    ['pat-keyworker', 403],
    ['jo-panel', 403],
    ['ash-administrator', 403],
  ] as const) {
    const browser = await desk.signedIn(id);
    expect((await browser.go(paths.correction({ registerId, event }))).status).toBe(status);
    const landed = await browser.go(paths.today());
    expect(landed.html).not.toContain('second person');
    const token = /name="token" value="([^"]+)"/.exec(landed.html)?.[1] ?? '';
    const init = { method: 'POST', body: new URLSearchParams({ token }), headers: { 'content-type': 'application/x-www-form-urlencoded' } };
    expect((await browser.go(paths.correctionConfirm({ registerId, event }), init)).status).toBe(status);
  }
  await desk.pool.query(
    `insert into staff (id, area, name, email, roles, audiences) values ('other-officer', 'other', 'Other Officer', 'other@elsewhere.example', '["lda-officer"]', '[]')
     on conflict do nothing`,
  );
  await kim.go(paths.correction({ registerId, event }));
  const shown = kim.page;
  await desk.pool.query(`update staff set area = 'other', also_in = '[]' where id = 'kim-manager'`);
  expect((await kim.go(paths.correction({ registerId, event }))).status).toBe(404);
  kim.page = shown;
  expect((await kim.press('Confirm')).status).toBe(404);
  expect(await todayOf(kim, registerId)).toBe('');
  await desk.pool.query(`update staff set area = 'example' where id = 'kim-manager'`);
  expect(await saidOf(event)).toEqual([]);
  // Nor is what is no correction, or one that nobody was asked about.
  expect((await kim.go(paths.correction({ registerId, event: await idOf(registerId, 'admitted') }))).status).toBe(404);
  expect((await kim.go(paths.correction({ registerId, event: randomUUID() }))).status).toBe(404);
  const other = await desk.refer();
  expect((await kim.go(paths.correction({ registerId: other, event }))).status).toBe(404);
});

test('a record that is closed as a duplicate meanwhile leaves nothing that cannot be answered', async () => {
  const { registerId, event } = await takenBack();
  const living = await desk.refer();
  await desk.send(registerId, { type: 'pathway-closed', reason: 'The same person', duplicateOf: living });
  expect(await todayOf(kim, registerId)).toContain('waits for a second person');
  await kim.go(paths.correction({ registerId, event }));
  await kim.press('Confirm');
  expect(await openOf(registerId)).toEqual([]);
});
