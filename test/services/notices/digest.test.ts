import { withoutNotify } from '../../../infra/notify/notify';
import { noticeActivities } from '../../../activities/notices';
import { holidayCalendar } from '../../../domain/calendar/working-days';
import { formatInstant, type Instant } from '../../../domain/calendar/dates';
import { coreContext } from '../../../services/rules/policies';
import { openMail, type Mail } from '../../../infra/mail/mail';
import type { SenderDeps } from '../../../services/notices/sending/attempt';
import { lastDigestAt, nextDigestAt } from '../../../services/notices/digests/digest-times';
import { gatherDigests } from '../../../services/notices/digests/gather-digests';
import { sendDue } from '../../../services/notices/sending/send';
import { prepareArea, setSending } from '../../../services/notices/settings';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { mailCatcher, type TestMail } from '../../support/mail/mail';
import { addDeadline, addEvent, addNotices, addPerson, at, day, expand, noticeLine, REGISTER_ID, takeSteps } from './support/world';

const holidays = holidayCalendar(['2026-12-25', '2026-12-28', '2027-01-01']);
const SECOND_ID = 'H8WD-55QX';

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let now: Instant;
let deps: SenderDeps;

beforeEach(async () => {
  [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  now = at('2026-10-02T07:30:05Z');
  deps = { pool: database.pool, mail, core: coreContext(), now: () => now };
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  await addPerson(database.pool);
  await addPerson(database.pool, SECOND_ID);
});

afterEach(async () => {
  mail.close();
  await Promise.all([database.drop(), catcher.stop()]);
});

async function steps(
  ...wanted: { name: 'remind' | 'due' | 'overdue'; deadline: string; due: string | null; when: string; registerId?: string }[]
): Promise<void> {
  for (const { name, deadline, due, when, registerId = REGISTER_ID } of wanted) {
    const line = {
      at: at(when),
      pathway: 1,
      what: 'step' as const,
      deadline,
      kind: 'oversight-visit' as const,
      step: name,
      audience: 'team' as const,
      due: due === null ? null : day(due),
    };
    await addNotices(database.pool, expand([line], { registerId }));
  }
}

const toSam = async () => (await catcher.mails()).filter(({ envelope }) => envelope.to[0] === 'sam.okafor@examplevalley.example');
/** The meeting that a deadline's id names. */
const meetingOf = (deadline: string): string => /held-\d+/.exec(deadline)?.[0] ?? '';
const statuses = async (): Promise<string[]> => {
  const { rows } = await database.pool.query<{ said: string }>(
    `select template || ' ' || coalesce(deadline, '') || ' ' || status || coalesce(' ' || case when status = 'digested' then '' else reason end, '') as said
       from notice where recipient = 'staff:sam-okafor' order by 1`,
  );
  return rows.map(({ said }) => said.replaceAll(/ +/g, ' ').trim());
};

test('digests come at 08:30 in London on working days, in summer and in winter', () => {
  const next = (text: string) => formatInstant(nextDigestAt(at(text), holidays));
  expect(next('2026-10-02T07:29:59Z')).toBe('2026-10-02T08:30:00+01:00');
  expect(next('2026-10-02T07:30:00Z')).toBe('2026-10-05T08:30:00+01:00');
  expect(next('2026-10-24T12:00:00Z')).toBe('2026-10-26T08:30:00+00:00');
  expect(next('2026-12-24T12:00:00Z')).toBe('2026-12-29T08:30:00+00:00');
  expect(formatInstant(lastDigestAt(at('2026-10-05T07:29:00Z'), holidays))).toBe('2026-10-02T08:30:00+01:00');
  expect(formatInstant(lastDigestAt(at('2026-10-05T07:30:00Z'), holidays))).toBe('2026-10-05T08:30:00+01:00');
});

test('each member of staff gets one mail with all that is theirs, each deadline once, with its latest standing', async () => {
  const d1 = await addDeadline(database.pool, { kind: 'oversight-visit', due: '2026-10-02' });
  const d2 = await addDeadline(database.pool, { kind: 'cetr-report', due: '2026-10-09', registerId: SECOND_ID });
  const d3 = await addDeadline(database.pool, { kind: 'mam', due: null, anchor: '2026-09-25', registerId: SECOND_ID });
  await steps(
    { name: 'due', deadline: d1, due: '2026-10-02', when: '2026-10-02T07:00:00Z' },
    { name: 'remind', deadline: d1, due: '2026-10-02', when: '2026-10-01T15:00:00Z' },
    { name: 'remind', deadline: d2, due: '2026-10-09', when: '2026-10-02T07:10:00Z', registerId: SECOND_ID },
    { name: 'remind', deadline: d3, due: null, when: '2026-10-02T07:05:00Z', registerId: SECOND_ID },
  );
  expect(await gatherDigests(database.pool, holidays, now)).toBe(2);
  expect(await sendDue(deps, 'mail')).toEqual({ sent: 2, stopped: 0, failed: 0, more: false });
  const [sam, ...others] = await toSam();
  expect(others).toEqual([]);
  expect(sam?.parsed.subject).toBe('3 things to do');
  expect(sam?.parsed.text).toContain(
    [
      'Good morning. For you today: 1 due today, 1 coming up and 1 without a date.',
      'Due today (1)',
      `- ${REGISTER_ID}: make the oversight visit, due today, Friday 2 October 2026`,
      'Coming up (1)',
      `- ${SECOND_ID}: send the report of the C(E)TR, due in 7 days, on Friday 9 October 2026`,
      'Without a date (1)',
      `- ${SECOND_ID}: hold a multi-agency meeting (MAM), no date set, waiting for 7 days`,
    ].join('\n\n'),
  );
});

test('gathering twice, and at the same moment, makes one digest; what comes later waits for the next working day', async () => {
  const d1 = await addDeadline(database.pool, { kind: 'oversight-visit', due: '2026-10-02' });
  await steps({ name: 'due', deadline: d1, due: '2026-10-02', when: '2026-10-02T07:00:00Z' });
  const made = await Promise.all([1, 2, 3].map(() => gatherDigests(database.pool, holidays, now)));
  expect(made.reduce((sum, count) => sum + count, 0)).toBe(2);
  const d2 = await addDeadline(database.pool, { kind: 'cetr-report', due: '2026-10-09' });
  await steps({ name: 'remind', deadline: d2, due: '2026-10-09', when: '2026-10-02T09:00:00Z' });
  expect(await gatherDigests(database.pool, holidays, at('2026-10-02T20:00:00Z'))).toBe(0);
  expect(await gatherDigests(database.pool, holidays, at('2026-10-03T08:00:00Z'))).toBe(0);
  await sendDue(deps, 'mail');
  now = at('2026-10-05T07:30:01Z');
  expect(await gatherDigests(database.pool, holidays, now)).toBe(2);
  await sendDue(deps, 'mail');
  expect((await toSam()).map(({ parsed }) => parsed.subject)).toEqual(['1 thing to do', '1 thing to do']);
});

test('what is done by the time of sending is left out, and a digest of which nothing is left is dropped', async () => {
  const d1 = await addDeadline(database.pool, { kind: 'oversight-visit', due: '2026-10-02' });
  const d2 = await addDeadline(database.pool, { kind: 'cetr-report', due: '2026-10-02' });
  await steps(
    { name: 'due', deadline: d1, due: '2026-10-02', when: '2026-10-02T07:00:00Z' },
    { name: 'due', deadline: d2, due: '2026-10-02', when: '2026-10-02T07:00:00Z' },
  );
  await gatherDigests(database.pool, holidays, now);
  await addEvent(database.pool, { type: 'visit-held', on: day('2026-10-02') }, { id: 'visit' });
  await sendDue(deps, 'mail', { limit: 1 });
  await addEvent(database.pool, { type: 'report-sent', meeting: meetingOf(d2), on: day('2026-10-02') }, { id: 'report' });
  await sendDue(deps, 'mail');
  const { rows } = await database.pool.query(`select status, reason from notice where template = 'digest' order by status`);
  expect(rows).toEqual([
    { status: 'dropped', reason: 'nothing-left' },
    { status: 'sent', reason: null },
  ]);
  const [arrived] = await catcher.mails();
  expect(arrived?.parsed.subject).toBe('1 thing to do');
  expect(arrived?.parsed.text).not.toContain('oversight visit');
});

test('what was to be arranged and is booked by the morning is nothing to do', async () => {
  const mam = await addDeadline(database.pool, { kind: 'mam', due: null, anchor: '2026-10-01' });
  const other = await addDeadline(database.pool, { kind: 'mam', due: null, anchor: '2026-10-01', registerId: SECOND_ID });
  for (const [deadline, registerId] of [
    [mam, REGISTER_ID],
    [other, SECOND_ID],
  ] as const)
    await addNotices(database.pool, expand([noticeLine({ notice: 'meeting-to-arrange', audience: 'team', deadline })], { registerId }));
  await addEvent(
    database.pool,
    { type: 'meeting-scheduled', meeting: 'mam-1', kind: 'mam', on: day('2026-10-08'), invited: ['team'] },
    { id: 'booked', heard: '2026-10-01T10:05:00Z' },
  );
  await gatherDigests(database.pool, holidays, now);
  await sendDue(deps, 'mail');
  expect(await statuses()).toEqual([
    'digest sent',
    ...[`meeting-to-arrange ${mam} dropped meeting-booked`, `meeting-to-arrange ${other} digested`].toSorted(),
  ]);
  const [sam] = await toSam();
  expect(sam?.parsed.text).toContain(`- ${SECOND_ID}: hold a multi-agency meeting (MAM), no date set, waiting for 1 day`);
  expect(sam?.parsed.text).not.toContain(REGISTER_ID);
});

test('after an outage a reminder of a day that has passed is dropped, and what is overdue still comes', async () => {
  const d1 = await addDeadline(database.pool, { kind: 'oversight-visit', due: '2026-10-20' });
  const d2 = await addDeadline(database.pool, { kind: 'cetr-report', due: '2026-09-29' });
  await steps(
    { name: 'remind', deadline: d1, due: '2026-10-20', when: '2026-09-30T07:00:00Z' },
    { name: 'overdue', deadline: d2, due: '2026-09-29', when: '2026-09-30T07:00:00Z' },
  );
  await gatherDigests(database.pool, holidays, now);
  await sendDue(deps, 'mail');
  expect(await statuses()).toEqual(['digest sent', `step-overdue ${d2} digested`, `step-remind ${d1} dropped day-passed`]);
  expect((await toSam())[0]?.parsed.text).toContain('send the report of the C(E)TR, 3 days overdue, was due on Tuesday 29 September 2026');
});

test('with sending stopped for the area the digest is held, and goes with its things once it is on again', async () => {
  const d1 = await addDeadline(database.pool, { kind: 'oversight-visit', due: '2026-10-02' });
  await steps({ name: 'due', deadline: d1, due: '2026-10-02', when: '2026-10-02T07:00:00Z' });
  await setSending(database.pool, 'example', { on: false });
  await gatherDigests(database.pool, holidays, now);
  await sendDue(deps, 'mail');
  expect(await statuses()).toEqual(['digest held sending-off', `step-due ${d1} digested`]);
  await setSending(database.pool, 'example', { on: true });
  expect((await sendDue(deps, 'mail')).sent).toBe(2);
});

test('a digest waits for steps of its morning that are late, for half an hour at the most', async () => {
  const d1 = await addDeadline(database.pool, { kind: 'oversight-visit', due: '2026-10-02' });
  await steps({ name: 'due', deadline: d1, due: '2026-10-02', when: '2026-10-02T07:00:00Z' });
  for (const registerId of [REGISTER_ID, SECOND_ID]) await takeSteps(database.pool, '2026-10-02T07:28:00Z', registerId);
  const { gatherDailyDigests } = noticeActivities({ ...deps, holidays, notify: withoutNotify('examplevalley.example') });
  const late = (when: string) =>
    database.pool.query(
      `insert into wake_up (register_id, pathway, deadline, kind, step, at) values ($1, 1, 'd2', 'oversight-visit', 'due', $2)
       on conflict (register_id, pathway, deadline) do update set at = excluded.at`,
      [SECOND_ID, when],
    );
  await late('2026-10-02T07:29:00Z');
  expect(await gatherDailyDigests()).toEqual({ made: 0, now, nextAt: now + 15_000 });
  // Not late, and none of this digest's.
  await late('2026-10-02T07:31:00Z');
  expect(await gatherDailyDigests()).toMatchObject({ made: 2, nextAt: at('2026-10-05T07:30:00Z') });
  await late('2026-10-02T07:29:00Z');
  now = at('2026-10-02T07:59:00Z');
  expect(await gatherDailyDigests()).toMatchObject({ nextAt: now + 15_000 });
  now = at('2026-10-02T08:00:05Z');
  expect(await gatherDailyDigests()).toMatchObject({ nextAt: at('2026-10-05T07:30:00Z') });
  // A worker that comes later gives the workers of pathways as much time.
  now = at('2026-10-02T11:00:00Z');
  expect(await noticeActivities({ ...deps, holidays, notify: withoutNotify('examplevalley.example') }).gatherDailyDigests()).toMatchObject({
    nextAt: now + 15_000,
  });
});
