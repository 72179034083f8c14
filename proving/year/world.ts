import type { Pool } from 'pg';
import { addDays, type Instant, londonTime, type PlainDate } from '../../domain/calendar/dates';
import type { PathwayEvent } from '../../domain/pathway/events';
import type { CoreContext } from '../../domain/pathway/types';
import { uuidOf } from '../../infra/canonical';
import { sealsOf } from '../../infra/seals';
import { newKeyRing, readKeyRing } from '../../infra/temporal/codec';
import { changeArea } from '../../services/areas/versions';
import { commit, type CommitDeps } from '../../services/commit/commit';
import { prepareArea, stopSending } from '../../services/notices/settings';
import { type Area, area, areaOfFile } from '../../services/rules/areas';
import type { Setting } from './areas';
import type { Life } from './lives';

/** An installation of its own, whose clock is set by hand: the service's own commit on a database, and who lives in its area. */
export interface World {
  readonly pool: Pool;
  readonly core: CoreContext;
  readonly area: () => Area;
  readonly commit: CommitDeps;
  readonly lives: ReadonlyMap<string, Life>;
  readonly now: () => Instant;
  readonly today: () => PlainDate;
  /** The first day of the year, and how many there are. */
  readonly first: PlainDate;
  readonly days: number;
  /** What was said and not taken, by its type and the reason. */
  readonly refused: Map<string, number>;
  /** Goes on to a time of a day, in minutes after its 00:00 in London. */
  goTo(day: number, minutes: number): void;
  /** Says something of somebody, several things as one batch, and does what follows. Out: whether it was taken. */
  hear(registerId: string, events: readonly PathwayEvent[]): Promise<boolean>;
  /** Takes all steps that are due by now, each person's and what follows. */
  wake(): Promise<void>;
}

export interface WorldOf {
  readonly pool: Pool;
  readonly setting: Setting;
  readonly lives: readonly Life[];
  readonly first: PlainDate;
  readonly days: number;
  /** What a person's workflow does after each commit. */
  readonly turn: (world: World, registerId: string) => Promise<void>;
}

/** Makes a new database the installation of an area, with sending stopped: no mail is part of any figure. */
export async function openWorld({ pool, setting, lives, first, days, turn }: WorldOf): Promise<World> {
  const { core } = setting;
  let [today, now] = [first, londonTime(first, 0)];
  await prepareArea(pool, setting.area.id, { ownMailServer: true });
  await changeArea(pool, { profile: setting.area, by: 'year', why: 'The area of this year', at: now });
  await stopSending(pool, now);
  const deps: CommitDeps = {
    ...{ pool, core, minutes: () => 0 },
    seals: sealsOf(readKeyRing(newKeyRing('log-of-a-year'))),
    book: (id) => area(id).book,
  };
  const byId = new Map(lives.map((life) => [life.registerId, life]));
  const known = new Set<string>();
  let said = 0;
  const world: World = {
    ...{ pool, core, lives: byId, first, days, commit: deps },
    refused: new Map(),
    area: () => area(setting.area.id),
    now: () => now,
    today: () => today,
    goTo: (day, minutes) => {
      today = addDays(first, day);
      now = londonTime(today, minutes);
    },
    hear: async (registerId, events) => {
      said += 1;
      const answer = await commit(deps, {
        ...{ kind: 'event', registerId, id: uuidOf(['year', said]), events, batch: events.length > 1, clock: now, source: 'year' },
        ...(known.has(registerId) ? {} : { person: personOf(byId.get(registerId), setting) }),
      });
      known.add(registerId);
      if (answer.status === 'applied') await turn(world, registerId);
      else
        count(
          world.refused,
          `${events.map(({ type }) => type).join('+')}: ${answer.status === 'refused' ? answer.reason.code : answer.status}`,
        );
      return answer.status === 'applied';
    },
    wake: async () => {
      const { rows } = await pool.query<{ id: string }>(
        `select distinct register_id as id from wake_up where at <= $1 order by register_id`,
        [new Date(now)],
      );
      for (const { id } of rows) {
        await commit(deps, { kind: 'wake', registerId: id, clock: now });
        await turn(world, id);
      }
    },
  };
  return world;
}

/** Lets the area be again what its file says, in this process too. */
export async function closeWorld({ pool, now, area: present }: World): Promise<void> {
  await changeArea(pool, { profile: areaOfFile(present().id), by: 'year', why: 'The year is over', at: now() });
}

const count = (counts: Map<string, number>, what: string): void => void counts.set(what, (counts.get(what) ?? 0) + 1);

function personOf(life: Life | undefined, { area: { id }, ruleSet }: Setting) {
  if (!life) throw new Error('nobody lives in this area who has this register id');
  const { name, bornOn, nhsNumber } = life;
  return { area: id, name, bornOn, nhsNumber, contacts: [], minutes: 0, ruleSet };
}
