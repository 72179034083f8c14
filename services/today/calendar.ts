import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addDays, dayOfWeek, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { MeetingKind, Rating } from '../../domain/pathway/events';
import type { DeadlineKind } from '../../domain/pathway/kinds';
import { readShut } from '../access/restricted';

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
  /** The record is restricted and not open to the reader: who they are and their rating are left out. */
  readonly restricted: boolean;
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

/**
 * What stands on the days from $1 to $2 of the people of somebody's areas ($4), of those who see their own people only of these alone; a meeting
 * whose pathway has ended is off.
 */
const LINES = `with line as (
  select case when d.kind = 'oversight-visit' then 'visit' else 'deadline' end as sort, d.due as "on", null as "time", null as "until", d.id, d.kind, d.soft,
    d.register_id as "registerId", d.pathway
  from deadline d where d.owed and d.due between $1 and $2
  union all
  select 'meeting', m."on", m."time", m."until", m.id, m.kind, false, m.register_id, m.pathway
  from meeting m where m.status = 'scheduled' and m."on" between $1 and $2
), seen as (
  select l.sort, l."on", l."time", l."until", l.id, l.kind, l.soft, l."registerId", l.pathway, s.name as owner,
    l."registerId" = any($9) as restricted, case when l."registerId" = any($9) then null else p.name end as name,
    case when l."registerId" = any($9) then null else p.born_on end as "bornOn", case when l."registerId" = any($9) then null else w.rating end as rating,
    (own.staff is null or own.staff = $6 or $7) and ($8::text is null or l.sort = $8) as fits
  from line l
  join pathway w on w.register_id = l."registerId" and w.number = l.pathway
  join person p on p.register_id = l."registerId"
  left join lateral (select o.staff from ownership o where o.register_id = l."registerId" and o.pathway = l.pathway and o.from_at <= $3
    order by o.number desc limit 1) own on true
  left join staff s on s.id = own.staff
  where p.area = any($4) and ($5 or own.staff = $6 and l.pathway = (select max(n.number) from pathway n
      where n.register_id = l."registerId" and n.ended_type is distinct from 'corrected')) and (l.sort <> 'meeting' or w.ended_type is null)
)`;

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
  const { from, values: asked } = valuesOf(looker, filter, now);
  const values = [...asked, await readShut(pool, looker, now)];
  const [counted, lines, late] = await Promise.all([
    pool.query<{ week: number; all: number; fit: number }>({
      name: 'calendar-counts',
      text: `${LINES} select ("on" - $1::date) / 7 as week, count(*)::int as "all", (count(*) filter (where fits))::int as fit from seen group by 1`,
      values,
    }),
    pool.query<Placed>({
      name: 'calendar-lines',
      text: `${LINES}, placed as (select sort, "on", "time", "until", id, kind, soft, "registerId", pathway, name, "bornOn", rating, restricted, owner, ("on" - $1::date) / 7 as week,
          row_number() over (partition by ("on" - $1::date) / 7 order by "on", sort <> 'meeting', "time" nulls last, kind, "registerId", id) as place
        from seen where fits)
        select sort, "on", "time", "until", id, kind, soft, "registerId", pathway, name, "bornOn", rating, restricted, owner, week from placed
          where place <= $10 order by week, place`,
      values: [...values, most],
    }),
    pool.query<{ count: number }>({
      name: 'calendar-overdue',
      text: `select count(*)::int as count from deadline d join person p using (register_id)
        left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $2
          order by o.number desc limit 1) own on true
        where d.owed and not d.soft and d.due < $1 and p.area = any($3) and ($4 or own.staff = $5 and d.pathway = (select max(n.number) from pathway n
            where n.register_id = d.register_id and n.ended_type is distinct from 'corrected')) and ($6 or own.staff is null or own.staff = $5)`,
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
