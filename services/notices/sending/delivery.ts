import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { Mail, MailMessage, MailOutcome } from '../../../infra/mail';
import { recordAway, recordThere } from './channel';
import type { SendingPace } from './pace';
import type { QueuedNotice } from './queue';
import { recordBack, recordFailure, recordSent, writeDown, type Giving } from './record';

/** What sending works with. */
export interface SenderDeps {
  readonly pool: Pool;
  readonly mail: Mail;
  /** The clock: milliseconds since 1970. */
  readonly now: () => Instant;
  /** Absent: that of the service. */
  readonly pace?: SendingPace;
  /** Told of a notice that could not be read or written; the notice itself waits for its next attempt. */
  readonly onError?: (error: unknown, notice: string) => void;
  /** Told of what came of each notice that was taken in hand. */
  readonly onOutcome?: (outcome: Sent) => void;
}

/** A notice that was checked: it goes, in these words; or it does not, and why. */
export type Prepared = { readonly verdict: 'go'; readonly write: () => MailMessage } | Stopped;
export interface Stopped {
  readonly verdict: 'held' | 'dropped';
  readonly reason: string;
}

/** What came of a notice in hand. `waiting`: not tried after all; `away`: neither, and nothing else need be tried now. */
export type Sent = 'sent' | 'queued' | 'failed' | 'held' | 'dropped' | 'waiting' | 'away';

/** What one call of the sender remembers from notice to notice. */
export interface Round {
  /** The domains for which the mail server gave no answer: each may take as long as the limits allow, and others must not wait for that. */
  readonly silent: Set<string>;
  /** The mail server has let us in. */
  there: boolean;
}

const domainOf = ({ to }: MailMessage): string => to.slice(to.lastIndexOf('@') + 1).toLowerCase();

/** Whether the mail server gave no answer for this recipient's domain in this round. */
export const isSilent = ({ silent }: Round, message: MailMessage): boolean => silent.has(domainOf(message));

/**
 * Hands the message of a notice whose lease has just begun anew to the mail server, and writes down the outcome; where the database is away
 * by then, it waits for it. Throws what is no outage.
 */
export async function deliver(deps: SenderDeps, notice: QueuedNotice, message: MailMessage, round: Round): Promise<Sent> {
  let outcome: MailOutcome;
  try {
    outcome = await deps.mail.send(message);
  } catch (error) {
    return couldNot(deps, notice, { error, reason: 'text-not-made', giving: 'settled' });
  }
  if (outcome.outcome === 'away') return away(deps, notice, outcome.reason);
  if (outcome.outcome === 'unanswered') round.silent.add(domainOf(message));
  const sent = await writeDown(deps.pool, notice, () => record(deps, notice, message, outcome));
  if (!round.there) {
    round.there = true;
    await writeDown(deps.pool, notice, () => recordThere(deps.pool, notice.channel, deps.now()));
  }
  return sent;
}

async function record(
  { pool, now, pace }: SenderDeps,
  notice: QueuedNotice,
  { subject, to }: MailMessage,
  outcome: Exclude<MailOutcome, { outcome: 'away' }>,
): Promise<Sent> {
  if (outcome.outcome === 'sent') {
    await recordSent(pool, notice, { subject, address: to, now: now() });
    return 'sent';
  }
  const open = outcome.outcome === 'unanswered' && outcome.given;
  return recordFailure(pool, notice, {
    reason: outcome.reason,
    lasting: outcome.outcome === 'refused' && outcome.lasting,
    giving: open ? 'open' : 'settled',
    now: now(),
    pace,
  });
}

/** The fault is the server's: the notice keeps its place and its attempts, and the whole channel waits. */
async function away({ pool, now, pace }: SenderDeps, notice: QueuedNotice, reason: string): Promise<Sent> {
  await writeDown(pool, notice, async () => {
    await recordBack(pool, notice, 'settled');
    await recordAway(pool, notice.channel, { reason, now: now(), pace });
  });
  return 'away';
}

/** Lays a notice in hand back, untried; with `until`, until then. */
export async function putBack({ pool }: SenderDeps, notice: QueuedNotice, until?: Instant): Promise<'waiting'> {
  await writeDown(pool, notice, () => recordBack(pool, notice, 'none', until));
  return 'waiting';
}

/** The fault lies with this notice alone: it waits, and after the last attempt somebody has a task. */
export function couldNot(
  deps: SenderDeps,
  notice: QueuedNotice,
  { error, reason, giving = 'none' }: { error: unknown; reason: string; giving?: Giving },
): Promise<Sent> {
  deps.onError?.(error, notice.key);
  const { pool, now, pace } = deps;
  return writeDown(pool, notice, () => recordFailure(pool, notice, { reason, lasting: false, giving, now: now(), pace }));
}

/** Its sender died holding it once too often, perhaps of this very notice: it is not tried again before a person has looked. */
export function tookTooMany({ pool, now, pace }: SenderDeps, notice: QueuedNotice): Promise<Sent> {
  const failure = { reason: 'lease-ran-out', lasting: true, giving: 'none', now: now(), pace } as const;
  return writeDown(pool, notice, () => recordFailure(pool, notice, failure));
}
