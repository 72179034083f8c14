import { type ExpressionBuilder, sql } from 'kysely';
import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { HolidayCalendar } from '../../../domain/calendar/working-days';
import { MESSAGE_CHANNELS } from '../../../workflows/noticeNames';
import { countOf, db, firstOf, unprepared } from '../../tables/query';
import type { Tables } from '../../tables/tables';
import { lastDigestAt } from '../digests/digest-times';

/** What would go now: notices whose time has come, those that a sender had in hand when it died, and what the last digest had to gather. */
const wouldGo = (now: Instant, lastDigest: Instant) => (eb: ExpressionBuilder<Tables, 'notice'>) =>
  eb.or([
    eb.and([
      eb('channel', 'in', MESSAGE_CHANNELS),
      eb.or([eb.and([eb('status', '=', 'queued'), eb('not_before', '<=', new Date(now))]), eb('status', '=', 'sending')]),
    ]),
    eb.and([eb('channel', '=', 'digest'), eb('status', '=', 'queued'), eb('planned_at', '<=', new Date(lastDigest))]),
  ]);

/**
 * Counts the notices that wait to go, and with `stop` holds them until a person releases each: after the database was restored from an older
 * backup some of them may have gone already. Only while no sender runs: what it has in hand is held too. Out: how many there were, and how many are held. Throws where the database is away.
 */
export async function holdWaiting(
  pool: Pool,
  holidays: HolidayCalendar,
  { now, stop }: { readonly now: Instant; readonly stop: boolean },
): Promise<{ waiting: number; held: number }> {
  const condition = wouldGo(now, lastDigestAt(now, holidays));
  if (!stop) {
    const counting = db
      .selectFrom('notice')
      .select(sql<number>`count(*)::int`.as('waiting'))
      .where(condition);
    const row = await firstOf(pool, unprepared(counting));
    return { waiting: row?.waiting ?? 0, held: 0 };
  }
  const holding = db.updateTable('notice').set({ status: 'held', reason: 'after-restore', lease_until: null }).where(condition);
  const held = await countOf(pool, unprepared(holding));
  return { waiting: held, held };
}
