import type { Instant } from '../../../../domain/calendar/dates';
import type { MailMessage } from '../../../../infra/mail/mail';
import { teamMailbox } from '../../../rules/areas';
import { isToAsker } from '../../askers/acknowledgement';
import { checkAsker } from '../../askers/check-asker';
import { checkLetterboxAlert, isLetterboxAlert } from '../../letterbox-alert';
import { checkReviewNotice, isReviewNotice } from '../../review-notice';
import { checkDigest, lookAtDigest, lookAtDuty } from '../../digests/check-digest';
import { compose } from '../../letters/compose';
import { loadLetterFacts } from '../../letters/facts';
import { goAnotherWay } from '../another-way';
import { giveToOthers, whoInstead } from '../hand-over';
import { maySend } from '../../settings';
import type { CheckDeps, CheckedNotice, Ready, SenderDeps, Stopped } from '../attempt';
import type { QueuedNotice } from '../../notice-rows';
import { channelOf, type Recipient } from '../../recipients';
import { mayGo, type Goes } from './may-go';
import { readNoticeState } from './read-state';
import { isForWhoeverWasTold, tellWhoeverWasTold } from './tell-whoever-was-told';

/** A notice to professionals that is about nobody on file. */
const isOutside = (notice: QueuedNotice): boolean => isLetterboxAlert(notice) || isReviewNotice(notice);
const checkOne = (deps: CheckDeps, notice: QueuedNotice) =>
  (isReviewNotice(notice) ? checkReviewNotice : checkLetterboxAlert)(deps, notice);

/**
 * Asks whether a notice in hand still may go, as things stand now, and what it is to say. A correction that is for whoever was told is written
 * once for each of them instead. Throws where the database is away, or the notice is about nobody on file.
 */
export async function checkNotice(deps: SenderDeps, notice: QueuedNotice): Promise<CheckedNotice> {
  if (isForWhoeverWasTold(notice)) {
    await tellWhoeverWasTold(deps.pool, notice, deps.now());
    return { ended: 'told-one-by-one' };
  }
  if (notice.template === 'digest') return checkDigest(deps, notice);
  if (isToAsker(notice)) return checkAsker(deps, notice);
  if (isOutside(notice)) {
    const checked = await checkOne(deps, notice);
    return 'others' in checked ? giveToOthers(deps.pool, notice, checked.others, deps.now()) : checked;
  }
  const { checked, sequence } = await lookAtOne(deps, notice);
  if ('others' in checked) return { ...(await giveToOthers(deps.pool, notice, checked.others, deps.now())), sequence };
  if ('ended' in checked) return { ...checked, sequence };
  if (checked.channel !== notice.channel) return { ...(await goAnotherWay(deps.pool, notice, checked.channel, deps.now())), sequence };
  return checked.waitsUntil === null ? checked : { ended: 'laid-back', given: 'no', until: checked.waitsUntil };
}

/** What would come of a notice if it went now. */
export type Foreseen =
  /** `people`: whom it is about, where it is about several; `waitsUntil`: it would wait until then, because nothing goes to its recipient earlier in the day. */
  | { readonly as: 'mail'; readonly message: MailMessage; readonly people: readonly string[]; readonly waitsUntil: Instant | null }
  /** A line of somebody's daily digest. */
  | { readonly as: 'line'; readonly line: string }
  /** It goes to these in the place of its recipient; none: nobody is left. */
  | { readonly as: 'to-others'; readonly others: readonly Recipient[]; readonly message: MailMessage | null }
  /** To each who was told of what it corrects, as that is found when it goes. */
  | { readonly as: 'one-by-one' }
  | ({ readonly as: 'stopped' } & Stopped);

/**
 * What a notice would come to if it went now, in the words in which it would go: by the same check, with nothing done about it. `failed`: it is
 * one that failed, and would be sent again. Throws where the database is away, the notice is about nobody on file, or its text cannot be made.
 */
export async function foresee(deps: CheckDeps, notice: QueuedNotice, failed = false): Promise<Foreseen> {
  if (isForWhoeverWasTold(notice)) return { as: 'one-by-one' };
  if (notice.template === 'digest') {
    const { checked, people } = await lookAtDigest(deps, notice, failed);
    return 'ended' in checked ? { as: 'stopped', ...checked } : { as: 'mail', message: checked.write(), people, waitsUntil: null };
  }
  if (isToAsker(notice)) {
    const checked = await checkAsker(deps, notice);
    return 'ended' in checked ? { as: 'stopped', ...checked } : { as: 'mail', message: checked.write(), people: [], waitsUntil: null };
  }
  if (isOutside(notice)) {
    const checked = await checkOne(deps, notice);
    if ('others' in checked) return { as: 'to-others', others: checked.others, message: null };
    return 'ended' in checked ? { as: 'stopped', ...checked } : { as: 'mail', message: checked.write(), people: [], waitsUntil: null };
  }
  if (notice.channel === 'digest') {
    const looked = await lookAtDuty(deps, notice);
    return 'verdict' in looked ? { as: 'stopped', ...looked.verdict } : { as: 'line', line: looked.duty.line };
  }
  const { checked } = await lookAtOne(deps, notice);
  if ('others' in checked) {
    const [first] = checked.others;
    const instead = first && (await lookAtOne(deps, { ...notice, recipient: first.reference })).checked;
    return { as: 'to-others', others: checked.others, message: instead && 'write' in instead ? instead.write() : null };
  }
  return 'ended' in checked
    ? { as: 'stopped', ...checked }
    : { as: 'mail', message: checked.write(), people: [], waitsUntil: checked.waitsUntil };
}

interface LookedAt {
  /** With `others`: it goes to them in the place of its recipient. */
  readonly checked: (Ready & Pick<Goes, 'waitsUntil'> & { readonly channel: string }) | Stopped | { readonly others: readonly Recipient[] };
  /** The person's sequence by which it was checked. */
  readonly sequence: number;
}

async function lookAtOne({ pool, core, now, draft, answerAt, formAt }: CheckDeps, notice: QueuedNotice): Promise<LookedAt> {
  const state = await readNoticeState({ pool, core, now }, notice);
  const { sequence } = state;
  const verdict = mayGo(notice, state, await maySend(pool, state.area.id, notice.audience), now());
  const others = whoInstead(notice, verdict, state.recipients);
  if (others) return { checked: { others }, sequence };
  if ('ended' in verdict) return { checked: verdict, sequence };
  const { recipient, template, told, waitsUntil } = verdict;
  const facts = await loadLetterFacts(pool, notice, now(), { draft: draft ?? null, answerAt, formAt });
  // Without its words nothing is left of a message by hand.
  if (facts.isShut && facts.message !== null) return { checked: { ended: 'dropped', reason: 'record-shut' }, sequence };
  const write = () => ({ ...compose({ ...notice, template }, { state, facts }, recipient, now()), replyTo: teamMailbox(state.area) });
  return { checked: { told, write, waitsUntil, channel: channelOf(recipient) }, sequence };
}
