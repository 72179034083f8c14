import { londonDate, type Instant, plainDate } from '../../../domain/calendar/dates';
import { changeArea } from '../../../services/areas/versions';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import { arrange, type ArrangeDeps } from '../../../services/meetings/places/arrange';
import { readOffers, takePlace } from '../../../services/meetings/places/offers';
import { readStand } from '../../../services/workflow/turn';
import { placesBetween, type StandingPlace } from '../../../domain/meetings/places';
import { type Area, areaOfFile, areasWithPlaces } from '../../../services/rules/areas';
import { coreContext } from '../../../services/rules/policies';
import { fact } from '../../support/core/core';
import type { Said } from '../../support/core/facts';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { about } from '../notices/support/staff';
import { at } from '../notices/support/world';

const PLACES: NonNullable<Area['places']> = [
  { id: 'tuesday', kinds: ['mam'], weekday: 'tuesday', time: '10:00', until: '11:30', where: 'Team base, room 2', seats: 1 },
  {
    ...{ id: 'panel', kinds: ['community-cetr', 'post-admission-cetr'], weekday: 'friday' },
    ...{ time: '09:30', until: '15:00', where: 'Panel room', seats: 1 },
  },
];

let database: TestDatabase;
let deps: CommitDeps;
let now: Instant;
beforeEach(async () => {
  database = await freshDatabase();
  deps = commitDeps(database.pool);
  // A Monday.
  now = at('2026-10-05T09:00:00Z');
});
afterEach(async () => {
  await changeArea(database.pool, { profile: areaOfFile('example'), ...about(now) });
  await database.drop();
});

const has = (more: Partial<Area>) =>
  changeArea(database.pool, {
    profile: { ...areaOfFile('example'), places: PLACES, arranging: 'propose', noticeDays: {}, invites: {}, ...more },
    ...about(now),
  });
const arranging = (): ArrangeDeps => ({
  pool: database.pool,
  core: coreContext(),
  now: () => now,
  commit: (request) => commit(deps, request),
});

let said = 0;
const hear = async (registerId: string, event: Said): Promise<string> => {
  said += 1;
  now = (now + 1_000) as Instant;
  return (await say(deps, registerId, now, fact(event), { id: `e-${said}` })).status;
};
/** Somebody on the register, rated amber: a multi-agency meeting is asked for. */
async function amber(rating: 'amber' | 'red' = 'amber'): Promise<string> {
  const registerId = newRegisterId();
  await hear(registerId, { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await hear(registerId, { type: 'consent-given', basis: 'own', scope: ['register', 'meeting'] });
  await hear(registerId, { type: 'rating-set', rating, reason: 'x' });
  return registerId;
}
const give = (registerId: string): Promise<void> => arrange(arranging(), { registerId, pathway: 1 });
const kept = async (registerId: string) =>
  (await readOffers(database.pool, registerId, 1)).map(({ kind, place, nearest, meeting }) => ({
    ...{ kind, meeting },
    place: place && `${place.on} ${place.time} ${place.place} ${place.seat}`,
    nearest: nearest.map(({ on }) => on),
  }));
const wants = async (registerId: string): Promise<boolean> =>
  (await readStand(database.pool, { registerId, pathway: 1 }, areasWithPlaces(['example']), now)).arrange ?? false;
const meetings = async (registerId: string) =>
  (
    await database.pool.query(
      `select kind, "on"::text as "on", time, place, status from meeting where register_id = $1 order by "on", status`,
      [registerId],
    )
  ).rows;
const tasks = async () =>
  (await database.pool.query<{ kind: string }>(`select kind from task where kind <> 'look-back' order by key`)).rows.map(
    ({ kind }) => kind,
  );

test('where an area proposes: the earliest place is kept, once, and nothing is booked', async () => {
  await has({ arranging: 'propose' });
  const registerId = await amber();
  expect(await wants(registerId)).toBe(true);
  for (const _ of [1, 2]) await give(registerId);
  expect(await kept(registerId)).toEqual([{ kind: 'mam', place: '2026-10-06 10:00 tuesday 1', nearest: [], meeting: null }]);
  expect(await wants(registerId)).toBe(false);
  expect(await meetings(registerId)).toEqual([]);
  // The next person gets the next one.
  const other = await amber();
  await give(other);
  expect(await kept(other)).toMatchObject([{ place: '2026-10-13 10:00 tuesday 1' }]);
});

test('where it books: the meeting is in the record with its time and place, who is invited as the area says, once however often it is repeated', async () => {
  await has({ arranging: 'book', noticeDays: { mam: 3 }, invites: { mam: ['team', 'person'] } });
  const registerId = await amber();
  for (const _ of [1, 2, 3]) await give(registerId);
  expect(await meetings(registerId)).toEqual([
    { kind: 'mam', on: '2026-10-13', time: '10:00', place: 'Team base, room 2', status: 'scheduled' },
  ]);
  expect(await kept(registerId)).toMatchObject([
    { place: '2026-10-13 10:00 tuesday 1', meeting: expect.stringMatching(/^[0-9a-f-]{36}$/) },
  ]);
  expect(await wants(registerId)).toBe(false);
  const { rows } = await database.pool.query(
    `select source, fact::json -> 'invited' as invited from event where type = 'meeting-scheduled'`,
  );
  expect(rows).toEqual([{ source: 'service', invited: ['team', 'person'] }]);
});

test('a worker that dies between keeping a place and booking it leaves it kept, and the repeat books that one', async () => {
  await has({ arranging: 'book' });
  const registerId = await amber();
  const dying: ArrangeDeps = { ...arranging(), commit: () => Promise.reject(new Error('the worker is gone')) };
  await expect(arrange(dying, { registerId, pathway: 1 })).rejects.toThrow('the worker is gone');
  expect(await kept(registerId)).toMatchObject([{ place: '2026-10-06 10:00 tuesday 1', meeting: null }]);
  await give(registerId);
  expect(await meetings(registerId)).toMatchObject([{ on: '2026-10-06' }]);
});

test('a staff booking elsewhere gives the place back, one at that very place makes it the meeting’s', async () => {
  await has({ arranging: 'propose' });
  const [first, second] = [await amber(), await amber()];
  await give(first);
  await give(second);
  await hear(first, { type: 'meeting-scheduled', meeting: 'own', kind: 'mam', on: plainDate('2026-10-08') });
  expect(await wants(first)).toBe(true);
  await give(first);
  expect(await kept(first)).toEqual([]);
  await hear(second, { type: 'meeting-scheduled', meeting: 'there', kind: 'mam', on: plainDate('2026-10-13'), time: '10:00' });
  await give(second);
  expect(await kept(second)).toMatchObject([{ place: '2026-10-13 10:00 tuesday 1', meeting: 'there' }]);
  expect(await wants(second)).toBe(false);
  // The place that was given back is another's.
  const third = await amber();
  await give(third);
  expect(await kept(third)).toMatchObject([{ place: '2026-10-06 10:00 tuesday 1' }]);
});

test('an admission, a cancellation or the end of the pathway gives the place back; what is then asked for gets another', async () => {
  await has({ arranging: 'book' });
  const registerId = await amber();
  await give(registerId);
  const [{ meeting } = { meeting: '' }] = await kept(registerId);
  await hear(registerId, { type: 'meeting-cancelled', meeting: meeting ?? '' });
  expect(await wants(registerId)).toBe(true);
  now = (now + 60_000) as Instant;
  for (const _ of [1, 2]) await give(registerId);
  // Another day, as a meeting of its own: nobody is asked again to the very hour that was called off.
  expect(await meetings(registerId)).toMatchObject([
    { on: '2026-10-06', status: 'cancelled' },
    { on: '2026-10-13', status: 'scheduled' },
  ]);
  await hear(registerId, { type: 'admitted', security: 'low', detained: false, planned: false });
  await give(registerId);
  // The meeting that is booked stands until somebody calls it off; the review after the admission has a place of its own.
  expect(await kept(registerId)).toMatchObject([{ kind: 'mam' }, { kind: 'post-admission-cetr', place: '2026-10-09 09:30 panel 1' }]);
  await hear(registerId, { type: 'person-died' });
  expect(await wants(registerId)).toBe(true);
  await give(registerId);
  expect(await kept(registerId)).toEqual([]);
});

test('a meeting of a day before it is asked for, of which nobody has said what became, does nothing for what is asked for since', async () => {
  await has({ arranging: 'book' });
  const registerId = await amber();
  await give(registerId);
  now = at('2026-10-07T09:00:00Z');
  // It may have been held: nothing else is booked until somebody says so.
  expect(await wants(registerId)).toBe(false);
  await hear(registerId, { type: 'admitted', security: 'low', detained: false, planned: false });
  await hear(registerId, { type: 'discharged', destination: 'home' });
  expect(await wants(registerId)).toBe(true);
  await give(registerId);
  expect((await meetings(registerId)).at(-1)).toMatchObject({ kind: 'mam', on: '2026-10-13', status: 'scheduled' });
  expect(await wants(registerId)).toBe(false);
});

test('no place before its day: a person is told, with the three nearest, and once', async () => {
  await has({
    noticeDays: { 'post-admission-cetr': 14 },
    noPlaces: [{ from: plainDate('2026-10-12'), to: plainDate('2026-11-15'), why: 'The room is painted' }],
  });
  const registerId = await amber();
  await hear(registerId, { type: 'admitted', security: 'low', detained: false, planned: false });
  for (const _ of [1, 2]) await give(registerId);
  expect(await kept(registerId)).toEqual([
    { kind: 'post-admission-cetr', place: null, nearest: ['2026-11-20', '2026-11-27', '2026-12-04'], meeting: null },
  ]);
  expect(await tasks()).toEqual(['no-place']);
  expect(await wants(registerId)).toBe(false);
});

test('what is kept is booked once the area books by itself, given back when its day has passed or its date has moved, and sought anew', async () => {
  await has({ arranging: 'propose' });
  const registerId = await amber();
  await give(registerId);
  expect(await wants(registerId)).toBe(false);
  // Nobody books it, and its day passes.
  now = at('2026-10-12T09:00:00Z');
  expect(await wants(registerId)).toBe(true);
  await give(registerId);
  expect(await kept(registerId)).toMatchObject([{ place: '2026-10-13 10:00 tuesday 1', meeting: null }]);
  // The room is shut that day.
  await has({ arranging: 'book', noPlaces: [{ from: plainDate('2026-10-13'), to: plainDate('2026-10-13'), why: 'Shut' }] });
  expect(await wants(registerId)).toBe(true);
  await give(registerId);
  expect(await meetings(registerId)).toMatchObject([{ on: '2026-10-20', status: 'scheduled' }]);
});

test('one meeting that does for two is booked once, and one place is kept for both', async () => {
  for (const arrangingBy of ['propose', 'book'] as const) {
    await has({ arranging: arrangingBy });
    const registerId = await amber('red');
    await hear(registerId, { type: 'review-requested', by: 'family', reason: 'x' });
    for (const _ of [1, 2]) await give(registerId);
    expect(await kept(registerId)).toHaveLength(1);
    expect(await wants(registerId)).toBe(false);
    expect(await meetings(registerId)).toHaveLength(arrangingBy === 'book' ? 1 : 0);
  }
});

test('a place at which staff booked by hand is taken; a refusal is told once, and not tried again', async () => {
  await has({ arranging: 'book' });
  const byHand = await amber();
  const first = { type: 'meeting-scheduled', meeting: 'hand', kind: 'mam', on: plainDate('2026-10-06') } as const;
  await hear(byHand, { ...first, time: '10:00' } as Said);
  // Where it is are words, which these helpers do not carry.
  await database.pool.query(`update meeting set place = 'Team base, room 2' where id = 'hand'`);
  await give(byHand);
  const registerId = await amber();
  const refusing: ArrangeDeps = {
    ...arranging(),
    commit: ({ id, batch, clock: at }) => {
      const reason = { code: 'id-tells-who', detail: '' } as const;
      return Promise.resolve({ status: 'refused', registerId, pathway: 1, batch, id, sequence: 1, at, reason, repeated: false });
    },
  };
  for (const _ of [1, 2]) await arrange(refusing, { registerId, pathway: 1 });
  expect(await kept(registerId)).toMatchObject([{ place: null, meeting: null }]);
  expect(await wants(registerId)).toBe(false);
  expect(await tasks()).toEqual(['not-arranged']);
  // The seat is another's, after the one that is taken by hand.
  const other = await amber();
  await give(other);
  expect(await kept(other)).toMatchObject([{ place: '2026-10-13 10:00 tuesday 1' }]);
});

test('200 requests for 120 places from 4 workers, one of which dies at random: no place twice, none lost, everybody without one is told of', async () => {
  const panel: StandingPlace = { id: 'mam', kinds: ['mam'], weekday: 'tuesday', time: '10:00', until: '11:00', where: 'Room 2', seats: 3 };
  const places = placesBetween(
    { places: [panel], noPlaces: [] },
    'mam',
    plainDate('2026-10-05'),
    plainDate('2027-07-31'),
    coreContext().holidays,
  ).slice(0, 120);
  expect(places).toHaveLength(120);
  const ids = Array.from({ length: 200 }, () => newRegisterId());
  for (const id of ids)
    await database.pool.query(`insert into person (register_id, area, minutes, rule_set) values ($1, 'example', 0, 'england-2023')`, [id]);
  const waiting = [...ids];
  let got = 0;
  let without = 0;
  const worker = async (dies: boolean): Promise<void> => {
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const request = { registerId: id, pathway: 1, deadline: 'mam:x', kind: 'mam', area: 'example' } as const;
      const taken = await takePlace(database.pool, request, places, now);
      if (dies && Math.random() < 0.1) {
        // It is gone before it can say so: another asks again for the same.
        waiting.push(id);
        return;
      }
      if (taken) got += 1;
      else without += 1;
    }
  };
  await Promise.all([worker(true), worker(false), worker(false), worker(false)]);
  const { rows } = await database.pool.query<{ places: number; requests: number }>(
    `select count(distinct (place, "on", seat))::int as places, count(*)::int as requests from place_offer`,
  );
  expect({ got, without, ...rows[0] }).toEqual({ got: 120, without: 80, places: 120, requests: 120 });
});

test('an area without places arranges nothing, and its workflow is not asked to', async () => {
  await has({ places: [] });
  const registerId = await amber();
  expect((await readStand(database.pool, { registerId, pathway: 1 }, areasWithPlaces(['example']), now)).arrange).toBeUndefined();
  expect((await readStand(database.pool, { registerId, pathway: 1 })).arrange).toBeUndefined();
  await give(registerId);
  expect(await kept(registerId)).toEqual([]);
  expect(londonDate(now)).toBe('2026-10-05');
});
