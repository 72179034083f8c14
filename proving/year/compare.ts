import type { Pool } from 'pg';
import type { PlainDate } from '../../domain/calendar/dates';
import type { Setting } from './areas';
import { type Figures, figuresOf } from './figures';
import type { Life } from './lives';
import { theList, theService, type Way } from './ways';
import { closeWorld, openWorld, type World } from './world';
import { liveThrough } from './year';

export interface Compared {
  readonly settings: readonly Setting[];
  readonly lives: readonly Life[];
  readonly first: PlainDate;
  readonly days: number;
  /** A new, migrated database. */
  readonly database: () => Promise<Pool>;
  readonly say: (line: string) => void;
}

/** Lives through the same year in each area, in both ways side by side. Out: the figures, area by area, those of the service first. */
export async function compare({ settings, ...year }: Compared): Promise<readonly Figures[]> {
  const figures: Figures[] = [];
  for (const setting of settings) figures.push(...(await bothWays(setting, year)));
  return figures;
}

/** What an area has holds for the whole process, so that only the ways of one area go side by side, and both are over before it is given up. */
async function bothWays(setting: Setting, year: Omit<Compared, 'settings'>): Promise<readonly Figures[]> {
  const worlds: World[] = [];
  const live = async (way: Way): Promise<Figures> => {
    const world = await openWorld({ ...year, pool: await year.database(), setting, turn: way.turn });
    worlds.push(world);
    const done = await liveThrough(world, way);
    year.say(`${setting.name}, ${way.name}: ${year.days} days of ${year.lives.length} people`);
    return figuresOf(world, way, done, setting.name);
  };
  const lived = await Promise.allSettled([theService(), theList()].map(live));
  for (const world of worlds) await closeWorld(world);
  return lived.map((one) => {
    if (one.status === 'rejected') throw one.reason;
    return one.value;
  });
}
