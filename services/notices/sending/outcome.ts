import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { isUnavailable } from '../../../infra/database/database';
import type { Attempt, Delivery, Failed, Given, NoticeOutcome, SenderDeps, Stopped } from './attempt';
import { PACE, type SendingPace } from './pace';
import { countOf, firstOf } from '../../tables/query';
import type { QueuedNotice } from '../notice-rows';
import { failing, goneSince, layingBack, retrying, sending, stopping, turningAway } from './outcome-statements';
import { recordServerAway, recordServerBack } from './server-away';

const FIRST_WAIT_MS = 50;
const LONGEST_WAIT_MS = 2_000;

/** By pool: the notices whose outcome this process has still to write down. */
const unwritten = new WeakMap<Pool, Set<string>>();

function unwrittenOf(pool: Pool): Set<string> {
  const known = unwritten.get(pool) ?? new Set<string>();
  unwritten.set(pool, known);
  return known;
}

/** The notices that this process must not take in hand: it knows what came of them, and has not been able to write it down. */
export const unwrittenHere = (pool: Pool): string[] => [...unwrittenOf(pool)];

/**
 * Writes down how an attempt at a notice in hand ended, and what it tells of the mail server; out: what came of the notice. Where the database is
 * away it is written again and again: a message that the mail server has taken must not go twice for that. Each writing may be repeated,
 * because only the holder of the latest lease changes anything. Throws what is no outage, and where the pool is closed because the process ends.
 */
export async function writeOutcome(deps: SenderDeps, notice: QueuedNotice, attempt: Attempt): Promise<NoticeOutcome> {
  if (attempt.ended === 'failed' && 'error' in attempt) deps.onError?.(attempt.error, notice.key);
  try {
    return await untilWritten(deps.pool, notice, () => writeBoth(deps, notice, attempt));
  } catch (error) {
    if (!isUntried(attempt)) throw error;
    // The fault lies with this notice alone: others need not wait for it.
    return writeOutcome(deps, notice, { ended: 'failed', reason: 'state-not-read', lasting: false, given: 'no', error });
  }
}

/** It was looked at, and never given to the mail server. */
const isUntried = (attempt: Attempt): boolean =>
  attempt.ended === 'held' || attempt.ended === 'dropped' || (attempt.ended === 'laid-back' && attempt.given === 'no');

/** Writes again and again while the database is away. Throws what is no outage, and where the pool is closed because the process ends. */
async function untilWritten<T>(pool: Pool, notice: QueuedNotice, write: () => Promise<T>): Promise<T> {
  const own = unwrittenOf(pool);
  own.add(notice.key);
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
    own.delete(notice.key);
  }
}

async function writeBoth(deps: SenderDeps, notice: QueuedNotice, attempt: Attempt): Promise<NoticeOutcome> {
  const { pool, now, pace } = deps;
  const outcome = await writeNotice(deps, notice, attempt);
  const server = 'server' in attempt ? attempt.server : undefined;
  // Of a notice that was turned away and counts as failed, the reason is its own.
  const isOwnFault = attempt.ended === 'turned-away' && outcome !== 'away';
  if (server === 'there') await recordServerBack(pool, notice.channel, now());
  else if (server && !isOwnFault) await recordServerAway(pool, notice.channel, { ...server, now: now(), pace });
  return outcome;
}

async function writeNotice({ pool, now, pace }: SenderDeps, notice: QueuedNotice, attempt: Attempt): Promise<NoticeOutcome> {
  switch (attempt.ended) {
    case 'sent':
      await writeSent(pool, notice, attempt, now());
      return 'sent';
    case 'held':
    case 'dropped':
      await writeStopped(pool, notice, attempt);
      return attempt.ended;
    case 'told-one-by-one':
      return 'dropped';
    case 'laid-back':
      await writeLaidBack(pool, notice, attempt);
      return attempt.server ? 'away' : 'waiting';
    case 'interrupted':
      await writeLaidBack(pool, notice, { given: 'no' });
      return 'waiting';
    case 'turned-away':
      return writeTurnedAway(pool, notice, attempt.server.reason, { now: now(), pace });
    case 'failed':
      return writeFailed(pool, notice, attempt, { now: now(), pace });
  }
}

/** By when it is, and how fast sending goes on after something went wrong. */
interface Pacing {
  readonly now: Instant;
  readonly pace: SendingPace | undefined;
}

/** Lowers the count of givings without an answer, which the lease begun anew had raised. */
const takenBack = (given: Given): number => (given === 'answered' ? 1 : 0);

/** Sent: the mail server has taken it. What a person was asked to do about it is done. */
async function writeSent(
  pool: Pool,
  notice: QueuedNotice,
  { subject, address }: Extract<Delivery, { ended: 'sent' }>,
  now: Instant,
): Promise<void> {
  await countOf(pool, sending(notice, { subject, address, at: new Date(now) }));
}

/**
 * Not sent, and not to be tried again by itself: dropped, or held until a person releases it, or until something is heard that it waits for. What
 * on-call should have heard at once and does not becomes an open task; of what is dropped nobody need take care any more.
 */
async function writeStopped(pool: Pool, notice: QueuedNotice, { ended, reason, sequence }: Stopped): Promise<void> {
  await countOf(pool, stopping(notice, { ended, reason, sequence: sequence ?? null }));
}

/**
 * The mail server turned it away, as it seems for a reason of its own: it waits again, behind the others, and no attempt is counted. Where
 * others went since it was last turned away, the reason is the notice's: it counts as failed for now.
 */
async function writeTurnedAway(pool: Pool, notice: QueuedNotice, reason: string, pacing: Pacing): Promise<'away' | 'queued' | 'failed'> {
  const { now, pace = PACE } = pacing;
  if (await othersWentSince(pool, notice)) return writeFailed(pool, notice, { reason, lasting: false, given: 'answered' }, pacing, true);
  await countOf(pool, turningAway(notice, { reason, at: new Date(now), next: new Date(now + (pace.retryAfterMs[0] ?? 0)) }));
  return 'away';
}

/** Whether another notice of its channel was sent since this one was last turned away. */
const othersWentSince = async (pool: Pool, { key, channel }: QueuedNotice): Promise<boolean> =>
  (await firstOf(pool, goneSince(key, channel)))?.went === true;

/** Not tried after all, through no fault of its own: it waits again as if it had not been taken in hand; with `until`, until then. */
async function writeLaidBack(pool: Pool, notice: QueuedNotice, { given, until }: { given: Given; until?: Instant }): Promise<void> {
  await countOf(pool, layingBack(notice, { takenBack: takenBack(given), until: until === undefined ? null : new Date(until) }));
}

/**
 * The attempt failed. It waits for the next one, longer each time; after the last, or where the refusal is lasting, it has failed and
 * somebody has a task.
 */
async function writeFailed(
  pool: Pool,
  notice: QueuedNotice,
  { reason, lasting, given }: Omit<Failed, 'ended'>,
  { now, pace = PACE }: Pacing,
  turnedAway = false,
): Promise<'queued' | 'failed'> {
  const wait = lasting ? undefined : pace.retryAfterMs[notice.attempts - 1];
  if (wait !== undefined) {
    const turnedAt = turnedAway ? new Date(now) : null;
    await countOf(pool, retrying(notice, { reason, next: new Date(now + wait), takenBack: takenBack(given), turnedAt }));
    return 'queued';
  }
  await countOf(pool, failing(notice, { reason, takenBack: takenBack(given) }));
  return 'failed';
}
