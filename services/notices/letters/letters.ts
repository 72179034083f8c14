import type { NoticeName } from '../../../domain/notices/catalogue';
import type { Letter } from './blocks';
import * as meetings from './texts/meetings';
import * as referrals from './texts/referrals';
import * as stays from './texts/stays';
import * as steps from './texts/steps';
import type { ForEveryone, ForProfessionals, PlainAndEasy } from './texts/wording';
import type { Values } from './values';
import type { ReaderOf } from './words/readers';

/** The notices that reach readers who are no professionals. */
type OpenName =
  'referral-acknowledged' | 'not-eligible' | 'report-sent' | 'correction' | 'meeting-invitation' | 'meeting-changed' | 'meeting-cancelled';
/** What is asked of the person alone. */
type PersonName = 'feedback-asked';
type WordsOf<Name extends NoticeName> = Name extends OpenName
  ? ForEveryone
  : Name extends PersonName
    ? { readonly person: PlainAndEasy }
    : ForProfessionals;

/** The words of every notice: one that has none does not compile. */
const LETTERS: { readonly [Name in NoticeName]: WordsOf<Name> } = {
  'referral-acknowledged': referrals.referralAcknowledged,
  'referral-received': { professional: stays.referralReceived },
  'not-eligible': referrals.notEligible,
  'rating-changed': { professional: stays.ratingChanged },
  admitted: { professional: stays.admitted },
  discharged: { professional: stays.discharged },
  'consent-withdrawn': { professional: stays.consentWithdrawn },
  'pathway-ended': { professional: stays.pathwayEnded },
  'meeting-to-arrange': { professional: steps.meetingToArrange },
  'deadline-missed': { professional: steps.deadlineMissed },
  'papers-without-consent': { professional: stays.papersWithoutConsent },
  'report-sent': meetings.reportSent,
  'feedback-asked': { person: meetings.feedbackAsked },
  'change-reported': { professional: stays.changeReported },
  correction: referrals.correction,
  'action-agreed': { professional: steps.actionAgreed },
  'action-blocked': { professional: steps.actionBlocked },
  'event-refused': { professional: stays.eventRefused },
  'meeting-invitation': meetings.meetingInvitation,
  'meeting-changed': meetings.meetingChanged,
  'meeting-cancelled': meetings.meetingCancelled,
  'step-remind': { professional: steps.stepRemind },
  'step-due': { professional: steps.stepDue },
  'step-overdue': { professional: steps.stepOverdue },
  'step-escalate': { professional: steps.stepEscalate },
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
