import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { MAIL_CHANNEL } from '../../../workflows/noticeNames';
import { hold } from './queue';

/**
 * Counts the notices whose time has come and that wait to go, and with `stop` holds them until a person releases each: after the database was
 * restored from an older backup some of them may have gone already.
 */
export async function holdWaiting(pool: Pool, now: Instant, stop: boolean): Promise<{ waiting: number; held: number }> {
  const { rows } = await pool.query<{ key: string }>(
    `select key from notice where channel = $1 and status in ('queued', 'sending') and not_before <= $2`,
    [MAIL_CHANNEL, new Date(now)],
  );
  const held = stop
    ? await hold(
        pool,
        rows.map(({ key }) => key),
        'after-restore',
      )
    : 0;
  return { waiting: rows.length, held };
}
