import { teamMailbox } from '../../../rules/areas';
import { checkDigest } from '../../digests/check-digest';
import { compose } from '../../letters/compose';
import { loadLetterFacts } from '../../letters/facts';
import { giveToOthers, whoInstead } from '../hand-over';
import { maySend } from '../../settings';
import type { CheckedNotice, SenderDeps } from '../attempt';
import type { QueuedNotice } from '../../notice-rows';
import { mayGo } from './may-go';
import { readNoticeState } from './read-state';
import { isForWhoeverWasTold, tellWhoeverWasTold } from './tell-whoever-was-told';

/**
 * Asks whether a notice in hand still may go, as things stand now, and what it is to say. A correction that is for whoever was told is written
 * once for each of them instead. Throws where the database is away, or the notice is about nobody on file.
 */
export async function checkNotice(deps: SenderDeps, notice: QueuedNotice): Promise<CheckedNotice> {
  if (isForWhoeverWasTold(notice)) {
    await tellWhoeverWasTold(deps.pool, notice, deps.now());
    return { ended: 'told-one-by-one' };
  }
  return notice.template === 'digest' ? checkDigest(deps, notice) : checkOne(deps, notice);
}

async function checkOne(deps: SenderDeps, notice: QueuedNotice): Promise<CheckedNotice> {
  const { pool, now } = deps;
  const state = await readNoticeState(deps, notice);
  const verdict = mayGo(notice, state, await maySend(pool, state.area.id, notice.audience), now());
  const others = whoInstead(notice, verdict, state.recipients);
  if (others) return { ...(await giveToOthers(pool, notice, others, now())), sequence: state.sequence };
  if ('ended' in verdict) return { ...verdict, sequence: state.sequence };
  const { recipient, template, told } = verdict;
  const facts = await loadLetterFacts(pool, notice);
  return {
    told,
    write: () => ({ ...compose({ ...notice, template }, { state, facts }, recipient, now()), replyTo: teamMailbox(state.area) }),
  };
}
