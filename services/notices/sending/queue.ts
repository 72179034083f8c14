import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { AUDIENCES } from '../../../domain/notices/catalogue';
import type { Instant } from '../../../domain/calendar/dates';
import type { Audience } from '../../../domain/pathway/types';
import { sendingIsStopped } from '../settings';
import { channelRests } from './channel';
import { PACE } from './pace';

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
  /** The number of this taking in hand, which no other has. */
  readonly lease: number;
  readonly messageId: string;
  /** What it was held for, or had failed of, when a person let it go; null: nobody had to. */
  readonly releasedFrom: string | null;
}

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
    lease: z.number(),
    message_id: z.string().nullable(),
    released_from: z.string().nullable(),
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
    lease: read.lease,
    messageId: read.message_id ?? '',
    releasedFrom: read.released_from,
  }));

export const noticeColumns =
  'key, register_id, pathway, template, channel, audience, recipient, deadline, event_id, meeting, params, reason, planned_at, attempts, lease, message_id, released_from';

/** Reads rows of `noticeColumns`. */
export const readNotices = (rows: readonly unknown[]): QueuedNotice[] => z.array(row).parse(rows);

export interface LeaseRequest {
  readonly now: Instant;
  /** Absent: that of the service. */
  readonly leaseMs?: number | undefined;
  /** Notices that this process itself still has in hand, whatever their leases say. */
  readonly except?: readonly string[];
  /** The sender's, for the Message-ID. */
  readonly domain: string;
}

/**
 * Takes the next notice of a channel whose time has come, or whose sender died holding it, and marks it as being sent.
 * Several senders never get the same one, and none gets any while sending is stopped or the channel's server is away. The Message-ID is
 * made of the key and the sender's domain at the first attempt, so that each attempt bears the same.
 */
export async function leaseNext(
  database: Queryable,
  channel: string,
  { now, leaseMs = PACE.leaseMs, except = [], domain }: LeaseRequest,
): Promise<QueuedNotice | undefined> {
  const { rows } = await database.query(
    `update notice n
        set status = 'sending', attempts = n.attempts + 1, lease = n.lease + 1, lease_until = $3,
            message_id = coalesce(n.message_id, encode(sha256(convert_to(n.key, 'UTF8')), 'hex') || '@' || $5)
      where n.key = (
        select key from notice
         where channel = $1 and ((status = 'queued' and not_before <= $2) or (status = 'sending' and lease_until <= $2))
           and key <> all($4) and not ${sendingIsStopped} and not ${channelRests('$1', '$2')}
         order by not_before, created_at, key
         limit 1
           for update skip locked)
      returning ${noticeColumns}`,
    [channel, new Date(now), new Date(now + leaseMs), except, domain],
  );
  return readNotices(rows)[0];
}

/** SQL that is true of a held notice, `n`, whose person something was heard of since it was checked: it may go now, or have fallen away. */
export const isHeardOf = `n.status = 'held' and n.reason in ('no-consent-to-meeting', 'meeting-refused', 'released-by-a-person')
  and exists (select from person p where p.register_id = n.register_id and p.sequence > coalesce(n.checked_sequence, -1))`;

/** Lets what waits for something to be heard be checked again, where something was heard. Throws where the database is away. */
export async function lookAgain(database: Queryable, channel: string): Promise<void> {
  await database.query(
    `update notice n set status = 'queued'
      where n.channel = $1 and ${isHeardOf} and not ${sendingIsStopped}`,
    [channel],
  );
}

/** What is about to be given to the mail server: to which address, and what it tells of its meeting (`toldOf`). */
export interface Given {
  readonly to: string;
  readonly told: string | null;
}

/**
 * Begins the lease anew for a notice that goes to the mail server now, and counts it as given without an answer: what is written down
 * afterwards takes that back, a death does not. Out: false where it is not in this sender's hand any more, or sending was stopped.
 */
export async function leaseAnew(
  database: Queryable,
  notice: QueuedNotice,
  { now, leaseMs = PACE.leaseMs, to, told }: Pick<LeaseRequest, 'now' | 'leaseMs'> & Given,
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update notice set lease_until = $3, unanswered = unanswered + 1, given_at = $4, given_to = $5, told = $6
      where key = $1 and lease = $2 and status = 'sending' and not ${sendingIsStopped}`,
    [notice.key, notice.lease, new Date(now + leaseMs), new Date(now), to, told],
  );
  return rowCount === 1;
}

/**
 * Lets held or failed notices go again, now: a person has looked at them, and what they rest on is still checked at sending.
 * Out: how many. Those of someone who died go only when released so (contract 6.16(1)).
 */
export async function release(database: Queryable, keys: readonly string[], now: Instant): Promise<number> {
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
export async function hold(database: Queryable, keys: readonly string[], reason: string): Promise<number> {
  const { rowCount } = await database.query(`update notice set status = 'held', reason = $2 where key = any($1) and status = 'queued'`, [
    keys,
    reason,
  ]);
  return rowCount ?? 0;
}

/** How many notices are in the hand of a sender at this moment. */
export async function inHand(database: Queryable): Promise<number> {
  const { rows } = await database.query<{ count: number }>(`select count(*)::int as count from notice where status = 'sending'`);
  return rows[0]?.count ?? 0;
}
