import { dayOfWeek, londonDate, type Instant, plainDate } from '../../domain/calendar/dates';
import { countDerived } from '../../proving/counts/state';
import { settings } from '../../proving/year/areas';
import { compare } from '../../proving/year/compare';
import { type Figures, figuresOf, type Requests } from '../../proving/year/figures';
import { livesOf } from '../../proving/year/lives';
import { tableOf } from '../../proving/year/table';
import { theList, theService, type Way } from '../../proving/year/ways';
import { closeWorld, openWorld, type World } from '../../proving/year/world';
import { liveThrough } from '../../proving/year/year';
import type { Area } from '../../services/rules/areas';
import { Dice } from '../../services/practice/dice';
import { freshDatabase, type TestDatabase } from '../support/database/database';

const FIRST = plainDate('2026-01-05');
const DAYS = 60;
const lives = livesOf(new Dice('a test'), 20, FIRST, DAYS);
const [asItStands, fewer] = settings();

const databases: TestDatabase[] = [];
const newPool = async () => {
  const database = await freshDatabase();
  databases.push(database);
  return database.pool;
};
afterAll(() => Promise.all(databases.map(({ drop }) => drop())));

const compared = (): Promise<readonly Figures[]> =>
  compare({
    ...{ settings: [asItStands, fewer].flatMap((one) => one ?? []), lives, first: FIRST, days: DAYS, database: newPool },
    say: () => undefined,
  });

test('the same people give the same table, in which everybody is accounted for', async () => {
  const figures = await compared();
  expect(await compared()).toEqual(figures);
  expect(figures.map(({ setting, way }) => `${setting}: ${way}`)).toEqual([
    ...['as it stands: service', 'as it stands: list', 'fewer places: service', 'fewer places: list'],
  ]);
  const isWhole = ({ requests, metByFirst, met, late, overtaken, ahead, withoutPlace }: Requests): boolean =>
    requests === met + late + overtaken + ahead && metByFirst <= met && withoutPlace <= requests;
  for (const one of figures) {
    expect([one.dated, one.undated, one.round].map(isWhole)).toEqual([true, true, true]);
    expect(one.dated.requests + one.undated.requests).toBeGreaterThan(0);
    expect(one.refused).toEqual({});
    expect(one.placesUsed).toBeGreaterThan(0);
    expect(one.visits).toBeGreaterThan(0);
    expect(one.journeysSaved).toBe(one.visits - one.journeys);
    // A list tells nobody.
    if (one.way === 'list') expect(one.tasks).toBe(0);
  }
  // Eight weeks and a Monday to a Thursday, without a bank holiday: 9 Tuesdays, Wednesdays and Thursdays of 2 places; Tuesdays and Wednesdays of 1.
  expect(figures.map(({ placesThere }) => placesThere)).toEqual([54, 54, 18, 18]);
  expect(tableOf(figures)).toContainEqual(expect.stringMatching(/^\| Requests with a date/));
});

async function lived(way: Way, more: Partial<Area> = {}): Promise<{ world: World; figures: Figures }> {
  if (!fewer) throw new Error('there is no area with fewer places');
  const setting = { ...fewer, area: { ...fewer.area, ...more } };
  const world = await openWorld({ pool: await newPool(), setting, lives, first: FIRST, days: DAYS, turn: way.turn });
  try {
    return { world, figures: await figuresOf(world, way, await liveThrough(world, way), setting.name) };
  } finally {
    await closeWorld(world);
  }
}

/** On which days of the week meetings were booked. */
async function bookedOn({ pool }: World): Promise<Set<number>> {
  const { rows } = await pool.query<{ at: Date }>(`select at from event where type = 'meeting-scheduled' and status = 'applied'`);
  return new Set(rows.map(({ at }) => dayOfWeek(londonDate(at.getTime() as Instant))));
}

test.each([
  ['the service', theService, false],
  ['the list', theList, true],
])('%s: no place goes to two, and the core alone comes to the same from the log', async (_, way, mondaysAlone) => {
  const { world } = await lived(way());
  // Of each kind of place there is one at a time.
  const { rows } = await world.pool.query(
    `select m."on", m.place from meeting m join pathway w on w.register_id = m.register_id and w.number = m.pathway
      where m.place is not null and (m.status = 'held' or m.status = 'scheduled' and w.ended_type is null)
      group by 1, 2 having count(*) > 1`,
  );
  expect(rows).toEqual([]);
  const counts = await countDerived(world.pool, world.commit.seals);
  expect(counts.map(({ wrong }) => wrong)).toEqual([[], []]);
  const days = await bookedOn(world);
  // The list is looked at on the first working day of a week, and no Monday of these weeks was a bank holiday.
  if (mondaysAlone) expect([...days]).toEqual([1]);
  else expect(days.size).toBeGreaterThan(1);
});

test('the service says of each request that has no place in time that there is none: a task for each', async () => {
  const way = theService();
  const shut = { from: FIRST, to: plainDate('2026-05-01'), why: 'The rooms are painted' };
  const { world, figures } = await lived(way, { noPlaces: [shut] });
  const { rows } = await world.pool.query<{ key: string }>(`select key from task where kind = 'no-place'`);
  const without = way.found.filter(({ on }) => on === null).map(({ registerId, deadline }) => `no-place/${registerId}/1/${deadline}`);
  expect(without.length).toBeGreaterThan(1);
  expect(rows.map(({ key }) => key).toSorted()).toEqual([...new Set(without)].toSorted());
  expect(figures).toMatchObject({ tasks: without.length, placesThere: 0, placesUsed: 0 });
  expect(figures.dated.met + figures.undated.met).toBe(0);
});
