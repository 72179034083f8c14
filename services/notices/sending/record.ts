import { setTimeout as pause } from 'node:timers/promises';
import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { isUnavailable } from '../../../infra/database/database';
import { PACE, type SendingPace } from './pace';
import type { QueuedNotice } from './queue';

type Queryable = Pick<Pool | PoolClient, 'query'>;

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/** By pool: the notices whose outcome this process has still to write down. */
const unwritten = new WeakMap<Pool, Set<string>>();

function inHandOf(pool: Pool): Set<string> {
  const known = unwritten.get(pool) ?? new Set<string>();
  unwritten.set(pool, known);
  return known;
}

/** The notices that this process must not take in hand: it knows what came of them, and has not been able to write it down. */
export const knownHere = (pool: Pool): string[] => [...inHandOf(pool)];

/**
 * Writes down what came of a notice, again and again while the database is away: a message that the mail server has taken must not go twice
 * for that. Each writing may be repeated, because only the holder of the latest lease changes anything.
 * Throws what is no outage, and where the pool is closed because the process ends.
 */
export async function writeDown<T>(pool: Pool, notice: QueuedNotice, write: () => Promise<T>): Promise<T> {
  const inHand = inHandOf(pool);
  inHand.add(notice.key);
  try {
    for (let wait = FIRST_WAIT_MS; ; wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      try {
        return await write();
      } catch (error) {
        if (!isUnavailable(error)) throw error;
      }
      await pause(wait);
    }
  } finally {
    inHand.delete(notice.key);
  }
}

/**
 * How an attempt left the count of givings without an answer: it was not begun (`leaseAnew`), it is known to have come to nothing
 * (`settled`), or the mail server may have taken the message (`open`).
 */
export type Giving = 'none' | 'settled' | 'open';

const takenBack = (giving: Giving): number => (giving === 'settled' ? 1 : 0);

/** Sent: the mail server has taken it. What a person was asked to do about it is done. */
export async function recordSent(
  database: Queryable,
  notice: QueuedNotice,
  { subject, address, now }: { subject: string; address: string; now: Instant },
): Promise<void> {
  await database.query(
    `with sent as (
       update notice set status = 'sent', reason = null, sent_at = $3, subject = $4, sent_to = $5, lease_until = null, unanswered = unanswered - 1
        where key = $1 and lease = $2 and status = 'sending' returning key)
     update task t set status = 'done', done_at = $3 from sent
      where t.key in ('notice-failed/' || sent.key, 'alert-held/' || sent.key, 'cancellation-held/' || sent.key) and t.status = 'open'`,
    [notice.key, notice.lease, new Date(now), subject, address],
  );
}

/**
 * Not sent, and not to be tried again by itself: dropped, or held until a person releases it, or until something is heard that it waits for. What
 * on-call should have heard at once and does not becomes an open task; of what is dropped nobody need take care any more.
 */
export async function recordStopped(
  database: Queryable,
  notice: QueuedNotice,
  { verdict, reason, sequence = null }: { verdict: 'dropped' | 'held'; reason: string; sequence?: number | null },
): Promise<void> {
  await database.query(
    `with stopped as (
       update notice set status = $3, reason = $4, lease_until = null, checked_sequence = coalesce($5, checked_sequence)
        where key = $1 and lease = $2 and status = 'sending' returning key, register_id, audience, event_id),
     done as (
       update task t set status = 'done', done_at = now() from stopped
        where $3 = 'dropped' and t.key in ('alert-held/' || stopped.key, 'cancellation-held/' || stopped.key) and t.status = 'open')
     insert into task (key, register_id, kind, audience, params)
     select 'alert-held/' || key, register_id, 'alert-held', 'team', jsonb_build_object('notice', key, 'event', event_id, 'reason', $4::text)
       from stopped where $3 = 'held' and audience = 'on-call'
     on conflict (key) do update set status = 'open', params = excluded.params, done_at = null`,
    [notice.key, notice.lease, verdict, reason, sequence],
  );
}

/** Whether another notice of its channel was sent since this one was last turned away. */
export async function othersWentSince(database: Queryable, { key, channel }: QueuedNotice): Promise<boolean> {
  const { rows } = await database.query<{ went: boolean }>(
    `select exists (select from notice o where o.channel = $2 and o.sent_at > n.turned_at) as went from notice n where n.key = $1`,
    [key, channel],
  );
  return rows[0]?.went === true;
}

/** The mail server turned it away for a reason of its own: it waits again, behind the others, as if it had not been taken in hand. */
export async function recordTurned(
  database: Queryable,
  notice: QueuedNotice,
  { reason, now, until }: { reason: string; now: Instant; until: Instant },
): Promise<void> {
  await database.query(
    `update notice set turned_at = $3, status = 'queued', reason = $4, not_before = $5, attempts = greatest(attempts - 1, 0), lease_until = null,
            unanswered = unanswered - 1
      where key = $1 and lease = $2 and status = 'sending'`,
    [notice.key, notice.lease, new Date(now), reason, new Date(until)],
  );
}

/** Not tried after all, through no fault of its own: it waits again as if it had not been taken in hand; with `until`, until then. */
export async function recordBack(database: Queryable, notice: QueuedNotice, giving: Giving, until?: Instant): Promise<void> {
  await database.query(
    `update notice set status = 'queued', attempts = greatest(attempts - 1, 0), lease_until = null, unanswered = unanswered - $3,
            not_before = greatest(not_before, coalesce($4, not_before))
      where key = $1 and lease = $2 and status = 'sending'`,
    [notice.key, notice.lease, takenBack(giving), until === undefined ? null : new Date(until)],
  );
}

export interface Failure {
  readonly reason: string;
  /** Not to be tried again by itself. */
  readonly lasting: boolean;
  readonly giving: Giving;
  /** The server turned it away as it would anything, and others went since the last time. */
  readonly turned?: true;
  readonly now: Instant;
  readonly pace?: SendingPace | undefined;
}

/**
 * The attempt failed. It waits for the next one, longer each time; after the last, or where the refusal is lasting, it has failed and
 * somebody has a task.
 */
export async function recordFailure(
  database: Queryable,
  notice: QueuedNotice,
  { reason, lasting, giving, turned, now, pace = PACE }: Failure,
): Promise<'queued' | 'failed'> {
  const wait = lasting ? undefined : pace.retryAfterMs[notice.attempts - 1];
  if (wait !== undefined) {
    await database.query(
      `update notice set status = 'queued', reason = $3, not_before = $4, lease_until = null, unanswered = unanswered - $5,
              turned_at = coalesce($6, turned_at)
        where key = $1 and lease = $2 and status = 'sending'`,
      [notice.key, notice.lease, reason, new Date(now + wait), takenBack(giving), turned ? new Date(now) : null],
    );
    return 'queued';
  }
  await database.query(
    `with failed as (
       update notice set status = 'failed', reason = $3, lease_until = null, unanswered = unanswered - $4
        where key = $1 and lease = $2 and status = 'sending' returning key, register_id, template, recipient),
     -- What a digest had gathered waits for the next one.
     freed as (update notice i set status = 'queued', reason = null from failed f where f.template = 'digest' and i.status = 'digested' and i.reason = f.key)
     insert into task (key, register_id, kind, audience, params)
     select 'notice-failed/' || key, register_id, 'notice-failed', 'team',
            jsonb_build_object('notice', key, 'template', template, 'recipient', recipient, 'reason', $3::text) from failed
     on conflict (key) do update set status = 'open', params = excluded.params, done_at = null`,
    [notice.key, notice.lease, reason, takenBack(giving)],
  );
  return 'failed';
}
