import type { Pool } from 'pg';
import { gatheredBy } from '../access/gathered';
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

/** What is counted alike: whoever sees everybody is told the same as the others who do, at one moment. */
const keyOf = ({ at: _at, reader, everyone, ...asked }: DayAsked): string => JSON.stringify([everyone ? null : reader, asked]);

/**
 * Counts the lines of a day by group and owner. All that is owed is gone through, so that those who ask at one moment are answered together.
 * Throws where the database is away.
 */
export const countDay = gatheredBy(async (pool: Pool, asked: readonly DayAsked[]): Promise<readonly (readonly Counted[])[]> => {
  // The last of those who ask alike is the one whose instant is read: the others came a moment before.
  const different = new Map(asked.map((one) => [keyOf(one), one]));
  const found = new Map<string, readonly Counted[]>();
  for (const [key, one] of different) {
    // Without a name it is planned for these dates.
    const { rows } = await pool.query<Counted>({ text: COUNTS, values: valuesOf(one) });
    found.set(key, rows);
  }
  return asked.map((one) => found.get(keyOf(one)) ?? []);
});
