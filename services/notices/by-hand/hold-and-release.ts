import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/**
 * Lets held or failed notices go again, now: a person has looked at them, and what they rest on is still checked at sending.
 * Out: how many. Those of someone who died go only when released so (contract 6.16(1)).
 */
export async function releaseNotices(database: Queryable, keys: readonly string[], now: Instant): Promise<number> {
  const { rows } = await database.query<{ count: number }>(
    `with released as (
       update notice set status = 'queued', reason = 'released', released_at = $2, released_from = reason, not_before = $2, attempts = 0, turned_at = null
        where key = any($1) and status in ('held', 'failed') returning key, template, recipient, planned_at, params),
     -- A digest that failed has let go of what it had gathered.
     gathered as (
       update notice i set status = 'digested', reason = r.key from released r, person p
        where r.template = 'digest' and p.register_id = i.register_id and p.area = r.params ->> 'area'
          and i.channel = 'digest' and i.status = 'queued' and i.recipient = r.recipient and i.planned_at <= r.planned_at)
     select count(*)::int as count from released`,
    [keys, new Date(now)],
  );
  return rows[0]?.count ?? 0;
}

/** Holds notices that wait to go, until a person releases them. Out: how many; one that is being sent at this moment cannot be held. */
export async function holdNotices(database: Queryable, keys: readonly string[], reason: string): Promise<number> {
  const { rowCount } = await database.query(`update notice set status = 'held', reason = $2 where key = any($1) and status = 'queued'`, [
    keys,
    reason,
  ]);
  return rowCount ?? 0;
}

/** How many notices are in the hand of a sender at this moment. */
export async function countInHand(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ count: number }>(`select count(*)::int as count from notice where status = 'sending'`);
  return rows[0]?.count ?? 0;
}
