import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { SMTP_LIMITS } from '../../../infra/mail/mail';
import { stopSending } from '../settings';
import { countInHand } from './hold-and-release';

const LOOK_EVERY_MS = 200;

/** Stops all sending. What a sender has in hand may still go: it is waited for, but not for one that died. Out: how many are in hand after that. */
export async function stopAndWait(pool: Pool, now: Instant): Promise<number> {
  await stopSending(pool, now);
  const end = Date.now() + SMTP_LIMITS.sendTimeout;
  while ((await countInHand(pool)) > 0 && Date.now() < end) await pause(LOOK_EVERY_MS);
  return countInHand(pool);
}
