import type { FeedbackAnswer, FeedbackQuestion, SaidBy } from '../../domain/measures/feedback';
import type { Speed } from '../../domain/measures/speed';
import type { Standard } from '../../domain/measures/standards/standards';

/** What is measured of how quickly something went, and in plain words for whoever knows none of ours. */
export const SPEED_WORDS: Readonly<Record<Speed, { readonly title: string; readonly plain: string }>> = {
  'referral-to-decision': {
    title: 'From the referral to the decision on eligibility',
    plain: 'From asking for help to hearing whether we can help',
  },
  'referral-to-mam': {
    title: 'From the referral to the first multi-agency meeting',
    plain: 'From asking for help to the first meeting of everybody who helps',
  },
  'red-to-cetr': {
    title: 'From red to a community C(E)TR',
    plain: 'From red, when somebody is in a crisis, to a review at home',
  },
  'admission-to-cetr': {
    title: 'From an admission to the first C(E)TR of the stay',
    plain: 'From going into hospital to the first review there',
  },
  'cetr-to-report': { title: 'From a C(E)TR to its report', plain: 'From a review to its report' },
  'laep-arranged-to-held': {
    title: 'From arranging an urgent meeting (LAEP) to holding it',
    plain: 'From arranging an urgent meeting to holding it',
  },
  'laep-to-cetr': {
    title: 'From an urgent meeting (LAEP) to a community C(E)TR',
    plain: 'From an urgent meeting to a review at home',
  },
};

interface StandardWords {
  readonly title: string;
  /** When it is kept, and to what it applies. */
  readonly kept: string;
  readonly source: string;
  /** For whoever knows none of our words. */
  readonly plain: string;
}

const NEWSLETTER = 'LLR safeguarding newsletter, June 2023';
const LOG = 'SENDIAS learning log';

/** The standards, each with when it is kept and who says so (the documents with their lines: `domain/measures/standards`). */
export const STANDARD_WORDS: Readonly<Record<Standard, StandardWords>> = {
  rated: {
    title: 'Everybody on the register has a rating',
    kept: 'On the last day of the period.',
    source: NEWSLETTER,
    plain: 'Everybody on the register has a colour that says how worried we are',
  },
  'register-reviewed': {
    title: 'The whole register is reviewed in time',
    kept: 'Every month at first, or as the area says. Counted by the day on which it was due.',
    source: 'West Sussex, DSR for children and young people',
    plain: 'We looked at everybody on the register in time',
  },
  'consent-renewed': {
    title: 'Consent is renewed within the year',
    kept: 'And given anew by the person themself at 16 or 18, where a parent gave it. Counted by the day on which it was due.',
    source: 'West Sussex, DSR for children and young people',
    plain: 'We asked again in time whether people still want to be on the register',
  },
  'actions-owned': {
    title: 'What is agreed has an owner and a date',
    kept: 'Actions that were agreed in the period. For a recommendation a body may answer.',
    source: `${LOG}; ${NEWSLETTER}`,
    plain: 'When something was agreed, it was said who does it and by when',
  },
  'notes-family-support': {
    title: 'Meetings look at what supports the family now',
    kept: 'The notes of each multi-agency meeting went through that section, or say that it does not apply.',
    source: `${NEWSLETTER}: new minimum standard`,
    plain: 'Meetings talked about help for the family',
  },
  'notes-looked-after': {
    title: 'Meetings of children look at who has care of them',
    kept: 'The notes of each multi-agency meeting of somebody under 18 went through “Looked-after child”, or say that it does not apply.',
    source: `${NEWSLETTER}: new minimum standard`,
    plain: 'Meetings of children asked whether the child is in care, and who looks after them',
  },
  'review-before-admission': {
    title: 'A C(E)TR or an urgent meeting (LAEP) before an admission',
    kept: 'Held in the 28 days that end with the day of the admission.',
    source: `${NEWSLETTER}; ${LOG}`,
    plain: 'There was a meeting before somebody went into hospital',
  },
  'stays-on-register': {
    title: 'Who is admitted stays on the register',
    kept: 'Those on the register the day before the admission are on it the day after.',
    source: `${NEWSLETTER}: new minimum standard`,
    plain: 'People stayed on the register while they were in hospital',
  },
  'post-admission-review': {
    title: 'A C(E)TR soon after an admission, where there was none before',
    kept: 'Within 28 days; under 18 within 14.',
    source: 'NHS England, policy changes of 2017',
    plain: 'There was a review soon after somebody went into hospital',
  },
  'further-reviews': {
    title: 'Further C(E)TRs in hospital in time',
    kept: 'Under 18 every 3 months; adults every 6, in secure hospitals every 12.',
    source: 'NHS England, policy changes of 2017',
    plain: 'There were more reviews, in time, for those who stayed in hospital',
  },
  visits: {
    title: 'Visits in hospital in time',
    kept: 'Adults every 8 weeks, under 18 every 6.',
    source: `NHS England, May 2019; ${NEWSLETTER}`,
    plain: 'Somebody from our team visited people in hospital in time',
  },
  'family-contacted': {
    title: 'The family is contacted two weeks before a C(E)TR',
    kept: 'Counted by the day by which they were to be contacted.',
    source: LOG,
    plain: 'We spoke with the family two weeks before a review',
  },
  'full-panel': {
    title: 'C(E)TRs are held with a full panel',
    kept: 'A chair, a clinical expert and an expert by experience, as it was recorded with the review.',
    source: NEWSLETTER,
    plain: 'Everybody who should lead a review was there, an expert by experience among them',
  },
  report: {
    title: 'The report is given within two weeks',
    kept: 'To the person, their advocate, the family and the care team, and to everybody who took part, as it was recorded.',
    source: LOG,
    plain: 'The report of a review came within two weeks',
  },
  feedback: {
    title: 'How the review was is asked within a week',
    kept: 'Also kept where somebody did not wish to say.',
    source: LOG,
    plain: 'We asked within a week how the review was',
  },
  'mam-after-discharge': {
    title: 'A multi-agency meeting after a discharge',
    kept: 'Of those who left hospital in the period and are on the register. There is no national date: until it is held it is still to be done.',
    source: NEWSLETTER,
    plain: 'There was a meeting after somebody came home from hospital',
  },
  'notes-after-discharge': {
    title: 'The first meeting after a discharge looks at the plans for after it',
    kept: 'Its notes went through “Plans after discharge”, or say that it does not apply.',
    source: `${NEWSLETTER}: new minimum standard`,
    plain: 'That meeting talked about the plans for life after hospital',
  },
};

/** What is asked of people after a review. */
export const QUESTION_WORDS: Readonly<Record<FeedbackQuestion, string>> = {
  listened: 'Were you listened to?',
  understood: 'Did you understand what was said?',
  'able-to-say': 'Could you say what you wanted to?',
  better: 'Will things be better because of it?',
};

export const ANSWER_WORDS: Readonly<Record<FeedbackAnswer, string>> = { yes: 'Yes', partly: 'Partly', no: 'No', 'not-said': 'Not said' };

export const SAID_BY_WORDS: Readonly<Record<SaidBy, string>> = {
  person: 'The person',
  family: 'The family',
  both: 'Both',
  declined: 'Did not wish to',
};
