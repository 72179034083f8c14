import type { Pool } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import type { CoreContext } from '../../../domain/pathway/types';
import type { Mail, MailMessage, MailOutcome } from '../../../infra/mail/mail';
import { domainOf } from '../../../infra/mail/address';
import { recordThere, recordTrouble, type ChannelTrouble } from './channel';
import { PACE, type SendingPace } from './pace';
import type { QueuedNotice } from './queue';
import { othersWentSince, recordBack, recordFailure, recordSent, recordTurned, writeDown, type Giving } from './record';

/** What sending works with. */
export interface SenderDeps {
  readonly pool: Pool;
  readonly mail: Mail;
  /** The rules: what a notice rests on is asked of the core as it goes. */
  readonly core: CoreContext;
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
export type Prepared = { readonly verdict: 'go'; readonly write: () => MailMessage; readonly told?: string | null } | Stopped;
export interface Stopped {
  readonly verdict: 'held' | 'dropped';
  readonly reason: string;
  /** The person's sequence by which it was checked. */
  readonly sequence?: number;
}

/** What came of a notice in hand. `waiting`: not tried after all; `away`: nor taken, through no fault of its own. */
export type Sent = 'sent' | 'queued' | 'failed' | 'held' | 'dropped' | 'waiting' | 'away';

/** What one call of the sender remembers from notice to notice. */
export interface Round {
  /** The domains for which the mail server gave no answer: each may take as long as the limits allow, and others must not wait for that. */
  readonly silent: Set<string>;
  /** The mail server has let us in. */
  there: boolean;
}

const domainOfMessage = ({ to }: MailMessage): string => domainOf(to);

/** Whether the mail server gave no answer for this recipient's domain in this round. */
export const isSilent = ({ silent }: Round, message: MailMessage): boolean => silent.has(domainOfMessage(message));

/**
 * Hands the message of a notice whose lease has just begun anew to the mail server, and writes down the outcome; where the database is away
 * by then, it waits for it. With `stop` it is given up in time for the process to end. Throws what is no outage.
 */
export async function deliver(
  deps: SenderDeps,
  notice: QueuedNotice,
  message: MailMessage,
  { round, stop }: { readonly round: Round; readonly stop?: AbortSignal | undefined },
): Promise<Sent> {
  let outcome: MailOutcome;
  try {
    outcome = await deps.mail.send(message, stop);
  } catch (error) {
    return couldNot(deps, notice, { error, reason: 'text-not-made', giving: 'settled' });
  }
  if (outcome.outcome === 'unanswered') round.silent.add(domainOfMessage(message));
  if (outcome.outcome !== 'sent' && outcome.outcome !== 'refused') round.there = false;
  const sent = await writeDown(deps.pool, notice, () => record(deps, notice, message, outcome));
  if (!round.there && (outcome.outcome === 'sent' || outcome.outcome === 'refused')) {
    round.there = true;
    await writeDown(deps.pool, notice, () => recordThere(deps.pool, notice.channel, deps.now()));
  }
  return sent;
}

async function record(deps: SenderDeps, notice: QueuedNotice, { subject, to }: MailMessage, outcome: MailOutcome): Promise<Sent> {
  const { pool, now, pace } = deps;
  switch (outcome.outcome) {
    case 'sent':
      await recordSent(pool, notice, { subject, address: to, now: now() });
      return 'sent';
    case 'refused':
      return recordFailure(pool, notice, { reason: outcome.reason, lasting: outcome.lasting, giving: 'settled', now: now(), pace });
    case 'stopped':
      await recordBack(pool, notice, 'settled');
      return 'waiting';
    case 'away':
      // The fault is the server's: the notice keeps its place and its attempts, and the whole channel waits.
      await recordBack(pool, notice, 'settled');
      await recordTrouble(pool, notice.channel, { ...outcome, kind: 'away', now: now(), pace });
      return 'away';
    case 'resting':
      return turnedAway(deps, notice, { kind: 'resting', lasting: outcome.lasting, reason: outcome.reason });
    case 'unanswered': {
      const trouble: ChannelTrouble = { kind: 'resting', lasting: false, reason: outcome.reason };
      if (!outcome.given) return turnedAway(deps, notice, trouble);
      // Each further giving may be one more copy: its attempts are counted whoever is to blame.
      await recordTrouble(pool, notice.channel, { ...trouble, now: now(), pace });
      return recordFailure(pool, notice, { reason: outcome.reason, lasting: false, giving: 'open', now: now(), pace });
    }
  }
}

/**
 * The server took a notice no further, as it seems for a reason of its own: it goes later, behind the others, and no attempt is counted. Where
 * others went since it was last turned away, the reason is its own: it counts as failed for now.
 */
async function turnedAway({ pool, now, pace = PACE }: SenderDeps, notice: QueuedNotice, trouble: ChannelTrouble): Promise<Sent> {
  const { reason } = trouble;
  if (await othersWentSince(pool, notice))
    return recordFailure(pool, notice, { reason, lasting: false, giving: 'settled', turned: true, now: now(), pace });
  await recordTurned(pool, notice, { reason, now: now(), until: (now() + (pace.retryAfterMs[0] ?? 0)) as Instant });
  await recordTrouble(pool, notice.channel, { ...trouble, now: now(), pace });
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
