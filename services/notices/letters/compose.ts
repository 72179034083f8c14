import { londonDate, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import { isPlainDate } from '../../../domain/calendar/dates';
import type { MailMessage } from '../../../infra/mail';
import type { Area } from '../../areas';
import type { QueuedNotice } from '../sending/queue';
import type { Recipient } from '../recipients';
import type { NoticeState } from '../sending/state';
import { calendarFile } from './calendar';
import { correctedWords } from './corrected-words';
import { render, type Voice } from './render';
import { dateWords, deadlineWords, dueWords, eventWords, isReviewKind, meetingWords, timeWords } from './wording';

type Addressed = Recipient & { readonly address: string };

/**
 * The mail of a notice, made from the state as it is now. It names nobody: the register id stands for the person (invariants 6 and 12).
 * Throws where a value that the text needs is missing.
 */
export function compose(notice: QueuedNotice, state: NoticeState, recipient: Addressed, now: Instant): MailMessage {
  const voice: Voice = recipient.family ? 'family' : 'professionals';
  const rendered = render(notice.template, voice, valuesFor(notice, state, now));
  const calendar = calendarOf(notice, state, recipient, now);
  return { to: recipient.address, ...rendered, messageId: notice.messageId, ...(calendar ? { calendar } : {}) };
}

/** The mail of a daily digest: one line for each thing. */
export function composeDigest(notice: QueuedNotice, area: Area, items: readonly string[], recipient: Addressed): MailMessage {
  return { to: recipient.address, ...render('digest', 'professionals', { area: areaValues(area), items }), messageId: notice.messageId };
}

/** One thing of a digest in a line: `K7QM-42XD: send the papers to the panel, due today, Monday 12 October 2026`. */
export function digestLine(notice: QueuedNotice, state: NoticeState, now: Instant): string {
  const values = valuesFor(notice, state, now);
  const due = values.deadline
    ? `${values.deadline.words}, ${values.deadline.due}`
    : values.action?.due
      ? `an action was agreed, to be done by ${values.action.due}`
      : 'an action was agreed';
  return `${values.registerId}: ${due}`;
}

interface Values {
  readonly registerId: string;
  readonly area: ReturnType<typeof areaValues>;
  readonly rating: string | null;
  readonly eventOn: string | null;
  readonly deadline: { words: string; due: string } | null;
  readonly meeting: {
    words: string;
    on: string;
    time: string | null;
    place: string | null;
    off: boolean;
    review: boolean;
    senior: boolean;
  } | null;
  readonly action: { due: string | null } | null;
  readonly correction: { what: string; plain: string; takenBack: boolean } | null;
  readonly owed: readonly string[];
  readonly refused: { words: string; reason: string } | null;
  readonly [name: string]: unknown;
}

function valuesFor(notice: QueuedNotice, state: NoticeState, now: Instant): Values {
  const today = londonDate(now);
  const { deadline, event, pathway, action } = state;
  const ended = notice.template === 'pathway-ended' ? pathway?.ended?.on : undefined;
  return {
    registerId: notice.registerId ?? '',
    area: areaValues(state.area),
    rating: pathway?.rating ?? null,
    eventOn: ended ? dateWords(ended) : eventDay(notice, state),
    deadline: deadline && { words: deadlineWords(deadline.kind), due: dueWords(deadline.due, deadline.anchor, today) },
    meeting: meetingValues(notice, state),
    action: action && { due: action.due && dateWords(action.due) },
    correction: correctionValues(notice, event),
    owed: (pathway?.owedAtEnd ?? []).map(
      ({ kind, due }) => `${deadlineWords(kind)}${due ? `, due on ${dateWords(due)}` : ', no date set'}`,
    ),
    refused: event?.status === 'refused' ? { words: eventWords(event.type), reason: event.reason ?? 'refused' } : null,
  };
}

/** What a correction puts right: which notice, and whether its event was taken back or put right. */
function correctionValues({ params }: QueuedNotice, event: NoticeState['event']): Values['correction'] {
  const { of } = params;
  return typeof of === 'string' ? { ...correctedWords(of), takenBack: event?.takenBack === true } : null;
}

/** What a template may say of the area: what is public anyway. */
const areaValues = ({ team, emergency, directory }: Area): Pick<Area, 'team' | 'emergency' | 'directory'> => ({
  team,
  emergency,
  directory,
});

/** The day on which the event was true, as put right since. */
const eventDay = (notice: QueuedNotice, { event }: NoticeState): string | null =>
  event && dateWords(event.on ?? londonDate(notice.plannedAt));

function meetingValues(notice: QueuedNotice, state: NoticeState): Values['meeting'] {
  const told = meetingAsTold(notice, state);
  if (!told) return null;
  const { kind, on, time, until, place } = told;
  return {
    words: meetingWords(kind),
    on: dateWords(on),
    time: time && (until ? `${timeWords(time)} to ${timeWords(until)}` : `at ${timeWords(time)}`),
    place: safePlace(place, state.secrets),
    off: isOff(state),
    review: isReviewKind(kind),
    // Red asks for a directive from senior level to attend (domain/policy.md 6.F, F10).
    senior: kind === 'community-cetr' && state.pathway?.rating === 'red',
  };
}

interface ToldMeeting {
  readonly kind: string;
  readonly on: PlainDate;
  readonly time: string | null;
  readonly until: string | null;
  readonly place: string | null;
}

/** The meeting as it stands; of one that was taken back, what its notice kept. */
function meetingAsTold({ meeting: id, params }: QueuedNotice, { meeting }: NoticeState): ToldMeeting | null {
  if (meeting) return meeting;
  const { kind, on } = params;
  if (id === null || typeof kind !== 'string' || typeof on !== 'string' || !isPlainDate(on)) return null;
  return { kind, on, time: null, until: null, place: null };
}

const isOff = ({ meeting, pathway }: NoticeState): boolean => meeting?.status !== 'scheduled' || pathway?.ended !== null;

/** Where it is to be, unless the typed words hold a name or a long number: those never leave the signed-in service. */
function safePlace(place: string | null, secrets: readonly string[]): string | null {
  if (place === null) return null;
  const words = place.toLowerCase();
  const names = secrets.flatMap((secret) => secret.toLowerCase().split(/[^\p{L}\p{N}]+/u)).filter((part) => part.length > 2);
  const said = new Set(words.split(/[^\p{L}\p{N}]+/u));
  return names.some((name) => said.has(name)) || /\d{3} ?\d{3} ?\d{4}/.test(words) ? null : place;
}

function calendarOf(notice: QueuedNotice, state: NoticeState, recipient: Addressed, now: Instant): MailMessage['calendar'] {
  const meeting = notice.template.startsWith('meeting-') ? meetingAsTold(notice, state) : null;
  if (!meeting || !recipient.calendar || notice.meeting === null || notice.registerId === null || notice.pathway === null) return undefined;
  const { team } = state.area;
  return calendarFile({
    registerId: notice.registerId,
    pathway: notice.pathway,
    meeting: notice.meeting,
    on: meeting.on,
    time: meeting.time,
    until: meeting.until,
    place: safePlace(meeting.place, state.secrets),
    sequence: changesBefore(notice, state),
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
