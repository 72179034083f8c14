import type { Pool, PoolClient } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { noticeColumns, parseNotices, type QueuedNotice } from '../notice-rows';
import { sendingIsStopped } from '../settings';
import { PACE } from './pace';
import { isServerAway } from './server-away';

type Queryable = Pick<Pool | PoolClient, 'query'>;

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
           and key <> all($4) and not ${sendingIsStopped} and not ${isServerAway('$1', '$2')}
         order by not_before, created_at, key
         limit 1
           for update skip locked)
      returning ${noticeColumns}`,
    [channel, new Date(now), new Date(now + leaseMs), except, domain],
  );
  return parseNotices(rows)[0];
}

/** SQL that is true of a held notice, `n`, whose person something was heard of since it was checked: it may go now, or have fallen away. */
const isHeardOf = `n.status = 'held' and n.reason in ('no-consent-to-meeting', 'meeting-refused', 'released-by-a-person')
  and exists (select from person p where p.register_id = n.register_id and p.sequence > coalesce(n.checked_sequence, -1))`;

/** Lets what waits for something to be heard be checked again, where something was heard. Throws where the database is away. */
export async function queueWhatWasHeardOf(database: Queryable, channel: string): Promise<void> {
  await database.query(
    `update notice n set status = 'queued'
      where n.channel = $1 and ${isHeardOf} and not ${sendingIsStopped}`,
    [channel],
  );
}

/**
 * Begins the lease anew for a notice that goes to the mail server now, and counts it as given without an answer: what is written down
 * afterwards takes that back, a death does not. `to` is the address, `told` what it tells of its meeting (`toldOf`). Out: false where it is
 * not in this sender's hand any more, or sending was stopped.
 */
export async function leaseAnew(
  database: Queryable,
  notice: QueuedNotice,
  { now, leaseMs = PACE.leaseMs, to, told }: Pick<LeaseRequest, 'now' | 'leaseMs'> & { readonly to: string; readonly told: string | null },
): Promise<boolean> {
  const { rowCount } = await database.query(
    `update notice set lease_until = $3, unanswered = unanswered + 1, given_at = $4, given_to = $5, told = $6
      where key = $1 and lease = $2 and status = 'sending' and not ${sendingIsStopped}`,
    [notice.key, notice.lease, new Date(now + leaseMs), new Date(now), to, told],
  );
  return rowCount === 1;
}

/** Whether something waits in a channel that could go now: its time or its next attempt has come, its sender died holding it, or it was heard of. */
export async function somethingWaits(database: Queryable, channel: string, now: Instant): Promise<boolean> {
  const { rows } = await database.query({
    name: 'notices-wait',
    text: `select 1 from notice n where channel = $1
              and ((status = 'queued' and not_before <= $2) or (status = 'sending' and lease_until <= $2) or (${isHeardOf})) and not ${sendingIsStopped} and not ${isServerAway('$1', '$2')} limit 1`,
    values: [channel, new Date(now)],
  });
  return rows.length > 0;
}
