import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../domain/access/roles';
import { addDays, addMonths, type Instant, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { MeetingKind, Rating } from '../../domain/pathway/events';
import { readShut } from '../access/restricted';
import type { TodayFilter } from './groups';

/** A meeting that is planned. */
export interface MeetingAhead {
  readonly registerId: string;
  readonly kind: MeetingKind;
  readonly on: PlainDate;
  /** HH:MM in London; null: no time was said. */
  readonly time: string | null;
  readonly until: string | null;
  readonly name: string | null;
  readonly bornOn: PlainDate | null;
  readonly rating: Rating | null;
  /** The record is restricted and not open to the reader: who they are and their rating are left out. */
  readonly restricted: boolean;
  /** The name of the member of staff who owns the pathway; null: nobody does. */
  readonly owner: string | null;
}

/** So many are read; those after them are in the calendar. */
export const MOST_MEETINGS = 50;

/** The meetings of the next days, in their order. */
export interface MeetingsAhead {
  readonly meetings: readonly MeetingAhead[];
  /** Whether those are all. */
  readonly isWhole: boolean;
}

/** The record is not open to the reader ($8): what is said of it is its register id and its work. */
const SHUT = 'm.register_id = any($8)';

/** A meeting whose pathway has ended is off. */
const AHEAD = `select m.register_id as "registerId", m.kind, m."on", m."time", m."until", ${SHUT} as restricted, case when ${SHUT} then null else p.name end as name,
    case when ${SHUT} then null else p.born_on end as "bornOn", case when ${SHUT} then null else w.rating end as rating, s.name as owner
  from meeting m
  join pathway w on w.register_id = m.register_id and w.number = m.pathway and w.ended_type is null
  join person p on p.register_id = m.register_id
  left join lateral (select o.staff from ownership o where o.register_id = m.register_id and o.pathway = m.pathway and o.from_at <= $3
    order by o.number desc limit 1) own on true
  left join staff s on s.id = own.staff
  where m.status = 'scheduled' and m."on" between $1 and $2 and p.area = any($4)
    and ($5 or own.staff = $6 and m.pathway = (select max(n.number) from pathway n
      where n.register_id = m.register_id and n.ended_type is distinct from 'corrected'))
    and (own.staff is null or own.staff = $6 or $7)
    and (${SHUT} or $9::text is null or w.rating = $9)
    and (${SHUT} or $10::text is null or case when $10 = 'adult' then p.born_on <= $11::date else p.born_on is null or p.born_on > $11::date end)
  order by m."on", m."time" nulls last, m.register_id, m.pathway, m.id limit ${MOST_MEETINGS + 1}`;

/** Reads the first meetings that are planned for today and the next 7 days, of all people whom a member of staff may see. Throws where the database is away. */
export async function readMeetingsAhead(pool: Pool, looker: Looker, filter: TodayFilter, now: Instant): Promise<MeetingsAhead> {
  const day = londonDate(now);
  const { id, areas, roles } = looker;
  const { whose, rating = null, age = null } = filter;
  const shut = await readShut(pool, looker, now);
  const { rows } = await pool.query<MeetingAhead>({
    // Without a name it is planned for these days: a plan for any goes through every meeting that is planned.
    text: AHEAD,
    values: [
      ...[day, addDays(day, 7), new Date(now), areas, seesEveryone(roles), id, whose === 'all', shut],
      ...[rating, age, addMonths(day, -18 * 12)],
    ],
  });
  return { meetings: rows.slice(0, MOST_MEETINGS), isWhole: rows.length <= MOST_MEETINGS };
}
