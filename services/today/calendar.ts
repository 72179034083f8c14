import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addDays, dayOfWeek, daysBetween, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { MEETING_KINDS, type MeetingKind, type Rating } from '../../domain/pathway/events';
import { DEADLINE_KINDS, type DeadlineKind } from '../../domain/pathway/kinds';
import { readShut } from '../access/restricted';
import { readSaid, sitesOf } from './register/said';

/** So many weeks stand on a calendar. */
export const CALENDAR_WEEKS = 12;

/** How much of a calendar is read: so many weeks, and of each at most so many lines; how many there are is said beside. */
export interface CalendarSize {
  readonly weeks: number;
  readonly most: number;
}

/** What stands on a page: twelve weeks, or one of them whole. */
export const TWELVE_WEEKS: CalendarSize = { weeks: CALENDAR_WEEKS, most: 30 };
export const WHOLE_WEEK: CalendarSize = { weeks: 1, most: 300 };

export const CALENDAR_SORTS = ['meeting', 'deadline', 'visit'] as const;
/** Of deadlines and of meetings: some kinds are both. */
export const CALENDAR_KINDS = [...new Set([...DEADLINE_KINDS, ...MEETING_KINDS])];
/** A visit is a deadline too; it stands by itself because somebody has to travel. */
export type CalendarSort = (typeof CALENDAR_SORTS)[number];

/** What of a calendar is asked for. */
export interface CalendarFilter {
  /** `mine`: what the reader owns, and what nobody owns. */
  readonly whose: 'mine' | 'all';
  readonly sort?: CalendarSort | undefined;
  /** Of a deadline, of a meeting, or of both that have it. */
  readonly kind?: DeadlineKind | MeetingKind | undefined;
  /** The code of the site where somebody is in hospital now; `not-known`: in hospital, and it is not known where. */
  readonly site?: string | undefined;
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
  /** The sites at which somebody of the reader's areas, whose record is open to them, is in hospital now; empty for who sees their own people only. */
  readonly sites: readonly string[];
}

/** The Monday of a day's week. */
export const mondayOf = (day: PlainDate): PlainDate => addDays(day, 1 - dayOfWeek(day));

/** Of the people of somebody's areas ($4), of those who see their own people only ($5, $6) the latest pathway of these alone. */
const seen = (
  line: string,
): string => `p.area = any($4) and ($5 or own.staff = $6 and ${line}.pathway = (select max(n.number) from pathway n
      where n.register_id = ${line}.register_id and n.ended_type is distinct from 'corrected'))`;
/**
 * The reader's and nobody's, or everyone's ($7), of one sort ($8) and kind ($9) or any, and of those who are where it is asked for ($11, $12). A record
 * that is not open to the reader ($10) fits wherever that is: nobody is told by a filter, and nobody vanishes.
 */
const fits = (
  line: string,
  bySite: boolean,
): string => `(own.staff is null or own.staff = $6 or $7) and ($8::text is null or $8 = sort.sort)
      and ($9::text is null or ${line}.kind = $9) and ${
        bySite
          ? `(${line}.register_id = any($10) or (${line}.register_id, ${line}.pathway) in (select s.id, s.number from unnest($11::text[], $12::int[]) s(id, number)))`
          : '$10::text[] is not null and $11::text[] is null and $12::int[] is null'
      }`;

/**
 * What stands on some days, by the weeks from $1 on: of deadlines no more than an index has, since many more are counted than shown. Who owns
 * what at $3 is read once for all. A meeting whose pathway has ended is off.
 */
const lineOf = (
  days: (column: string) => string,
  bySite: boolean,
): string => `with owner as (select distinct on (o.register_id, o.pathway) o.register_id, o.pathway, o.staff from ownership o where o.from_at <= $3
    order by o.register_id, o.pathway, o.number desc),
  line as (
    select (d.due - $1::date) / 7 as week, d.due as "on", sort.sort, null as "time", d.kind, d.register_id, d.pathway, d.id, own.staff, (${fits('d', bySite)}) as fits
    from deadline d
    cross join lateral (select case when d.kind = 'oversight-visit' then 'visit' else 'deadline' end as sort) sort
    join person p on p.register_id = d.register_id
    left join owner own on own.register_id = d.register_id and own.pathway = d.pathway
    where d.owed and ${days('d.due')} and ${seen('d')}
    union all
    select (m."on" - $1::date) / 7, m."on", sort.sort, m."time", m.kind, m.register_id, m.pathway, m.id, own.staff, (${fits('m', bySite)})
    from meeting m
    cross join (select 'meeting' as sort) sort
    join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
    join person p on p.register_id = m.register_id
    left join owner own on own.register_id = m.register_id and own.pathway = m.pathway
    where m.status = 'scheduled' and ${days('m."on"')} and ${seen('m')})`;

/** How many there are of each day. */
const counts = (bySite: boolean): string =>
  `${lineOf((column) => `${column} between $1 and $2`, bySite)} select "on", count(*)::int as "all", (count(*) filter (where fits))::int as fit from line group by "on"`;

/** The record is not open to the reader ($10): what is said of it is its register id and its work. */
const SHUT = 'l.register_id = any($10)';

/** The first lines of each week, at most $13, on the days ($2) that have them; what is shown of a line is read for these alone. */
const linesOf = (
  bySite: boolean,
): string => `${lineOf((column) => `${column} = any($2::date[])`, bySite)}, placed as (select week, "on", sort, "time", kind, register_id, pathway, id, staff,
      row_number() over (partition by week order by "on", sort <> 'meeting', "time" nulls last, kind, register_id, id) as place
    from line where fits)
  select l.sort, l."on", l."time", m."until", l.id, l.kind, coalesce(d.soft, false) as soft, l.register_id as "registerId", l.pathway, ${SHUT} as restricted,
    case when ${SHUT} then null else p.name end as name, case when ${SHUT} then null else p.born_on end as "bornOn",
    case when ${SHUT} then null else w.rating end as rating, s.name as owner, l.week
  from placed l
  join pathway w on w.register_id = l.register_id and w.number = l.pathway
  join person p on p.register_id = l.register_id
  left join deadline d on l.sort <> 'meeting' and d.register_id = l.register_id and d.pathway = l.pathway and d.id = l.id
  left join meeting m on l.sort = 'meeting' and m.register_id = l.register_id and m.pathway = l.pathway and m.id = l.id
  left join staff s on s.id = l.staff
  where l.place <= $13 order by l.week, l.place`;

/** What of a calendar is asked for, as its statements take it, but for its days. */
const askedOf = ({ id, roles, areas }: Looker, { whose, sort, kind }: CalendarFilter, now: Instant): unknown[] => [
  ...[new Date(now), areas, seesEveryone(roles), id, whose === 'all', sort ?? null, kind ?? null],
];

interface Placed extends CalendarLine {
  readonly week: number;
}

interface DayCount {
  readonly on: PlainDate;
  readonly all: number;
  readonly fit: number;
}

/** The days of a week, the first first, until so many lines stand on them. */
function daysShown(week: readonly DayCount[], most: number): PlainDate[] {
  let before = 0;
  return week
    .toSorted((a, b) => (a.on < b.on ? -1 : 1))
    .filter(({ fit }) => {
      const isShown = fit > 0 && before < most;
      before += fit;
      return isShown;
    })
    .map(({ on }) => on);
}

/**
 * Reads weeks of a member of staff's calendar, over all people whom they may see. Throws where the database is away.
 */
export async function readCalendar(
  pool: Pool,
  looker: Looker,
  filter: CalendarFilter,
  now: Instant,
  { weeks: many, most }: CalendarSize,
): Promise<Calendar> {
  const { site } = filter;
  const from = mondayOf(filter.from ?? londonDate(now));
  const shut = await readShut(pool, looker, now);
  const inHospital = seesEveryone(looker.roles) ? await readSaid(pool, looker, 'in-hospital', now) : [];
  const there = site === undefined ? null : inHospital.filter((one) => (one.site ?? 'not-known') === site);
  const bySite = there !== null;
  const asked = askedOf(looker, filter, now);
  const values = [...asked, shut, there?.map(({ registerId }) => registerId) ?? null, there?.map(({ pathway }) => pathway) ?? null];
  const [counted, late] = await Promise.all([
    // Planned for these very days: how many stand on them is what the plan hangs on.
    pool.query<DayCount>({ text: counts(bySite), values: [from, addDays(from, 7 * many - 1), ...values] }),
    pool.query<{ count: number }>({
      name: 'calendar-overdue',
      text: `select count(*)::int as count from deadline d join person p using (register_id)
        left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $2
          order by o.number desc limit 1) own on true
        where d.owed and not d.soft and d.due < $1 and p.area = any($3) and ($4 or own.staff = $5 and d.pathway = (select max(n.number) from pathway n
            where n.register_id = d.register_id and n.ended_type is distinct from 'corrected')) and ($6 or own.staff is null or own.staff = $5)`,
      values: [from, ...asked.slice(0, 5)],
    }),
  ]);
  const weekOf = ({ on }: DayCount): number => Math.floor(daysBetween(from, on) / 7);
  const ofWeeks = Array.from({ length: many }, (_, index) => counted.rows.filter((one) => weekOf(one) === index));
  const days = ofWeeks.flatMap((week) => daysShown(week, most));
  const { rows } = await pool.query<Placed>({
    text: linesOf(bySite),
    values: [from, days, ...values, most],
  });
  const weeks = ofWeeks.map((week, index): CalendarWeek => ({
    from: addDays(from, 7 * index),
    lines: rows.filter((line) => line.week === index),
    fit: week.reduce((total, { fit }) => total + fit, 0),
  }));
  const sum = (of: 'all' | 'fit'): number => counted.rows.reduce((total, row) => total + row[of], 0);
  return {
    day: londonDate(now),
    weeks,
    all: sum('all'),
    fit: sum('fit'),
    overdue: late.rows[0]?.count ?? 0,
    sites: sitesOf(inHospital, shut),
  };
}
