import type { Pool } from 'pg';
import type { PlainDate } from '../../../domain/calendar/dates';
import { fits, seen, SORT_OF_DEADLINE, valuesOf } from './fitting';
import type { CalendarAsked, CalendarLine } from './shape';

/** The days of a week on which its lines stand: the first of them, and the last that is shown. */
export interface ShownDays {
  readonly week: number;
  readonly first: PlainDate;
  readonly last: PlainDate;
}

export interface Placed extends CalendarLine {
  readonly week: number;
}

const ownerOf = (
  line: string,
): string => `left join lateral (select o.staff from ownership o where o.register_id = ${line}.register_id and o.pathway = ${line}.pathway
      and o.from_at <= $1 order by o.number desc limit 1) own on true`;

/** The reader's and nobody's, or everyone's: said so that a plan expects many to be, and reads in order until it has enough. */
const WHOSE = 'case when own.staff is null or own.staff = $4 then true else $9 end';

/** The record is not open to the reader: what is said of it is its register id and its work. */
const SHUT = 'l.register_id = any($7)';

/**
 * The first lines of each week: found in the order of an index, so that those after them are not read; what is shown of a line is read for these
 * alone. A meeting whose pathway has ended is off.
 */
const LINES = `select l.sort, l."on", l."time", m."until", l.id, l.kind, coalesce(d.soft, false) as soft, l.register_id as "registerId", l.pathway, ${SHUT} as restricted,
    case when ${SHUT} then null else p.name end as name, case when ${SHUT} then null else p.born_on end as "bornOn",
    case when ${SHUT} then null else w.rating end as rating, s.name as owner, l.week
  from unnest($10::int[], $11::date[], $12::date[]) shown(week, first, last)
  cross join lateral (
    select shown.week, one.sort, one."on", one."time", one.kind, one.register_id, one.pathway, one.id, one.staff from (
      (select 'meeting' as sort, m."on", m."time", m.kind, m.register_id, m.pathway, m.id, own.staff
        from meeting m
        join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
        join person p on p.register_id = m.register_id
        ${ownerOf('m')}
        where m.status = 'scheduled' and m."on" between shown.first and shown.last and ${seen('m')} and ${WHOSE} and ${fits('m', "'meeting'")}
        order by m."on", m."time" nulls last, m.register_id, m.pathway, m.id limit $13)
      union all
      (select ${SORT_OF_DEADLINE}, d.due, null, d.kind, d.register_id, d.pathway, d.id, own.staff
        from deadline d
        join person p on p.register_id = d.register_id
        ${ownerOf('d')}
        where d.owed and d.due between shown.first and shown.last and ${seen('d')} and ${WHOSE} and ${fits('d', SORT_OF_DEADLINE)}
        order by d.due, d.register_id, d.pathway, d.id limit $13)) one
    order by one."on", one.sort <> 'meeting', one."time" nulls last, one.register_id, one.id limit $13) l
  join pathway w on w.register_id = l.register_id and w.number = l.pathway
  join person p on p.register_id = l.register_id
  left join deadline d on l.sort <> 'meeting' and d.register_id = l.register_id and d.pathway = l.pathway and d.id = l.id
  left join meeting m on l.sort = 'meeting' and m.register_id = l.register_id and m.pathway = l.pathway and m.id = l.id
  left join staff s on s.id = l.staff
  order by l.week, l."on", l.sort <> 'meeting', l."time" nulls last, l.kind, l.register_id, l.id`;

/** Reads the first lines, at most `most`, of each of some weeks, in the order of their days and times. Throws where the database is away. */
export async function readCalendarLines(
  pool: Pool,
  asked: CalendarAsked,
  { days, others, most }: { readonly days: readonly ShownDays[]; readonly others: boolean; readonly most: number },
): Promise<readonly Placed[]> {
  const weeks = [days.map(({ week }) => week), days.map(({ first }) => first), days.map(({ last }) => last)];
  // Without a name it is planned for these days and this reader.
  const { rows } = await pool.query<Placed>({ text: LINES, values: [...valuesOf(asked), others, ...weeks, most] });
  return rows;
}
