import { isType, type PlacedOf } from '../place';
import type { Refusal } from '../types';
import { knownMeeting, ofType, refuse, replacedActions, type Known } from './known';
import { judgeStayReview } from './stay';

type AboutMeeting =
  | 'meeting-scheduled'
  | 'meeting-held'
  | 'meeting-cancelled'
  | 'arrangements-begun'
  | 'family-contacted'
  | 'papers-sent'
  | 'report-sent'
  | 'feedback-taken';

/** What names a meeting (contract 6.12(1)): not a cancelled or unknown one, not one held twice, no report before the meeting. */
export function judgeMeeting(known: Known, item: PlacedOf<AboutMeeting>): Refusal | null {
  const id = item.fact.meeting;
  const meeting = knownMeeting(known, id);
  if (meeting?.cancelled) return refuse('meeting-cancelled', `The meeting ${id} was cancelled. Use a new meeting id.`, meeting.cancelled);
  const plansOrHolds = isType(item, 'meeting-scheduled', 'meeting-held');
  if (meeting?.held && (plansOrHolds || isType(item, 'meeting-cancelled'))) {
    return refuse(
      'meeting-already-held',
      `The meeting ${id} was held on ${meeting.held.on}. Correct that event, or use a new meeting id.`,
      meeting.held,
    );
  }
  if (plansOrHolds) {
    if (isType(item, 'meeting-scheduled') && item.on < item.heardOn) {
      return refuse('meeting-in-the-past', 'A meeting can be planned for today or later. If it has taken place, send `meeting-held`.');
    }
    return (isType(item, 'meeting-scheduled') ? judgeTimes(known, item) : null) ?? judgeStayReview(known, item);
  }
  if (!meeting) return refuse('unknown-meeting', `No meeting ${id} is known. Send \`meeting-scheduled\` or \`meeting-held\` first.`);
  if (!isType(item, 'report-sent', 'feedback-taken')) return null;
  if (!meeting.held)
    return refuse('meeting-not-held', `The meeting ${id} has not been held yet. Send \`meeting-held\` first.`, meeting.scheduled);
  if (item.on < meeting.held.on) {
    return refuse(
      'before-the-meeting',
      `The meeting ${id} was held on ${meeting.held.on}; this cannot have been done before.`,
      meeting.held,
    );
  }
  return null;
}

/** An end after its time, whichever of the two is given or stands (contract 6.12(12)). */
function judgeTimes(known: Known, item: PlacedOf<'meeting-scheduled'>): Refusal | null {
  const { meeting, until } = item.fact;
  const earlier = ofType(known, 'meeting-scheduled').filter(({ fact }) => fact.meeting === meeting);
  const time = item.fact.time ?? earlier.findLast(({ fact }) => fact.time !== undefined)?.fact.time;
  if (until === undefined) return null;
  if (time === undefined) return refuse('until-without-time', '`until` says when the meeting ends: give `time`, when it begins, too.');
  return until > time ? null : refuse('until-not-after-time', `The meeting would end at ${until}, and begins at ${time}.`);
}

type AboutAction = 'action-agreed' | 'action-redated' | 'action-done' | 'action-blocked';

/** Agreed actions (contract 6.13). */
export function judgeAction(known: Known, item: PlacedOf<AboutAction>): Refusal | null {
  const { action } = item.fact;
  if (isType(item, 'action-agreed')) {
    const agreed = agreedAction(known, action);
    if (agreed) return refuse('action-id-in-use', `An action ${action} was agreed already. Use a new id.`, agreed);
    const { insteadOf } = item.fact;
    if (insteadOf === undefined) return null;
    if (insteadOf === action) return refuse('unknown-action', 'An action cannot be agreed instead of itself: use a new id.');
    return judgeKnownAction(known, insteadOf) ?? judgeReplaced(known, insteadOf);
  }
  const own = judgeKnownAction(known, action);
  // What was replaced and is done all the same is recorded, and changes nothing.
  return own ?? (isType(item, 'action-done') ? null : judgeReplaced(known, action));
}

const agreedAction = (known: Known, action: string): PlacedOf<'action-agreed'> | undefined =>
  ofType(known, 'action-agreed').find(({ fact }) => fact.action === action);

function judgeKnownAction(known: Known, action: string): Refusal | null {
  if (!agreedAction(known, action)) return refuse('unknown-action', `No action ${action} is known. Send \`action-agreed\` first.`);
  const done = ofType(known, 'action-done').find(({ fact }) => fact.action === action);
  return done ? refuse('action-already-done', `The action ${action} was done on ${done.on}.`, done) : null;
}

function judgeReplaced(known: Known, action: string): Refusal | null {
  const by = replacedActions(known).get(action);
  if (!by) return null;
  return refuse('action-replaced', `The action ${by.fact.action} was agreed in the place of ${action} on ${by.on}: name that one.`, by);
}
