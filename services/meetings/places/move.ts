import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { Place } from '../../../domain/meetings/places';
import { uniqueViolation } from '../../../infra/database/database';
import { FREE, type Request } from './offers';

const MOVE = `update place_offer t set place = c.place, "on" = c."on", seat = c.seat, time = c.time, until = c.until, "where" = c."where", at = $6
  from (select c.place, c."on", c.seat, c.time, c.until, c."where" from json_to_recordset($5) as c(place text, "on" date, seat int, seats int, time text, until text, "where" text)
         where ${FREE('$4')} order by c."on", c.time, c.place, c.seat limit 1) c
 where t.register_id = $1 and t.pathway = $2 and t.deadline = $3 and t.moves_from is not null`;

/** Keeps the earliest free place of these for a meeting that lost its own. Out: false where none is free. Throws where the database is away. */
export async function movePlace(
  pool: Pool,
  { registerId, pathway, deadline, area }: Omit<Request, 'kind'>,
  places: readonly Place[],
  at: Instant,
): Promise<boolean> {
  for (;;) {
    try {
      const moved = await pool.query({
        ...{ name: 'move-place', text: MOVE },
        values: [registerId, pathway, deadline, area, JSON.stringify(places), new Date(at)],
      });
      return moved.rowCount === 1;
    } catch (error) {
      // Somebody was faster with the one that was seen free: there may be another.
      if (uniqueViolation(error) === null) throw error;
    }
  }
}
