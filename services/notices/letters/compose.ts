import { isPlainDate, londonDate, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import { RATINGS, type FactOf, type MeetingKind, type Rating } from '../../../domain/pathway/events';
import { isDeadlineKind } from '../../../domain/pathway/kinds';
import type { MailMessage } from '../../../infra/mail/mail';
import type { Area } from '../../rules/areas';
import type { AddressedRecipient } from '../recipients';
import type { QueuedNotice } from '../notice-rows';
import type { NoticeState } from './notice-state';
import { asTextMessage, rendered } from './blocks';
import { calendarFile } from './calendar';
import type { LetterFacts } from './facts';
import { letterTo } from './letters';
import { masked, maskedLine } from './naming/masked';
import { tellPlace } from './tell-place';
import { meetingTimes, timesWords } from './times';
import type { TellableMeeting, Values } from './values';
import { scopeWords } from './words/consents';
import { dateWords, dueSentence } from './words/dates';
import { deadlineWords } from './words/deadlines';
import { correctedWords } from './words/corrected';
import { eventWords } from './words/events';
import { reviewName } from '../../../domain/meetings/review-name';
import { isMeetingKind, isReviewKind, meetingWords } from './words/meetings';
import { readerOf } from './words/readers';
import { refusalWords } from './words/refusals';

/** What a letter is written from: the state of its matter, and what people typed about it. */
export interface LetterSource {
  readonly state: NoticeState;
  readonly facts: LetterFacts;
}

/**
 * The mail of a notice, in its reader's words: what was true of its event, and how it stands now. It names nobody: the register id stands
 * for the person (invariants 6 and 12). Throws where a value that the text needs is missing.
 */
export function compose(notice: QueuedNotice, source: LetterSource, recipient: AddressedRecipient, now: Instant): MailMessage {
  const reader = readerOf(recipient, source.state.recipients);
  const values = valuesFor(notice, source, now);
  const { by } = recipient;
  const about = { to: recipient.address, messageId: notice.messageId };
  // In a text message everybody is written to in easy words: it is short, and read on the way. Addresses would leave no room for whom to call at once.
  if (by === 'text') {
    const letter = letterTo({ ...reader, easyRead: true }, notice.template, { ...values, formAt: null });
    return { ...about, by, ...asTextMessage(letter, values.area.team) };
  }
  const letter = letterTo(reader, notice.template, values);
  if (by === 'letter') return { ...about, by, ...rendered(letter, reader.easyRead) };
  const calendar = calendarOf(notice, source, recipient, now);
  return { ...about, ...rendered(letter, reader.easyRead), ...(calendar ? { calendar } : {}) };
}

/** What may be said of a notice's matter. */
export function valuesFor(notice: QueuedNotice, source: LetterSource, now: Instant): Values {
  const { state } = source;
  const { deadline, event, pathway } = state;
  const fact = event?.fact ?? null;
  const ended = notice.template === 'pathway-ended' ? pathway?.ended?.on : undefined;
  return {
    registerId: notice.registerId ?? '',
    area: areaValues(state.area),
    eventOn: spoken(ended ?? eventDay(notice, state)),
    rating: { then: ratingOf(state.ratingThen), now: ratingOf(pathway?.rating) },
    deadline: deadline && {
      words: dutyWords(deadline.kind, source),
      since: dateWords(deadline.anchor),
      due: dueSentence(deadline.due, deadline.anchor, londonDate(now)),
      owed: deadline.owed,
    },
    meeting: meetingValues(notice, source),
    action: actionValues(source),
    owed: (pathway?.owedAtEnd ?? []).map(
      ({ kind, due, agreedOn }) =>
        `${kindWords(kind)}${agreedOn ? ` agreed on ${dateWords(agreedOn)}` : ''}${due ? `, due on ${dateWords(due)}` : ', no date set'}`,
    ),
    refusal: event?.status === 'refused' ? { words: eventWords(event.type), reason: refusalWords(event.reason) } : null,
    consent:
      fact?.type === 'consent-withdrawn' || fact?.type === 'consent-refused'
        ? { scopes: scopeWords(fact.scope), refused: fact.type === 'consent-refused' }
        : null,
    lookAgainOn: fact?.type === 'eligibility-decided' && fact.outcome === 'watch' ? spoken(fact.reviewOn ?? null) : null,
    urgency: fact?.type === 'change-reported' ? URGENCY[fact.urgency] : null,
    toldUs: notice.audience !== 'person' || state.askedThemself,
    asked: null,
    message: messageValues(notice, source),
    review: null,
    formAt: source.facts.formAt,
    correction: correctionValues(notice, state),
  };
}

const spoken = (date: PlainDate | null): string | null => date && dateWords(date);

const URGENCY: Readonly<Record<FactOf<'change-reported'>['urgency'], string>> = {
  today: 'They ask for somebody to look today.',
  'this-week': 'They ask for somebody to look this week.',
  'can-wait': 'They say that it can wait.',
};

/** What somebody wrote by hand: line by line, with nobody named. */
function messageValues({ params }: QueuedNotice, { state, facts }: LetterSource): Values['message'] {
  const { message, own, answerAt } = facts;
  if (message === null) return null;
  const lines = (text: string): string[] =>
    text
      .split('\n')
      .filter((line) => line.trim() !== '')
      .map((line) => maskedLine(line, own));
  const of = params['of'] ?? message.meeting;
  const meeting = state.meetings.find(({ id }) => id === of);
  return {
    words: message.words === undefined ? [] : lines(message.words),
    parts: message.parts.map(({ title, text }) => ({ title: maskedLine(title, own), lines: lines(text) })),
    answerAt,
    // A director may share a name with somebody around the person, and signs in full.
    signed: message.signed ? { name: message.signed.name, role: maskedLine(message.signed.role, own) } : null,
    meeting:
      meeting && isMeetingKind(meeting.kind)
        ? `${meetingWords(meeting.kind, 'plain', reviewName(state.bornOn, meeting.on))} of ${dateWords(meeting.on)}`
        : null,
  };
}

/** What may be said of the area: what is public anyway. */
export const areaValues = ({ team, emergency, directory, localOffer }: Area): Values['area'] => ({
  team,
  emergency,
  directory,
  localOffer,
});

const kindWords = (kind: string): string => (isDeadlineKind(kind) ? deadlineWords(kind) : 'something of an older release');

/** What is to be done; of an action which one, and by whom, where that may be told. */
export function dutyWords(kind: string, { state, facts }: LetterSource): string {
  if (kind !== 'action') return kindWords(kind);
  const owner = facts.isShut ? null : ownerWords(state);
  return `do ${actionNamed(facts)}${owner === null ? '' : ` (for ${owner})`}`;
}

/** Which action: by the words that were typed, as far as they may stand in a mail. */
function actionNamed({ action, own }: LetterFacts): string {
  if (action === null) return 'the action that was agreed';
  const { what, agreedOn } = action;
  return what === null
    ? `the action agreed on ${dateWords(agreedOn)} (what it is was not written down)`
    : `the action “${masked(what, own)}”`;
}

const ratingOf = (text: string | null | undefined): Rating | null => RATINGS.find((rating) => rating === text) ?? null;

/** The day on which the event was true, as put right since. */
const eventDay = (notice: QueuedNotice, { event }: NoticeState): PlainDate | null => event && (event.on ?? londonDate(notice.plannedAt));

/** What a correction puts right: which notice, and whether its event was taken back or put right. */
function correctionValues({ params }: QueuedNotice, { event }: NoticeState): Values['correction'] {
  const of = params['of'];
  return typeof of === 'string' ? { ...correctedWords(of), takenBack: event?.takenBack === true } : null;
}

function meetingValues(notice: QueuedNotice, { state, facts }: LetterSource): TellableMeeting | null {
  const told = meetingAsTold(notice, state);
  if (!told) return null;
  const { kind, on, time, until } = told;
  const place = tellPlace(told.place, facts.own);
  return {
    kind,
    name: reviewName(state.bornOn, on),
    on: dateWords(on),
    times: timesWords(meetingTimes(on, time, until)),
    place: place.words,
    placeWithheld: place.withheld,
    off: isOff(state),
    review: isReviewKind(kind),
    // Red asks for a directive from senior level to attend: "Senior level directive to attend CTR", LLR safeguarding newsletter June 2023 L1015.
    senior: kind === 'community-cetr' && state.pathway?.rating === 'red',
  };
}

interface ToldMeeting {
  readonly kind: MeetingKind;
  readonly on: PlainDate;
  readonly time: string | null;
  readonly until: string | null;
  readonly place: string | null;
}

/** The meeting as it stands; of one that was taken back, what its notice kept. */
function meetingAsTold({ meeting: id, params }: QueuedNotice, { meeting }: NoticeState): ToldMeeting | null {
  if (meeting && isMeetingKind(meeting.kind)) return { ...meeting, kind: meeting.kind };
  const { kind, on } = params;
  if (id === null || !isMeetingKind(kind) || typeof on !== 'string' || !isPlainDate(on)) return null;
  return { kind, on, time: null, until: null, place: null };
}

/** It does not take place. One that was held did, whoever was no longer asked to it. */
const isOff = ({ meeting, pathway }: NoticeState): boolean =>
  meeting === null || meeting.status === 'cancelled' || (meeting.status === 'scheduled' && Boolean(pathway?.ended));

function actionValues({ state, facts }: LetterSource): Values['action'] {
  const { action } = state;
  if (!action) return null;
  const named = actionNamed(facts);
  return { words: `do ${named}`, named, due: action.due && dateWords(action.due), owner: facts.isShut ? null : ownerWords(state) };
}

/** Who is to do the action: by name where they work on it, otherwise by who they are; null: nobody is named. */
function ownerWords({ action, recipients: { staff, absent = [], book, contacts } }: NoticeState): string | null {
  const owner = action?.owner;
  const contact = contacts.find(({ id }) => id === owner);
  if (contact && ['person', 'parent-carer', 'advocate'].includes(contact.role))
    return contact.role === 'person' ? 'the person themself' : contact.role === 'advocate' ? 'the advocate' : 'a parent or carer';
  return (contact ?? [...staff, ...absent, ...book].find(({ id }) => id === owner))?.name ?? null;
}

function calendarOf(
  notice: QueuedNotice,
  { state, facts }: LetterSource,
  recipient: AddressedRecipient,
  now: Instant,
): MailMessage['calendar'] {
  const meeting = notice.template.startsWith('meeting-') ? meetingAsTold(notice, state) : null;
  if (!meeting || !recipient.calendar || facts.uid === null || notice.registerId === null) return undefined;
  const { team } = state.area;
  return calendarFile({
    registerId: notice.registerId,
    uid: facts.uid,
    on: meeting.on,
    time: meeting.time,
    until: meeting.until,
    place: tellPlace(meeting.place, facts.own).words,
    // That a contact has ended is no event: it comes after the last one that they were told of.
    sequence: changesBefore(notice, state) + (state.left ? 1 : 0),
    cancelled: notice.template === 'meeting-cancelled',
    organiser: { name: team.name, email: team.email },
    recipient: { name: recipient.family ? null : recipient.name, email: recipient.address },
    stamp: now,
  });
}

/**
 * How many changes of the meeting were told before this one: it grows with each event that anybody was told of, also where a
 * correction takes the meeting back to an earlier state, so that no calendar keeps the older file.
 */
function changesBefore(notice: QueuedNotice, { siblings }: NoticeState): number {
  const own = siblings.find(({ key }) => key === notice.key)?.position ?? Infinity;
  return new Set(siblings.map(({ position }) => position).filter((position) => position < own)).size;
}
