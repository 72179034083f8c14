import { londonDate, type Instant } from '../../../domain/calendar/dates';
import { noticeKind } from '../../../domain/notices/catalogue';
import type { Fact, Scope } from '../../../domain/pathway/events';
import type { QueuedNotice } from './queue';
import { recipientByReference, type Recipient } from '../recipients';
import type { NoticeState } from './state';

/** May the notice go, as things stand now? If so, to whom; if not, why, and whether a person can let it go. */
export type Verdict =
  | { readonly verdict: 'go'; readonly recipient: Recipient & { readonly address: string } }
  | { readonly verdict: 'dropped' | 'held'; readonly reason: string };

const dropped = (reason: string): Verdict => ({ verdict: 'dropped', reason });
const held = (reason: string): Verdict => ({ verdict: 'held', reason });

/**
 * The check at the moment of sending (invariant 7): a death, a withdrawal of consent, a correction, a settled deadline or a passed day
 * stops a notice, even where it was wanted when it was written down. Pure.
 */
export function recheck(notice: QueuedNotice, state: NoticeState, sendingOn: boolean, now: Instant): Verdict {
  const recipient = recipientByReference(notice.recipient, state.recipients);
  const stop =
    ofRefusal(notice, state) ??
    ofEnding(notice, state, recipient) ??
    ofCorrection(notice, state) ??
    ofConsent(notice, state) ??
    ofDeadline(notice, state, now) ??
    ofMeeting(notice, state, now);
  if (stop) return stop;
  if (!recipient?.address) return held('no-address');
  if (recipient.family && !isThePerson(recipient, state) && familyWish(state) === 'no') return dropped('no-contact-wished');
  if (!sendingOn) return held('sending-off');
  return { verdict: 'go', recipient: { ...recipient, address: recipient.address } };
}

/** A refusal that a person has sorted out need wake nobody. */
const ofRefusal = ({ template }: QueuedNotice, { event }: NoticeState): Verdict | undefined =>
  template === 'event-refused' && event?.resolved ? dropped('resolved') : undefined;

function ofEnding(notice: QueuedNotice, { pathway }: NoticeState, recipient: Recipient | undefined): Verdict | undefined {
  if (!pathway?.ended) return undefined;
  const kind = noticeKind(notice.template);
  if (pathway.ended.type === 'person-died') {
    if (!kind?.cancels && notice.template !== 'event-refused') return dropped('person-died');
    if (recipient?.family) return dropped('person-died');
    return notice.reason === 'released' ? undefined : held('released-by-a-person');
  }
  const needsOpen =
    kind?.restsOnRegister || kind?.restsOnDeadline || notice.template === 'meeting-invitation' || notice.template === 'meeting-changed';
  return needsOpen ? dropped('pathway-ended') : undefined;
}

/** An event that was taken back causes nothing any more; one put right by `with` still does, and the text tells it as it is now. Meetings speak for themselves. */
function ofCorrection(notice: QueuedNotice, { event, later }: NoticeState): Verdict | undefined {
  if (!event || notice.meeting !== null || event.type === 'corrected') return undefined;
  const takenBack = later.some(
    ({ position, fact }) =>
      position > event.position &&
      fact.type === 'corrected' &&
      !fact.with &&
      (fact.event === event.id || (fact.events ?? []).includes(event.id)),
  );
  return takenBack ? dropped('event-corrected') : undefined;
}

function ofConsent(notice: QueuedNotice, { pathway, meeting, later }: NoticeState): Verdict | undefined {
  if (noticeKind(notice.template)?.restsOnRegister && !pathway?.registerConsent) return dropped('no-consent');
  if (notice.template !== 'meeting-invitation' && notice.template !== 'meeting-changed') return undefined;
  // What a meeting rests on: being on the register for those held in the community, consent to meetings for all.
  const scopes: Scope[] = meeting?.kind === 'mam' || meeting?.kind === 'community-cetr' ? ['register', 'meeting'] : ['meeting'];
  return scopes.some((scope) => lostSince(scope, notice.plannedAt, later)) ? dropped('consent-withdrawn') : undefined;
}

/** The last word on a scope is a withdrawal or a refusal, heard since the notice was wanted. */
function lostSince(scope: Scope, since: Instant, later: NoticeState['later']): boolean {
  const last = standing(later).findLast(({ fact }) => touches(fact, scope));
  return last !== undefined && last.fact.type !== 'consent-given' && last.at >= since;
}

function touches(fact: Fact, scope: Scope): boolean {
  if (fact.type === 'consent-given') return fact.scope.includes(scope);
  if (fact.type === 'consent-withdrawn' || fact.type === 'consent-refused') return fact.scope === undefined || fact.scope.includes(scope);
  return false;
}

/** Later facts without those that were taken back. */
function standing(later: NoticeState['later']): NoticeState['later'] {
  const gone = new Set(
    later.flatMap(({ fact }) => (fact.type === 'corrected' && !fact.with ? [fact.event ?? '', ...(fact.events ?? [])] : [])),
  );
  return later.filter(({ id }) => !gone.has(id));
}

function familyWish({ later }: NoticeState): 'yes' | 'no' | undefined {
  const wishes = standing(later).flatMap(({ fact, at }) =>
    fact.type === 'contact-wish-recorded' ? [{ family: fact.family, on: fact.on ?? londonDate(at as Instant) }] : [],
  );
  return wishes.toSorted((a, b) => (a.on < b.on ? -1 : a.on > b.on ? 1 : 0)).at(-1)?.family;
}

const isThePerson = (recipient: Recipient, { recipients }: NoticeState): boolean =>
  recipients.contacts.some(({ id, role }) => role === 'person' && recipient.reference === `contact:${id}`);

function ofDeadline(notice: QueuedNotice, { deadline }: NoticeState, now: Instant): Verdict | undefined {
  if (!noticeKind(notice.template)?.restsOnDeadline) return undefined;
  if (!deadline?.owed) return dropped('deadline-settled');
  if (deadline.held) return dropped('deadline-held');
  const told = notice.params['due'];
  if (told !== undefined && told !== deadline.due) return dropped('deadline-moved');
  const reminds = notice.template === 'step-remind' || notice.template === 'step-due';
  return reminds && notice.channel !== 'digest' && londonDate(notice.plannedAt) < londonDate(now) ? dropped('day-passed') : undefined;
}

function ofMeeting(notice: QueuedNotice, { meeting, siblings }: NoticeState, now: Instant): Verdict | undefined {
  if (notice.meeting === null || noticeKind(notice.template) === undefined || !notice.template.startsWith('meeting-')) return undefined;
  const own = siblings.filter(({ recipient, key }) => recipient === notice.recipient && key !== notice.key);
  const position = siblings.find(({ key }) => key === notice.key)?.position ?? 0;
  if (own.some((other) => other.position > position && other.status === 'sent')) return dropped('told-since');
  if (notice.template === 'meeting-cancelled') {
    // Who never heard of the meeting is not told that it is off. One that may be on its way counts as heard.
    const heard = own.some(
      (other) =>
        other.position < position && other.template !== 'meeting-cancelled' && ['sent', 'sending', 'failed'].includes(other.status),
    );
    return heard ? undefined : dropped('never-invited');
  }
  if (meeting?.status !== 'scheduled') return dropped('meeting-not-planned');
  return meeting.on < londonDate(now) ? dropped('day-passed') : undefined;
}
