import { type Instant, plainDate } from '../../../domain/calendar/dates';
import { eventSchema } from '../../../domain/pathway/events';
import { openMail, type Mail } from '../../../infra/mail/mail';
import { changeArea } from '../../../services/areas/versions';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import { arrange } from '../../../services/meetings/places/arrange';
import { sendDue } from '../../../services/notices/sending/send';
import { prepareArea } from '../../../services/notices/settings';
import { storedContacts } from '../../../services/people/contacts';
import { type Area, area, areaOfFile } from '../../../services/rules/areas';
import { coreContext } from '../../../services/rules/policies';
import type { Said } from '../../support/core/facts';
import { commitDeps, newRegisterId, say, somebody } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { mailCatcher, type TestMail } from '../../support/mail/mail';
import { about } from '../notices/support/staff';
import { at } from '../notices/support/world';

/** What is to come of each story is worked out by hand, day by day; 1 October 2026 is a Thursday. */

const MUM = { id: 'mum', name: 'Mum Madeup', role: 'parent-carer', email: 'mum@family.example', chosen: true };
const PLACES: NonNullable<Area['places']> = [
  { id: 'tuesday', kinds: ['mam'], weekday: 'tuesday', time: '10:00', until: '11:30', where: 'Team base', seats: 1 },
  {
    ...{ id: 'panel', kinds: ['community-cetr', 'post-admission-cetr', 'inpatient-cetr'], weekday: 'friday' },
    ...{ time: '09:30', until: '15:00', where: 'Panel room', seats: 1 },
  },
];

let database: TestDatabase;
let catcher: TestMail;
let mail: Mail;
let deps: CommitDeps;
let registerId: string;
let now: Instant;
let read: number;
let said: number;
beforeEach(async () => {
  [database, catcher] = await Promise.all([freshDatabase(), mailCatcher()]);
  mail = openMail({ url: catcher.url, from: 'service@examplevalley.example' });
  await prepareArea(database.pool, 'example', { ownMailServer: false });
  now = at('2026-09-28T08:00:00Z');
  await areaHas({});
  deps = { ...commitDeps(database.pool), book: (id) => area(id).book };
  registerId = newRegisterId();
  [read, said] = [0, 0];
});
const areaHasBook = () => areaOfFile('example').book;
/** What the area has and says from now on. */
async function areaHas(more: Partial<Area>): Promise<void> {
  const invites = { mam: ['team', 'mum'], 'community-cetr': ['panel', 'mum'], 'post-admission-cetr': ['panel', 'mum'] };
  const profile = { ...areaOfFile('example'), places: PLACES, arranging: 'book' as const, noticeDays: {}, invites, ...more } satisfies Area;
  await changeArea(database.pool, { profile, ...about(now) });
}
afterEach(async () => {
  mail.close();
  await changeArea(database.pool, { profile: areaOfFile('example'), ...about(now) });
  await Promise.all([database.drop(), catcher.stop()]);
});

/** An event as it is heard; then the person's workflow arranges, and what is due is sent. Out: the mails to the panel and the family, `who: subject`. */
async function hear(when: string, event: Said, id?: string): Promise<string[]> {
  said += 1;
  now = at(when);
  const person = somebody({ name: 'Zebedee Quillfeather', bornOn: plainDate('2011-03-02'), contacts: storedContacts([MUM]) });
  const answer = await say(deps, registerId, now, eventSchema.parse(event), { person, id: id ?? `e-${said}` });
  if (answer.status !== 'applied') throw new Error(JSON.stringify(answer));
  return later(when);
}
async function later(when: string): Promise<string[]> {
  now = at(when);
  const wake = await commit(deps, { kind: 'wake', registerId, clock: now });
  expect(wake.status).toBe('played');
  for (const _ of [1, 2])
    await arrange(
      { pool: database.pool, core: coreContext(), now: () => now, commit: (request) => commit(deps, request) },
      { registerId, pathway: 1 },
    );
  await sendDue({ pool: database.pool, mail, core: coreContext(), now: () => (now + 1_000) as Instant }, 'mail');
  const arrived = (await catcher.mails()).slice(read);
  read += arrived.length;
  return arrived
    .filter(({ envelope }) => /^(panel|mum)/.test(envelope.to.join()))
    .map(({ envelope, parsed }) => `${envelope.to.join().split(/[@.]/)[0]}: ${parsed.subject?.replace(`${registerId}: `, '')}`)
    .toSorted();
}
const meetings = async (): Promise<string[]> =>
  (
    await database.pool.query<{ line: string }>(
      `select kind || ' ' || "on" || ' ' || status as line from meeting where register_id = $1 order by "on", kind`,
      [registerId],
    )
  ).rows.map(({ line }) => line);
const idOf = async (kind: string): Promise<string> =>
  (await database.pool.query<{ id: string }>(`select id from meeting where register_id = $1 and kind = $2`, [registerId, kind])).rows[0]
    ?.id ?? '';
/** What is put before the team, that no date of a rule brings. */
const tasks = async (): Promise<string[]> =>
  (
    await database.pool.query<{ kind: string }>(
      `select kind from task where register_id = $1 and status = 'open' and kind <> 'look-back' order by kind`,
      [registerId],
    )
  ).rows.map(({ kind }) => kind);

/** On the register since 1 September, consent to everything, rated. */
async function rated(rating: 'amber' | 'red'): Promise<string[]> {
  await hear('2026-10-01T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await hear('2026-10-01T08:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  return hear('2026-10-01T08:02:00Z', { type: 'rating-set', rating, reason: 'x' });
}
const ADMITTED = { type: 'admitted', security: 'low', detained: false, planned: false } as const;

test('a review is booked in the community, and then the person is admitted: the team is asked what becomes of it, and the review in hospital is booked', async () => {
  expect(await rated('red')).toEqual(['mum: About a meeting', 'panel: invitation to a meeting']);
  expect(await meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  const booked = await idOf('community-cetr');
  // Held in the stay it would be the review after the admission: nothing else is booked before somebody has decided.
  expect(await hear('2026-10-01T18:00:00Z', ADMITTED)).toEqual([]);
  expect(await meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  expect(await tasks()).toEqual(['meeting-out-of-place']);
  // Called off, its place is free for the review after the admission. Each is told of both, once.
  expect(await hear('2026-10-01T18:05:00Z', { type: 'meeting-cancelled', meeting: booked })).toEqual([
    'mum: About a meeting',
    'mum: About a meeting',
    'panel: a meeting is off',
    'panel: invitation to a meeting',
  ]);
  expect(await meetings()).toEqual(['community-cetr 2026-10-02 cancelled', 'post-admission-cetr 2026-10-02 scheduled']);
  expect(await tasks()).toEqual([]);
});

test('a discharge between a review that is booked in hospital and its day: the team is asked, and a meeting after the discharge is booked', async () => {
  await rated('amber');
  await hear('2026-10-05T09:00:00Z', ADMITTED);
  expect(await meetings()).toEqual(['mam 2026-10-06 scheduled', 'post-admission-cetr 2026-10-09 scheduled']);
  await hear('2026-10-06T15:00:00Z', { type: 'meeting-held', meeting: await idOf('mam'), kind: 'mam', outcome: 'continue' });
  await hear('2026-10-07T09:00:00Z', { type: 'discharged', destination: 'home' });
  expect(await tasks()).toEqual(['meeting-out-of-place']);
  expect(await meetings()).toEqual(['mam 2026-10-06 held', 'post-admission-cetr 2026-10-09 scheduled', 'mam 2026-10-13 scheduled']);
  // Back in hospital the same evening, the review fits again, and is the one that is needed.
  await hear('2026-10-07T19:00:00Z', ADMITTED);
  expect(await tasks()).toEqual([]);
  expect((await meetings()).filter((line) => line.startsWith('post'))).toEqual(['post-admission-cetr 2026-10-09 scheduled']);
});

test('a death between an invitation and its meeting: nobody is reminded or invited, the place is free, and the cancellation waits for a person', async () => {
  await rated('red');
  expect(await hear('2026-10-01T18:00:00Z', { type: 'person-died' })).toEqual([]);
  expect(await later('2026-10-02T08:00:00Z')).toEqual([]);
  expect(await tasks()).toEqual(['cancellation-held']);
  const { rowCount } = await database.pool.query('select from place_offer where register_id = $1', [registerId]);
  expect(rowCount).toBe(0);
});

test('somebody else was admitted, which is put right three weeks later: the bookings go with it, those invited are told once, and nothing is owed', async () => {
  await rated('amber');
  await hear('2026-10-01T09:00:00Z', ADMITTED, 'wrong');
  expect(await meetings()).toEqual(['post-admission-cetr 2026-10-02 scheduled', 'mam 2026-10-06 scheduled']);
  const review = { meeting: await idOf('post-admission-cetr'), kind: 'post-admission-cetr', on: plainDate('2026-10-30') } as const;
  await hear('2026-10-02T08:00:00Z', { type: 'meeting-scheduled', ...review, time: '09:30', invited: ['panel', 'mum'] }, 'moved');
  await hear('2026-10-06T15:00:00Z', { type: 'meeting-held', meeting: await idOf('mam'), kind: 'mam', outcome: 'continue' });
  now = at('2026-10-22T09:00:00Z');
  const alone = await say(deps, registerId, now, eventSchema.parse({ type: 'corrected', event: 'wrong', reason: 'x' }), { id: 'alone' });
  if (alone.status !== 'refused') throw new Error('a review that can only be held in a stay would stand without one');
  const { events = [] } = alone.reason;
  expect(events).toContain('moved');
  const told = await hear('2026-10-22T09:05:00Z', { type: 'corrected', events: ['wrong', ...events], reason: 'It was another person' });
  expect(told.filter((line) => line.startsWith('panel'))).toEqual(['panel: a meeting is off']);
  // In the community again: the meeting after the one that was held is booked.
  expect(await meetings()).toEqual(['mam 2026-10-06 held', 'mam 2026-10-27 scheduled']);
  expect(await tasks()).toEqual([]);
  const { rows } = await database.pool.query(
    `select kind from deadline where register_id = $1 and owed and kind in ('post-admission-cetr', 'oversight-visit', 'inpatient-cetr')`,
    [registerId],
  );
  expect(rows).toEqual([]);
});

test('two hospitals tell of one transfer: one review is booked for both, and the one that is taken back leaves one', async () => {
  await rated('amber');
  await hear('2026-10-01T09:00:00Z', ADMITTED);
  const held = { type: 'meeting-held', kind: 'post-admission-cetr', outcome: 'at-1' } as const;
  const transfer = { type: 'transferred', security: 'low', detained: false, newHospital: true } as const;
  await hear('2026-10-02T16:00:00Z', { ...held, meeting: await idOf('post-admission-cetr') });
  await hear('2026-10-05T09:00:00Z', transfer);
  await hear('2026-10-05T11:00:00Z', transfer, 'told-again');
  const owed = async () =>
    (
      await database.pool.query<{ kind: string }>(`select kind from deadline where register_id = $1 and kind = 'transfer-cetr' and owed`, [
        registerId,
      ])
    ).rowCount;
  expect(await owed()).toBe(2);
  const booked = 'inpatient-cetr 2026-10-09 scheduled';
  expect((await meetings()).filter((line) => line.startsWith('inpatient'))).toEqual([booked]);
  await hear('2026-10-05T12:00:00Z', { type: 'corrected', event: 'told-again', reason: 'It is the same transfer' });
  expect(await owed()).toBe(1);
  expect((await meetings()).filter((line) => line.startsWith('inpatient'))).toEqual([booked]);
});

test('meetings go on until well-being is restored: each that is held asks for the next, which gets a place of its own, and none that has begun', async () => {
  await rated('amber');
  expect(await meetings()).toEqual(['mam 2026-10-06 scheduled']);
  const goOn = async (when: string) =>
    hear(when, {
      type: 'meeting-held',
      meeting: (await database.pool.query<{ id: string }>(`select id from meeting where status = 'scheduled'`)).rows[0]?.id ?? '',
      kind: 'mam',
      outcome: 'continue',
    });
  // That of the same morning is over.
  expect(await goOn('2026-10-06T12:00:00Z')).toEqual(['mum: About a meeting']);
  expect(await goOn('2026-10-13T12:00:00Z')).toEqual(['mum: About a meeting']);
  expect(await meetings()).toEqual(['mam 2026-10-06 held', 'mam 2026-10-13 held', 'mam 2026-10-20 scheduled']);
  const [, other] = [registerId, newRegisterId()];
  registerId = other;
  await hear('2026-10-20T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await hear('2026-10-20T08:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await hear('2026-10-20T10:00:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' });
  expect(await meetings()).toEqual(['mam 2026-10-27 scheduled']);
});

const shut = (on: string) => [{ from: plainDate(on), to: plainDate(on), why: 'The building is shut' }];
const woken = async (): Promise<number | null> =>
  (await database.pool.query(`select from outbox where register_id = $1 and signal = 'present'`, [registerId])).rowCount;

test('a holiday is announced: what is booked on that day is moved to the next place, those invited are told once, and nobody else loses theirs', async () => {
  await rated('amber');
  expect(await meetings()).toEqual(['mam 2026-10-06 scheduled']);
  now = at('2026-10-02T09:00:00Z');
  await areaHas({ noPlaces: shut('2026-10-13') });
  expect(await woken()).toBe(0);
  await areaHas({ noPlaces: shut('2026-10-06') });
  expect(await woken()).toBe(1);
  expect(await later('2026-10-02T09:01:00Z')).toEqual(['mum: About a meeting']);
  expect(await meetings()).toEqual(['mam 2026-10-13 scheduled']);
  expect(await later('2026-10-02T09:02:00Z')).toEqual([]);
  // The building is shut that day too, and its Tuesdays are at another time from then on.
  const [first] = PLACES;
  await areaHas({ noPlaces: shut('2026-10-06'), places: [{ ...first, time: '14:00', until: '15:30' } as (typeof PLACES)[number]] });
  expect(await later('2026-10-02T09:03:00Z')).toEqual(['mum: About a meeting']);
  const { rows } = await database.pool.query(`select "on"::text as "on", time from meeting where register_id = $1`, [registerId]);
  expect(rows).toEqual([{ on: '2026-10-13', time: '14:00' }]);
  expect(await tasks()).toEqual([]);
});

test('the chair of a panel is away: the review is moved to the next of their days, and they are invited with the others', async () => {
  const [, panel] = PLACES;
  const chair = { id: 'chair', name: 'Chair Madeup', email: 'panel.chair@examplevalley.example', audiences: ['panel' as const] };
  const has = { book: [...areaHasBook(), chair], places: [{ ...panel, sits: ['chair'] } as (typeof PLACES)[number]] };
  await areaHas({ ...has, invites: { 'community-cetr': ['mum'] } });
  expect(await rated('red')).toEqual(['mum: About a meeting', 'panel: invitation to a meeting']);
  expect(await meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  const away = [{ from: plainDate('2026-10-02'), to: plainDate('2026-10-09'), why: 'Ill', who: 'chair' }];
  now = at('2026-10-02T06:00:00Z');
  await areaHas({ ...has, invites: { 'community-cetr': ['mum'] }, noPlaces: away });
  expect(await later('2026-10-02T06:01:00Z')).toEqual(['mum: About a meeting', 'panel: a meeting has changed']);
  expect(await meetings()).toEqual(['community-cetr 2026-10-16 scheduled']);
});

test('where there is no other place, or the area only proposes: a person is told, and the booking stands until they have decided', async () => {
  await rated('amber');
  now = at('2026-10-02T09:00:00Z');
  await areaHas({ places: [] });
  expect(await later('2026-10-02T09:01:00Z')).toEqual([]);
  expect(await meetings()).toEqual(['mam 2026-10-06 scheduled']);
  expect(await tasks()).toEqual(['place-gone']);
  registerId = newRegisterId();
  await areaHas({});
  await rated('amber');
  now = at('2026-10-02T10:00:00Z');
  await areaHas({ arranging: 'propose', noPlaces: shut('2026-10-13') });
  expect(await later('2026-10-02T10:01:00Z')).toEqual([]);
  expect(await meetings()).toEqual(['mam 2026-10-13 scheduled']);
  expect(await tasks()).toEqual(['place-gone']);
  const moved = { type: 'meeting-scheduled', meeting: await idOf('mam'), kind: 'mam', on: plainDate('2026-10-15'), time: '13:00' } as const;
  await hear('2026-10-02T10:02:00Z', moved);
  expect(await tasks()).toEqual([]);
});

test('what staff moved by hand before the service came to it stays where they put it', async () => {
  await rated('amber');
  now = at('2026-10-02T09:00:00Z');
  await areaHas({ noPlaces: shut('2026-10-06') });
  const moved = { type: 'meeting-scheduled', meeting: await idOf('mam'), kind: 'mam', on: plainDate('2026-10-08'), time: '13:00' } as const;
  await hear('2026-10-02T09:01:00Z', moved);
  expect(await meetings()).toEqual(['mam 2026-10-08 scheduled']);
  expect(await tasks()).toEqual([]);
});
