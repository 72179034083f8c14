import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addDays, addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import { type HolidayCalendar, isWorkingDay } from '../../domain/calendar/working-days';
import type { Rating } from '../../domain/pathway/events';
import { DEADLINE_KINDS, type DeadlineKind, traitsOf } from '../../domain/pathway/kinds';
import { readShut } from '../access/restricted';

/** The groups of a day's work, in their order on the page. */
export const GROUPS = ['overdue', 'act-today', 'next-7-days', 'waiting'] as const;
export type Group = (typeof GROUPS)[number];

/** So many lines of a group are shown; how many there are is said beside. */
export const MOST_LINES = 100;

/** What of a day's work is asked for. */
export interface TodayFilter {
  /** `mine`: what the reader owns, and what nobody owns. */
  readonly whose: 'mine' | 'all';
  readonly age?: 'under-18' | 'adult' | undefined;
  readonly rating?: Rating | undefined;
  readonly kind?: DeadlineKind | undefined;
}

/** A deadline that wants something, with whose it is. */
export interface TodayLine {
  readonly group: Group;
  readonly registerId: string;
  readonly pathway: number;
  readonly deadline: string;
  readonly kind: DeadlineKind;
  readonly due: PlainDate | null;
  /** The date that it runs from. */
  readonly anchor: PlainDate;
  readonly soft: boolean;
  readonly subject: string | null;
  /** The day for which a meeting is planned that would satisfy it; null: none is. */
  readonly booked: PlainDate | null;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly rating: Rating | null;
  readonly inpatient: boolean;
  /** The record is restricted and not open to the reader: who they are, their rating and their stay are left out. */
  readonly restricted: boolean;
  /** Who owns the pathway: the id and the name of a member of staff; null: nobody. */
  readonly owner: { readonly id: string; readonly name: string } | null;
}

export interface Today {
  readonly day: PlainDate;
  /** How many there are of each group, and how many of them fit what was asked. */
  readonly counts: Readonly<Record<Group, { readonly all: number; readonly shown: number }>>;
  readonly lines: readonly TodayLine[];
  /** Whose the lines are that were left out because they are others': by name, most first. */
  readonly others: readonly { readonly name: string; readonly count: number }[];
  /** How many people are on the register: in the areas, or of the reader's own people. */
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

/** The kinds of meeting that satisfy each kind of deadline. */
const MET_BY = JSON.stringify(Object.fromEntries(DEADLINE_KINDS.map((kind) => [kind, traitsOf(kind).metBy ?? []])));

/**
 * Whose a line is: whoever owns the pathway; of somebody who sees their own people only, nothing else is read. What stands of a
 * record that is not open to the reader ($14) fits whatever is asked of ages and ratings: work does not vanish, and nobody is told by a filter.
 */
const COLUMNS =
  '"registerId", pathway, deadline, kind, due, anchor, soft, subject, name, "bornOn", rating, inpatient, restricted, booked, "ownerId", "ownerName", "group"';
const LINES = `with line as (
  select d.register_id as "registerId", d.pathway, d.id as deadline, d.kind, d.due, d.anchor, d.soft, d.subject, booked."on" as booked,
    d.register_id = any($14) as restricted, case when d.register_id = any($14) then null else p.name end as name,
    case when d.register_id = any($14) then null else p.born_on end as "bornOn",
    case when d.register_id = any($14) then null else w.rating end as rating, w.inpatient and not d.register_id = any($14) as inpatient, own.staff as "ownerId", s.name as "ownerName",
    case when d.due is null then 'waiting' when d.due < $1 and not d.soft then 'overdue' when d.due <= $2 then 'act-today' else 'next-7-days' end as "group"
  from deadline d
  join pathway w on w.register_id = d.register_id and w.number = d.pathway
  join person p on p.register_id = d.register_id
  left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $4
    order by o.number desc limit 1) own on true
  left join staff s on s.id = own.staff
  left join lateral (select min(m."on") as "on" from meeting m where m.register_id = d.register_id and m.pathway = d.pathway and m.status = 'scheduled'
    and m.kind = any(array(select jsonb_array_elements_text($13::jsonb -> d.kind)))) booked on true
  where d.owed and (d.due is null or d.due <= $3) and p.area = any($5) and ($6 or own.staff = $7 and d.pathway = (select max(l.number) from pathway l
      where l.register_id = d.register_id and l.ended_type is distinct from 'corrected'))
), asked as (
  select ${COLUMNS}, ($8 or "ownerId" is null or "ownerId" = $7)
    and (restricted or $9::text is null or case when $9 = 'adult' then "bornOn" <= $10 else "bornOn" is null or "bornOn" > $10 end)
    and (restricted or $11::text is null or rating = $11) and ($12::text is null or kind = $12) as fits
  from line
)`;

const ORDER = `case when due is null then anchor else due end, array_position(array['red','blue','amber','green'], rating), "registerId", deadline`;

interface LineRow extends Omit<TodayLine, 'owner'> {
  readonly ownerId: string | null;
  readonly ownerName: string | null;
}

/** Reads a member of staff's day at an instant, over all people whom they may see. Throws where the database is away. */
export async function readToday(pool: Pool, looker: Looker, filter: TodayFilter, now: Instant, holidays: HolidayCalendar): Promise<Today> {
  const day = londonDate(now);
  const { whose, age = null, rating = null, kind = null } = filter;
  const shut = await readShut(pool, looker, now);
  const values = [
    ...[day, actTodayUntil(day, holidays), addDays(day, 7), new Date(now), looker.areas, seesEveryone(looker.roles), looker.id],
    ...[whose === 'all', age, addMonths(day, -18 * 12), rating, kind, MET_BY, shut],
  ];
  const [counted, lines, others, members, next] = await Promise.all([
    pool.query<{ group: Group; all: number; shown: number }>({
      name: 'today-counts',
      text: `${LINES} select "group", count(*)::int as "all", (count(*) filter (where fits))::int as shown from asked group by "group"`,
      values,
    }),
    pool.query<LineRow>({
      name: 'today-lines',
      text: `${LINES}, numbered as (select ${COLUMNS}, row_number() over (partition by "group" order by ${ORDER}) as place from asked where fits)
        select "group", "registerId", pathway, deadline, kind, due, anchor, soft, subject, name, "bornOn", rating, inpatient, restricted, booked, "ownerId", "ownerName"
          from numbered where place <= ${MOST_LINES} order by array_position(array['${GROUPS.join("','")}'], "group"), place`,
      values,
    }),
    pool.query<{ name: string; count: number }>({
      name: 'today-of-others',
      text: `${LINES} select "ownerName" as name, count(*)::int as count from asked where not $8 and "ownerId" <> $7 and not fits
        group by "ownerName" order by count desc, name limit 5`,
      values,
    }),
    pool.query<{ count: number }>({
      name: 'on-register-in-areas',
      text: `select count(*)::int as count from pathway w join person p using (register_id)
        left join lateral (select o.staff from ownership o where not $2 and o.register_id = w.register_id and o.pathway = w.number and o.from_at <= $4
          order by o.number desc limit 1) own on true
        where w.on_register and p.area = any($1) and ($2 or own.staff = $3)`,
      values: [looker.areas, seesEveryone(looker.roles), looker.id, new Date(now)],
    }),
    pool.query<{ due: PlainDate; kind: DeadlineKind }>({
      name: 'today-next',
      text: `select d.due, d.kind from deadline d join person p using (register_id)
        left join lateral (select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $2
          order by o.number desc limit 1) own on true
        where d.owed and d.due > $1 and p.area = any($3) and ($4 or own.staff = $5 and d.pathway = (select max(l.number) from pathway l
            where l.register_id = d.register_id and l.ended_type is distinct from 'corrected')) and ($6 or own.staff is null or own.staff = $5)
        order by d.due limit 1`,
      values: [addDays(day, 7), new Date(now), looker.areas, seesEveryone(looker.roles), looker.id, whose === 'all'],
    }),
  ]);
  const countOf = (group: Group) => counted.rows.find((row) => row.group === group) ?? { all: 0, shown: 0 };
  return {
    day,
    counts: Object.fromEntries(GROUPS.map((group) => [group, { all: countOf(group).all, shown: countOf(group).shown }])) as Today['counts'],
    lines: lines.rows.map(({ ownerId, ownerName, ...line }) => ({
      ...line,
      owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? ownerId },
    })),
    others: others.rows,
    onRegister: members.rows[0]?.count ?? 0,
    next: next.rows[0] ?? null,
  };
}
