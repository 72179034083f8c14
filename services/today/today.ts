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

/** The kinds of meeting that satisfy each kind of deadline. */
const MET_BY = JSON.stringify(Object.fromEntries(DEADLINE_KINDS.map((kind) => [kind, traitsOf(kind).metBy ?? []])));

/** Who owns a pathway at $4: what was said last, of what begins by then. */
const OWNER = `select o.staff from ownership o where o.register_id = d.register_id and o.pathway = d.pathway and o.from_at <= $4 order by o.number desc limit 1`;

/** Of somebody who sees their own people only ($6), nothing is read but what they own themselves ($7). */
const SEEN = `d.owed and p.area = any($5) and ($6 or own.staff = $7 and d.pathway = (select max(l.number) from pathway l
  where l.register_id = d.register_id and l.ended_type is distinct from 'corrected'))`;

/** The record is not open to the reader ($13): what is said of it is its register id and its work. */
const SHUT = 'd.register_id = any($13)';

/** What fits the filter: the reader's and nobody's, or everyone's ($8), of an age, a rating, a kind; of a shut record nobody is told these, and it fits. */
const FITS = `($8 or own.staff is null or own.staff = $7)
  and (${SHUT} or $9::text is null or case when $9 = 'adult' then p.born_on <= $10 else p.born_on is null or p.born_on > $10 end)
  and (${SHUT} or $11::text is null or w.rating = $11) and ($12::text is null or d.kind = $12)`;

const RATING = `array_position(array['red','blue','amber','green'], case when ${SHUT} then null else w.rating end)`;

/** The lines of each group, and by which index they stand in their order (migration 20261129133000_pages). */
const PLACES: Readonly<Record<Group, { readonly which: string; readonly by: string }>> = {
  overdue: { which: 'd.due < $1 and not d.soft', by: 'd.due' },
  'act-today': { which: 'd.due <= $2 and (d.due >= $1 or d.soft)', by: 'd.due' },
  'next-7-days': { which: 'd.due > $2 and d.due <= $3', by: 'd.due' },
  waiting: { which: 'd.due is null', by: 'd.anchor' },
};

const FROM = `from deadline d
  join pathway w on w.register_id = d.register_id and w.number = d.pathway
  join person p on p.register_id = d.register_id`;

/** How many there are of each group and owner: the owners are read once for all, and not line by line. */
const COUNTS = `with owner as (select distinct on (o.register_id, o.pathway) o.register_id, o.pathway, o.staff from ownership o where o.from_at <= $4
    order by o.register_id, o.pathway, o.number desc),
  counted as (select case ${GROUPS.map((group) => `when ${PLACES[group].which} then '${group}'`).join(' ')} end as "group", own.staff,
      count(*)::int as "all", (count(*) filter (where ${FITS}))::int as shown
    ${FROM} left join owner own on own.register_id = d.register_id and own.pathway = d.pathway
    where ${SEEN} and (d.due is null or d.due <= $3) group by 1, 2)
  select c."group", c.staff, s.name, c."all", c.shown from counted c left join staff s on s.id = c.staff`;

/** The first lines of each group: found by their dates in an index, so that those after them are not read. */
const FIRST = GROUPS.map(
  (group) => `(select '${group}' as "group", d.register_id, d.pathway, d.id, own.staff,
      row_number() over (order by ${PLACES[group].by}, ${RATING}, d.register_id, d.id) as place
    ${FROM} left join lateral (${OWNER}) own on true
    where ${SEEN} and ${PLACES[group].which} and ${FITS}
    order by ${PLACES[group].by}, ${RATING}, d.register_id, d.id limit ${MOST_LINES})`,
).join(' union all ');

/** What is shown of a line is read for these alone. */
const LINES = `select f."group", f.register_id as "registerId", f.pathway, f.id as deadline, d.kind, d.due, d.anchor, d.soft, d.subject, ${SHUT} as restricted,
    case when ${SHUT} then null else p.name end as name, case when ${SHUT} then null else p.born_on end as "bornOn",
    case when ${SHUT} then null else w.rating end as rating, w.inpatient and not ${SHUT} as inpatient, booked."on" as booked, f.staff as "ownerId", s.name as "ownerName"
  from (${FIRST}) f join deadline d on d.register_id = f.register_id and d.pathway = f.pathway and d.id = f.id
  join pathway w on w.register_id = f.register_id and w.number = f.pathway
  join person p on p.register_id = f.register_id
  left join staff s on s.id = f.staff
  left join lateral (select min(m."on") as "on" from meeting m where m.register_id = f.register_id and m.pathway = f.pathway and m.status = 'scheduled'
    and m.kind = any(array(select jsonb_array_elements_text($14::jsonb -> d.kind)))) booked on true
  order by array_position(array['${GROUPS.join("','")}'], f."group"), f.place`;

interface LineRow extends Omit<TodayLine, 'owner'> {
  readonly ownerId: string | null;
  readonly ownerName: string | null;
}

interface Counted {
  readonly group: Group;
  readonly staff: string | null;
  readonly name: string | null;
  readonly all: number;
  readonly shown: number;
}

/** So many of those whose lines were left out are named. */
const MOST_OTHERS = 5;

/** Reads a member of staff's day at an instant, over all people whom they may see. Throws where the database is away. */
export async function readToday(pool: Pool, looker: Looker, filter: TodayFilter, now: Instant, holidays: HolidayCalendar): Promise<Today> {
  const day = londonDate(now);
  const { whose, age = null, rating = null, kind = null } = filter;
  const shut = await readShut(pool, looker, now);
  const values = [
    ...[day, actTodayUntil(day, holidays), addDays(day, 7), new Date(now), looker.areas, seesEveryone(looker.roles), looker.id],
    ...[whose === 'all', age, addMonths(day, -18 * 12), rating, kind, shut, MET_BY],
  ];
  const [counted, lines, members, next] = await Promise.all([
    // $14 is the lines' alone.
    pool.query<Counted>({ name: 'today-counts', text: COUNTS, values: values.slice(0, -1) }),
    pool.query<LineRow>({ name: 'today-lines', text: LINES, values }),
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
  const countOf = (group: Group, of: 'all' | 'shown'): number =>
    counted.rows.filter((row) => row.group === group).reduce((sum, row) => sum + row[of], 0);
  return {
    day,
    counts: Object.fromEntries(
      GROUPS.map((group) => [group, { all: countOf(group, 'all'), shown: countOf(group, 'shown') }]),
    ) as Today['counts'],
    lines: lines.rows.map(({ ownerId, ownerName, ...line }) => ({
      ...line,
      owner: ownerId === null ? null : { id: ownerId, name: ownerName ?? ownerId },
    })),
    others: whose === 'all' ? [] : ofOthers(counted.rows, looker.id),
    onRegister: members.rows[0]?.count ?? 0,
    next: next.rows[0] ?? null,
  };
}

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
