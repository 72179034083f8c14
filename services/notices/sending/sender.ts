import type { Instant } from '../../../domain/calendar/dates';
import { freshAreas } from '../../areas/versions';
import { teamMailbox } from '../../rules/areas';
import { isUnavailable } from '../../../infra/database/database';
import type { MailMessage } from '../../../infra/mail/mail';
import { couldNot, deliver, isSilent, putBack, tookTooMany } from './delivery';
import type { Prepared, Round, SenderDeps, Sent, Stopped } from './delivery';
import { isForWhoeverWasTold, tellWhoeverWasTold } from './corrections';
import { giveToOthers, whoInstead } from './hand-over';
import { digestLetter } from './digest';
import { compose } from '../letters/compose';
import { loadLetterFacts } from '../letters/facts';
import { PACE } from './pace';
import { leaseAnew, leaseNext, lookAgain, type QueuedNotice } from './queue';
import { recheck } from './recheck';
import { knownHere, recordStopped, writeDown } from './record';
import { maySend } from '../settings';
import { loadState } from './state';

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
  const round: Round = { silent: new Set(), there: false };
  const end = Date.now() + patience;
  await freshAreas(deps.pool);
  await lookAgain(deps.pool, channel);
  for (let number = 0; number < limit && Date.now() < end && !signal?.aborted; number += 1) {
    const notice = await leaseNext(deps.pool, channel, {
      now: deps.now(),
      leaseMs: deps.pace?.leaseMs,
      except: knownHere(deps.pool),
      domain: deps.mail.domain,
    });
    // Nothing is due; or, after one that found the server away, nothing is given out until it is looked for again.
    if (!notice) return { ...counts, more: false };
    const sent = await sendOne(deps, notice, { round, stop: signal });
    deps.onOutcome?.(sent);
    const group = GROUPS[sent];
    if (group) counts[group] += 1;
  }
  return { ...counts, more: true };
}

const GROUPS: Readonly<Partial<Record<Sent, 'sent' | 'stopped' | 'failed'>>> = {
  sent: 'sent',
  held: 'stopped',
  dropped: 'stopped',
  queued: 'failed',
  failed: 'failed',
};

/** Checks, writes and sends one notice in hand, and records what came of it. */
async function sendOne(deps: SenderDeps, notice: QueuedNotice, inWhich: { round: Round; stop: AbortSignal | undefined }): Promise<Sent> {
  const { pool, now, pace = PACE } = deps;
  if (notice.attempts > pace.retryAfterMs.length + 1) return tookTooMany(deps, notice);
  let message: MailMessage;
  let reason = 'state-not-read';
  try {
    if (isForWhoeverWasTold(notice)) {
      await tellWhoeverWasTold(pool, notice, now());
      return 'dropped';
    }
    const prepared = notice.template === 'digest' ? await digestLetter(deps, notice) : await noticeLetter(deps, notice);
    if (prepared.verdict !== 'go') return await stop(deps, notice, prepared);
    reason = 'text-not-made';
    message = prepared.write();
    if (isSilent(inWhich.round, message)) return await putBack(deps, notice, (now() + (pace.retryAfterMs[0] ?? 0)) as Instant);
    if (!(await leaseAnew(pool, notice, { now: now(), leaseMs: pace.leaseMs, to: message.to, told: prepared.told ?? null })))
      return await putBack(deps, notice);
  } catch (error) {
    if (!isUnavailable(error)) return couldNot(deps, notice, { error, reason });
    await putBack(deps, notice);
    throw error;
  }
  return deliver(deps, notice, message, inWhich);
}

async function stop({ pool }: SenderDeps, notice: QueuedNotice, stopped: Stopped): Promise<Sent> {
  const { verdict } = stopped;
  await writeDown(pool, notice, () => recordStopped(pool, notice, stopped));
  return verdict;
}

async function noticeLetter(deps: SenderDeps, notice: QueuedNotice): Promise<Prepared> {
  const { pool, now } = deps;
  const state = await loadState(deps, notice);
  const verdict = recheck(notice, state, await maySend(pool, state.area.id, notice.audience), now());
  const others = whoInstead(notice, verdict, state.recipients);
  if (others) return { ...(await giveToOthers(pool, notice, others, now())), sequence: state.sequence };
  if (verdict.verdict !== 'go') return { ...verdict, sequence: state.sequence };
  const { recipient, template, told } = verdict;
  const facts = await loadLetterFacts(pool, notice);
  return {
    verdict: 'go',
    told,
    write: () => ({ ...compose({ ...notice, template }, { state, facts }, recipient, now()), replyTo: teamMailbox(state.area) }),
  };
}
