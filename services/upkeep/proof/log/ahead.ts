import type { Pool } from 'pg';
import { CLOCK_TOLERANCE_MS } from '../../../../infra/clock';

/** A person whose record tells of what has not come yet: a process whose clock was ahead wrote it. */
export interface Ahead {
  readonly registerId: string;
  /** The instant up to which the record goes: ISO 8601, UTC. */
  readonly until: string;
  /** How many events were recorded as heard after now, and how many misses as written. */
  readonly events: number;
  readonly misses: number;
  /**
   * By the database's clock, when the first notice was made that is of an instant that had not come: by then the clock was ahead. ISO 8601,
   * UTC; null where none was.
   */
  readonly madeBy: string | null;
}

/** The people whose record is more than a minute ahead of the database's clock, the furthest first. Throws where the database is away. */
export async function recordsAhead(pool: Pool): Promise<Ahead[]> {
  const { rows } = await pool.query<{ register_id: string; until: Date; events: number; misses: number; made_by: Date | null }>({
    name: 'records-ahead',
    text: `select p.register_id, to_timestamp(p.played_to / 1000.0) as until,
             (select count(*)::int from event e where e.register_id = p.register_id and e.at > clock.until) as events,
             (select count(*)::int from timeline t where t.register_id = p.register_id and t.at > clock.until and t.what = 'deadline-missed') as misses,
             (select min(n.created_at) from notice n
               where n.register_id = p.register_id and n.planned_at > n.created_at + $1 * interval '1 millisecond') as made_by
           from person p, (select clock_timestamp() + $1 * interval '1 millisecond' as until) as clock
           where p.played_to > extract(epoch from clock.until) * 1000 order by p.played_to desc, p.register_id`,
    values: [CLOCK_TOLERANCE_MS],
  });
  return rows.map(({ register_id, until, events, misses, made_by }) => ({
    registerId: register_id,
    until: until.toISOString(),
    events,
    misses,
    madeBy: made_by?.toISOString() ?? null,
  }));
}
