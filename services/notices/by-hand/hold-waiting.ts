import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { HolidayCalendar } from '../../../domain/calendar/working-days';
import { MAIL_CHANNEL } from '../../../workflows/noticeNames';
import { lastDigestAt } from '../digests/digest-times';

/** What would go now: notices whose time has come, those that a sender had in hand when it died, and what the last digest had to gather. */
const WOULD_GO = `(channel = $1 and ((status = 'queued' and not_before <= $2) or status = 'sending'))
  or (channel = 'digest' and status = 'queued' and planned_at <= $3)`;

/**
 * Counts the notices that wait to go, and with `stop` holds them until a person releases each: after the database was restored from an older
 * backup some of them may have gone already. Only while no sender runs: what it has in hand is held too. Out: how many there were, and how many are held. Throws where the database is away.
 */
export async function holdWaiting(
  pool: Pool,
  holidays: HolidayCalendar,
  { now, stop }: { readonly now: Instant; readonly stop: boolean },
): Promise<{ waiting: number; held: number }> {
  const values = [MAIL_CHANNEL, new Date(now), new Date(lastDigestAt(now, holidays))];
  if (!stop) {
    const { rows } = await pool.query<{ waiting: number }>(`select count(*)::int as waiting from notice where ${WOULD_GO}`, values);
    return { waiting: rows[0]?.waiting ?? 0, held: 0 };
  }
  const { rowCount } = await pool.query(
    `update notice set status = 'held', reason = 'after-restore', lease_until = null where ${WOULD_GO}`,
    values,
  );
  return { waiting: rowCount ?? 0, held: rowCount ?? 0 };
}
