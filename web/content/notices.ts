import type { NoticeName } from '../../domain/notices/catalogue';
import type { NoticeStatus } from '../../services/tables/tables';

/** What each notice is, as a line of what goes out says it. */
const NOTICE_WORDS: Readonly<Record<NoticeName, string>> = {
  'referral-acknowledged': 'An acknowledgement of the referral',
  'referral-received': 'Word of the referral',
  'urgent-received': 'Word to on-call that it is urgent, outside office hours',
  'not-eligible': 'The outcome, with other help',
  'rating-changed': 'Word of the new rating',
  admitted: 'Word of the admission',
  discharged: 'Word of the discharge',
  'consent-withdrawn': 'Word that consent was withdrawn',
  'pathway-ended': 'Word that the pathway ended, and what is still owed',
  'meeting-to-arrange': 'A meeting to arrange',
  'deadline-missed': 'Word of a missed deadline',
  'papers-without-consent': 'Word of papers sent without consent: an incident',
  'report-sent': 'Word that the report is there',
  'feedback-asked': 'A question how the meeting was',
  'change-reported': 'Word of the change',
  correction: 'Word that an earlier message was not right',
  'action-agreed': 'An action that was agreed',
  'action-blocked': 'Word that an action cannot be done',
  'event-refused': 'Word that an entry was refused',
  'meeting-invitation': 'An invitation',
  'meeting-changed': 'A changed invitation',
  'meeting-cancelled': 'Word that the meeting is off',
  'action-asked': 'A question how an action stands',
  'progress-told': 'Word of how things go on',
  'notes-sent': 'The notes of a meeting',
  'papers-shared': 'Word to a panel that its papers are open',
  'attendance-directed': 'A director’s directive to attend a review',
  'register-review': 'Word that the register is to be reviewed',
  'step-remind': 'A reminder',
  'step-due': 'A reminder that it is due',
  'step-overdue': 'A reminder that it is overdue',
  'step-escalate': 'Word that it stays undone',
};

/** What a notice is; of one that this release does not know, that it is a message. */
export const noticeWords = (name: string): string => (Object.hasOwn(NOTICE_WORDS, name) ? NOTICE_WORDS[name as NoticeName] : 'A message');

const STATUSES: Readonly<Record<NoticeStatus, string>> = {
  queued: 'waits to go',
  sending: 'is going now',
  sent: 'sent',
  failed: 'did not arrive',
  held: 'held back',
  dropped: 'did not go',
  digested: 'in the daily list',
};

/** What became of a message, after what it is. */
export const noticeStatusWords = (status: NoticeStatus): string => STATUSES[status];
