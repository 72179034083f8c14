import { NOTICES, type NoticeName } from '../../../../domain/notices/catalogue';

/** What a notice had said: to professionals, and in plain words to those others whom it reaches. */
interface Said {
  readonly what: string;
  readonly plain?: string;
}

const RECORDED = 'something that was recorded';
/** What a notice that was not right had been about. Meetings and steps tell of their changes themselves: of them goes no correction. */
const SAID: Readonly<Record<NoticeName, Said>> = {
  'referral-acknowledged': { what: 'that we have your referral', plain: 'the request that you sent us' },
  'referral-received': { what: 'a new referral' },
  'urgent-received': { what: 'an urgent referral or change' },
  'register-review': { what: 'a review of the register' },
  'action-asked': { what: 'an action', plain: 'something that you said you would do' },
  'progress-told': { what: 'how things go on', plain: 'how things go on' },
  'notes-sent': { what: 'the notes of a meeting', plain: 'what a meeting said' },
  'papers-shared': { what: 'papers that are open to a panel' },
  'attendance-directed': { what: 'a review that a director asks you to attend' },
  'not-eligible': { what: 'that the person is not eligible for the register', plain: 'what we decided about your request' },
  'rating-changed': { what: 'a change of the rating' },
  admitted: { what: 'an admission to hospital' },
  discharged: { what: 'a discharge from hospital' },
  'consent-withdrawn': { what: 'a change of consent' },
  'pathway-ended': { what: 'the end of the pathway' },
  'papers-without-consent': { what: 'papers that were sent without consent' },
  'report-sent': { what: 'that the report of a meeting is there', plain: 'the report of a meeting' },
  'feedback-asked': { what: 'feedback on a meeting', plain: 'how a meeting was' },
  'change-reported': { what: 'a report that things have changed' },
  'action-agreed': { what: 'an action that was agreed' },
  'action-blocked': { what: 'an action that cannot be done' },
  'event-refused': { what: 'an entry that was refused' },
  correction: { what: RECORDED },
  'meeting-to-arrange': { what: 'a meeting to arrange' },
  'deadline-missed': { what: 'a due date that has passed' },
  'meeting-invitation': { what: 'a meeting', plain: 'a meeting' },
  'meeting-changed': { what: 'a meeting', plain: 'a meeting' },
  'meeting-cancelled': { what: 'a meeting', plain: 'a meeting' },
  'step-remind': { what: RECORDED },
  'step-due': { what: RECORDED },
  'step-overdue': { what: RECORDED },
  'step-escalate': { what: RECORDED },
};

const isNotice = (name: string): name is NoticeName => Object.hasOwn(NOTICES, name);

/** What the notice of that name had said, in words; of one of an older release, what can be said of all. */
export function correctedWords(name: string): Required<Said> {
  const { what, plain = 'what happens next' } = isNotice(name) ? SAID[name] : { what: RECORDED };
  return { what, plain };
}
