import type { Pool } from 'pg';
import { type Looker, seesEveryone } from '../../domain/access/roles';
import type { Instant } from '../../domain/calendar/dates';
import type { Rating } from '../../domain/pathway/events';
import { readShut } from '../access/restricted';
import { IG_LEAD, isTold } from '../restricted/restrict';

/** A piece of work that no rule's date brings, with whom it is about. */
export interface WaitingTask {
  readonly key: string;
  readonly kind: string;
  readonly since: Date;
  readonly params: Readonly<Record<string, unknown>>;
  /** By which the page of the notice that it is about is addressed; null: it is about none. */
  readonly notice: string | null;
  /** Null: it is about nobody. */
  readonly person: {
    readonly registerId: string;
    readonly name: string | null;
    readonly rating: Rating | null;
    readonly restricted: boolean;
  } | null;
}

/**
 * The pieces of work that wait at an instant, the oldest first, at most `limit`, and how many there are: of somebody's areas, and of those who see
 * their own people only, of these; what is for the IG lead is put before nobody else. Throws where the database is away.
 */
export async function readWaitingTasks(
  pool: Pool,
  looker: Looker,
  limit: number,
  now: Instant,
): Promise<{ tasks: readonly WaitingTask[]; count: number }> {
  const [shut, told] = await Promise.all([readShut(pool, looker, now), isTold(pool, looker, now)]);
  const { rows } = await pool.query<
    Omit<WaitingTask, 'person'> & {
      registerId: string | null;
      name: string | null;
      rating: Rating | null;
      restricted: boolean;
      count: number;
    }
  >({
    name: 'today-tasks',
    text: `select t.key, t.kind, t.created_at as since, t.params, n.ref as notice, t.register_id as "registerId", case when p.register_id = any($6) then null else p.name end as name, case when p.register_id = any($6) then null else w.rating end as rating,
        coalesce(p.register_id = any($6), false) as restricted, count(*) over ()::int as count
      from task t
      left join person p on p.register_id = t.register_id
      left join notice n on n.key = t.params ->> 'notice'
      left join lateral (select rating, number from pathway where pathway.register_id = t.register_id and ended_type is distinct from 'corrected'
        order by number desc limit 1) w on true
      left join lateral (select o.staff from ownership o where o.register_id = t.register_id and o.pathway = w.number and o.from_at <= $5
        order by o.number desc limit 1) own on true
      where t.status = 'open' and (p.area is null or p.area = any($1)) and ($3 or own.staff = $4) and ($7 or t.audience <> $8)
      order by t.created_at, t.key limit $2`,
    values: [looker.areas, limit, seesEveryone(looker.roles), looker.id, new Date(now), shut, told, IG_LEAD],
  });
  return {
    count: rows[0]?.count ?? 0,
    tasks: rows.map(({ registerId, name, rating, restricted, key, kind, since, params, notice }) => ({
      ...{ key, kind, since, params, notice },
      person: registerId === null ? null : { registerId, name, rating, restricted },
    })),
  };
}
