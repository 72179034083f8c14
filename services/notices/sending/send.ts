import { isUnavailable } from '../../../infra/database/database';
import { freshAreas } from '../../areas/versions';
import type { Attempt, NoticeOutcome, SenderDeps } from './attempt';
import { checkNotice } from './check/check-notice';
import { deliver, type Round } from './deliver';
import { leaseNext, queueWhatWasHeardOf } from './lease';
import { unwrittenHere, writeOutcome } from './outcome';
import { PACE } from './pace';
import type { QueuedNotice } from '../notice-rows';

/** How many notices one call sent, stopped (held or dropped) and failed to send, and whether more may wait that could go now. */
export interface SendReport {
  readonly sent: number;
  readonly stopped: number;
  readonly failed: number;
  readonly more: boolean;
}

/**
 * Sends what is due in a channel, one after another, until nothing is or `limit` (or `patience`, in milliseconds) is reached, or
 * `signal` says to stop: a notice in hand has a few seconds left. Ends early where the mail server is away: then all wait.
 * Throws where the database is away.
 */
export async function sendDue(
  deps: SenderDeps,
  channel: string,
  { limit = 25, patience = 60_000, signal }: { limit?: number; patience?: number; signal?: AbortSignal } = {},
): Promise<SendReport> {
  const counts = { sent: 0, stopped: 0, failed: 0 };
  const round: Round = { silent: new Set(), serverThere: false, stop: signal };
  const end = Date.now() + patience;
  await freshAreas(deps.pool);
  await queueWhatWasHeardOf(deps.pool, channel);
  for (let number = 0; number < limit && Date.now() < end && !signal?.aborted; number += 1) {
    const notice = await leaseNext(deps.pool, channel, {
      now: deps.now(),
      leaseMs: deps.pace?.leaseMs,
      except: unwrittenHere(deps.pool),
      domain: deps.mail.domain,
    });
    // Nothing is due; or, after one that found the server away, nothing is given out until it is looked for again.
    if (!notice) return { ...counts, more: false };
    const outcome = await sendOne(deps, notice, round);
    deps.onOutcome?.(outcome);
    const group = GROUPS[outcome];
    if (group) counts[group] += 1;
  }
  return { ...counts, more: true };
}

const GROUPS: Readonly<Partial<Record<NoticeOutcome, 'sent' | 'stopped' | 'failed'>>> = {
  sent: 'sent',
  held: 'stopped',
  dropped: 'stopped',
  queued: 'failed',
  failed: 'failed',
};

/** The way of one notice in hand: it is checked, delivered, and what came of it written down. Throws where the database is away. */
async function sendOne(deps: SenderDeps, notice: QueuedNotice, round: Round): Promise<NoticeOutcome> {
  const attempt = await attemptOne(deps, notice, round);
  const outcome = await writeOutcome(deps, notice, attempt);
  if (attempt.ended === 'interrupted') throw attempt.error;
  return outcome;
}

async function attemptOne(deps: SenderDeps, notice: QueuedNotice, round: Round): Promise<Attempt> {
  const { pace = PACE } = deps;
  // Its sender died holding it once too often, perhaps of this very notice: it is not tried again before a person has looked.
  if (notice.attempts > pace.retryAfterMs.length + 1) return { ended: 'failed', reason: 'lease-ran-out', lasting: true, given: 'no' };
  let reason = 'state-not-read';
  try {
    const checked = await checkNotice(deps, notice);
    if ('ended' in checked) return checked;
    reason = 'text-not-made';
    return await deliver(deps, notice, checked, round);
  } catch (error) {
    if (isUnavailable(error)) return { ended: 'interrupted', error };
    return { ended: 'failed', reason, lasting: false, given: 'no', error };
  }
}
