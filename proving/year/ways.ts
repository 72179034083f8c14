import { addDays, daysBetween, dayOfWeek, type PlainDate } from '../../domain/calendar/dates';
import { isWorkingDay, workingDayOnOrBefore } from '../../domain/calendar/working-days';
import type { MeetingKind } from '../../domain/pathway/events';
import { commit } from '../../services/commit/commit';
import { arrange } from '../../services/meetings/places/arrange';
import { freeAmong, readOffers } from '../../services/meetings/places/offers';
import { areasWithPlaces } from '../../services/rules/areas';
import { type HospitalVisits, readVisits } from '../../services/today/visits';
import { readStand } from '../../services/workflow/turn';
import { ASKING, book, callOff, nextFree, ROUND, unbooked, type Wanted } from './desk';
import type { World } from './world';

/** A place that was found for a request; `on` null: it was said that there is none in time. */
export interface Found {
  readonly registerId: string;
  readonly deadline: string;
  readonly kind: MeetingKind;
  readonly on: PlainDate | null;
}

/** Visits that are made on one journey. */
export interface Journey {
  readonly site: string;
  readonly people: readonly string[];
}

/** A way in which meetings come by their places, and visits are made. */
export interface Way {
  readonly name: string;
  /** What was found, in the order in which it was. */
  readonly found: readonly Found[];
  /** What follows a commit. */
  readonly turn: (world: World, registerId: string) => Promise<void>;
  /** What staff do on a working day. */
  readonly work: (world: World) => Promise<void>;
  /** The journeys that are made today. */
  readonly journeys: (world: World) => Promise<readonly Journey[]>;
}

const PATHWAY = 1;
const LOOKER = { id: '', roles: ['lda-officer'] } as const;
const owedVisits = ({ pool, core, area, now }: World): Promise<readonly HospitalVisits[]> =>
  readVisits({ pool, core }, { ...LOOKER, areas: [area().id] }, now());

/** The service: a place as soon as a rule asks, as a workflow does it; staff book what is proposed, and take up what it has no place for. */
export function theService(): Way {
  const found: Found[] = [];
  const last = new Map<string, PlainDate | null>();
  const note = async ({ pool }: World, registerId: string): Promise<void> => {
    for (const { deadline, kind, place } of await readOffers(pool, registerId, PATHWAY)) {
      const key = `${registerId}/${deadline}`;
      const on = place?.on ?? null;
      if (last.get(key) !== on) found.push({ registerId, deadline, kind, on });
      last.set(key, on);
    }
  };
  return {
    name: 'service',
    found,
    turn: async (world, registerId) => {
      const { pool, core, now, area } = world;
      const stand = await readStand(pool, { registerId, pathway: PATHWAY }, areasWithPlaces([area().id]), now());
      if (stand.arrange !== true) return;
      await arrange({ pool, core, now, commit: (request) => commit(world.commit, request) }, { registerId, pathway: PATHWAY });
      await note(world, registerId);
    },
    work: async (world) => {
      await callOff(world);
      for (const wanted of await unbooked(world, ASKING)) await bookOffered(world, wanted);
      for (const wanted of await unbooked(world, [ROUND])) {
        const on = await bookNext(world, wanted);
        if (on) found.push({ ...wanted, on });
      }
    },
    journeys: async (world) =>
      (await owedVisits(world)).flatMap(({ site, trips }) =>
        trips
          .filter(({ by }) => by <= world.today())
          .map(({ visits }): Journey => ({ site: site ?? '', people: visits.map(({ registerId }) => registerId) })),
      ),
  };
}

/** Books what is kept for a request; where there is none in time, the nearest that is free still, or else the next one. */
async function bookOffered(world: World, wanted: Wanted): Promise<void> {
  const offer = (await readOffers(world.pool, wanted.registerId, PATHWAY)).find(({ deadline }) => deadline === wanted.deadline);
  // What does for another request that is booked is booked there.
  if (!offer) return;
  const place = offer.place ?? (await freeAmong(world.pool, world.area().id, offer.nearest, 1))[0];
  if (place) await book(world, { ...wanted, kind: offer.kind }, place);
  else await bookNext(world, wanted);
}

async function bookNext(world: World, wanted: Wanted): Promise<PlainDate | undefined> {
  const place = await nextFree(world, wanted.kind);
  return place && (await book(world, wanted, place)) ? place.on : undefined;
}

/** A list as a spreadsheet has it: once a week, in the order in which they came in, each gets the next free place; visits are made as each falls due. */
export function theList(): Way {
  const found: Found[] = [];
  let list: readonly Wanted[] = [];
  const keyOf = ({ registerId, deadline }: Wanted): string => `${registerId}/${deadline}`;
  return {
    name: 'list',
    found,
    turn: () => Promise.resolve(),
    work: async (world) => {
      // Written down on the day; who is booked, or needs it no longer, is struck out.
      const now = await unbooked(world, [...ASKING, ROUND]);
      const there = new Set(now.map(keyOf));
      const kept = list.filter((one) => there.has(keyOf(one)));
      list = [...kept, ...now.filter((one) => !kept.some((other) => keyOf(other) === keyOf(one)))];
      if (!isFirstOfWeek(world)) return;
      await callOff(world);
      for (const wanted of list) {
        const still = (await unbooked(world, [...ASKING, ROUND])).find((one) => keyOf(one) === keyOf(wanted));
        const on = still && (await bookNext(world, still));
        if (still && on) found.push({ ...still, on });
      }
    },
    journeys: async (world) => {
      const due = (await owedVisits(world)).flatMap(({ site, trips }) =>
        trips.flatMap(({ visits }) => visits.map((visit) => ({ ...visit, site: site ?? '' }))),
      );
      const today = due.filter((visit) => workingDayOnOrBefore(world.core.holidays, visit.due) <= world.today());
      return today.map(({ site, registerId }): Journey => ({ site, people: [registerId] }));
    },
  };
}

/** Whether no day of this week before today was a working day. */
function isFirstOfWeek({ core, today }: World): boolean {
  const monday = addDays(today(), 1 - dayOfWeek(today()));
  return Array.from({ length: daysBetween(monday, today()) }, (_, index) => addDays(monday, index)).every(
    (day) => !isWorkingDay(core.holidays, day),
  );
}
