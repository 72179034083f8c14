import { isBookedFor } from '../../../../domain/meetings/booked';
import { londonDate, parseInstant, type Instant } from '../../../../domain/calendar/dates';
import { noticeKind, type NoticeKind, type NoticeName } from '../../../../domain/notices/catalogue';
import { covers } from '../../../../domain/pathway/consents';
import { isCetr } from '../../../../domain/pathway/events';
import { mailboxOf } from '../../../../infra/mail/address';
import { TOLD_WITHOUT_CONSENT, WHY_INVITATIONS_WAIT } from '../../expand';
import type { QueuedNotice } from '../../notice-rows';
import type { DroppedFor, HeldFor } from '../../reasons';
import { recipientByReference, type AddressedRecipient, type Recipient } from '../../recipients';
import { ASKED } from '../../askers/source';
import type { Stopped } from '../attempt';
import { isOfMeeting } from './companions';
import { meetingNews } from './meeting-news';
import type { CheckedState } from './read-state';

/** It goes: to whom, under which name, and what it tells of its meeting. */
export interface Goes {
  readonly recipient: AddressedRecipient;
  readonly template: string;
  readonly told: string | null;
  /** It goes at this instant, because nothing is sent to its recipient earlier in the day, and is checked again then; null: now. */
  readonly waitsUntil: Instant | null;
}

const dropped = (reason: DroppedFor): Stopped => ({ ended: 'dropped', reason });
const held = (reason: HeldFor): Stopped => ({ ended: 'held', reason });

/**
 * The check at the moment of sending (invariant 7): a death, a withdrawal of consent, a correction, a settled deadline or a passed day
 * stops a notice, even where it was wanted when it was written down. Each question is one look at the core's answer as at now. Out: to whom it
 * goes and as what; or why not, and whether a person can let it go. Pure.
 */
export function mayGo(notice: QueuedNotice, state: CheckedState, sendingOn: boolean, now: Instant): Goes | Stopped {
  const kind = noticeKind(notice.template);
  const recipient = recipientByReference(notice.recipient, state.recipients);
  const stop =
    ofLeaver(notice, state) ??
    ofRefusal(notice, state) ??
    ofOffice(notice, state) ??
    ofAsker(notice, state, recipient) ??
    ofEnding(notice, kind, state, recipient) ??
    ofCorrection(notice, kind, state) ??
    ofRegister(notice, kind, state) ??
    ofAction(notice, state) ??
    ofDirective(notice, state, now) ??
    ofDeadline(notice, kind, state, now) ??
    ofRequest(notice, state);
  if (stop) return stop;
  if (!recipient?.address) return withoutAddress(notice, state, now);
  if (recipient.family && !isThePerson(recipient, state) && state.snapshot?.familyContact === 'no') return dropped('no-contact-wished');
  const addressed = { ...recipient, address: recipient.address };
  const news = isOfMeeting(notice) ? meetingNews(notice, state, addressed, now) : { template: notice.template, told: null };
  if ('none' in news) return dropped(news.none);
  if (isToldAlready(notice, state, addressed)) return dropped('told-already');
  const waits = ofInvitation(notice, news.template, state);
  if (waits) return waits;
  if (!sendingOn) return held('sending-off');
  return { recipient: addressed, template: news.template, told: news.told, waitsUntil: waitsFor(recipient, now) };
}

/** A contact who has ended hears of nothing more, but, unless that was to be in silence, that a meeting is off for them. */
const ofLeaver = ({ template }: QueuedNotice, { left }: CheckedState): Stopped | undefined =>
  left && (left.silently || !noticeKind(template)?.cancels) ? dropped('contact-ended') : undefined;

/** A refusal that a person has sorted out need wake nobody. */
const ofRefusal = ({ template }: QueuedNotice, { event }: CheckedState): Stopped | undefined =>
  template === 'event-refused' && event?.resolved ? dropped('resolved') : undefined;

/** While the team is at work, what is urgent needs nobody on call. */
const ofOffice = ({ template }: QueuedNotice, { officeOpen }: CheckedState): Stopped | undefined =>
  template === 'urgent-received' && officeOpen ? dropped('office-open') : undefined;

/**
 * Whoever asked for help on a public form is told by a message of its own that it arrived (services/notices/askers), or, where they wish to be
 * spoken to, by whoever took it up.
 */
function ofAsker({ template }: QueuedNotice, state: CheckedState, recipient: Recipient | undefined): Stopped | undefined {
  if (template !== 'referral-acknowledged' || !state.event?.source.startsWith(ASKED)) return undefined;
  if (state.toldOnItsOwn) return dropped('told-already');
  return recipient && !recipient.address ? dropped('spoken-to') : undefined;
}

function ofEnding(
  notice: QueuedNotice,
  kind: NoticeKind | undefined,
  { snapshot }: CheckedState,
  recipient: Recipient | undefined,
): Stopped | undefined {
  if (!snapshot?.ended) return undefined;
  if (snapshot.ended.type === 'person-died') {
    if (!kind?.cancels && notice.template !== 'event-refused') return dropped('person-died');
    if (recipient?.family) return dropped('person-died');
    return notice.releasedFrom === 'released-by-a-person' ? undefined : held('released-by-a-person');
  }
  // Nobody is asked after what is owed no longer; how it went on, and what the last meeting said, is told still.
  const needsOpen =
    kind?.restsOnRegister || kind?.restsOnDeadline || notice.template === 'action-asked' || (isOfMeeting(notice) && !kind?.cancels);
  return needsOpen ? dropped('pathway-ended') : undefined;
}

/** An event that was taken back causes nothing any more; one put right causes what it now would. Meetings speak for themselves, a correction of what it corrects. */
function ofCorrection(notice: QueuedNotice, kind: NoticeKind | undefined, { eventStands }: CheckedState): Stopped | undefined {
  if (isOfMeeting(notice) || kind?.corrects) return undefined;
  return eventStands === 'as-said' ? undefined : dropped('event-corrected');
}

/** What rests on being on the register, and an invitation to what the community holds for those on it where consent stood as it was sent out. */
function ofRegister(notice: QueuedNotice, kind: NoticeKind | undefined, { snapshot, then }: CheckedState): Stopped | undefined {
  if (kind?.restsOnRegister && !snapshot?.registerConsent) return dropped('no-consent');
  // What somebody writes by hand ends with the consent that stood.
  if (kind?.from === 'hand' && snapshot?.leftRegister) return dropped('consent-withdrawn');
  const meeting = snapshot?.meetings.find(({ id }) => id === notice.meeting);
  if (!isOfMeeting(notice) || notice.template === 'meeting-cancelled' || !meeting || !snapshot || !then) return undefined;
  const restsOnRegister = meeting.kind === 'mam' || meeting.kind === 'community-cetr';
  if (restsOnRegister && then.registerConsent && !snapshot.registerConsent) return dropped('consent-withdrawn');
  // Reviews wait for consent to meetings by a rule of their own (`ofInvitation`); other meetings end with its loss.
  return !isCetr(meeting.kind) && covers(then.grants, 'meeting', meeting.id) && !covers(snapshot.grants, 'meeting', meeting.id)
    ? dropped('consent-withdrawn')
    : undefined;
}

/** Invitations to a review to which nobody has consented wait, and so does what requires somebody at it, but those to the team and the commissioner (contract 6.11(11)). */
function ofInvitation(notice: QueuedNotice, template: string, { snapshot }: CheckedState): Stopped | undefined {
  const meeting = snapshot?.meetings.find(({ id }) => id === notice.meeting);
  const tells = template === DIRECTIVE || (isOfMeeting(notice) && template !== 'meeting-cancelled');
  if (!meeting || !tells || TOLD_WITHOUT_CONSENT.includes(notice.audience)) return undefined;
  const waits = WHY_INVITATIONS_WAIT[meeting.invitations];
  // A person may let go what nobody has refused.
  return waits === null || (meeting.invitations === 'held' && notice.releasedFrom === waits) ? undefined : held(waits);
}

/** The hour of the day for which what is for a contact waits, where it has not come yet. One that summer time skips is an hour later. */
function waitsFor({ contact }: Recipient, now: Instant): Instant | null {
  if (contact?.notBefore === undefined) return null;
  const from = parseInstant(`${londonDate(now)}T${contact.notBefore}`);
  return from > now ? from : null;
}

const isThePerson = (recipient: Recipient, { recipients }: CheckedState): boolean =>
  recipients.contacts.some(({ id, role }) => role === 'person' && recipient.reference === `contact:${id}`);

/** An action that was done or replaced meanwhile needs no Plan B, and nobody to be told that it was agreed. */
const ofAction = ({ template }: QueuedNotice, { action }: CheckedState): Stopped | undefined =>
  template.startsWith('action-') && (action?.status === 'done' || action?.status === 'replaced') ? dropped('action-settled') : undefined;

/** Nobody is required at a review that is off or over. */
function ofDirective({ template }: QueuedNotice, { meeting }: CheckedState, now: Instant): Stopped | undefined {
  if (template !== DIRECTIVE) return undefined;
  if (meeting?.status !== 'scheduled') return dropped('meeting-not-planned');
  return meeting.on < londonDate(now) ? dropped('day-passed') : undefined;
}
const DIRECTIVE = 'attendance-directed' satisfies NoticeName;

function ofDeadline(notice: QueuedNotice, kind: NoticeKind | undefined, { deadline }: CheckedState, now: Instant): Stopped | undefined {
  if (!kind?.restsOnDeadline) return undefined;
  if (!deadline?.owed) return dropped('deadline-settled');
  if (deadline.held) return dropped('deadline-held');
  const told = notice.params['due'];
  if (told !== undefined && told !== deadline.due) return dropped('deadline-moved');
  const reminds = notice.template === 'step-remind' || notice.template === 'step-due';
  return reminds && notice.channel !== 'digest' && londonDate(notice.plannedAt) < londonDate(now) ? dropped('day-passed') : undefined;
}

/** What is booked meanwhile, by a person or by the area's places, nobody has to arrange. */
function ofRequest({ template, deadline: id }: QueuedNotice, { snapshot }: CheckedState): Stopped | undefined {
  const deadline = template === 'meeting-to-arrange' && id !== null ? snapshot?.deadlines.get(id) : undefined;
  const isBooked = deadline && snapshot?.meetings.some((meeting) => isBookedFor(deadline, meeting));
  return isBooked ? dropped('meeting-booked') : undefined;
}

/** Somebody has to tell them another way, unless there is nothing to tell any more. */
function withoutAddress(notice: QueuedNotice, { meeting, snapshot }: CheckedState, now: Instant): Stopped {
  if (isOfMeeting(notice) && notice.template !== 'meeting-cancelled') {
    if (meeting?.status !== 'scheduled' || snapshot?.ended) return dropped('meeting-not-planned');
    if (meeting.on < londonDate(now)) return dropped('day-passed');
  }
  return held('no-address');
}

/** The same words for the same cause went, or may have gone, to this mailbox under another name. */
function isToldAlready(notice: QueuedNotice, { companions }: CheckedState, { address }: AddressedRecipient): boolean {
  return companions.some(
    ({ key, sameCause, status, unanswered, givenTo }) =>
      sameCause &&
      key !== notice.key &&
      (status === 'sent' || status === 'sending' || unanswered > 0) &&
      givenTo !== null &&
      mailboxOf(givenTo) === mailboxOf(address),
  );
}
