import type { NoticeName } from '../../../domain/notices/catalogue';
import type { Letter } from './blocks';
import { feedbackAskedLetter } from './texts/feedback';
import * as meetings from './texts/meetings';
import * as messages from './texts/messages';
import * as referrals from './texts/referrals';
import * as stays from './texts/stays';
import * as steps from './texts/steps';
import type { ForEveryone, ForProfessionals, PlainAndEasy } from './texts/wording';
import type { Values } from './values';
import type { ReaderOf } from './words/readers';

/** The notices that reach readers who are no professionals. */
type OpenName =
  | 'action-asked'
  | 'progress-told'
  | 'notes-sent'
  | 'referral-acknowledged'
  | 'not-eligible'
  | 'report-sent'
  | 'correction'
  | 'meeting-invitation'
  | 'meeting-changed'
  | 'meeting-cancelled';
/** What is asked of the person alone. */
type PersonName = 'feedback-asked';
type WordsOf<Name extends NoticeName> = Name extends OpenName
  ? ForEveryone
  : Name extends PersonName
    ? { readonly person: PlainAndEasy }
    : ForProfessionals;

/** The words of every notice: one that has none does not compile. */
const LETTERS: { readonly [Name in NoticeName]: WordsOf<Name> } = {
  'referral-acknowledged': referrals.referralAcknowledgedLetter,
  'referral-received': { professional: stays.referralReceivedLetter },
  'urgent-received': { professional: stays.urgentReceivedLetter },
  'not-eligible': referrals.notEligibleLetter,
  'rating-changed': { professional: stays.ratingChangedLetter },
  admitted: { professional: stays.admittedLetter },
  discharged: { professional: stays.dischargedLetter },
  'consent-withdrawn': { professional: stays.consentWithdrawnLetter },
  'pathway-ended': { professional: stays.pathwayEndedLetter },
  'meeting-to-arrange': { professional: steps.meetingToArrangeLetter },
  'deadline-missed': { professional: steps.deadlineMissedLetter },
  'papers-without-consent': { professional: stays.papersWithoutConsentLetter },
  'report-sent': meetings.reportSentLetter,
  'feedback-asked': { person: feedbackAskedLetter },
  'change-reported': { professional: stays.changeReportedLetter },
  correction: referrals.correctionLetter,
  'action-agreed': { professional: steps.actionAgreedLetter },
  'action-blocked': { professional: steps.actionBlockedLetter },
  'event-refused': { professional: stays.eventRefusedLetter },
  'meeting-invitation': meetings.meetingInvitationLetter,
  'meeting-changed': meetings.meetingChangedLetter,
  'meeting-cancelled': meetings.meetingCancelledLetter,
  'action-asked': messages.actionAskedLetter,
  'progress-told': messages.progressToldLetter,
  'notes-sent': messages.notesSentLetter,
  'papers-shared': { professional: messages.papersSharedLetter },
  'attendance-directed': { professional: messages.attendanceDirectedLetter },
  'register-review': { professional: steps.registerReviewLetter },
  'step-remind': { professional: steps.stepRemindLetter },
  'step-due': { professional: steps.stepDueLetter },
  'step-overdue': { professional: steps.stepOverdueLetter },
  'step-escalate': { professional: steps.stepEscalateLetter },
};

const isNotice = (name: string): name is NoticeName => Object.hasOwn(LETTERS, name);

/**
 * Writes a notice in its reader's words. A professional who reads easy words best gets those of an advocate, where there are some.
 * Throws where the notice is not known, or never goes to such a reader.
 */
export function letterTo({ reader, easyRead }: ReaderOf, name: string, values: Values): Letter {
  if (!isNotice(name)) throw new Error(`no words for the notice ${name}`);
  const words: Partial<ForEveryone> = LETTERS[name];
  const own = reader === 'professional' ? (easyRead ? words.advocate : undefined) : words[reader];
  const write = (easyRead ? own?.easy : own?.plain) ?? (reader === 'professional' ? words.professional : undefined);
  if (!write) throw new Error(`no words for the notice ${name} to ${reader}`);
  return write(values);
}
