import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addDays, addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { type HolidayCalendar, isWorkingDay } from '../../domain/calendar/working-days';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import { keptShortly } from '../../infra/kept-shortly';
import { readShut } from '../access/restricted';
import { recordStamp } from '../record/stamp';
import { countDay, type Counted } from './counts';
import { type DayAsked, type Group, GROUPS, type TodayFilter } from './groups';
import { readLines, type TodayLine } from './lines';

/** So many lines of a group are shown on the page of a day; how many there are is said beside. */
export const MOST_LINES = 50;
/** So many stand on a page of one group alone. */
export const LINES_A_PAGE = 100;

/** Which page of one group is asked for. */
export interface OneGroup {
  readonly group: Group;
  /** From 1. */
  readonly page: number;
}

export interface Today {
  readonly day: PlainDate;
  /** How many there are of each group, and how many of them fit what was asked. */
  readonly counts: Readonly<Record<Group, { readonly all: number; readonly shown: number }>>;
  readonly lines: readonly TodayLine[];
  /** Whose the lines are that were left out because they are others': by name, most first. */
  readonly others: readonly { readonly name: string; readonly count: number }[];
  /** How many people are on the register. */
  readonly onRegister: number;
  /** What is due first after the days shown; null: nothing. */
  readonly next: { readonly due: PlainDate; readonly kind: DeadlineKind } | null;
}

/**
 * The last day on which what is due must be acted on today: the day before the next working day. What falls due on a day off is work of the
 * working day before it; its date does not move (design.md: national clocks count calendar days).
 */
export function actTodayUntil(day: PlainDate, holidays: HolidayCalendar): PlainDate {
  let last = day;
  while (!isWorkingDay(holidays, addDays(last, 1))) last = addDays(last, 1);
  return last;
}

/** So many of those whose lines were left out are named. */
const MOST_OTHERS = 5;

const countMembers = keptShortly(
  ({ areas, everyone, reader }: DayAsked) => JSON.stringify([areas, everyone ? null : reader]),
  recordStamp,
  async (pool: Pool, { areas, everyone, reader, at }: DayAsked): Promise<number> => {
    const { rows } = await pool.query<{ count: number }>({
      name: 'on-register-in-areas',
      text: `select count(*)::int as count from pathway w join person p using (register_id)
        left join lateral (select o.staff from ownership o where not $2 and o.register_id = w.register_id and o.pathway = w.number and o.from_at <= $4
          order by o.number desc limit 1) own on true
        where w.on_register and p.area = any($1) and ($2 or own.staff = $3)`,
      values: [areas, everyone, reader, at],
    });
    return rows[0]?.count ?? 0;
  },
);

/**
 * Reads a member of staff's day at an instant, over all people whom they may see: the first lines of each group, or a page of one group alone.
 * Throws where the database is away.
 */
export async function readToday(
  pool: Pool,
  looker: Looker,
  filter: TodayFilter,
  now: Instant,
  holidays: HolidayCalendar,
  one: OneGroup | null = null,
): Promise<Today> {
  const day = londonDate(now);
  const { whose, age = null, rating = null, kind = null } = filter;
  const until = addDays(day, 7);
  const everyone = seesEveryone(looker.roles);
  const others = whose === 'all';
  const asked: DayAsked = {
    ...{ day, actUntil: actTodayUntil(day, holidays), until, at: new Date(now), areas: looker.areas, everyone, reader: looker.id },
    ...{ age, adultFrom: addMonths(day, -18 * 12), rating, kind, shut: await readShut(pool, looker, now) },
  };
  const [counted, lines, members, next] = await Promise.all([
    countDay(pool, asked),
    readLines(
      pool,
      asked,
      one
        ? { groups: [one.group], others, most: LINES_A_PAGE, after: (one.page - 1) * LINES_A_PAGE }
        : { groups: GROUPS, others, most: MOST_LINES, after: 0 },
    ),
    countMembers(pool, asked),
    pool.query<{ due: PlainDate; kind: DeadlineKind }>({
      name: 'today-next',
      text: `select d.due, d.kind from deadline d join person p using (register_id)
        left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $2
          order by o.number desc limit 1) own on true
        where d.owed and d.due > $1 and p.area = any($3) and ($4 or own.staff = $5 and d.pathway = (select max(l.number) from pathway l
            where l.register_id = d.register_id and l.ended_type is distinct from 'corrected')) and ($6 or own.staff is null or own.staff = $5)
        order by d.due limit 1`,
      values: [until, new Date(now), looker.areas, everyone, looker.id, others],
    }),
  ]);
  return {
    day,
    counts: countsOf(counted, others ? null : looker.id),
    lines,
    others: others ? [] : ofOthers(one ? counted.filter(({ group }) => group === one.group) : counted, looker.id),
    onRegister: members,
    next: next.rows[0] ?? null,
  };
}

/** How many there are of each group, and how many fit; `mine`: only what this member of staff owns, or nobody. */
function countsOf(counted: readonly Counted[], mine: string | null): Today['counts'] {
  const counts = GROUPS.map((group) => {
    const own = counted.filter((row) => row.group === group);
    const fitting = own.filter(({ staff }) => mine === null || staff === null || staff === mine);
    return [group, { all: sumOf(own.map(({ all }) => all)), shown: sumOf(fitting.map(({ fit }) => fit)) }];
  });
  return Object.fromEntries(counts) as Today['counts'];
}

const sumOf = (numbers: readonly number[]): number => numbers.reduce((sum, number) => sum + number, 0);

/** Whose the lines of others are, most first. */
function ofOthers(counted: readonly Counted[], reader: string): Today['others'] {
  const counts = new Map<string, { readonly name: string; count: number }>();
  for (const { staff, name, all } of counted) {
    if (staff === null || staff === reader) continue;
    const known = counts.get(staff) ?? { name: name ?? staff, count: 0 };
    known.count += all;
    counts.set(staff, known);
  }
  return [...counts.values()].toSorted((a, b) => b.count - a.count || a.name.localeCompare(b.name)).slice(0, MOST_OTHERS);
}
