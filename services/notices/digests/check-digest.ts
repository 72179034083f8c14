import { area, teamMailbox } from '../../rules/areas';
import { composeDigest, dutyOf, type Duty } from '../letters/digest-letter';
import { loadDuty, loadLetterFacts } from '../letters/facts';
import { areaPeople, peopleAt } from '../people';
import { recipientByReference } from '../recipients';
import { handOverDigest } from '../sending/hand-over';
import type { CheckDeps, CheckedNotice, Ready, SenderDeps, Stopped } from '../sending/attempt';
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

/** What a digest that failed let go of, and gathers again once it is sent again. */
const letGoOf = prepared('notices-let-go-of-digest', (recipient: string, until: Date, areaId: string) =>
  db
    .selectFrom('notice')
    .innerJoin('person', 'person.register_id', 'notice.register_id')
    .select(NOTICE_COLUMNS.map((column) => `notice.${column}` as const))
    .where('notice.channel', '=', 'digest')
    .where('notice.status', '=', 'queued')
    .where('notice.recipient', '=', recipient)
    .where('notice.planned_at', '<=', until)
    .where('person.area', '=', areaId)
    .orderBy((eb) => eb('notice.template', '=', 'action-agreed'))
    .orderBy('notice.planned_at')
    .orderBy('notice.register_id')
    .orderBy('notice.key'),
);

const dropping = prepared('drop-from-digest', (key: string, reason: string) =>
  db.updateTable('notice').set({ status: 'dropped', reason }).where('key', '=', key).where('status', '=', 'digested'),
);

/** Checks each thing gathered; those that still stand become one mail. A digest of which nothing is left is dropped. */
export async function checkDigest(deps: SenderDeps, digest: QueuedNotice): Promise<CheckedNotice> {
  await handOverDigest(deps.pool, digest.key, deps.now());
  const { checked, fallen } = await lookAtDigest(deps, digest);
  for (const { key, reason } of fallen) await countOf(deps.pool, dropping(key, reason));
  return checked;
}

interface LookedAtDigest {
  readonly checked: Ready | Stopped;
  /** What has fallen away of what was gathered, and why. */
  readonly fallen: readonly { readonly key: string; readonly reason: string }[];
  /** Whom it is about. */
  readonly people: readonly string[];
}

/** What a digest would come to now; nothing is done about it. `failed`: it has let go of what it had gathered, and would gather it again. */
export async function lookAtDigest(deps: CheckDeps, digest: QueuedNotice, failed = false): Promise<LookedAtDigest> {
  const areaId = String(digest.params['area']);
  const recipients = { ...peopleAt(await areaPeople(deps.pool, areaId), deps.now(), null), contacts: [] };
  const recipient = recipientByReference(digest.recipient, recipients);
  const sendingOn = await maySend(deps.pool, areaId, digest.audience);
  const address = recipient?.address;
  const stopped = (checked: Stopped, fallen: LookedAtDigest['fallen'] = []): LookedAtDigest => ({ checked, fallen, people: [] });
  if (recipients.absent?.some(({ id }) => digest.recipient === `staff:${id}`)) return stopped({ ended: 'dropped', reason: 'handed-over' });
  if (!recipient || !address || !sendingOn) return stopped({ ended: 'held', reason: sendingOn ? 'no-address' : 'sending-off' });
  const rows = await rowsOf(deps.pool, failed ? letGoOf(digest.recipient, new Date(digest.plannedAt), areaId) : gathered(digest.key));
  const duties = new Map<string, Duty>();
  const fallen: { key: string; reason: string }[] = [];
  const since = Number(digest.params['since'] ?? 0);
  for (const notice of rows.map(queuedNotice)) {
    const looked = await lookAtDuty(deps, notice, since);
    // A deadline stands once in a digest, however many notices there are of it.
    if ('verdict' in looked) fallen.push({ key: notice.key, reason: looked.verdict.reason });
    else if (!duties.has(looked.duty.key)) duties.set(looked.duty.key, looked.duty);
  }
  if (duties.size === 0) return stopped({ ended: 'dropped', reason: 'nothing-left' }, fallen);
  const profile = area(areaId);
  const write = () => ({ ...composeDigest(digest, profile, [...duties.values()], address), replyTo: teamMailbox(profile) });
  return { checked: { told: null, write }, fallen, people: [...duties.values()].map(({ registerId }) => registerId) };
}

/** One thing of a digest, as it stands now, or why it fell away. `since`: the digest before: what was to remind by then is past. */
export async function lookAtDuty(
  deps: CheckDeps,
  notice: QueuedNotice,
  since = 0,
): Promise<{ readonly duty: Duty } | { readonly verdict: Stopped }> {
  const state = await readNoticeState(deps, notice);
  const verdict = mayGo(notice, state, true, deps.now());
  if ('ended' in verdict) return { verdict };
  const passed = (notice.template === 'step-remind' || notice.template === 'step-due') && notice.plannedAt <= since;
  if (passed) return { verdict: { ended: 'dropped', reason: 'day-passed' } };
  const source = { state, facts: await loadLetterFacts(deps.pool, notice, deps.now()) };
  return { duty: dutyOf(notice, source, await loadDuty(deps.pool, notice), deps.now()) };
}
