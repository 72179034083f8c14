import type { Audience, Meeting, Snapshot } from '../pathway/types';
import { AUDIENCES, isAudience } from './catalogue';
import { to, type WantedInput, type WantedNotice } from './notice';

/** Meetings are compared before and after, so that a correction or a batch tells the same story as single events. */
export function ofMeetings(input: WantedInput): WantedNotice[] {
  const { before, after } = input;
  if (after.ended) return before.ended ? [] : meetingsOff(input);
  const was = new Map(before.meetings.filter((meeting) => !wentOff(meeting, before)).map((meeting) => [meeting.id, meeting]));
  const now = new Map(after.meetings.map((meeting) => [meeting.id, meeting]));
  return [...new Set([...was.keys(), ...now.keys()])].flatMap((id) => ofMeeting(id, was.get(id), now.get(id), input));
}

/** An end had taken the meeting with it: where the end is taken back, everybody is invited anew. */
const wentOff = ({ status, on }: Meeting, { ended }: Snapshot): boolean => ended !== null && status === 'scheduled' && on >= ended.on;

function ofMeeting(id: string, was: Meeting | undefined, now: Meeting | undefined, input: WantedInput): WantedNotice[] {
  const about = { ...eventAbout(id, input), meeting: id };
  const before = was?.status === 'scheduled' ? was.invited : [];
  if (now?.status === 'held') return [];
  if (now?.status !== 'scheduled') return to('meeting-cancelled', audiencesOf(before), about);
  const stay = now.invited.filter((one) => before.includes(one));
  return [
    ...to('meeting-invitation', audiencesOf(now.invited.filter((one) => !before.includes(one))), about),
    ...(was && isChanged(was, now, input) ? to('meeting-changed', audiencesOf(stay), about) : []),
    ...to('meeting-cancelled', audiencesOf(before.filter((one) => !now.invited.includes(one))), about),
  ];
}

/** Scheduled anew, or put right by a correction: its place, which the core does not know, may be what changed. */
function isChanged(was: Meeting, now: Meeting, { applied }: WantedInput): boolean {
  if (was.revision !== now.revision || was.on !== now.on || was.time !== now.time || was.until !== now.until || was.kind !== now.kind)
    return true;
  return applied.some(({ fact }) => fact.type === 'corrected' && fact.with?.type === 'meeting-scheduled' && fact.with.meeting === now.id);
}

/** A pathway that ends takes its booked meetings with it, but not the one that it ends with; after a death only professionals are told. */
export function meetingsOff(input: WantedInput): WantedNotice[] {
  const { before, after } = input;
  const died = after.ended?.type === 'person-died';
  // What is held and ended by in one entry was held: whoever sat in it is not told that it is off.
  const held = new Set(after.meetings.filter(({ status }) => status === 'held').map(({ id }) => id));
  const off = before.meetings.filter(
    ({ id, status, on }) => status === 'scheduled' && !held.has(id) && (!after.ended || on >= after.ended.on),
  );
  return off.flatMap((meeting) =>
    to(
      'meeting-cancelled',
      audiencesOf(meeting.invited).filter((audience) => !(died && audience === 'person')),
      {
        ...eventAbout(meeting.id, input),
        meeting: meeting.id,
      },
    ),
  );
}

/** The applied event that names the meeting, otherwise the last one. */
function eventAbout(meeting: string, { applied }: WantedInput): { event?: string } {
  const naming = applied.find(({ fact }) => 'meeting' in fact && fact.meeting === meeting) ?? applied.at(-1);
  return naming ? { event: naming.id } : {};
}

/** The audiences among those invited; contacts named by their id go under `chosen-contacts`. */
export function audiencesOf(invited: readonly string[]): Audience[] {
  return AUDIENCES.filter(
    (audience) => invited.includes(audience) || (audience === 'chosen-contacts' && invited.some((one) => !isAudience(one))),
  );
}
