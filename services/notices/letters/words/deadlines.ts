import type { DeadlineKind } from '../../../../domain/pathway/kinds';

/** What each kind of deadline asks somebody to do. */
const DEADLINES: Readonly<Record<DeadlineKind, string>> = {
  'eligibility-decision': 'decide whether the person is eligible',
  'consent-decision': 'ask for consent to the register, and record the answer',
  'rating-decision': 'decide the rating',
  'next-step': 'say what comes next: set a day to look again, or plan something',
  'change-review': 'look at the change that was reported, and record what comes of it',
  'watch-review': 'look again at the decision to watch',
  'consent-renewal': 'renew the consent to the register',
  'consent-at-16': 'ask the young person for their own consent, as they turn 16',
  'consent-at-18': 'ask the person for their own consent, as they turn 18',
  mam: 'hold a multi-agency meeting (MAM)',
  'community-cetr': 'hold a community C(E)TR',
  'requested-cetr': 'hold the C(E)TR that was asked for',
  'laep-follow-up': 'hold a community C(E)TR after the urgent meeting (LAEP)',
  'post-admission-cetr': 'hold the post-admission C(E)TR',
  'inpatient-cetr': 'hold the next inpatient C(E)TR',
  'transfer-cetr': 'hold a C(E)TR after the transfer',
  'diagnosis-removed-cetr': 'hold a C(E)TR, because a diagnosis was taken away',
  'oversight-visit': 'make the oversight visit',
  'cetr-arrangements': 'begin arranging the C(E)TR',
  'family-contact': 'contact the family about the C(E)TR',
  'panel-papers': 'send the papers to the panel',
  'meeting-consent': 'ask for consent to the C(E)TR, and record the answer',
  'meeting-outcome': 'record what came of the meeting',
  'cetr-report': 'send the report of the C(E)TR',
  'cetr-feedback': 'offer to take feedback on the C(E)TR',
  action: 'do the action',
  'transition-plan': 'plan the move to adult services',
  'mha-first-meeting': 'hold the first review meeting under the Mental Health Act',
  'mha-further-meeting': 'hold a further review meeting under the Mental Health Act',
  'mha-report': 'send the report of the review meeting under the Mental Health Act',
};

/** What a deadline of a kind asks for, in words that follow `please`. */
export const deadlineWords = (kind: DeadlineKind): string => DEADLINES[kind];

/** A sentence's first letter. */
export const sentence = (words: string): string => words.charAt(0).toUpperCase() + words.slice(1);
