import { area, teamMailbox } from '../../rules/areas';
import { composeDigest, dutyOf, type Duty } from '../letters/digest-letter';
import { loadDuty, loadLetterFacts } from '../letters/facts';
import { areaPeople, peopleAt } from '../people';
import { recipientByReference } from '../recipients';
import { handOverDigest } from '../sending/hand-over';
import type { CheckedNotice, SenderDeps } from '../sending/attempt';
import { mayGo } from '../sending/check/may-go';
import { readNoticeState } from '../sending/check/read-state';
import { countOf, db, prepared, rowsOf } from '../../tables/query';
import { NOTICE_COLUMNS, queuedNotice, type QueuedNotice } from '../notice-rows';
import { maySend } from '../settings';

const gathered = prepared('notices-in-digest', (digest: string) =>
  db
    .selectFrom('notice')
    .select(NOTICE_COLUMNS)
    .where('status', '=', 'digested')
    .where('reason', '=', digest)
    .orderBy((eb) => eb('template', '=', 'action-agreed'))
    .orderBy('planned_at')
    .orderBy('register_id')
    .orderBy('key'),
);

const dropping = prepared('drop-from-digest', (key: string, reason: string) =>
  db.updateTable('notice').set({ status: 'dropped', reason }).where('key', '=', key).where('status', '=', 'digested'),
);

/** Checks each thing gathered; those that still stand become one mail. A digest of which nothing is left is dropped. */
export async function checkDigest(deps: SenderDeps, digest: QueuedNotice): Promise<CheckedNotice> {
  const areaId = String(digest.params['area']);
  await handOverDigest(deps.pool, digest.key, deps.now());
  const recipients = { ...peopleAt(await areaPeople(deps.pool, areaId), deps.now(), null), contacts: [] };
  const recipient = recipientByReference(digest.recipient, recipients);
  const sendingOn = await maySend(deps.pool, areaId, digest.audience);
  const address = recipient?.address;
  if (recipients.absent?.some(({ id }) => digest.recipient === `staff:${id}`)) return { ended: 'dropped', reason: 'handed-over' };
  if (!recipient || !address || !sendingOn) return { ended: 'held', reason: sendingOn ? 'no-address' : 'sending-off' };
  const rows = await rowsOf(deps.pool, gathered(digest.key));
  const duties = new Map<string, Duty>();
  for (const notice of rows.map(queuedNotice)) {
    const duty = await stillStanding(deps, digest, notice);
    // A deadline stands once in a digest, however many notices there are of it.
    if (duty && !duties.has(duty.key)) duties.set(duty.key, duty);
  }
  if (duties.size === 0) return { ended: 'dropped', reason: 'nothing-left' };
  const profile = area(areaId);
  return { told: null, write: () => ({ ...composeDigest(digest, profile, [...duties.values()], address), replyTo: teamMailbox(profile) }) };
}

/** One thing, or undefined where it fell away; then its row says why. */
async function stillStanding(deps: SenderDeps, digest: QueuedNotice, notice: QueuedNotice): Promise<Duty | undefined> {
  const state = await readNoticeState(deps, notice);
  const verdict = mayGo(notice, state, true, deps.now());
  const since = Number(digest.params['since'] ?? 0);
  const passed = (notice.template === 'step-remind' || notice.template === 'step-due') && notice.plannedAt <= since;
  if (!('ended' in verdict) && !passed) {
    const source = { state, facts: await loadLetterFacts(deps.pool, notice) };
    return dutyOf(notice, source, await loadDuty(deps.pool, notice), deps.now());
  }
  const reason = 'ended' in verdict ? verdict.reason : 'day-passed';
  await countOf(deps.pool, dropping(notice.key, reason));
  return undefined;
}
