import type { Pool } from 'pg';
import type { Looker } from '../../../domain/access/roles';
import { addDays, daysBetween, earlierOf, type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import type { Rating } from '../../../domain/pathway/events';
import { type Membership, membershipsOn, runsOn } from '../../../domain/pathway/membership';
import type { CoreContext } from '../../../domain/pathway/types';
import { readShut } from '../../access/restricted';
import { mondayOf } from '../calendar/shape';
import type { Spells } from './spells';
import { ofRegister } from './worked-out';

/** What is meant by the register of a day: what was true then by all that is known now, or what was known then. */
export const READINGS = ['true-then', 'known-then'] as const;
export type Reading = (typeof READINGS)[number];

/** How many people of the register there are of each rating; `restricted`: those whose record is not open to the reader, who is told no more of them. */
export type ByRating = Readonly<Record<Rating | 'none' | 'restricted', number>>;

/** A week, from its Monday on, as it stood at its end. */
export interface RegisterWeek {
  readonly from: PlainDate;
  /** The day at whose end it was counted: its Sunday; of the week that goes on, today. */
  readonly on: PlainDate;
  readonly byRating: ByRating;
}

/** What of the register over time is asked for. */
export interface OverTimeFilter {
  readonly reading: Reading;
  readonly age?: 'under-18' | 'adult' | undefined;
}

/** Somebody who was on the register at the end of a day, by one reading at least. */
export interface ThenPerson {
  readonly registerId: string;
  readonly name: string | null;
  /** The record is restricted and not open to the reader: who they are and their ratings are left out. */
  readonly restricted: boolean;
  readonly trueThen: Membership;
  readonly knownThen: Membership;
}

/** The register at the end of a day. */
export interface RegisterThen {
  /** A page of those who were on it by the reading that was asked for. */
  readonly people: readonly ThenPerson[];
  readonly byRating: ByRating;
  /** How many there were, and how many fit the filters. */
  readonly all: number;
  readonly fit: number;
  /** How many stood otherwise by the other reading, of all ages and ratings. */
  readonly otherwise: number;
}

const spellsOf = ({ trueThen, knownThen }: Spells, reading: Reading) => (reading === 'true-then' ? trueThen : knownThen);

const ofAge = ({ child }: Membership, age: OverTimeFilter['age']): boolean => age === undefined || child === (age === 'under-18');

const nobody = (): Record<Rating | 'none' | 'restricted', number> => ({ red: 0, blue: 0, amber: 0, green: 0, none: 0, restricted: 0 });

/** The weeks up to a day, from the one of another day on: each Monday, with the day at whose end the week is counted. */
export function weeksBetween(first: PlainDate, today: PlainDate): { readonly from: PlainDate; readonly on: PlainDate }[] {
  const monday = mondayOf(first);
  return Array.from({ length: Math.floor(daysBetween(monday, today) / 7) + 1 }, (_, index) => {
    const from = addDays(monday, 7 * index);
    return { from, on: earlierOf(addDays(from, 6), today) };
  });
}

/**
 * Counts the register by rating at the end of each week, of those whom a member of staff may see, from the week of a day up to now. It is
 * worked out of the log by the core. Out: no week before the first one in which anybody was on it. Throws where the database is away.
 */
export async function readRegisterOverTime(
  { pool, core }: { readonly pool: Pool; readonly core: CoreContext },
  looker: Looker,
  filter: OverTimeFilter & { readonly since: PlainDate },
  now: Instant,
): Promise<readonly RegisterWeek[]> {
  const { reading, age, since } = filter;
  const weeks = weeksBetween(since, londonDate(now));
  const days = weeks.map(({ on }) => on);
  const what = `over time ${reading} ${age ?? 'any'} ${days[0] ?? ''} ${days.at(-1) ?? ''}`;
  const { first, counts, people } = await ofRegister({ pool, core }, looker, now, what, (all) => countsOf(all, reading, age, days));
  const own = counts.map((week) => ({ ...week }));
  for (const registerId of await readShut(pool, looker, now)) {
    const person = people.get(registerId);
    if (!person) continue;
    for (const { from, until, membership } of runsOnRegister(person, reading, days))
      for (const week of own.slice(from, until)) {
        if (ofAge(membership, age)) week[membership.rating ?? 'none'] -= 1;
        // Of somebody of whom nothing more is told the age is not told either.
        week.restricted += 1;
      }
  }
  return weeks.flatMap((week, index) => (index < first ? [] : [{ ...week, byRating: own[index] ?? nobody() }]));
}

const runsOnRegister = (person: Spells, reading: Reading, days: readonly PlainDate[]) =>
  runsOn(spellsOf(person, reading), person.bornOn, days).filter(({ membership }) => membership.onRegister);

/** How many there were at the end of each day, as if no record were restricted; `first`: the place of the first day on which anybody was. */
function countsOf(all: readonly Spells[], reading: Reading, age: OverTimeFilter['age'], days: readonly PlainDate[]) {
  const counts = days.map(nobody);
  let first = days.length - 1;
  for (const person of all)
    for (const { from, until, membership } of runsOnRegister(person, reading, days)) {
      first = Math.min(first, from);
      if (ofAge(membership, age)) for (const week of counts.slice(from, until)) week[membership.rating ?? 'none'] += 1;
    }
  return { first, counts, people: new Map(all.map((person) => [person.registerId, person])) };
}

/** What stands in the place of how somebody stood of whom no more is told. */
const UNTOLD: Membership = { onRegister: true, rating: null, child: false };

const ORDER: readonly (Rating | null)[] = ['red', 'blue', 'amber', 'green', null];

/**
 * Reads the register at the end of a day as somebody may see it, by both readings: a page of those who were on it by the one that is asked for,
 * in order of their rating then. Throws where the database is away.
 */
export async function readRegisterThen(
  { pool, core }: { readonly pool: Pool; readonly core: CoreContext },
  looker: Looker,
  asked: OverTimeFilter & { readonly day: PlainDate; readonly rating?: Rating | undefined; readonly page: number; readonly size: number },
  now: Instant,
): Promise<RegisterThen> {
  const { day, reading, age, rating, page, size } = asked;
  const what = `on ${day} ${reading} ${age ?? 'any'} ${rating ?? 'any'}`;
  const open = await ofRegister({ pool, core }, looker, now, what, (known) => standOn(known, asked));
  const byRating = { ...open.byRating };
  const shut = new Set(await readShut(pool, looker, now));
  const untold: Omit<ThenPerson, 'name'>[] = [];
  let [{ otherwise }, hidden] = [open, 0];
  for (const registerId of [...shut].toSorted()) {
    const person = open.people.get(registerId);
    if (!person) continue;
    const then = thenOf(person, reading);
    if (standsOtherwise(person)) otherwise -= 1;
    if (!then.onRegister) continue;
    if (ofAge(then, age)) byRating[then.rating ?? 'none'] -= 1;
    if (fits(then, asked)) hidden += 1;
    byRating.restricted += 1;
    // Whatever is asked of who they are, they fit: nobody is told by a filter, and nobody vanishes.
    untold.push({ registerId, restricted: true, trueThen: UNTOLD, knownThen: UNTOLD });
  }
  const shown = shut.size === 0 ? open.fitting : open.fitting.filter(({ registerId }) => !shut.has(registerId));
  const [first, last] = [(page - 1) * size, page * size];
  const onPage = [
    ...shown.slice(first, last).map((one) => ({ ...one, restricted: false })),
    // They stand at the end, where nobody is told by their place either.
    ...untold.slice(Math.max(0, first - shown.length), Math.max(0, last - shown.length)),
  ];
  const names = await namesOf(
    pool,
    onPage.flatMap(({ registerId, restricted }) => (restricted ? [] : [registerId])),
  );
  return {
    people: onPage.map((one) => ({ ...one, name: names.get(one.registerId) ?? null })),
    ...{ byRating, all: open.all, otherwise, fit: open.fitting.length - hidden + untold.length },
  };
}

/** How somebody stood at the end of a day, by both readings. */
interface Standing {
  readonly registerId: string;
  readonly trueThen: Membership;
  readonly knownThen: Membership;
}

const thenOf = ({ trueThen, knownThen }: Standing, reading: Reading): Membership => (reading === 'true-then' ? trueThen : knownThen);

const standsOtherwise = ({ trueThen, knownThen }: Standing): boolean =>
  trueThen.onRegister !== knownThen.onRegister || trueThen.rating !== knownThen.rating;

type OfWhom = Pick<OverTimeFilter, 'age'> & { readonly rating?: Rating | undefined };
const fits = (then: Membership, { age, rating }: OfWhom): boolean =>
  then.onRegister && ofAge(then, age) && (rating === undefined || then.rating === rating);

/** The register at the end of a day as if no record were restricted; those who fit are in order of their rating then. */
function standOn(known: readonly Spells[], asked: OfWhom & { readonly day: PlainDate; readonly reading: Reading }) {
  const standing = known.flatMap((person): Standing[] => {
    const [trueThen, knownThen] = READINGS.map((one) => membershipsOn(spellsOf(person, one), person.bornOn, [asked.day])[0]);
    return trueThen && knownThen ? [{ registerId: person.registerId, trueThen, knownThen }] : [];
  });
  const onRegister = standing.map((one) => thenOf(one, asked.reading)).filter((then) => then.onRegister);
  const byRating = nobody();
  for (const then of onRegister) if (ofAge(then, asked.age)) byRating[then.rating ?? 'none'] += 1;
  const placeOf = (one: Standing): number => ORDER.indexOf(thenOf(one, asked.reading).rating);
  return {
    all: onRegister.length,
    otherwise: standing.filter(standsOtherwise).length,
    byRating,
    fitting: standing
      .filter((one) => fits(thenOf(one, asked.reading), asked))
      .toSorted((a, b) => placeOf(a) - placeOf(b) || (a.registerId < b.registerId ? -1 : 1)),
    people: new Map(standing.map((one) => [one.registerId, one])),
  };
}

async function namesOf(pool: Pool, registerIds: readonly string[]): Promise<ReadonlyMap<string, string | null>> {
  const { rows } = await pool.query<{ registerId: string; name: string | null }>({
    name: 'register-names',
    text: 'select register_id as "registerId", name from person where register_id = any($1)',
    values: [registerIds],
  });
  return new Map(rows.map(({ registerId, name }) => [registerId, name]));
}
