import { isType, type PlacedOf } from '../place';
import type { Refusal } from '../types';
import { knownMeeting, ofType, refuse, type Known } from './known';
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
    return judgeStayReview(known, item);
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

/** Agreed actions (contract 6.13). */
export function judgeAction(
  known: Known,
  item: PlacedOf<'action-agreed' | 'action-redated' | 'action-done' | 'action-blocked'>,
): Refusal | null {
  const id = item.fact.action;
  const about = ofType(known, 'action-agreed', 'action-done').filter((fact) => fact.fact.action === id);
  const agreed = about.find((fact) => isType(fact, 'action-agreed'));
  if (isType(item, 'action-agreed'))
    return agreed ? refuse('action-id-in-use', `An action ${id} was agreed already. Use a new id.`, agreed) : null;
  if (!agreed) return refuse('unknown-action', `No action ${id} is known. Send \`action-agreed\` first.`);
  const done = about.find((fact) => isType(fact, 'action-done'));
  return done ? refuse('action-already-done', `The action ${id} was done on ${done.on}.`, done) : null;
}
