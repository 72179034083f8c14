import { plainDate } from '../../../domain/calendar/dates';
import { type ArrangingStage, arrangingStage } from './support/stage';
import { ADMITTED, PANEL, rated, SCENE } from './support/scene';

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
