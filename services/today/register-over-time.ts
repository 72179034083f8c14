import type { Pool } from 'pg';
import { type Looker, seesEveryone } from '../../domain/access/roles';
import { addDays, daysBetween, earlierOf, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Rating } from '../../domain/pathway/events';
import {
  BEARING_ON_MEMBERSHIP,
  type Membership,
  membershipKnownThen,
  membershipTrueThen,
  type RecordedEntry,
  type RecordedPerson,
} from '../../domain/pathway/membership';
import type { CoreContext } from '../../domain/pathway/types';
import { storedFact, versioned } from '../record/rule-set-version';
import { mondayOf } from './calendar';

/** What is meant by the register of a day: what was true then by all that is known now, or what was known then. */
export const READINGS = ['true-then', 'known-then'] as const;
export type Reading = (typeof READINGS)[number];

/** How many people of the register there are of each rating. */
export type ByRating = Readonly<Record<Rating | 'none', number>>;

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

interface PathwayLog {
  readonly ruleSet: string;
  readonly log: RecordedEntry[];
}

interface LogRow {
  readonly registerId: string;
  readonly bornOn: PlainDate | null;
  readonly ruleSet: string;
  readonly id: string;
  readonly pathway: number;
  readonly sequence: number;
  readonly at: number;
  readonly recordedAt: number;
  readonly fact: string;
}

const LOG = `select e.register_id as "registerId", p.born_on as "bornOn", w.pinned_rule_set as "ruleSet", e.id, e.pathway, e.sequence,
    (extract(epoch from coalesce(e.received_at, e.at)) * 1000)::float8 as at, (extract(epoch from e.at) * 1000)::float8 as "recordedAt", e.fact
  from event e
  join person p on p.register_id = e.register_id
  join pathway w on w.register_id = e.register_id and w.number = e.pathway
  left join lateral (select o.staff from ownership o where not $3 and o.register_id = e.register_id and o.from_at <= $5
      and o.pathway = (select max(l.number) from pathway l where l.register_id = e.register_id and l.ended_type is distinct from 'corrected')
    order by o.number desc limit 1) own on true
  where e.type = any($1) and e.sequence is not null and p.area = any($2) and ($3 or own.staff = $4)
  order by e.register_id, e.sequence`;

/** Reads, of everybody whom somebody may see, what of the log bears on the register. */
async function readRecords(pool: Pool, { id, roles, areas }: Looker, now: Instant): Promise<Map<string, RecordedPerson>> {
  const { rows } = await pool.query<LogRow>({
    name: 'register-log',
    text: LOG,
    values: [BEARING_ON_MEMBERSHIP, areas, seesEveryone(roles), id, new Date(now)],
  });
  const people = new Map<string, { bornOn: PlainDate | null; ruleSet: string; logs: Map<number, PathwayLog> }>();
  for (const { registerId, bornOn, ruleSet, pathway: number, fact, at, recordedAt, id: event, sequence } of rows) {
    const person = people.get(registerId) ?? { bornOn, ruleSet, logs: new Map<number, PathwayLog>() };
    people.set(registerId, person);
    const pathway = person.logs.get(number) ?? { ruleSet: versioned(ruleSet), log: [] };
    person.logs.set(number, pathway);
    pathway.log.push({ id: event, sequence, at: at as Instant, recordedAt: recordedAt as Instant, fact: storedFact(fact) });
  }
  return new Map(
    [...people].map(([registerId, { bornOn, ruleSet, logs }]): [string, RecordedPerson] => {
      const pathways = [...logs].toSorted(([a], [b]) => a - b).map(([number, pathway]) => ({ number, ...pathway, progress: {} }));
      return [registerId, { bornOn, ruleSet, minutes: 0, playedTo: null, pathways }];
    }),
  );
}

const membershipsOf = (core: CoreContext, reading: Reading, record: RecordedPerson, days: readonly PlainDate[]): Membership[] =>
  reading === 'true-then' ? membershipTrueThen(core, record, days) : membershipKnownThen(core, record, days);

const ofAge = ({ child }: Membership, age: OverTimeFilter['age']): boolean => age === undefined || child === (age === 'under-18');

const nobody = (): Record<Rating | 'none', number> => ({ red: 0, blue: 0, amber: 0, green: 0, none: 0 });

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
): Promise<{ readonly weeks: readonly RegisterWeek[]; readonly anybody: boolean }> {
  const weeks = weeksBetween(filter.since, londonDate(now));
  const days = weeks.map(({ on }) => on);
  const counts = days.map(nobody);
  let first = days.length - 1;
  const people = await readRecords(pool, looker, now);
  for (const record of people.values()) {
    for (const [index, then] of membershipsOf(core, filter.reading, record, days).entries()) {
      const week = counts[index];
      if (!then.onRegister || !week) continue;
      first = Math.min(first, index);
      if (ofAge(then, filter.age)) week[then.rating ?? 'none'] += 1;
    }
  }
  return {
    anybody: people.size > 0,
    weeks: weeks.flatMap((week, index) => (index < first ? [] : [{ ...week, byRating: counts[index] ?? nobody() }])),
  };
}

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
  const { day, reading, rating, page, size } = asked;
  const byRating = nobody();
  const fitting: Omit<ThenPerson, 'name'>[] = [];
  let [all, otherwise] = [0, 0];
  for (const [registerId, record] of await readRecords(pool, looker, now)) {
    const [trueThen, knownThen] = READINGS.map((one) => membershipsOf(core, one, record, [day])[0]);
    if (!trueThen || !knownThen) continue;
    const then = reading === 'true-then' ? trueThen : knownThen;
    if (trueThen.onRegister !== knownThen.onRegister || trueThen.rating !== knownThen.rating) otherwise += 1;
    if (!then.onRegister) continue;
    all += 1;
    if (!ofAge(then, asked.age)) continue;
    byRating[then.rating ?? 'none'] += 1;
    if (rating === undefined || then.rating === rating) fitting.push({ registerId, trueThen, knownThen });
  }
  const ratingOf = (one: (typeof fitting)[number]): number =>
    ORDER.indexOf((reading === 'true-then' ? one.trueThen : one.knownThen).rating);
  const shown = fitting.toSorted((a, b) => ratingOf(a) - ratingOf(b) || a.registerId.localeCompare(b.registerId));
  const onPage = shown.slice((page - 1) * size, page * size);
  const names = await namesOf(
    pool,
    onPage.map(({ registerId }) => registerId),
  );
  return {
    people: onPage.map((one) => ({ ...one, name: names.get(one.registerId) ?? null })),
    ...{ byRating, all, otherwise, fit: fitting.length },
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
