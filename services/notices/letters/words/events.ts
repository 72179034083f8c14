import { EVENT_TYPES, type EventType } from '../../../../domain/pathway/events';

/** What happened, as part of a sentence: `we were told of an admission`. */
const EVENTS: Readonly<Record<EventType, string>> = {
  'referral-received': 'a referral',
  'eligibility-decided': 'a decision on eligibility',
  'consent-given': 'a consent',
  'consent-refused': 'a refusal of consent',
  'consent-withdrawn': 'a withdrawal of consent',
  'contact-wish-recorded': 'a wish about contact with the family',
  'rating-set': 'a rating',
  'meeting-scheduled': 'a planned meeting',
  'meeting-held': 'a meeting that was held',
  'meeting-cancelled': 'a cancelled meeting',
  'arrangements-begun': 'the arranging of a meeting',
  'family-contacted': 'contact with the family',
  'papers-sent': 'papers that were sent',
  'report-sent': 'a report that was sent',
  'feedback-taken': 'feedback on a meeting',
  'action-agreed': 'an action that was agreed',
  'action-redated': 'a new date for an action',
  'action-done': 'an action that was done',
  'action-blocked': 'an action that cannot be done',
  admitted: 'an admission to hospital',
  'stay-details-confirmed': 'the details of a stay in hospital',
  transferred: 'a transfer',
  'legal-status-changed': 'a change of legal status',
  'leave-began': 'the beginning of a leave',
  'leave-ended': 'the end of a leave',
  discharged: 'a discharge from hospital',
  'diagnosis-confirmed': 'a diagnosis',
  'birth-date-recorded': 'a date of birth',
  'visit-held': 'a visit',
  'change-reported': 'a change',
  'change-reviewed': 'what came of a change that was reported',
  'next-step-set': 'a day to look again',
  'crisis-support-recorded': 'support in a crisis',
  'review-requested': 'a request for a C(E)TR',
  'review-refused': 'a refused request for a C(E)TR',
  'deadline-excused': 'an excuse',
  'keyworker-assigned': 'a keyworker',
  'transition-planned': 'a plan for the move to adult services',
  adopted: 'the taking over from an older register',
  'steps-released': 'the release of held reminders',
  'rules-adopted': 'the adoption of rules',
  'person-died': 'a death',
  'moved-away': 'a move to another area',
  'pathway-closed': 'the closing of the pathway',
  corrected: 'a correction',
};

/** An event in words; for a batch, or one of an older release, what can be said of all. */
export const eventWords = (type: string): string => {
  const known = EVENT_TYPES.find((one) => one === type);
  return known ? EVENTS[known] : 'several entries that were sent together';
};
