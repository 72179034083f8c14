import { plainDate } from '../../../domain/calendar/dates';
import { type Area, areaOfFile } from '../../../services/rules/areas';
import { type ArrangingStage, arrangingStage } from './support/stage';
import { INVITES, PANEL, rated, SCENE, TUESDAY } from './support/scene';

/** What happens on the day of a meeting, or just before it. What is to come is worked out by hand; 1 October 2026 is a Thursday, the panel sits on Fridays. */

let stage: ArrangingStage;
beforeEach(async () => void (stage = await arrangingStage(SCENE)));
afterEach(() => stage.strike());

const CHAIR = { id: 'chair', name: 'Chair Madeup', email: 'panel.chair@examplevalley.example', audiences: ['panel' as const] };
const WITH_CHAIR: Partial<Area> = {
  ...{ book: [...areaOfFile('example').book, CHAIR], places: [TUESDAY, { ...PANEL, sits: ['chair'] }] },
  invites: { ...INVITES, 'community-cetr': ['commissioner', 'mum'] },
};
const ill = (from: string, to = from) => [{ from: plainDate(from), to: plainDate(to), why: 'Ill', who: 'chair' }];

test('the chair of a panel is ill on the morning: the review is called off by hand, another Friday is found, and nobody is asked again to the hour that is off', async () => {
  await stage.areaHas(WITH_CHAIR);
  expect(await rated(stage, 'red')).toEqual([
    ...['ana.example: the rating has changed', 'director: the rating has changed', 'lee.example: invitation to a meeting'],
    ...['mum: About a meeting', 'panel.chair: invitation to a meeting', 'sam.okafor: the rating has changed'],
  ]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  // Seven in the morning in London: the telephone rings. Whoever takes the call knows nothing of the area's settings, and cancels the meeting.
  expect(await stage.hear('2026-10-02T06:00:00Z', { type: 'meeting-cancelled', meeting: await stage.idOf('community-cetr') })).toEqual([
    ...['lee.example: a meeting is off', 'lee.example: invitation to a meeting', 'mum: About a meeting', 'mum: About a meeting'],
    ...['panel.chair: a meeting is off', 'panel.chair: invitation to a meeting'],
  ]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 cancelled', 'community-cetr 2026-10-09 scheduled']);
  expect(await stage.places()).toEqual(['community-cetr 2026-10-09']);
  expect(await stage.today('2026-10-02T08:00:00Z')).toContain('waiting: community-cetr, booked 2026-10-09');
  // The chair is ill next week too, which the team says in the settings: moved once more, as the same meeting, and told once.
  stage.setNow('2026-10-05T09:00:00Z');
  await stage.areaHas({ ...WITH_CHAIR, noPlaces: ill('2026-10-05', '2026-10-09') });
  expect(await stage.later('2026-10-05T09:01:00Z')).toEqual([
    ...['lee.example: a meeting has changed', 'mum: About a meeting', 'panel.chair: a meeting has changed'],
  ]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 cancelled', 'community-cetr 2026-10-16 scheduled']);
  // Held by those who were there, without its chair: it counts, and is recorded as not compliant.
  const review = await stage.idOf('community-cetr', '2026-10-16');
  const held = { type: 'meeting-held', meeting: review, kind: 'community-cetr', outcome: 'stay-in-community', quorate: false } as const;
  expect(await stage.hear('2026-10-16T15:00:00Z', held)).toEqual([]);
  expect(await stage.tasks()).toEqual([]);
  expect(await stage.owed('community-cetr')).toEqual([]);
  expect([await stage.owed('cetr-report'), await stage.owed('cetr-feedback')]).toEqual([['2026-10-30'], ['2026-10-23']]);
  expect(await stage.places()).toEqual([]);
});

test('that the chair is away is said after the panel sat down: what may have been held is not moved from under those who sit there', async () => {
  await stage.areaHas(WITH_CHAIR);
  await rated(stage, 'red');
  // It began at half past nine in London, half past eight in universal time.
  stage.setNow('2026-10-02T10:00:00Z');
  await stage.areaHas({ ...WITH_CHAIR, noPlaces: ill('2026-10-02', '2026-10-09') });
  expect(await stage.later('2026-10-02T10:01:00Z')).toEqual([]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-02 scheduled']);
  expect(await stage.tasks()).toEqual([]);
  // What became of it is asked by the day after tomorrow, as of every meeting.
  expect(await stage.owed('meeting-outcome')).toEqual(['2026-10-04']);
  expect(await stage.today('2026-10-02T10:02:00Z')).toContain('act-today: meeting-outcome');
  // It was said in time, and the service was away until noon: a person is told, and nobody else.
  stage.another();
  await rated(stage, 'red', '2026-10-08');
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-16 scheduled']);
  stage.setNow('2026-10-16T06:00:00Z');
  await stage.areaHas({ ...WITH_CHAIR, noPlaces: ill('2026-10-16') });
  expect(await stage.later('2026-10-16T11:00:00Z')).toEqual([]);
  expect(await stage.meetings()).toEqual(['community-cetr 2026-10-16 scheduled']);
  expect(await stage.tasks()).toEqual(['place-gone']);
});
