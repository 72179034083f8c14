import type { Pool } from 'pg';
import { keptShortly } from '../../infra/kept-shortly';
import { recordStamp } from '../record/stamp';
import { type DayAsked, FITS, FROM, type Group, GROUPS, PLACES, SEEN, valuesOf } from './groups';

/** How many lines of a group somebody owns, and how many of them are of the age, the rating and the kind that were asked for. */
export interface Counted {
  readonly group: Group;
  /** Null: nobody owns them. */
  readonly staff: string | null;
  readonly name: string | null;
  readonly all: number;
  readonly fit: number;
}

/** The owners are read once for all, and not line by line. */
const COUNTS = `with owner as (select distinct on (o.register_id, o.pathway) o.register_id, o.pathway, o.staff from ownership o where o.from_at <= $4
    order by o.register_id, o.pathway, o.number desc),
  counted as (select case ${GROUPS.map((group) => `when ${PLACES[group].which} then '${group}'`).join(' ')} end as "group", own.staff,
      count(*)::int as "all", (count(*) filter (where ${FITS}))::int as fit
    ${FROM} left join owner own on own.register_id = d.register_id and own.pathway = d.pathway
    where ${SEEN} and (d.due is null or d.due <= $3) group by 1, 2)
  select c."group", c.staff, s.name, c."all", c.fit from counted c left join staff s on s.id = c.staff`;

/** Whoever sees everybody is told the same as the others who do. */
const keyOf = ({ at: _at, reader, everyone, ...asked }: DayAsked): string => JSON.stringify([everyone ? null : reader, asked]);

/** Counts the lines of a day by group and owner. All that is owed is gone through. Throws where the database is away. */
export const countDay = keptShortly(keyOf, recordStamp, async (pool: Pool, asked: DayAsked): Promise<readonly Counted[]> => {
  // Without a name it is planned for these dates.
  const { rows } = await pool.query<Counted>({ text: COUNTS, values: valuesOf(asked) });
  return rows;
});
