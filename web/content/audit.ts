import { REFUSALS } from '../../domain/pathway/refusals';

/** What sort of thing an entry of the access log tells of. */
export type AccessKind = 'record' | 'list' | 'deed' | 'sign-in';

export interface AuditWords {
  readonly words: string;
  readonly kind: AccessKind;
}

const record = (words: string): AuditWords => ({ words, kind: 'record' });
const list = (words: string): AuditWords => ({ words, kind: 'list' });
const deed = (words: string): AuditWords => ({ words, kind: 'deed' });
const signIn = (words: string): AuditWords => ({ words, kind: 'sign-in' });

/** What each audit event of the pages and of the API is, in words. */
const EVENTS: Readonly<Record<string, AuditWords>> = {
  'access-log-listed': list('The access log'),
  'access-export-shown': list('What a file of the access log would hold'),
  'access-log-exported': deed('Took entries of the access log out as a file'),
  'looks-reviewed': deed('Reviewed looks at a record'),
  'area-read': list('The area’s profile'),
  'area-prompts-shown': list('The prompts of the notes'),
  'area-prompts-changed': deed('Changed the prompts of the notes'),
  'area-versions-read': list('The versions of the area’s profile'),
  'actions-shown': record('Actions'),
  'meeting-file-given': deed('Took the notes of a meeting out as a file'),
  'message-shown': record('What would be written to others'),
  'message-sent': deed('Wrote to others about a person'),
  'action-link-taken-back': deed('Took back a link to an action'),
  'action-link-opened': record('One action, by its link'),
  'action-link-answered': deed('Answered for an action by its link'),
  'register-reviews-listed': list('Reviews of the register'),
  'register-review-shown': list('A review of the register'),
  'register-review-person-shown': record('What a review of the register looks at'),
  'register-review-said': deed('Said what came of somebody in a review of the register'),
  'register-review-ended': deed('Ended a review of the register'),
  'contact-added': deed('Added a contact'),
  'contact-changed': deed('Changed a contact'),
  'contact-ended': deed('Ended a contact'),
  'contact-history-shown': record('The versions of a contact'),
  'contacts-shown': record('Contacts'),
  'person-handed-over': deed('Handed a record over to another area'),
  'hand-over-looked-at': deed('Looked at a record that another area handed over'),
  'guarded-details-shown': record('How a contact is reached whose details are guarded'),
  'correction-confirmed': deed('Confirmed a correction as the second person'),
  'correction-not-right': deed('Said that a correction is not right'),
  'correction-put-right': deed('Said that a correction has been put right'),
  'correction-shown': record('A correction, for the second person'),
  'deadline-shown': record('Why a date is what it is'),
  'deadlines-listed': list('A list of deadlines'),
  'deadlines-shown': record('Deadlines'),
  'forms-shown': record('Forms'),
  'sheets-listed': list('What the forms of a record ask'),
  'sheet-saved': deed('Filled in a section of a form'),
  'documents-shown': record('Documents'),
  'document-opened': record('A document, opened'),
  'document-added': deed('Added a document'),
  'document-removed': deed('Took a document away'),
  'event-left': deed('Left an entry in the letterbox'),
  'event-recorded': deed('Recorded an entry'),
  'event-undone': deed('Undid an entry'),
  'event-shown': record('One entry'),
  'events-sent': deed('Sent entries'),
  'events-shown': record('Entries'),
  'history-shown': record('The workflow’s own course'),
  'identity-recorded': deed('Recorded who a person is'),
  'looks-shown': record('Who looked at the record'),
  'meeting-notes-saved': deed('Wrote the notes of a meeting'),
  'attendance-recorded': deed('Wrote down who was at a meeting'),
  'recommendation-answered': deed('Kept what a body answered to a recommendation'),
  'meetings-shown': record('Meetings'),
  'notices-shown': record('Notices'),
  'notices-listed': list('Messages going, held, failed or sent'),
  'notice-shown': record('One message'),
  'notice-held': deed('Held a message back'),
  'notice-released': deed('Let a message go'),
  'notice-sent-again': deed('Sent a message again that had failed'),
  'notice-sent-now': deed('Sent a message before its time'),
  'to-sort-out-listed': list('Entries to sort out'),
  'to-sort-out-shown': record('An entry to sort out'),
  'open-actions-listed': list('What is still to be done, of everybody'),
  'measures-shown': list('How the pathway goes, in numbers'),
  'measures-standard-listed': list('Records that did not keep a standard'),
  'measures-shared-shown': list('The sheet for people with lived experience'),
  'visits-shown': list('The visits that are owed'),
  'visit-shown': record('What was found on a visit'),
  'visit-written': deed('Wrote what was found on a visit'),
  'calendar-shown': list('The calendar'),
  'calendar-feed-made': deed('Made a secret address for their calendar'),
  'calendar-feed-taken-back': deed('Took back the secret address of their calendar'),
  'calendar-feed-read': list('Their calendar by its secret address'),
  'sending-shown': list('Which messages may go'),
  'sending-switched': deed('Switched the sending to an audience'),
  'tokens-listed': list('The tokens'),
  'token-made': deed('Made a token'),
  'token-revoked': deed('Revoked a token'),
  'practice-shown': list('The practice register'),
  'practice-filled': deed('Filled the register with made-up people'),
  'own-reviews-listed': list('Their own reviews'),
  'report-reached': deed('Recorded whom a report reached'),
  'panel-papers-shown': record('The papers for the panel of a review'),
  'panel-papers-shared': deed('Shared papers with the panel of a review'),
  'panel-paper-opened': record('A paper for the panel of a review, opened'),
  'panel-copies-deleted': deed('Said that they keep no copy of papers'),
  'owner-ended': deed('Took away an owner'),
  'owner-read': record('Who owns the pathway'),
  'owner-set': deed('Set an owner'),
  'pathway-shown': record('The pathway as it stands'),
  'people-found': list('A search for a person'),
  'people-sought': list('A search for a person'),
  'person-referred': deed('Made a referral'),
  'person-shown': record('The person’s page'),
  'proof-shown': list('The last proof'),
  'record-opened': record('A form to record something'),
  'record-previewed': record('What an entry would change'),
  'request-refused': deed('Asked for a page, or sent a form'),
  'restricted-listed': list('Restricted records, and who opened them'),
  'restricted-opened': deed('Opened a restricted record'),
  'restriction-said': deed('Restricted a record, or changed that'),
  'restriction-end-looked-at': deed('Looked at the end of a restriction'),
  'restriction-shown': record('Who opens a restricted record'),
  'opening-looked-at': deed('Looked at an opening of a restricted record'),
  'referral-asked-for': list('A referral in the letterbox'),
  'referral-decided': deed('Decided a referral in the letterbox'),
  'referral-checked': list('Whether somebody who is referred is on file'),
  'referral-shown': list('A referral from outside'),
  'referrals-listed': list('The letterbox'),
  'referrals-shown': list('Referrals, and who is on the way to the register'),
  'refused-event-resolved': deed('Sorted out a refused entry'),
  'refused-events-listed': list('Refused and waiting entries'),
  'record-as-was-shown': record('The record as it was on a day'),
  'register-as-at-listed': list('The register as at a day'),
  'register-listed': list('The register'),
  'register-over-time-shown': list('The register over time'),
  'signed-in': signIn('Signed in'),
  'signed-out': signIn('Signed out'),
  'sign-in-failed': signIn('A sign-in that failed'),
  'staff-added': deed('Added a member of staff'),
  'staff-away': deed('Recorded that somebody is away'),
  'staff-back': deed('Recorded that somebody is back'),
  'staff-changed': deed('Changed a member of staff'),
  'staff-history-read': list('The versions of a member of staff'),
  'staff-left': deed('Recorded that somebody left'),
  'staff-listed': list('The staff'),
  'staff-read': list('A member of staff'),
  'staff-sign-in-anew': deed('Let a member of staff sign in anew'),
  'staff-returned': deed('Recorded that somebody returned'),
  'story-shown': record('History'),
  'timeline-shown': record('The timeline'),
  'today-shown': list('Today'),
  'words-read': record('Words that somebody had typed'),
};

/** What an audit event is; of one that this release does not know, its code. */
export const auditWords = (event: string): AuditWords =>
  (Object.hasOwn(EVENTS, event) ? EVENTS[event] : undefined) ?? { words: event, kind: 'deed' };

/** Whether this release has words for an audit event. */
export const hasAuditWords = (event: string): boolean => Object.hasOwn(EVENTS, event);

/** The audit events of a kind. */
export const eventsOfKind = (kind: AccessKind): readonly string[] =>
  Object.entries(EVENTS).flatMap(([event, one]) => (one.kind === kind ? [event] : []));

/** What is done about a record because of who looked at it, or only to look at it: no work on it. */
const NO_WORK: ReadonlySet<string> = new Set([
  'request-refused',
  'restricted-opened',
  'restriction-end-looked-at',
  'opening-looked-at',
  'looks-reviewed',
  'access-log-exported',
]);

/** The audit events that are work on somebody's record. */
export const WORK_EVENTS: readonly string[] = eventsOfKind('deed').filter((event) => !NO_WORK.has(event));

/** The audit events that are a look at somebody's record. That words were read is said beside the look itself. */
export const LOOK_EVENTS: readonly string[] = eventsOfKind('record').filter((event) => event !== 'words-read');

/** The audit events by which something was taken out as a file. */
export const EXPORT_EVENTS: readonly string[] = ['access-log-exported'];

const OUTCOMES: Readonly<Record<string, string>> = {
  forbidden: 'Refused: not for their role',
  'restricted-record': 'Not shown: the record is restricted, and a reason was asked for',
  'not-for-this-token': 'Refused: not for this token',
  'not-for-callers': 'Refused: for the service alone',
  'not-found': 'Refused: not there, or not theirs to see',
  'unknown-person': 'Refused: nobody has this register id',
  unauthorised: 'Refused: not signed in',
  'other-identity': 'Refused: not the account that is known as theirs',
  'no-role': 'Refused: no role here',
  'other-areas': 'Refused: it reaches into areas that are not theirs',
  'restricted-take': 'Refused: nobody takes a restricted record themself',
  'form-expired': 'Not done: the form was out of date',
  'bad-address': 'Not done: the address could not be read',
  'invalid-request': 'Not done: the request could not be read',
  moved: 'Not done: the record had moved',
  'too-many': 'Not done: too many requests',
  'too-many-requests': 'Not done: too many requests',
};

/** What came of a look or a deed; why the record did not take an entry is for the history to say. A code without words of its own is shown, so that nothing is left out. */
export function outcomeWords(outcome: string, kind: AccessKind): { readonly text: string; readonly refused: boolean } {
  if (outcome === 'done') return { text: kind === 'record' || kind === 'list' ? 'Shown' : 'Done', refused: false };
  // What nothing else keeps: a line says that it is begun with, and the one after it what came of it.
  if (outcome === 'begun') return { text: 'Begun', refused: false };
  if (REFUSALS.some((code) => code === outcome)) return { text: 'Not accepted: it did not fit the record', refused: true };
  return { text: (Object.hasOwn(OUTCOMES, outcome) ? OUTCOMES[outcome] : undefined) ?? `Not done (${outcome})`, refused: true };
}
