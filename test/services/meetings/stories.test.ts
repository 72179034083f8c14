import { plainDate } from '../../../domain/calendar/dates';
import { type Area, areaOfFile } from '../../../services/rules/areas';
import type { Said } from '../../support/core/facts';
import { type ArrangingStage, arrangingStage } from './support/stage';

/** What is to come of each story is worked out by hand, day by day; 1 October 2026 is a Thursday. */

const MUM = { id: 'mum', name: 'Mum Madeup', role: 'parent-carer', email: 'mum@family.example', chosen: true };
type StandingPlace = NonNullable<Area['places']>[number];
const TUESDAY: StandingPlace = {
  ...{ id: 'tuesday', kinds: ['mam'], weekday: 'tuesday' },
  ...{ time: '10:00', until: '11:30', where: 'Team base', seats: 1 },
};
const PANEL: StandingPlace = {
  ...{ id: 'panel', kinds: ['community-cetr', 'post-admission-cetr', 'inpatient-cetr'], weekday: 'friday' },
  ...{ time: '09:30', until: '15:00', where: 'Panel room', seats: 1 },
};

const INVITES: Area['invites'] = { mam: ['team', 'mum'], 'community-cetr': ['panel', 'mum'], 'post-admission-cetr': ['panel', 'mum'] };

let stage: ArrangingStage;
beforeEach(async () => {
  stage = await arrangingStage({
    ...{ area: { places: [TUESDAY, PANEL], invites: INVITES }, contacts: [MUM], bornOn: '2011-03-02', from: '2026-09-28T08:00:00Z' },
  });
});
afterEach(() => stage.strike());

const { meetings, idOf } = { meetings: () => stage.meetings(), idOf: (kind: string) => stage.idOf(kind) };
/** Those to the panel and the family. */
const outside = (mails: readonly string[]): string[] =>
  mails.filter((line) => /^(panel|mum)/.test(line)).map((line) => line.replace(/^panel[.]\w+/, 'panel'));
const hear = async (when: string, event: Said, id?: string): Promise<string[]> => outside(await stage.hear(when, event, id));
const later = async (when: string): Promise<string[]> => outside(await stage.later(when));
const tasks = async (): Promise<string[]> => (await stage.tasks()).filter((kind) => kind !== 'look-back');

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
  // Back in hospital the same evening, the review fits again, and is the one that is needed; the meeting after the discharge is not.
  await hear('2026-10-07T19:00:00Z', ADMITTED);
  expect(await tasks()).toEqual(['meeting-out-of-place']);
  await hear('2026-10-07T19:05:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('mam', '2026-10-13') });
  expect(await tasks()).toEqual([]);
  expect((await meetings()).filter((line) => line.startsWith('post'))).toEqual(['post-admission-cetr 2026-10-09 scheduled']);
});

test('a death between an invitation and its meeting: nobody is reminded or invited, the place is free, and the cancellation waits for a person', async () => {
  await rated('red');
  expect(await hear('2026-10-01T18:00:00Z', { type: 'person-died' })).toEqual([]);
  expect(await later('2026-10-02T08:00:00Z')).toEqual([]);
  expect(await tasks()).toEqual(['cancellation-held']);
  const { rowCount } = await stage.database.pool.query('select from place_offer where register_id = $1', [stage.registerId()]);
  expect(rowCount).toBe(0);
});

test('somebody else was admitted, which is put right three weeks later: the bookings go with it, those invited are told once, and nothing is owed', async () => {
  await rated('amber');
  await hear('2026-10-01T09:00:00Z', ADMITTED, 'wrong');
  expect(await meetings()).toEqual(['post-admission-cetr 2026-10-02 scheduled', 'mam 2026-10-06 scheduled']);
  const review = { meeting: await idOf('post-admission-cetr'), kind: 'post-admission-cetr', on: plainDate('2026-10-30') } as const;
  await hear('2026-10-02T08:00:00Z', { type: 'meeting-scheduled', ...review, time: '09:30', invited: ['panel', 'mum'] }, 'moved');
  await hear('2026-10-06T15:00:00Z', { type: 'meeting-held', meeting: await idOf('mam'), kind: 'mam', outcome: 'continue' });
  const alone = await stage.said('2026-10-22T09:00:00Z', { type: 'corrected', event: 'wrong', reason: 'x' }, 'alone');
  if (alone.status !== 'refused') throw new Error('a review that can only be held in a stay would stand without one');
  const { events = [] } = alone.reason;
  expect(events).toContain('moved');
  const told = await hear('2026-10-22T09:05:00Z', { type: 'corrected', events: ['wrong', ...events], reason: 'It was another person' });
  expect(told.filter((line) => line.startsWith('panel'))).toEqual(['panel: a meeting is off']);
  // In the community again: the meeting after the one that was held is booked.
  expect(await meetings()).toEqual(['mam 2026-10-06 held', 'mam 2026-10-27 scheduled']);
  expect(await tasks()).toEqual([]);
  const { rows } = await stage.database.pool.query(
    `select kind from deadline where register_id = $1 and owed and kind in ('post-admission-cetr', 'oversight-visit', 'inpatient-cetr')`,
    [stage.registerId()],
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
      await stage.database.pool.query<{ kind: string }>(
        `select kind from deadline where register_id = $1 and kind = 'transfer-cetr' and owed`,
        [stage.registerId()],
      )
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
      meeting: (await stage.database.pool.query<{ id: string }>(`select id from meeting where status = 'scheduled'`)).rows[0]?.id ?? '',
      kind: 'mam',
      outcome: 'continue',
    });
  // That of the same morning is over.
  expect(await goOn('2026-10-06T12:00:00Z')).toEqual(['mum: About a meeting']);
  expect(await goOn('2026-10-13T12:00:00Z')).toEqual(['mum: About a meeting']);
  expect(await meetings()).toEqual(['mam 2026-10-06 held', 'mam 2026-10-13 held', 'mam 2026-10-20 scheduled']);
  stage.another();
  await hear('2026-10-20T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await hear('2026-10-20T08:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  await hear('2026-10-20T10:00:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' });
  expect(await meetings()).toEqual(['mam 2026-10-27 scheduled']);
});

const shut = (on: string) => [{ from: plainDate(on), to: plainDate(on), why: 'The building is shut' }];
const woken = async (): Promise<number | null> =>
  (await stage.database.pool.query(`select from outbox where register_id = $1 and signal = 'present'`, [stage.registerId()])).rowCount;

test('a holiday is announced: what is booked on that day is moved to the next place, those invited are told once, and nobody else loses theirs', async () => {
  await rated('amber');
  expect(await meetings()).toEqual(['mam 2026-10-06 scheduled']);
  stage.setNow('2026-10-02T09:00:00Z');
  await stage.areaHas({ noPlaces: shut('2026-10-13') });
  expect(await woken()).toBe(0);
  await stage.areaHas({ noPlaces: shut('2026-10-06') });
  expect(await woken()).toBe(1);
  expect(await later('2026-10-02T09:01:00Z')).toEqual(['mum: About a meeting']);
  expect(await meetings()).toEqual(['mam 2026-10-13 scheduled']);
  expect(await later('2026-10-02T09:02:00Z')).toEqual([]);
  // The building is shut that day too, and its Tuesdays are at another time from then on.
  await stage.areaHas({ noPlaces: shut('2026-10-06'), places: [{ ...TUESDAY, time: '14:00', until: '15:30' }] });
  expect(await later('2026-10-02T09:03:00Z')).toEqual(['mum: About a meeting']);
  const { rows } = await stage.database.pool.query(`select "on"::text as "on", time from meeting where register_id = $1`, [
    stage.registerId(),
  ]);
  expect(rows).toEqual([{ on: '2026-10-13', time: '14:00' }]);
  expect(await tasks()).toEqual([]);
});

test('the chair of a panel is away: the review is moved to the next of their days, and they are invited with the others', async () => {
  const chair = { id: 'chair', name: 'Chair Madeup', email: 'panel.chair@examplevalley.example', audiences: ['panel' as const] };
  const has = { book: [...areaOfFile('example').book, chair], places: [{ ...PANEL, sits: ['chair'] }] };
  await stage.areaHas({ ...has, invites: { 'community-cetr': ['mum'] } });
  expect(await rated('red')).toEqual(['mum: About a meeting', 'panel: invitation to a meeting']);
  expect(await meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  const away = [{ from: plainDate('2026-10-02'), to: plainDate('2026-10-09'), why: 'Ill', who: 'chair' }];
  stage.setNow('2026-10-02T06:00:00Z');
  await stage.areaHas({ ...has, invites: { 'community-cetr': ['mum'] }, noPlaces: away });
  expect(await later('2026-10-02T06:01:00Z')).toEqual(['mum: About a meeting', 'panel: a meeting has changed']);
  expect(await meetings()).toEqual(['community-cetr 2026-10-16 scheduled']);
});

test('where there is no other place, or the area only proposes: a person is told, and the booking stands until they have decided', async () => {
  await rated('amber');
  stage.setNow('2026-10-02T09:00:00Z');
  await stage.areaHas({ places: [] });
  expect(await later('2026-10-02T09:01:00Z')).toEqual([]);
  expect(await meetings()).toEqual(['mam 2026-10-06 scheduled']);
  expect(await tasks()).toEqual(['place-gone']);
  stage.another();
  await stage.areaHas({});
  await rated('amber');
  stage.setNow('2026-10-02T10:00:00Z');
  await stage.areaHas({ arranging: 'propose', noPlaces: shut('2026-10-13') });
  expect(await later('2026-10-02T10:01:00Z')).toEqual([]);
  expect(await meetings()).toEqual(['mam 2026-10-13 scheduled']);
  expect(await tasks()).toEqual(['place-gone']);
  const moved = { type: 'meeting-scheduled', meeting: await idOf('mam'), kind: 'mam', on: plainDate('2026-10-15'), time: '13:00' } as const;
  await hear('2026-10-02T10:02:00Z', moved);
  expect(await tasks()).toEqual([]);
});

test('what staff moved by hand before the service came to it stays where they put it', async () => {
  await rated('amber');
  stage.setNow('2026-10-02T09:00:00Z');
  await stage.areaHas({ noPlaces: shut('2026-10-06') });
  const moved = { type: 'meeting-scheduled', meeting: await idOf('mam'), kind: 'mam', on: plainDate('2026-10-08'), time: '13:00' } as const;
  await hear('2026-10-02T09:01:00Z', moved);
  expect(await meetings()).toEqual(['mam 2026-10-08 scheduled']);
  expect(await tasks()).toEqual([]);
});

test('two panels: where the chair of the one is away, the other sits, and its chair is invited in the place of the first', async () => {
  const chair = (id: string) => ({ id, name: `${id} Madeup`, email: `panel.${id}@examplevalley.example`, audiences: ['panel' as const] });
  const has: Partial<Area> = {
    book: [...areaOfFile('example').book, chair('first'), chair('second')],
    places: [
      { ...PANEL, sits: ['first'] },
      { ...PANEL, id: 'other', weekday: 'wednesday', sits: ['second'] },
    ],
    invites: { 'community-cetr': ['mum'] },
  };
  await stage.areaHas(has);
  await stage.hear('2026-10-01T08:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  await stage.hear('2026-10-01T08:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
  const first = await stage.hear('2026-10-01T08:02:00Z', { type: 'rating-set', rating: 'red', reason: 'x' });
  expect(first).toContain('panel.first: invitation to a meeting');
  stage.setNow('2026-10-02T06:00:00Z');
  await stage.areaHas({ ...has, noPlaces: [{ from: plainDate('2026-10-02'), to: plainDate('2026-10-09'), why: 'Ill', who: 'first' }] });
  expect(await stage.later('2026-10-02T06:01:00Z')).toEqual([
    'mum: About a meeting',
    'panel.first: you are no longer asked to a meeting',
    'panel.second: invitation to a meeting',
  ]);
  expect(await meetings()).toEqual(['community-cetr 2026-10-07 scheduled']);
});

test('what nothing asks for any more is not moved: a person is told that its place is gone; fewer seats are places that are gone', async () => {
  await rated('amber');
  await hear('2026-10-01T18:00:00Z', ADMITTED);
  stage.setNow('2026-10-02T10:00:00Z');
  await stage.areaHas({ noPlaces: shut('2026-10-06') });
  await later('2026-10-02T10:01:00Z');
  expect(await meetings()).toContain('mam 2026-10-06 scheduled');
  expect(await tasks()).toEqual(['meeting-out-of-place', 'place-gone']);

  const seats = (count: number) => ({ noPlaces: [], places: [{ ...TUESDAY, seats: count }] });
  await stage.areaHas(seats(3));
  for (const _ of [1, 2]) {
    stage.another();
    await hear('2026-10-02T11:00:00Z', { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
    await hear('2026-10-02T11:01:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register', 'meeting'] });
    await hear('2026-10-02T11:02:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' });
    expect(await meetings()).toEqual(['mam 2026-10-06 scheduled']);
  }
  stage.setNow('2026-10-02T12:00:00Z');
  await stage.areaHas(seats(1));
  await later('2026-10-02T12:01:00Z');
  expect(await meetings()).toEqual(['mam 2026-10-13 scheduled']);
});

test('a discharge that was a mistake, put right: what was booked before the admission is put before the team once more', async () => {
  await rated('red');
  await stage.areaHas({ places: [] });
  const later30 = { type: 'meeting-scheduled', meeting: 'far', kind: 'community-cetr', on: plainDate('2026-10-30') } as const;
  await hear('2026-10-01T08:05:00Z', later30);
  await hear('2026-10-01T18:00:00Z', ADMITTED);
  const asked = async () => (await tasks()).filter((kind) => kind === 'meeting-out-of-place');
  const open = (await asked()).length;
  expect(open).toBeGreaterThan(0);
  await hear('2026-10-05T09:00:00Z', { type: 'discharged', destination: 'home' }, 'slip');
  expect(await asked()).toEqual([]);
  await hear('2026-10-06T09:00:00Z', { type: 'corrected', event: 'slip', reason: 'Still there' });
  expect((await asked()).length).toBeGreaterThan(0);
});
