import { isUnavailable } from '../../../infra/database';
import { couldNot, deliver, type SenderDeps, type Sent } from './delivery';
import { sendDigest } from './digest';
import { compose } from '../letters/compose';
import { leaseNext, recordStopped, type QueuedNotice } from './queue';
import { recheck } from './recheck';
import { maySend } from '../settings';
import { loadState } from './state';

/** How many notices one call took in hand, and whether more may wait. */
export interface SendReport {
  readonly sent: number;
  readonly stopped: number;
  readonly failed: number;
  readonly more: boolean;
}

/**
 * Sends what is due in a channel, one after another, until nothing is or `limit` (or `patience`, in milliseconds) is reached, or
 * `signal` says to stop: a notice in hand is finished first.
 * Throws where the database is away; a mail server that is away only makes the notices wait.
 */
export async function sendDue(
  deps: SenderDeps,
  channel: string,
  { limit = 25, patience = 60_000, signal }: { limit?: number; patience?: number; signal?: AbortSignal } = {},
): Promise<SendReport> {
  const counts = { sent: 0, stopped: 0, failed: 0 };
  const end = Date.now() + patience;
  for (let number = 0; number < limit && Date.now() < end && !signal?.aborted; number += 1) {
    const notice = await leaseNext(deps.pool, channel, deps.now());
    if (!notice) return { ...counts, more: false };
    counts[groupOf(await sendOne(deps, notice))] += 1;
  }
  return { ...counts, more: true };
}

const groupOf = (sent: Sent): 'sent' | 'stopped' | 'failed' =>
  sent === 'sent' ? 'sent' : sent === 'held' || sent === 'dropped' ? 'stopped' : 'failed';

/** Checks, writes and sends one notice in hand, and records what came of it. */
async function sendOne(deps: SenderDeps, notice: QueuedNotice): Promise<Sent> {
  try {
    return notice.template === 'digest' ? await sendDigest(deps, notice) : await sendNotice(deps, notice);
  } catch (error) {
    if (isUnavailable(error)) throw error;
    return couldNot(deps, notice, error, 'state-not-read');
  }
}

async function sendNotice(deps: SenderDeps, notice: QueuedNotice): Promise<Sent> {
  const state = await loadState(deps.pool, notice);
  const verdict = recheck(notice, state, await maySend(deps.pool, state.area.id, notice.audience), deps.now());
  if (verdict.verdict !== 'go') {
    await recordStopped(deps.pool, notice, verdict.verdict, verdict.reason);
    return verdict.verdict;
  }
  return deliver(deps, notice, () => compose(notice, state, verdict.recipient, deps.now()));
}
