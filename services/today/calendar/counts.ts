import type { Pool } from 'pg';
import type { PlainDate } from '../../../domain/calendar/dates';
import { keptShortly } from '../../../infra/kept-shortly';
import { recordStamp } from '../../record/stamp';
import { fits, seen, SORT_OF_DEADLINE, valuesOf } from './fitting';
import type { CalendarAsked } from './shape';

/** How many lines of a day somebody owns, and how many of them fit what was asked. */
export interface DayCount {
  readonly on: PlainDate;
  /** Null: nobody owns them. */
  readonly staff: string | null;
  readonly all: number;
  readonly fit: number;
}

/** What is counted of a calendar: its days, and what was due before them and is still to be done, by whom it belongs to. */
export interface CalendarCounts {
  readonly days: readonly DayCount[];
  readonly overdue: readonly { readonly staff: string | null; readonly count: number }[];
}

/** The owners are read once for all, and not line by line. */
const OWNER = `owner as (select distinct on (o.register_id, o.pathway) o.register_id, o.pathway, o.staff from ownership o where o.from_at <= $1
    order by o.register_id, o.pathway, o.number desc)`;

/** A meeting whose pathway has ended is off. */
const DAYS = `with ${OWNER}, line as (
    select d.due as "on", own.staff, (${fits('d', SORT_OF_DEADLINE)}) as fits
    from deadline d
    join person p on p.register_id = d.register_id
    left join owner own on own.register_id = d.register_id and own.pathway = d.pathway
    where d.owed and d.due between $9 and $10 and ${seen('d')}
    union all
    select m."on", own.staff, (${fits('m', "'meeting'")})
    from meeting m
    join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
    join person p on p.register_id = m.register_id
    left join owner own on own.register_id = m.register_id and own.pathway = m.pathway
    where m.status = 'scheduled' and m."on" between $9 and $10 and ${seen('m')})
  select "on", staff, count(*)::int as "all", (count(*) filter (where fits))::int as fit from line group by "on", staff`;

const OVERDUE = `with ${OWNER} select own.staff, count(*)::int as count
  from deadline d
  join person p on p.register_id = d.register_id
  left join owner own on own.register_id = d.register_id and own.pathway = d.pathway
  where d.owed and not d.soft and d.due < $5 and ${seen('d')} group by own.staff`;

interface CountsAsked extends CalendarAsked {
  readonly from: PlainDate;
  readonly to: PlainDate;
}

/** Whoever sees everybody is told the same as the others who do. */
const keyOf = ({ at: _at, reader, everyone, ...asked }: CountsAsked): string => JSON.stringify([everyone ? null : reader, asked]);

/** Counts what stands on some days and what is late before them, by day and owner. All of it is gone through. Throws where the database is away. */
export const countCalendar = keptShortly(keyOf, recordStamp, async (pool: Pool, asked: CountsAsked): Promise<CalendarCounts> => {
  const values = valuesOf(asked);
  const [days, overdue] = await Promise.all([
    // Planned for these very days: how many stand on them is what the plan hangs on.
    pool.query<DayCount>({ text: DAYS, values: [...values, asked.from, asked.to] }),
    pool.query<CalendarCounts['overdue'][number]>({ text: OVERDUE, values: [...values.slice(0, 4), asked.from] }),
  ]);
  return { days: days.rows, overdue: overdue.rows };
});
