import type { Instant } from '../../../domain/calendar/dates';
import { domainOf } from '../../../infra/mail/address';
import type { MailMessage, MailOutcome } from '../../../infra/mail/mail';
import type { Delivery, Ready, SenderDeps } from './attempt';
import { leaseAnew } from './lease';
import { PACE } from './pace';
import type { QueuedNotice } from '../notice-rows';

/** What one call of the sender remembers from notice to notice. */
export interface Round {
  /** The domains for which the mail server gave no answer: each may take as long as the limits allow, and others must not wait for that. */
  readonly silent: Set<string>;
  /** The mail server has let us in. */
  serverThere: boolean;
  /** What is in hand is given up in time for the process to end. */
  readonly stop: AbortSignal | undefined;
}

/**
 * Writes the message of a notice that was checked and hands it to the mail server, once the lease has begun anew. Nothing of the outcome is
 * written down here. Throws before the message is handed over: where it cannot be written, or the database is away.
 */
export async function deliver(deps: SenderDeps, notice: QueuedNotice, { write, told }: Ready, round: Round): Promise<Delivery> {
  const { pool, now, pace = PACE } = deps;
  const message = write();
  const domain = domainOf(message.to);
  if (round.silent.has(domain)) return { ended: 'laid-back', given: 'no', until: (now() + (pace.retryAfterMs[0] ?? 0)) as Instant };
  const isInHand = await leaseAnew(pool, notice, { now: now(), leaseMs: pace.leaseMs, to: message.to, told });
  if (!isInHand) return { ended: 'laid-back', given: 'no' };
  let outcome: MailOutcome;
  try {
    outcome = await deps.mail.send(message, round.stop);
  } catch (error) {
    return { ended: 'failed', reason: 'text-not-made', lasting: false, given: 'answered', error };
  }
  if (outcome.outcome === 'unanswered') round.silent.add(domain);
  return deliveryOf(message, outcome, round);
}

/** What the mail server's answer means for the notice, and for the server. */
function deliveryOf({ subject, to }: MailMessage, outcome: MailOutcome, round: Round): Delivery {
  const letsIn = outcome.outcome === 'sent' || outcome.outcome === 'refused';
  const server = letsIn && !round.serverThere ? { server: 'there' as const } : {};
  round.serverThere = letsIn;
  switch (outcome.outcome) {
    case 'sent':
      return { ended: 'sent', subject, address: to, ...server };
    case 'refused':
      return { ended: 'failed', reason: outcome.reason, lasting: outcome.lasting, given: 'answered', ...server };
    case 'stopped':
      return { ended: 'laid-back', given: 'answered' };
    case 'away':
      // The fault is the server's: the notice keeps its place and its attempts, and the whole channel waits.
      return { ended: 'laid-back', given: 'answered', server: { kind: 'away', lasting: outcome.lasting, reason: outcome.reason } };
    case 'resting':
      return { ended: 'turned-away', server: { kind: 'resting', lasting: outcome.lasting, reason: outcome.reason } };
    case 'unanswered': {
      const trouble = { kind: 'resting', lasting: false, reason: outcome.reason } as const;
      if (!outcome.given) return { ended: 'turned-away', server: trouble };
      // Each further giving may be one more copy: its attempts are counted whoever is to blame.
      return { ended: 'failed', reason: outcome.reason, lasting: false, given: 'perhaps', server: trouble };
    }
  }
}
