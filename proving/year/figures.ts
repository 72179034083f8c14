import { addDays, daysBetween, type PlainDate } from '../../domain/calendar/dates';
import { placesBetween } from '../../domain/meetings/places';
import { traitsOf } from '../../domain/pathway/kinds';
import type { Deadline } from '../../domain/pathway/types';
import { readStanding } from '../../services/pathway/standing';
import { ASKING, ROUND } from './desk';
import type { Found, Way } from './ways';
import type { World } from './world';
import type { Done } from './year';

/** What became of requests of one sort. They are met, late, overtaken or ahead: each is one of these. */
export interface Requests {
  readonly requests: number;
  /** Held by their day, on the day that was found first. */
  readonly metByFirst: number;
  /** Held by their day. */
  readonly met: number;
  /** Held after their day, or not held and their day has passed. */
  readonly late: number;
  /** Ended by something else before their day: an admission, a discharge, a withdrawal, a death. */
  readonly overtaken: number;
  /** Their day is still to come as the year ends. */
  readonly ahead: number;
  /** So many were found no place in time when they were first looked at. */
  readonly withoutPlace: number;
  /** From the asking to the meeting, of those held. */
  readonly wait: Spread;
  /** From the meeting to the day by which it was to be held, of those held; negative where it was late. */
  readonly inHand: Spread;
}

/** Null: there is none of which it could be told. */
export interface Spread {
  readonly median: number | null;
  readonly ninetieth: number | null;
}

export interface Figures {
  readonly setting: string;
  readonly way: string;
  /** Of requests whose rule gives a date, and of those whose rule gives none: for them, eight weeks after the asking. */
  readonly dated: Requests;
  readonly undated: Requests;
  /** Reviews that come round again in a stay: booked by hand in both ways. */
  readonly round: Requests;
  readonly placesThere: number;
  readonly placesUsed: number;
  /** The open and the finished tasks that there is no place in time. */
  readonly tasks: number;
  readonly visits: number;
  readonly visitsLate: number;
  readonly journeys: number;
  readonly journeysSaved: number;
  /** What was said and not taken. */
  readonly refused: Readonly<Record<string, number>>;
}

/** A request for which no rule gives a date is counted as late after so long: as far as the service looks for a place (services/meetings/places/arrange.ts). */
const WITHIN_DAYS = 56;

export interface Request extends Pick<Deadline, 'id' | 'kind' | 'status' | 'settledOn' | 'openedOn' | 'due'> {
  readonly registerId: string;
  /** By when it counts as in time. */
  readonly by: PlainDate;
}

/** Counts a year that has been lived through. */
export async function figuresOf(world: World, way: Way, done: Done, setting: string): Promise<Figures> {
  const all: Request[] = [];
  let visitsLate = 0;
  for (const registerId of world.lives.keys()) {
    const standing = await readStanding(world.pool, world.core, registerId, world.now());
    for (const deadline of standing?.snapshot.deadlines.values() ?? []) {
      if (deadline.kind === 'oversight-visit' && (deadline.status === 'late' || deadline.status === 'missed')) visitsLate += 1;
      const isOfYear = !deadline.standIn && (deadline.settledOn === null || deadline.settledOn >= world.first);
      if (isOfYear && (ASKING.includes(deadline.kind) || deadline.kind === ROUND))
        all.push({ ...deadline, registerId, by: deadline.due ?? addDays(deadline.openedOn, WITHIN_DAYS) });
    }
  }
  const asked = all.filter(({ kind }) => kind !== ROUND);
  const requests = (some: readonly Request[]): Requests => sumOf(some, way.found, world.today());
  const { placesThere, placesUsed, tasks } = await counts(world);
  return {
    ...{ setting, way: way.name },
    dated: requests(asked.filter(({ due }) => due !== null)),
    undated: requests(asked.filter(({ due }) => due === null)),
    round: requests(all.filter(({ kind }) => kind === ROUND)),
    ...{ placesThere, placesUsed, tasks, visitsLate },
    ...{ visits: done.visits, journeys: done.journeys, journeysSaved: done.visits - done.journeys },
    refused: Object.fromEntries([...world.refused].toSorted()),
  };
}

type Outcome = 'met' | 'late' | 'overtaken' | 'ahead';

function outcomeOf({ status, settledOn, by }: Request, today: PlainDate): Outcome {
  if (status === 'superseded' || status === 'excused') return 'overtaken';
  if (status === 'met' || status === 'late') return settledOn !== null && settledOn <= by ? 'met' : 'late';
  return by < today ? 'late' : 'ahead';
}

/** Sums up requests, with what was found for them, as a year ends. */
export function sumOf(requests: readonly Request[], found: readonly Found[], today: PlainDate): Requests {
  const of = (outcome: Outcome): readonly Request[] => requests.filter((one) => outcomeOf(one, today) === outcome);
  const held = requests.flatMap(({ status, settledOn, openedOn, by }) =>
    (status === 'met' || status === 'late') && settledOn !== null ? [{ settledOn, openedOn, by }] : [],
  );
  const firstOf = firstFound(found);
  return {
    requests: requests.length,
    metByFirst: of('met').filter((one) => firstOf(one)?.on === one.settledOn).length,
    ...{ met: of('met').length, late: of('late').length, overtaken: of('overtaken').length, ahead: of('ahead').length },
    withoutPlace: requests.filter((one) => isWithout(firstOf(one), one)).length,
    wait: spread(held.map(({ openedOn, settledOn }) => daysBetween(openedOn, settledOn))),
    inHand: spread(held.map(({ settledOn, by }) => daysBetween(settledOn, by))),
  };
}

const isWithout = (first: Found | undefined, { by }: Request): boolean => first !== undefined && (first.on === null || first.on > by);

/** What was found first for a request; where it shares a meeting that was found for another one of its person, what was found first for that. */
function firstFound(found: readonly Found[]): (request: Request) => Found | undefined {
  const firsts = new Map<string, Found>();
  for (const one of found) {
    const key = `${one.registerId}/${one.deadline}`;
    if (!firsts.has(key)) firsts.set(key, one);
  }
  return ({ registerId, id, kind, settledOn }) =>
    firsts.get(`${registerId}/${id}`) ??
    [...firsts.values()].find(
      (one) => one.registerId === registerId && one.on !== null && one.on === settledOn && traitsOf(kind).metBy?.includes(one.kind),
    );
}

/** Nearest rank. */
function spread(days: readonly number[]): Spread {
  const sorted = days.toSorted((a, b) => a - b);
  const rank = (share: number): number | null => sorted[Math.ceil(share * sorted.length) - 1] ?? null;
  return { median: rank(0.5), ninetieth: rank(0.9) };
}

async function counts({ pool, core, area, first, today }: World) {
  const { places = [], noPlaces = [] } = area();
  const kinds = new Set(places.flatMap((place) => place.kinds));
  const there = new Set(
    [...kinds].flatMap((kind) =>
      placesBetween({ places, noPlaces }, kind, first, today(), core.holidays).map(({ place, on, seat }) => `${place} ${on} ${seat}`),
    ),
  );
  const { rows } = await pool.query<{ used: number; tasks: number }>(
    `select (select count(*)::int from meeting where status = 'held' and place is not null) as used,
       (select count(*)::int from task where kind = 'no-place') as tasks`,
  );
  return { placesThere: there.size, placesUsed: rows[0]?.used ?? 0, tasks: rows[0]?.tasks ?? 0 };
}
