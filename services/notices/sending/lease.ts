import { type ExpressionBuilder, sql } from 'kysely';
import type { Instant } from '../../../domain/calendar/dates';
import { type Client, countOf, db, firstOf, prepared } from '../../tables/query';
import type { Tables } from '../../tables/tables';
import { NOTICE_COLUMNS, queuedNotice, type QueuedNotice } from '../notice-rows';
import { sendingIsStopped } from '../settings';
import { PACE } from './pace';
import { isServerAway } from './server-away';

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
  database: Client,
  channel: string,
  { now, leaseMs = PACE.leaseMs, except = [], domain }: LeaseRequest,
): Promise<QueuedNotice | undefined> {
  const row = await firstOf(database, leasing({ channel, now: new Date(now), until: new Date(now + leaseMs), except, domain }));
  return row ? queuedNotice(row) : undefined;
}

type Notices = ExpressionBuilder<Tables, 'notice'>;

/** Its time has come, or its sender died holding it. */
const isDue = (eb: Notices, now: Date) =>
  eb.or([
    eb.and([eb('status', '=', 'queued'), eb('not_before', '<=', now)]),
    eb.and([eb('status', '=', 'sending'), eb('lease_until', '<=', now)]),
  ]);

interface Leasing extends Required<Pick<LeaseRequest, 'except' | 'domain'>> {
  readonly channel: string;
  readonly now: Date;
  readonly until: Date;
}

const leasing = prepared('lease-notice', ({ channel, now, until, except, domain }: Leasing) => {
  const next = db
    .selectFrom('notice')
    .select('key')
    .where('channel', '=', channel)
    .where((eb) => isDue(eb, now))
    .where('key', '<>', sql<string>`all(${except})`)
    .where(({ not }) => not(sendingIsStopped()))
    .where(({ not }) => not(isServerAway(channel, now)))
    .orderBy('not_before')
    .orderBy('created_at')
    .orderBy('key')
    .limit(1)
    .forUpdate()
    .skipLocked();
  return db
    .updateTable('notice')
    .set((eb) => ({
      status: 'sending',
      attempts: eb('attempts', '+', 1),
      lease: eb('lease', '+', 1),
      lease_until: until,
      message_id: eb.fn.coalesce('message_id', sql<string>`encode(sha256(convert_to(key, 'UTF8')), 'hex') || '@' || ${domain}`),
    }))
    .where('key', '=', next)
    .returning(NOTICE_COLUMNS);
});

/** True of a held notice whose person something was heard of since it was checked: it may go now, or have fallen away. */
const isHeardOf = (eb: Notices) =>
  eb.and([
    eb('status', '=', 'held'),
    eb('reason', 'in', ['no-consent-to-meeting', 'meeting-refused', 'released-by-a-person']),
    eb.exists(
      eb
        .selectFrom('person')
        .select('person.register_id')
        .whereRef('person.register_id', '=', 'notice.register_id')
        .where((of) => of('person.sequence', '>', of.fn.coalesce('notice.checked_sequence', of.lit(-1)))),
    ),
  ]);

const queueing = prepared('queue-heard-of', (channel: string) =>
  db
    .updateTable('notice')
    .set({ status: 'queued' })
    .where('channel', '=', channel)
    .where(isHeardOf)
    .where(({ not }) => not(sendingIsStopped())),
);

/** Lets what waits for something to be heard be checked again, where something was heard. Throws where the database is away. */
export async function queueWhatWasHeardOf(database: Client, channel: string): Promise<void> {
  await countOf(database, queueing(channel));
}

/**
 * Begins the lease anew for a notice that goes to the mail server now, and counts it as given without an answer: what is written down
 * afterwards takes that back, a death does not. `to` is the address, `told` what it tells of its meeting (`toldOf`). Out: false where it is
 * not in this sender's hand any more, or sending was stopped.
 */
export async function leaseAnew(
  database: Client,
  notice: QueuedNotice,
  { now, leaseMs = PACE.leaseMs, to, told }: Pick<LeaseRequest, 'now' | 'leaseMs'> & { readonly to: string; readonly told: string | null },
): Promise<boolean> {
  const given = { until: new Date(now + leaseMs), at: new Date(now), to, told };
  return (await countOf(database, leasingAnew(notice, given))) === 1;
}

interface GivenNow {
  readonly until: Date;
  readonly at: Date;
  readonly to: string;
  readonly told: string | null;
}

const leasingAnew = prepared('lease-notice-anew', (notice: Pick<QueuedNotice, 'key' | 'lease'>, { until, at, to, told }: GivenNow) =>
  db
    .updateTable('notice')
    .set((eb) => ({ lease_until: until, unanswered: eb('unanswered', '+', 1), given_at: at, given_to: to, told }))
    .where('key', '=', notice.key)
    .where('lease', '=', notice.lease)
    .where('status', '=', 'sending')
    .where(({ not }) => not(sendingIsStopped())),
);

const waiting = prepared('notices-wait', (channel: string, now: Date) =>
  db
    .selectFrom('notice')
    .select('key')
    .where('channel', '=', channel)
    .where((eb) => eb.or([isDue(eb, now), isHeardOf(eb)]))
    .where(({ not }) => not(sendingIsStopped()))
    .where(({ not }) => not(isServerAway(channel, now)))
    .limit(1),
);

/** Whether something waits in a channel that could go now: its time or its next attempt has come, its sender died holding it, or it was heard of. */
export const somethingWaits = async (database: Client, channel: string, now: Instant): Promise<boolean> =>
  (await firstOf(database, waiting(channel, new Date(now)))) !== null;
