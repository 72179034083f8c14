import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';

/** So many days before and after a look count as around it. */
export const DAYS_AROUND = 7;

/** A member of staff who looked at a person of whom they have recorded nothing around that. */
export interface LookWithoutWork {
  /** The id of the member of staff, and who they are now. */
  readonly staff: string;
  readonly name: string;
  readonly roles: readonly string[];
  readonly registerId: string;
  /** How many looks, and on how many days. */
  readonly looks: number;
  readonly days: number;
  readonly first: Instant;
  readonly last: Instant;
}

export interface LooksWithoutWorkAsked {
  /** The areas whose people are meant. */
  readonly areas: readonly string[];
  /** From this instant on. */
  readonly since: Instant;
  /** The audit events that are a look at a record, and those that are work on it. */
  readonly looking: readonly string[];
  readonly working: readonly string[];
  /** So many are read. */
  readonly most: number;
}

/** So many looks by somebody at a person on a day are gone through, the newest: of more of them nobody reads the list. */
const MOST_LOOKED_AT = 5_000;

/**
 * Looks by the day in London; left out are those of days around which the same member of staff recorded or did something of this person, owned
 * the pathway or covered for its owner, is named as somebody who works with them, or was invited to a meeting of theirs. What they did is looked
 * for person by person: joined, all deeds would be held against all looks where the database expects few of them.
 */
const LOOK = `with look as (
    select l.actor, l.register_id, (l.at at time zone 'Europe/London')::date as day, count(*)::int as looks, min(l.at) as first, max(l.at) as last
    from access_log l join person p on p.register_id = l.register_id
    where l.at >= $1 and l.actor like 'staff:%' and l.outcome = 'done' and l.audit_event = any($2) and p.area = any($3)
      and not exists (select from look_review r
        where r.register_id = l.register_id and 'staff:' || r.staff = l.actor and l.at < r.looked_until + interval '1 millisecond')
    group by 1, 2, 3 order by 6 desc limit ${MOST_LOOKED_AT})`;

const READ = `${LOOK},
  around as (
    select look.actor, s.id as staff, s.name, s.roles, s.email, look.register_id, look.day, look.looks, look.first, look.last,
      (look.day - $5::int)::timestamp at time zone 'Europe/London' as opens, (look.day + $5::int + 1)::timestamp at time zone 'Europe/London' as shuts
    from look join staff s on 'staff:' || s.id = look.actor)
  select a.staff, a.name, a.roles, a.register_id as "registerId", sum(a.looks)::int as looks, count(*)::int as days,
    (extract(epoch from min(a.first)) * 1000)::float8 as first, (extract(epoch from max(a.last)) * 1000)::float8 as last,
    (count(*) over ())::int as all, (select count(*) < ${MOST_LOOKED_AT} from look) as whole
  from around a
  where not exists (select from event e where e.register_id = a.register_id and e.source = a.actor and e.at >= a.opens and e.at < a.shuts)
    and not (select exists (select from access_log w where w.register_id = a.register_id and w.actor = a.actor and w.outcome = 'done'
      and w.audit_event = any($4) and w.at >= a.opens and w.at < a.shuts))
    and not exists (select from ownership o where o.register_id = a.register_id and o.from_at < a.shuts
      and (o.staff = a.staff or exists (select from staff c, jsonb_array_elements(c.away) as time(away)
        where c.id = o.staff and time.away ->> 'cover' = a.staff and (time.away ->> 'from')::float8 < extract(epoch from a.shuts) * 1000
          and coalesce((time.away ->> 'until')::float8, 'infinity') > extract(epoch from a.opens) * 1000))
      and not exists (select from ownership n
        where n.register_id = o.register_id and n.pathway = o.pathway and n.number = o.number + 1 and n.from_at <= a.opens))
    and not exists (select from restriction r where r.register_id = a.register_id and r.act <> 'ended' and a.staff = any(r.staff) and r.at < a.shuts
      and not exists (select from restriction n where n.register_id = r.register_id and n.number = r.number + 1 and n.at <= a.opens))
    and not exists (select from meeting m join notice i on i.register_id = m.register_id and i.pathway = m.pathway and i.meeting = m.id
      where m.register_id = a.register_id and m."on" between a.day - $5::int and a.day + $5::int and i.template = 'meeting-invitation'
        and i.status <> 'dropped' and (i.recipient = a.actor or lower(i.sent_to) = lower(a.email)))
  group by a.staff, a.name, a.roles, a.register_id
  order by max(a.last) desc, a.staff, a.register_id
  limit $6`;

/** Where nothing was found: whether that was all. */
const WHOLE = `${LOOK} select count(*) < ${MOST_LOOKED_AT} as whole from look`;

/** As the database gives it: its instants in milliseconds since 1970. */
interface Row extends Omit<LookWithoutWork, 'first' | 'last'> {
  readonly first: number;
  readonly last: number;
  readonly all: number;
  readonly whole: boolean;
}

/**
 * Reads who looked at people of whom they recorded nothing in the days around it, and whose looks nobody has reviewed: the newest first, a row for each member of staff
 * and person. A look of these days may still be followed by work, and is then left out. Out: how many there are in all, too, and whether all looks
 * were gone through. Throws where the database is away.
 */
export async function readLooksWithoutWork(
  pool: Pool,
  { areas, since, looking, working, most }: LooksWithoutWorkAsked,
): Promise<{ readonly rows: readonly LookWithoutWork[]; readonly all: number; readonly isWhole: boolean }> {
  const values = [new Date(since), looking, areas, working, DAYS_AROUND, most];
  const { rows } = await pool.query<Row>({ name: 'looks-without-work', text: READ, values });
  const all = rows[0]?.all ?? 0;
  return {
    rows: rows.map(({ staff, name, roles, registerId, looks, days, first, last }) => ({
      ...{ staff, name, roles, registerId, looks, days },
      first: Math.floor(first) as Instant,
      last: Math.floor(last) as Instant,
    })),
    all,
    isWhole: rows[0]?.whole ?? (await pool.query<{ whole: boolean }>({ text: WHOLE, values: values.slice(0, 3) })).rows[0]?.whole ?? true,
  };
}
