import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addDays, dayOfWeek, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { MeetingKind, Rating } from '../../domain/pathway/events';
import type { DeadlineKind } from '../../domain/pathway/kinds';

/** So many weeks stand on a calendar. */
export const CALENDAR_WEEKS = 12;

/** So many lines of a week stand on a page; how many there are is said beside. */
const MOST_LINES_A_WEEK = 60;

export const CALENDAR_SORTS = ['meeting', 'deadline', 'visit'] as const;
/** A visit is a deadline too; it stands by itself because somebody has to travel. */
export type CalendarSort = (typeof CALENDAR_SORTS)[number];

/** What of a calendar is asked for. */
export interface CalendarFilter {
  /** `mine`: what the reader owns, and what nobody owns. */
  readonly whose: 'mine' | 'all';
  readonly sort?: CalendarSort | undefined;
  /** A day of its first week; absent: today. */
  readonly from?: PlainDate | undefined;
}

/** Something that is to happen on a day. */
export interface CalendarLine {
  readonly sort: CalendarSort;
  readonly on: PlainDate;
  /** HH:MM in London, of a meeting that has one. */
  readonly time: string | null;
  readonly until: string | null;
  /** The id of the meeting or the deadline. */
  readonly id: string;
  readonly kind: MeetingKind | DeadlineKind;
  readonly soft: boolean;
  readonly registerId: string;
  readonly pathway: number;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly rating: Rating | null;
  /** The name of the member of staff who owns the pathway; null: nobody does. */
  readonly owner: string | null;
}

/** A week of a calendar, from its Monday on. */
interface CalendarWeek {
  readonly from: PlainDate;
  readonly lines: readonly CalendarLine[];
  /** How many fit what was asked, shown or not. */
  readonly fit: number;
}

export interface Calendar {
  readonly day: PlainDate;
  readonly weeks: readonly CalendarWeek[];
  /** How many there are in these weeks, and how many of them fit what was asked. */
  readonly all: number;
  readonly fit: number;
  /** How many deadlines were due before the first of these weeks and are still to be done. */
  readonly overdue: number;
}

/** The Monday of a day's week. */
export const mondayOf = (day: PlainDate): PlainDate => addDays(day, 1 - dayOfWeek(day));

/** Who owns a pathway at $3: what was said last, of what begins by then. */
const ownerOf = (line: 'd' | 'm'): string =>
  `select o.staff from ownership o where o.register_id = ${line}.register_id and o.pathway = ${line}.pathway and o.from_at <= $3 order by o.number desc limit 1`;

/** Of the people of somebody's areas ($4), of those who see their own people only ($5, $6) of these alone. */
const SEEN = 'p.area = any($4) and ($5 or own.staff = $6)';
/** The reader's and nobody's, or everyone's ($7), of one sort ($8) or any. */
const FITS = '(own.staff is null or own.staff = $6 or $7) and ($8::text is null or $8 = sort.sort)';

const DEADLINES = `from deadline d
  cross join lateral (select case when d.kind = 'oversight-visit' then 'visit' else 'deadline' end as sort) sort
  join pathway w on w.register_id = d.register_id and w.number = d.pathway
  join person p on p.register_id = d.register_id`;
/** A meeting whose pathway has ended is off. */
const MEETINGS = `from meeting m
  cross join (select 'meeting' as sort) sort
  join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
  join person p on p.register_id = m.register_id`;

/** How many there are of each week from $1 to $2: the owners are read once for all, and not line by line. */
const COUNTS = `with owner as (select distinct on (o.register_id, o.pathway) o.register_id, o.pathway, o.staff from ownership o where o.from_at <= $3
    order by o.register_id, o.pathway, o.number desc),
  line as (
    select (d.due - $1::date) / 7 as week, (${FITS}) as fits ${DEADLINES}
      left join owner own on own.register_id = d.register_id and own.pathway = d.pathway where d.owed and d.due between $1 and $2 and ${SEEN}
    union all
    select (m."on" - $1::date) / 7, (${FITS}) ${MEETINGS}
      left join owner own on own.register_id = m.register_id and own.pathway = m.pathway where m.status = 'scheduled' and m."on" between $1 and $2 and ${SEEN})
  select week, count(*)::int as "all", (count(*) filter (where fits))::int as fit from line group by week`;

const BY = `"on", sort <> 'meeting', "time" nulls last, kind, "registerId", id`;

/** The first lines of each week, at most $9: found by their days, so that those after them are not read. */
const LINES = `select l.sort, "on", "time", "until", l.id, kind, soft, "registerId", pathway, l.name, "bornOn", rating, s.name as owner, week
  from generate_series(0, ($2::date - $1::date) / 7) as week cross join lateral (
    select sort, "on", "time", "until", id, kind, soft, "registerId", pathway, name, "bornOn", rating, staff from (
    (select sort.sort, d.due as "on", null as "time", null as "until", d.id, d.kind, d.soft, d.register_id as "registerId", d.pathway, p.name,
        p.born_on as "bornOn", w.rating, own.staff
      ${DEADLINES} left join lateral (${ownerOf('d')}) own on true
      where d.owed and d.due between $1::date + 7 * week and $1::date + 7 * week + 6 and ${SEEN} and ${FITS}
      order by d.due, d.kind, d.register_id, d.id limit $9)
    union all
    (select sort.sort, m."on", m."time", m."until", m.id, m.kind, false, m.register_id, m.pathway, p.name, p.born_on, w.rating, own.staff
      ${MEETINGS} left join lateral (${ownerOf('m')}) own on true
      where m.status = 'scheduled' and m."on" between $1::date + 7 * week and $1::date + 7 * week + 6 and ${SEEN} and ${FITS}
      order by m."on", m."time" nulls last, m.kind, m.register_id, m.id limit $9)) either
    order by ${BY} limit $9) l
  left join staff s on s.id = l.staff
  order by week, ${BY.replace(/id$/, 'l.id')}`;

const valuesOf = ({ id, roles, areas }: Looker, filter: CalendarFilter, now: Instant): { from: PlainDate; values: unknown[] } => {
  const from = mondayOf(filter.from ?? londonDate(now));
  const values = [from, addDays(from, 7 * CALENDAR_WEEKS - 1), new Date(now), areas, seesEveryone(roles), id];
  return { from, values: [...values, filter.whose === 'all', filter.sort ?? null] };
};

interface Placed extends CalendarLine {
  readonly week: number;
}

/**
 * Reads twelve weeks of a member of staff's calendar, over all people whom they may see, of each week at most so many lines.
 * Throws where the database is away.
 */
export async function readCalendar(
  pool: Pool,
  looker: Looker,
  filter: CalendarFilter,
  now: Instant,
  most = MOST_LINES_A_WEEK,
): Promise<Calendar> {
  const { from, values } = valuesOf(looker, filter, now);
  const [counted, lines, late] = await Promise.all([
    pool.query<{ week: number; all: number; fit: number }>({ name: 'calendar-counts', text: COUNTS, values }),
    pool.query<Placed>({ name: 'calendar-lines', text: LINES, values: [...values, most] }),
    pool.query<{ count: number }>({
      name: 'calendar-overdue',
      text: `select count(*)::int as count from deadline d join person p using (register_id)
        left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $2
          order by o.number desc limit 1) own on true
        where d.owed and not d.soft and d.due < $1 and p.area = any($3) and ($4 or own.staff = $5) and ($6 or own.staff is null or own.staff = $5)`,
      values: [from, ...values.slice(2, 7)],
    }),
  ]);
  const weeks = Array.from({ length: CALENDAR_WEEKS }, (_, index): CalendarWeek => ({
    from: addDays(from, 7 * index),
    lines: lines.rows.filter(({ week }) => week === index),
    fit: counted.rows.find(({ week }) => week === index)?.fit ?? 0,
  }));
  const sum = (of: 'all' | 'fit'): number => counted.rows.reduce((total, row) => total + row[of], 0);
  return { day: londonDate(now), weeks, all: sum('all'), fit: sum('fit'), overdue: late.rows[0]?.count ?? 0 };
}
