import type { WhyInvited } from '../../domain/meetings/who-comes';
import type { Missing } from '../../domain/meetings/who-is-missing';

/** Why somebody might be invited, each in a sentence. */
export const WHY_INVITED_WORDS: Readonly<Record<WhyInvited, string>> = {
  themself: 'It is about them.',
  chosen: 'The person chose that they are written to.',
  cares: 'Somebody else decides for the person: who cares for them is asked.',
  ward: 'The ward: the person is in hospital.',
  provider: 'Provides their care.',
  keyworker: 'Is their keyworker.',
  lead: 'Is the lead professional, as the referral says.',
  panel: 'A review needs an independent panel.',
  commissions: 'Commissions the care, and calls the review.',
  segregated: 'The person is in long-term segregation.',
  red: 'The person is rated red.',
  action: 'Has an action that is still to be done.',
  came: 'Was at the last meeting.',
  'invited-last': 'Was invited to the last meeting.',
  'works-with-them': 'Works with the person.',
  school: 'School or college: education has a part in the plan.',
  sen: 'Special educational needs: education has a part in the plan.',
  'social-care': 'Social care knows the person, as the referral says.',
  sendias: 'SENDIAS: for the family of somebody with special educational needs.',
};

interface MissingWords {
  readonly who: string;
  readonly why: string;
}

/** Who should be found, and why. */
export const MISSING_WORDS: Readonly<Record<Missing, MissingWords>> = {
  person: { who: 'The person themself', why: 'no contact says how they are written to.' },
  family: { who: 'A parent or carer', why: 'the person is under 18.' },
  'advocate-detained': { who: 'An independent mental health advocate', why: 'the person is detained, and nobody speaks for them yet.' },
  'advocate-named': { who: 'Their advocate', why: 'the referral names one.' },
  advocate: { who: 'An advocate', why: 'nobody speaks for them yet.' },
  ward: { who: 'The ward', why: 'the person is in hospital, and no provider is recorded.' },
  'keyworker-named': { who: 'Their keyworker', why: 'the referral names one.' },
  'lead-named': { who: 'The lead professional', why: 'the referral names one.' },
  school: { who: 'Their school or college', why: 'the referral says that they have one, and no contact is named with it.' },
  sen: { who: 'The special educational needs service', why: 'there is, or may be, an education, health and care plan.' },
  'social-care': { who: 'Social care', why: 'the referral says that it knows them, and no contact is named with it.' },
  'sendias-involved': { who: 'SENDIAS', why: 'the referral says that it is involved.' },
  sendias: { who: 'SENDIAS', why: 'nobody from it helps the family yet.' },
};
