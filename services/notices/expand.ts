import { londonDate } from '../../domain/calendar/dates';
import { noticeKind } from '../../domain/notices/catalogue';
import type { Audience, Line, Meeting, StandingMeeting } from '../../domain/pathway/types';
import { mailboxOf } from '../../infra/mail/address';
import { channelOf, recipientByReference, recipientsOf, type Recipient } from './recipients';
import { dueWord, type NoticeRow } from './notice-rows';
import type { HeldFor } from './reasons';
import { type Recipients } from '../../domain/notices/recipients';

/** What `expandNotices` works from: all of it known inside the commit. */
export interface ExpandInput {
  readonly registerId: string;
  /** The lines that this commit adds to the timeline; those of the kinds `notice` and `step` become notices. */
  readonly lines: readonly Line[];
  /** The meetings of the pathway after the commit, and as they stood before it (for those no longer invited). */
  readonly meetings: readonly (Meeting & Partial<Pick<StandingMeeting, 'invitations'>>)[];
  readonly meetingsBefore: readonly Meeting[];
  /** The pathway has ended: its booked meetings are off. */
  readonly ended: boolean;
  /** It had ended before: its booked meetings were off. */
  readonly endedBefore?: boolean;
  /** The person has died: what still goes is held until a person releases it (contract 6.16(1)). */
  readonly died: boolean;
  readonly recipients: Recipients;
}

type NoticeLine = Extract<Line, { what: 'notice' }>;
type StepLine = Extract<Line, { what: 'step' }>;

/**
 * One row for each recipient of each notice that the lines want. Pure: the same lines and recipients give the same keys, so that
 * writing them again (`on conflict do nothing`) changes nothing.
 * A notice that finds nobody with an address is kept as a held row, because somebody has to tell them another way.
 */
export function expandNotices(input: ExpandInput): NoticeRow[] {
  const rows = new Map<string, NoticeRow>();
  for (const line of input.lines) {
    if (line.what !== 'notice' && line.what !== 'step') continue;
    for (const row of rowsFor(line, input)) if (!rows.has(row.key)) rows.set(row.key, row);
  }
  return onceInADigest([...rows.values()], input.recipients);
}

/**
 * What goes in a digest stands once in it, whatever audiences its reader is in, and a mailbox that several share gets one digest. (A mail of
 * its own is looked at when it goes: each audience has a switch of its own.)
 */
function onceInADigest(rows: readonly NoticeRow[], recipients: Recipients): NoticeRow[] {
  const seen = new Set<string>();
  return rows.filter(({ key, channel, recipient, audience }) => {
    if (channel !== 'digest') return true;
    const address = recipientByReference(recipient, recipients)?.address;
    const cause = key.slice(0, key.length - `${audience}/${recipient}`.length);
    const own = `${cause}${address ? mailboxOf(address) : recipient}`;
    return !seen.has(own) && seen.add(own);
  });
}

/** The recipient of a correction until it is sent: only the notices themselves know who was told (services/notices/sending/check/tell-whoever-was-told.ts). */
export const WHOEVER_WAS_TOLD = 'whoever-was-told';

/** One row for each event that is corrected, however many audiences its notices have. The same event may be corrected again: the instant tells them apart. */
function correction(line: NoticeLine, { registerId }: ExpandInput): NoticeRow {
  return {
    key: [registerId, line.pathway, line.event ?? 'pathway', line.notice, new Date(line.at).toISOString(), WHOEVER_WAS_TOLD].join('/'),
    registerId,
    pathway: line.pathway,
    template: line.notice,
    audience: 'team',
    recipient: WHOEVER_WAS_TOLD,
    recipientName: null,
    channel: 'mail',
    deadline: null,
    eventId: line.event ?? null,
    meeting: null,
    params: {},
    status: 'queued',
    reason: null,
    plannedAt: line.at,
    notBefore: line.at,
  };
}

function rowsFor(line: NoticeLine | StepLine, input: ExpandInput): NoticeRow[] {
  const template = line.what === 'step' ? `step-${line.step}` : line.notice;
  if (line.what === 'notice' && noticeKind(template)?.corrects) return [correction(line, input)];
  const meeting = line.what === 'notice' ? line.meeting : undefined;
  const invited = meeting === undefined ? undefined : invitedTo(meeting, template, input);
  return (
    recipientsOf(line.audience, input.recipients, invited)
      // After a death only professionals hear, and only that a meeting is off.
      .filter(({ family }) => !(input.died && family))
      .filter(({ reference }) => reference !== 'nobody' || !noticeKind(template)?.whereKnown?.includes(line.audience))
      .map((recipient) => row(line, template, recipient, input))
  );
}

/** Who a meeting's notice is about: those invited now; for a cancellation those invited before it too. */
function invitedTo(meeting: string, template: string, input: ExpandInput): string[] {
  const now = input.meetings.find(({ id }) => id === meeting)?.invited ?? [];
  const was = input.meetingsBefore.find(({ id }) => id === meeting);
  // To one that was off, and is on again, everybody is invited anew.
  const wasOff = was?.status === 'cancelled' || input.endedBefore === true;
  const before = was === undefined || (wasOff && template !== 'meeting-cancelled') ? [] : was.invited;
  const standing = !input.ended && input.meetings.some(({ id, status }) => id === meeting && status !== 'cancelled');
  if (template === 'meeting-cancelled') return standing ? before.filter((id) => !now.includes(id)) : [...new Set([...now, ...before])];
  if (template === 'meeting-invitation' && before.length > 0) return now.filter((id) => !before.includes(id));
  if (template === 'meeting-changed') return now.filter((id) => before.includes(id));
  return [...now];
}

function row(line: NoticeLine | StepLine, template: string, recipient: Recipient, input: ExpandInput): NoticeRow {
  const kind = noticeKind(template);
  const meetingId = line.what === 'notice' ? line.meeting : undefined;
  const meeting = meetingAsTold(meetingId, template, input);
  const event = line.what === 'notice' ? line.event : undefined;
  const params =
    line.what === 'step'
      ? { kind: line.kind, step: line.step, due: line.due }
      : { ...(meeting ? { kind: meeting.kind, on: meeting.on, revision: meeting.revision } : {}) };
  // The day stands in the key because a ladder repeats a step (escalate every 28 days) for one due date.
  const day = londonDate(line.at);
  // A deadline alone can bring the same notice again: moved by a correction, it may be missed a second time.
  const ofDeadline = line.deadline !== undefined && event === undefined ? `@${day}` : 'once';
  const when = line.what === 'step' ? `${dueWord(line.due)}@${day}` : meeting ? `r${meeting.revision}` : ofDeadline;
  // One event can be about several meetings or deadlines: each has a notice of its own.
  const about = [event, line.deadline, meetingId].filter((part) => part !== undefined).join('+');
  const held = recipient.address ? (input.died ? 'released-by-a-person' : awaits(template, line.audience, meetingId, input)) : 'no-address';
  return {
    key: [input.registerId, line.pathway, about === '' ? 'pathway' : about, template, when, line.audience, recipient.reference].join('/'),
    registerId: input.registerId,
    pathway: line.pathway,
    template,
    audience: line.audience,
    recipient: recipient.reference,
    recipientName: recipient.name,
    channel: kind?.urgency === 'digest' && isStaffAudience(line.audience) ? 'digest' : channelOf(recipient),
    deadline: line.deadline ?? null,
    eventId: event ?? null,
    meeting: meetingId ?? null,
    params,
    status: held === null ? 'queued' : 'held',
    reason: held,
    plannedAt: line.at,
    notBefore: line.at,
  };
}

/** What an invitation waits for: consent to a review, but for those to the team and the commissioner (contract 6.11(11)). */
function awaits(template: string, audience: Audience, id: string | undefined, { meetings }: ExpandInput): HeldFor | null {
  if ((template !== 'meeting-invitation' && template !== 'meeting-changed') || TOLD_WITHOUT_CONSENT.includes(audience)) return null;
  return WHY_INVITATIONS_WAIT[meetings.find((meeting) => meeting.id === id)?.invitations ?? 'free'];
}

/** Who hears of a review whether or not the person has consented to it. */
export const TOLD_WITHOUT_CONSENT: readonly Audience[] = ['owner', 'team', 'commissioner'];
/** Why invitations to a review wait. */
export const WHY_INVITATIONS_WAIT: Readonly<Record<StandingMeeting['invitations'], HeldFor | null>> = {
  free: null,
  held: 'no-consent-to-meeting',
  refused: 'meeting-refused',
};

/** The meeting as the notice tells of it. One that was taken back, or fell with its pathway, counts as changed once more, so that calendars take the cancellation. */
function meetingAsTold(id: string | undefined, template: string, { meetings, meetingsBefore }: ExpandInput): Meeting | undefined {
  const now = meetings.find((meeting) => meeting.id === id);
  const was = meetingsBefore.find((meeting) => meeting.id === id);
  if (template !== 'meeting-cancelled' || !was) return now;
  const shown = now ?? was;
  return shown.revision > was.revision ? shown : { ...shown, revision: was.revision + 1 };
}

const STAFF_AUDIENCES: readonly Audience[] = ['owner', 'team', 'commissioner', 'manager', 'director', 'on-call'];
/** True for the audiences inside the team: they get a daily digest, and need no permission to be written to. */
export const isStaffAudience = (audience: Audience): boolean => STAFF_AUDIENCES.includes(audience);
