import { setTimeout as sleep } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { lastDigestAt } from '../../services/notices/digests/digest-times';
import { coreContext } from '../../services/rules/policies';

const LOOK_EVERY_MS = 500;

/** What the service still has to do of what has come due, by name; all 0 when it is quiet. */
export type Left = Readonly<
  Record<'signals to deliver' | 'signals to decide' | 'wake-ups to take' | 'notices to send' | 'digests to gather', number>
>;

/** Looks at what is left, in one statement: what one number loses another has gained by then. */
export async function whatIsLeft(pool: Pool, signals: readonly string[], now: Instant): Promise<Left> {
  const { rows } = await pool.query<Left>(
    `select (select count(*) from outbox)::int as "signals to deliver",
            (select count(*) from unnest($1::text[]) as s(id) where not exists (select from event e where e.id = s.id))::int as "signals to decide",
            (select count(*) from wake_up where at <= $2)::int as "wake-ups to take",
            (select count(*) from notice where channel <> 'digest' and (status = 'sending' or (status = 'queued' and not_before <= $2)))::int
              as "notices to send",
            (select count(*) from notice where channel = 'digest' and status = 'queued' and planned_at <= $3)::int as "digests to gather"`,
    [signals, new Date(now), new Date(lastDigestAt(now, coreContext().holidays))],
  );
  const [left] = rows;
  if (!left) throw new Error('a count gave no row');
  return left;
}

export const isQuiet = (left: Left): boolean => Object.values(left).every((count) => count === 0);

/** Waits until the service has done all that has come due, or patience (milliseconds) is over. Out: what was left then. */
export async function untilQuiet(look: () => Promise<Left>, patience: number): Promise<Left> {
  for (const end = Date.now() + patience; ;) {
    const left = await look();
    if (isQuiet(left) || Date.now() > end) return left;
    await sleep(LOOK_EVERY_MS);
  }
}
