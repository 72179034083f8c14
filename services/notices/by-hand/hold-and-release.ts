import { sql } from 'kysely';
import type { Instant } from '../../../domain/calendar/dates';
import { among, type Client, countOf, db, firstOf, unprepared } from '../../tables/query';

/**
 * Lets held or failed notices go again, now: a person has looked at them, and what they rest on is still checked at sending.
 * Out: how many. Those of someone who died go only when released so (contract 6.16(1)).
 */
export async function releaseNotices(database: Client, keys: readonly string[], now: Instant): Promise<number> {
  const row = await firstOf(database, unprepared(releasing(keys, new Date(now))));
  return row?.count ?? 0;
}

const releasing = (keys: readonly string[], now: Date) =>
  db
    .with('released', (also) =>
      also
        .updateTable('notice')
        .set(({ ref }) => ({
          status: 'queued',
          reason: 'released',
          released_at: now,
          released_from: ref('reason'),
          not_before: now,
          attempts: 0,
          turned_at: null,
        }))
        .where('key', '=', among(keys))
        .where('status', 'in', ['held', 'failed'])
        .returning(['key', 'template', 'recipient', 'planned_at', 'params']),
    )
    // A digest that failed has let go of what it had gathered.
    .with('gathered', (also) =>
      also
        .updateTable('notice')
        .from(['released', 'person'])
        .set(({ ref }) => ({ status: 'digested', reason: ref('released.key') }))
        .where('released.template', '=', 'digest')
        .whereRef('person.register_id', '=', 'notice.register_id')
        .where('person.area', '=', sql<string>`released.params ->> 'area'`)
        .where('notice.channel', '=', 'digest')
        .where('notice.status', '=', 'queued')
        .whereRef('notice.recipient', '=', 'released.recipient')
        .whereRef('notice.planned_at', '<=', 'released.planned_at'),
    )
    .selectFrom('released')
    .select(sql<number>`count(*)::int`.as('count'));

/** Holds notices that wait to go, until a person releases them. Out: how many; one that is being sent at this moment cannot be held. */
export async function holdNotices(database: Client, keys: readonly string[], reason: string): Promise<number> {
  const holding = db.updateTable('notice').set({ status: 'held', reason }).where('key', '=', among(keys)).where('status', '=', 'queued');
  return countOf(database, unprepared(holding));
}

/** How many notices are in the hand of a sender at this moment. */
export async function countInHand(database: Client): Promise<number> {
  const count = db
    .selectFrom('notice')
    .select(sql<number>`count(*)::int`.as('count'))
    .where('status', '=', 'sending');
  const row = await firstOf(database, unprepared(count));
  return row?.count ?? 0;
}
