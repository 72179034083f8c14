import type { Rating } from '../../domain/pathway/events';
import type { ReferralSource } from '../../domain/pathway/referrals';
import type { Contact } from '../../domain/notices/recipients';
import type { ChangeUrgency } from '../../services/referrals/asking/take';
import type { Stage } from '../../services/today/way-in';

/** Who made a referral. */
export const SOURCES: Readonly<Record<ReferralSource, string>> = {
  professional: 'A professional',
  self: 'The person',
  family: 'The family',
  flag: 'Somebody who is worried',
};

/** Who a contact is to the person, as one is asked. */
export const ROLES: Readonly<Record<Contact['role'], string>> = {
  person: 'The person themself',
  'parent-carer': 'Parent or carer',
  advocate: 'Advocate',
  keyworker: 'Keyworker',
  provider: 'Provider of care',
  professional: 'Another professional',
  panel: 'Member of a review panel',
  referrer: 'Nobody else: made the referral only',
};

/**
 * How urgent it is, in the words of the national guide (seed 002, lines 12 to 14). Blue is for people who are in hospital already, which is recorded as
 * an admission.
 */
export const URGENCIES: Readonly<Record<Exclude<Rating, 'blue'>, string>> = {
  red: 'Red: at high risk of going into hospital straight away',
  amber: 'Amber: at high risk of going into hospital if they do not get the right care and treatment soon',
  green: 'Green: having their risks managed well at home',
};

/** How soon somebody must look at what has changed. */
export const SOON: Readonly<Record<ChangeUrgency, string>> = { today: 'Today', 'this-week': 'This week', 'can-wait': 'It can wait' };

/** What somebody on the way in waits for, and what is done about it. */
export const STAGE_WORDS: Readonly<Record<Stage, { readonly state: string; readonly act: string }>> = {
  'eligibility-decision': { state: 'To be decided', act: 'Decide' },
  'watch-review': { state: 'Watched', act: 'Look again' },
  'consent-decision': { state: 'Consent to be asked for', act: 'Record consent' },
  'rating-decision': { state: 'To be rated', act: 'Rate' },
};
