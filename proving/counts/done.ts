import type { Pool } from 'pg';

/** What the service did in the storm, read from its database at the end. */
export interface Done {
  readonly people: number;
  /** Steps that fired, and those of them that fired at their own planned minute, not late because their event was heard later. */
  readonly steps: number;
  readonly onTime: number;
  /** Meetings that the service booked, those it moved counted again, and what it told a person because there was no place. */
  readonly booked: number;
  readonly withoutPlace: number;
  readonly notices: readonly { readonly status: string; readonly reason: string | null; readonly count: number }[];
}

/** Reads what was done. `began` and `ended`: the storm by the service's clock, milliseconds since 1970. */
export async function readDone(pool: Pool, began: number, ended: number): Promise<Done> {
  const { rows } = await pool.query<Done>(
    `select (select count(*) from person)::int as people,
            (select count(*) from timeline where what = 'step' and at between $1 and $2)::int as steps,
            (select count(*) from timeline where what = 'step' and at between $1 and $2 and at = date_trunc('minute', at))::int as "onTime",
            (select count(*) from event where type = 'meeting-scheduled' and source = 'service' and status = 'applied')::int as booked,
            (select count(*) from task where kind in ('no-place', 'not-arranged'))::int as "withoutPlace",
            (select coalesce(json_agg(n), '[]') from (
               select status, case when status = 'digested' then null when status = 'queued' and channel = 'digest' then 'for the next digest' else reason end as reason, count(*)::int as count
                 from notice group by 1, 2 order by 3 desc) as n) as notices`,
    [new Date(began), new Date(ended)],
  );
  const [done] = rows;
  if (!done) throw new Error('a count gave no row');
  return done;
}
