import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { AUDIENCES } from '../../../domain/notices/catalogue';
import type { Instant } from '../../../domain/calendar/dates';
import type { Audience } from '../../../domain/pathway/types';

type Queryable = Pick<Pool | PoolClient, 'query'>;

/** A notice taken in hand for sending. */
export interface QueuedNotice {
  readonly key: string;
  /** Null for a digest, which is about no one person. */
  readonly registerId: string | null;
  readonly pathway: number | null;
  readonly template: string;
  readonly channel: string;
  readonly audience: Audience;
  readonly recipient: string;
  readonly deadline: string | null;
  readonly eventId: string | null;
  readonly meeting: string | null;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
  readonly reason: string | null;
  readonly plannedAt: Instant;
  /** This attempt's number, 1 and on. */
  readonly attempts: number;
  readonly messageId: string;
}

/** How long a notice stays in one sender's hand. Longer than the mail server may take (infra/mail.ts): only a death lets it run out. */
export const LEASE_MS = 3 * 60_000;

/** How long the next attempt waits after the first, second, … that failed. After the last one a person is asked. */
const RETRY_AFTER_MS = [1, 5, 15, 60, 240].map((minutes) => minutes * 60_000);

const row = z
  .object({
    key: z.string(),
    register_id: z.string().nullable(),
    pathway: z.number().nullable(),
    template: z.string(),
    channel: z.string(),
    audience: z.enum(AUDIENCES),
    recipient: z.string(),
    deadline: z.string().nullable(),
    event_id: z.string().nullable(),
    meeting: z.string().nullable(),
    params: z.record(z.string(), z.union([z.string(), z.number(), z.boolean(), z.null()])),
    reason: z.string().nullable(),
    planned_at: z.date(),
    attempts: z.number(),
    message_id: z.string().nullable(),
  })
  .transform((read): QueuedNotice => ({
    key: read.key,
    registerId: read.register_id,
    pathway: read.pathway,
    template: read.template,
    channel: read.channel,
    audience: read.audience,
    recipient: read.recipient,
    deadline: read.deadline,
    eventId: read.event_id,
    meeting: read.meeting,
    params: read.params,
    reason: read.reason,
    plannedAt: read.planned_at.getTime() as Instant,
    attempts: read.attempts,
    messageId: read.message_id ?? '',
  }));

export const noticeColumns =
  'key, register_id, pathway, template, channel, audience, recipient, deadline, event_id, meeting, params, reason, planned_at, attempts, message_id';

/** Reads rows of `noticeColumns`. */
export const readNotices = (rows: readonly unknown[]): QueuedNotice[] => z.array(row).parse(rows);

/**
 * Takes the next notice of a channel whose time has come, or whose sender died holding it, and marks it as being sent.
 * Several senders never get the same one. The Message-ID is made of the key alone, so that each attempt bears the same.
 */
export async function leaseNext(database: Queryable, channel: string, now: Instant): Promise<QueuedNotice | undefined> {
  const { rows } = await database.query(
    `update notice n
        set status = 'sending', attempts = n.attempts + 1, lease_until = $3,
            message_id = coalesce(n.message_id, encode(sha256(convert_to(n.key, 'UTF8')), 'hex') || '@dynamic-support-pathway')
      where n.key = (
        select key from notice
         where channel = $1 and ((status = 'queued' and not_before <= $2) or (status = 'sending' and lease_until <= $2))
         order by not_before, created_at, key
         limit 1
           for update skip locked)
      returning ${noticeColumns}`,
    [channel, new Date(now), new Date(now + LEASE_MS)],
  );
  return readNotices(rows)[0];
}

/** Sent: the mail server has taken it. Only the attempt that still holds it is written down. */
export async function recordSent(
  database: Queryable,
  notice: QueuedNotice,
  { subject, address, now }: { subject: string; address: string; now: Instant },
): Promise<void> {
  await database.query(
    `update notice set status = 'sent', reason = null, sent_at = $3, subject = $4, sent_to = $5, lease_until = null where key = $1 and attempts = $2`,
    [notice.key, notice.attempts, new Date(now), subject, address],
  );
}

/** Not sent, and not to be tried again by itself: dropped, or held until a person releases it, with the reason. */
export async function recordStopped(database: Queryable, notice: QueuedNotice, status: 'dropped' | 'held', reason: string): Promise<void> {
  await database.query(`update notice set status = $3, reason = $4, lease_until = null where key = $1 and attempts = $2`, [
    notice.key,
    notice.attempts,
    status,
    reason,
  ]);
}

/** The attempt failed. It waits for the next one, longer each time; after the last, or where the refusal is lasting, it has failed and somebody has a task. */
export async function recordFailure(
  database: Queryable,
  notice: QueuedNotice,
  { reason, lasting, now }: { reason: string; lasting: boolean; now: Instant },
): Promise<'queued' | 'failed'> {
  const wait = lasting ? undefined : RETRY_AFTER_MS[notice.attempts - 1];
  if (wait !== undefined) {
    await database.query(
      `update notice set status = 'queued', reason = $3, not_before = $4, lease_until = null where key = $1 and attempts = $2`,
      [notice.key, notice.attempts, reason, new Date(now + wait)],
    );
    return 'queued';
  }
  await database.query(
    `with failed as (
       update notice set status = 'failed', reason = $3, lease_until = null where key = $1 and attempts = $2 returning key, register_id, template, recipient)
     insert into task (key, register_id, kind, audience, params)
     select 'notice-failed/' || key, register_id, 'notice-failed', 'team',
            jsonb_build_object('notice', key, 'template', template, 'recipient', recipient, 'reason', $3::text) from failed
     on conflict (key) do update set status = 'open', params = excluded.params, done_at = null`,
    [notice.key, notice.attempts, reason],
  );
  return 'failed';
}

/**
 * Lets held or failed notices go again, now: a person has looked at them, and what they rest on is still checked at sending.
 * Out: how many. Those of someone who died go only when released so (contract 6.16(1)).
 */
export async function release(database: Queryable, keys: readonly string[], now: Instant): Promise<number> {
  const { rowCount } = await database.query(
    `update notice set status = 'queued', reason = 'released', not_before = $2, attempts = 0 where key = any($1) and status in ('held', 'failed')`,
    [keys, new Date(now)],
  );
  return rowCount ?? 0;
}

/** Holds notices that wait to go, until a person releases them. Out: how many; one that is being sent at this moment cannot be held. */
export async function hold(database: Queryable, keys: readonly string[], reason: string): Promise<number> {
  const { rowCount } = await database.query(`update notice set status = 'held', reason = $2 where key = any($1) and status = 'queued'`, [
    keys,
    reason,
  ]);
  return rowCount ?? 0;
}
