import { parseInstant, plainDate } from '../../../domain/calendar/dates';
import { prepareArea } from '../../../services/notices/settings';
import { handOver } from '../../../services/people/hand-over';
import { leave } from '../../../services/staff/change';
import { testSeals } from '../../support/database/seals';
import { about, staffDeps } from '../notices/support/staff';
import { type ArrangingStage, arrangingStage } from './support/stage';
import { ADMITTED, PANEL, rated, SCENE, TUESDAY } from './support/scene';

/** What becomes of what is booked when a record ends, is put right, or goes elsewhere. Worked out by hand; 1 October 2026 is a Thursday. */

let stage: ArrangingStage;
beforeEach(async () => void (stage = await arrangingStage(SCENE)));
afterEach(() => stage.strike());

test('a death, and a pathway that is closed: the place is the next person’s, and what was to be found for the dead is looked for no more', async () => {
  await rated(stage, 'amber');
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 scheduled']);
  await stage.hear('2026-10-01T18:00:00Z', { type: 'person-died' });
  stage.another();
  await rated(stage, 'amber', '2026-10-02');
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 scheduled']);
  expect(await stage.hear('2026-10-02T18:00:00Z', { type: 'pathway-closed', reason: 'Well again' })).toEqual([
    ...['ana.example: the pathway has ended', 'keyworkers: a meeting is off', 'mum: About a meeting'],
    'sam.okafor: the pathway has ended',
  ]);
  stage.another();
  await rated(stage, 'amber', '2026-10-03');
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 scheduled']);
});

test('no place in time: the team is asked to find one until somebody has, until nothing asks for the meeting, or until the end', async () => {
  const shut = { from: plainDate('2026-10-01'), to: plainDate('2026-12-31'), why: 'The panel is not there' };
  await stage.areaHas({ places: [PANEL], noPlaces: [shut] });
  // Somebody books it by hand.
  await rated(stage, 'red');
  expect(await stage.tasks()).toEqual(['no-place']);
  const byHand = { type: 'meeting-scheduled', meeting: 'hand', kind: 'community-cetr', on: plainDate('2026-10-30') } as const;
  await stage.hear('2026-10-02T09:00:00Z', { ...byHand, time: '13:00' });
  expect(await stage.tasks()).toEqual([]);
  // Called off again: nothing is booked, and there is no place still.
  await stage.hear('2026-10-05T09:00:00Z', { type: 'meeting-cancelled', meeting: 'hand' });
  expect(await stage.tasks()).toEqual(['no-place']);
  // Consent to the register is withdrawn: nobody may hold it.
  await stage.hear('2026-10-06T09:00:00Z', { type: 'consent-withdrawn', scope: ['register'] });
  expect(await stage.tasks()).toEqual([]);
  expect(await stage.today('2026-10-06T09:01:00Z')).toEqual(['waiting: next-step']);
  // Another one dies: nobody is asked to find a place for the dead.
  stage.another();
  await rated(stage, 'red', '2026-10-07');
  expect(await stage.tasks()).toEqual(['no-place']);
  await stage.hear('2026-10-07T18:00:00Z', { type: 'person-died' });
  expect(await stage.tasks()).toEqual([]);
  // Of a third one the panel is there again after all, a week later.
  stage.another();
  await rated(stage, 'red', '2026-10-08');
  expect(await stage.tasks()).toEqual(['no-place']);
  await stage.areaHas({ places: [PANEL], noPlaces: [] });
  expect(await stage.later('2026-10-16T12:00:00Z')).toContain('mum: About a meeting');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-23 scheduled']);
  expect(await stage.tasks()).toEqual([]);
});

test('a booked meeting at a place that is no more: the team is asked no longer once the person has died', async () => {
  await rated(stage, 'amber');
  stage.setNow('2026-10-02T09:00:00Z');
  await stage.areaHas({ places: [PANEL] });
  expect(await stage.later('2026-10-02T09:01:00Z')).toEqual([]);
  expect(await stage.tasks()).toEqual(['place-gone']);
  expect(await stage.hear('2026-10-02T18:00:00Z', { type: 'person-died' })).toEqual([]);
  expect(await stage.tasks()).toEqual(['cancellation-held']);
});

test('a booking of the service that a person takes back: those invited are told that it is off, and are asked to another day', async () => {
  await rated(stage, 'amber');
  const { rows } = await stage.database.pool.query<{ id: string }>(
    `select id from event where register_id = $1 and type = 'meeting-scheduled'`,
    [stage.registerId()],
  );
  const [{ id } = { id: '' }] = rows;
  expect(await stage.hear('2026-10-01T09:00:00Z', { type: 'corrected', event: id, reason: 'The family is away on the 6th' })).toEqual([
    ...['keyworkers: a meeting is off', 'keyworkers: invitation to a meeting', 'mum: About a meeting', 'mum: About a meeting'],
  ]);
  expect(await stage.meetings()).toEqual(['mam 2026-10-13 scheduled']);
  // What was called off before a stay is no hindrance to the meeting after it.
  await stage.hear('2026-10-01T10:00:00Z', { ...ADMITTED, on: plainDate('2026-10-01') });
  await stage.hear('2026-10-02T10:00:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('mam') });
  await stage.hear('2026-10-05T10:00:00Z', { type: 'discharged', destination: 'home' });
  expect((await stage.meetings()).filter((line) => line.endsWith('mam 2026-10-06 scheduled'))).toEqual(['mam 2026-10-06 scheduled']);
});

test('somebody moves to another area with a review booked: those invited are told by the area that booked it, its place is the next one’s there, and the new team begins anew', async () => {
  await prepareArea(stage.database.pool, 'llr', { ownMailServer: false });
  await rated(stage, 'red');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  const mover = stage.registerId();
  expect(await stage.hear('2026-10-01T15:00:00Z', { type: 'moved-away' })).toEqual([
    ...['ana.example: the pathway has ended', 'lee.example: a meeting is off', 'mum: About a meeting', 'panel.office: a meeting is off'],
    'sam.okafor: the pathway has ended',
  ]);
  const deps = { pool: stage.database.pool, seals: testSeals, clock: () => parseInstant('2026-10-01T16:00') };
  expect(await handOver(deps, { registerId: mover, area: 'llr', source: 'test' })).toEqual({ status: 'done' });
  expect([await stage.tasks(), await stage.allOwed(), await stage.places()]).toEqual([['handed-over'], [], []]);
  // The new team takes them up, under its own rules: a first meeting within fourteen days. It has said of no places, so that nothing is arranged.
  const referral = { type: 'referral-received', source: 'professional' } as const;
  expect(await stage.hear('2026-10-01T17:00:00Z', referral)).toEqual(['nia.madeup: a new referral to read']);
  const eligible = { type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' } as const;
  await stage.hear('2026-10-01T17:01:00Z', eligible);
  await stage.hear('2026-10-01T17:02:00Z', { type: 'consent-given', basis: 'gillick', scope: ['register'] });
  await stage.hear('2026-10-01T17:03:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' });
  expect([await stage.owed('mam'), await stage.places()]).toEqual([['2026-10-15'], []]);
  expect(await stage.today('2026-10-01T17:04:00Z')).toEqual([]);
  stage.another();
  await rated(stage, 'red', '2026-10-01');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
});

test('red, and amber again two days later, with a review booked: both meetings stand until somebody says that the review is not needed', async () => {
  await stage.areaHas({ noPlaces: [{ from: plainDate('2026-10-02'), to: plainDate('2026-10-02'), why: 'The room is painted' }] });
  await rated(stage, 'red');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-09 scheduled']);
  expect(await stage.hear('2026-10-03T11:00:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' })).toEqual([
    ...['ana.example: the rating has changed', 'keyworkers: invitation to a meeting', 'mum: About a meeting'],
    'sam.okafor: the rating has changed',
  ]);
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 scheduled', 'community-cetr 2026-10-09 scheduled']);
  expect(await stage.today('2026-10-03T11:01:00Z')).toEqual(
    expect.arrayContaining(['waiting: community-cetr, booked 2026-10-09', 'waiting: mam, booked 2026-10-06']),
  );
  // At the meeting they agree that no review is needed: it is excused, and then called off. Nothing else is booked in its place.
  const mam = { type: 'meeting-held', meeting: await stage.idOf('mam'), kind: 'mam', outcome: 'continue' } as const;
  await stage.hear('2026-10-06T11:00:00Z', mam);
  const [review = ''] = await stage.idsOwed('community-cetr');
  expect(await stage.hear('2026-10-06T11:01:00Z', { type: 'deadline-excused', deadline: review, reason: 'other' })).toEqual([]);
  expect(await stage.hear('2026-10-06T11:02:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('community-cetr') })).toEqual([
    ...['lee.example: a meeting is off', 'mum: About a meeting', 'panel.office: a meeting is off'],
  ]);
  expect(await stage.meetings()).toEqual([...['mam 2026-10-06 held', 'community-cetr 2026-10-09 cancelled', 'mam 2026-10-13 scheduled']]);
  expect(await stage.places()).toEqual(['mam 2026-10-13']);
  expect(await stage.tasks()).toEqual([]);
});

test('an action is blocked, its Plan B is late as well, and who was to do it has left: it stays owed, and the ladder is climbed by those who are there', async () => {
  await stage.areaHas({ places: [] });
  await rated(stage, 'amber');
  await stage.hear('2026-10-06T11:00:00Z', { type: 'meeting-held', meeting: 'm-1', kind: 'mam', outcome: 'stand-down' });
  await stage.hear('2026-10-06T11:01:00Z', { type: 'rating-set', rating: 'amber', reason: 'x' });
  const first = { type: 'action-agreed', action: 'a-1', meeting: 'm-1', due: plainDate('2026-10-20') } as const;
  expect(await stage.hear('2026-10-06T11:02:00Z', { ...first, owner: 'sam-okafor' })).toEqual([]);
  expect(await stage.hear('2026-10-16T09:00:00Z', { type: 'action-blocked', action: 'a-1', planB: 'Ask another provider' })).toEqual([
    ...['ana.example: an action needs a Plan B', 'lee.example: an action needs a Plan B', 'sam.okafor: an action needs a Plan B'],
  ]);
  expect(await stage.allOwed()).toEqual(['action 2026-10-20 open', 'consent-renewal 2027-10-01 open']);
  const second = { type: 'action-agreed', action: 'a-2', insteadOf: 'a-1', due: plainDate('2026-10-26'), owner: 'sam-okafor' } as const;
  await stage.hear('2026-10-19T09:00:00Z', second);
  expect(await stage.owed('action')).toEqual(['2026-10-26']);
  const sam = { id: 'sam-okafor', ifMatch: undefined };
  expect(
    await leave(staffDeps(stage.database.pool), sam, parseInstant('2026-10-23T17:00'), about(parseInstant('2026-10-20T09:00'))),
  ).toMatchObject({
    status: 'done',
  });
  // A Monday. From the day after it is late, and four days on the commissioner hears of it; Sam hears of nothing more.
  expect(await stage.later('2026-10-27T12:00:00Z')).toEqual([]);
  expect(await stage.today('2026-10-27T12:00:00Z')).toEqual(['overdue: action']);
  expect(await stage.later('2026-10-30T12:00:00Z')).toEqual(['lee.example: something needs you']);
  expect(await stage.later('2026-11-09T12:00:00Z')).toEqual(['kim.example: something needs you']);
  expect(await stage.hear('2026-11-10T09:00:00Z', { type: 'action-done', action: 'a-2' })).toEqual([]);
  expect(await stage.today('2026-11-10T09:01:00Z')).toEqual(['waiting: next-step']);
});

test('a death that was somebody else’s: the meeting stands again, its place may be another’s by then, and the team is asked to look', async () => {
  await rated(stage, 'amber');
  await stage.hear('2026-10-01T18:00:00Z', { type: 'person-died' }, 'other');
  // Nobody was told that the meeting is off: those messages wait for a person.
  expect(await stage.hear('2026-10-02T09:00:00Z', { type: 'corrected', event: 'other', reason: 'It was somebody else' })).toEqual([]);
  expect(await stage.meetings()).toEqual(['mam 2026-10-06 scheduled']);
  expect(await stage.tasks()).toEqual(expect.arrayContaining(['meeting-on-again']));
  // It is booked anew as it was: nobody hears anything new, and it is asked no longer.
  const anew = { type: 'meeting-scheduled', meeting: await stage.idOf('mam'), kind: 'mam', on: plainDate('2026-10-06') } as const;
  expect(await stage.hear('2026-10-02T09:05:00Z', { ...anew, invited: ['keyworker', 'mum'] })).toEqual([]);
  expect(await stage.tasks()).not.toContain('meeting-on-again');
});

test('staff move a booking to the afternoon of its day: the morning is the next person’s, the afternoon is nobody else’s', async () => {
  await stage.areaHas({ places: [TUESDAY, { ...TUESDAY, id: 'afternoon', time: '14:00', until: '15:30' }] });
  const times = async () =>
    (
      await stage.database.pool.query<{ said: string }>(
        `select to_char("on", 'MM-DD') || ' ' || time as said from meeting where status = 'scheduled' order by 1`,
      )
    ).rows.map(({ said }) => said);
  await rated(stage, 'amber');
  expect(await times()).toEqual(['10-06 10:00']);
  const meeting = await stage.idOf('mam');
  const moved = { type: 'meeting-scheduled', meeting, kind: 'mam', on: plainDate('2026-10-06'), time: '14:00', until: '15:30' } as const;
  await stage.hear('2026-10-01T12:00:00Z', moved);
  expect(await stage.places()).toEqual([]);
  stage.another();
  await rated(stage, 'amber', '2026-10-02');
  expect(await times()).toEqual(['10-06 10:00', '10-06 14:00']);
  stage.another();
  await rated(stage, 'amber', '2026-10-03');
  expect(await times()).toEqual(['10-06 10:00', '10-06 14:00', '10-13 10:00']);
});
