import { plainDate } from '../../../domain/calendar/dates';
import { finishTask } from '../../../services/tasks/tasks';
import { type ArrangingStage, arrangingStage } from './support/stage';

/** 1 October 2026 is a Thursday. The one place of a week is on Friday, and there is none for six weeks. */
const PANEL = {
  ...{ id: 'panel', kinds: ['post-admission-cetr' as const], weekday: 'friday' as const },
  ...{ time: '09:30', until: '15:00', where: 'Panel room', seats: 1 },
};
const SHUT = { from: plainDate('2026-10-01'), to: plainDate('2026-11-12'), why: 'The room is painted' };
const ADMITTED = { type: 'admitted', security: 'low', detained: false, planned: false } as const;

let stage: ArrangingStage;
beforeEach(async () => {
  const area = { places: [PANEL], noPlaces: [SHUT], arranging: 'propose' as const };
  stage = await arrangingStage({ area, contacts: [], bornOn: '1990-03-02', from: '2026-09-28T08:00:00Z' });
  // The review is to be held by 29 October.
  await stage.hear('2026-10-01T08:00:00Z', ADMITTED);
  expect(await without()).toEqual(['no-place']);
});
afterEach(() => stage.strike());

const without = async (): Promise<string[]> => (await stage.tasks()).filter((kind) => kind === 'no-place');
const byHand = (meeting: string) =>
  ({ type: 'meeting-scheduled', meeting, kind: 'post-admission-cetr', on: plainDate('2026-11-13') }) as const;

test('the work ends with the booking, and is there again where that is called off', async () => {
  await stage.hear('2026-10-01T09:00:00Z', byHand('late'));
  expect(await without()).toEqual([]);
  await stage.hear('2026-10-02T09:00:00Z', { type: 'meeting-cancelled', meeting: 'late' });
  expect(await without()).toEqual(['no-place']);
});

test.each([
  ['a discharge', { type: 'discharged' }],
  ['a death', { type: 'person-died' }],
] as const)('it ends with %s', async (_, event) => {
  await stage.hear('2026-10-02T09:00:00Z', event);
  expect(await without()).toEqual([]);
});

test('whoever has seen to it is not told again each week', async () => {
  await finishTask(stage.database.pool, await keyOfTask());
  await stage.later('2026-10-12T09:00:00Z');
  expect(await without()).toEqual([]);
});

test('it ends where a place in time is found after all', async () => {
  await stage.areaHas({ noPlaces: [] });
  await stage.later('2026-10-12T09:00:00Z');
  expect(await without()).toEqual([]);
});

async function keyOfTask(): Promise<string> {
  const { rows } = await stage.database.pool.query<{ key: string }>(`select key from task where kind = 'no-place' and status = 'open'`);
  return rows[0]?.key ?? '';
}
