import { ageGroupOn } from '../../../domain/calendar/ages';
import { CRITERIA, criteriaFor, type SpeaksFor } from '../../../domain/rules/criteria';
import { latestPathway } from '../../../domain/pathway/present';
import { lastReferral } from '../../../domain/pathway/referrals';
import type { Standing } from '../../../services/pathway/standing';
import { area, isArea } from '../../../services/rules/areas';
import { criterionHint } from '../../content/criteria';
import { BASES, CONSENT_SCOPES, DIAGNOSES, REFERRAL_SOURCES } from '../../../domain/pathway/events';
import type { Field } from '../fields';
import { choice, reason, type Form } from './form';

const diagnosis: Field = {
  as: 'choice',
  name: 'diagnosis',
  label: 'Which diagnosis is on record?',
  options: choice(
    { 'learning-disability': 'A learning disability', autism: 'Autism', both: 'Both', considered: 'Being considered', none: 'None' },
    DIAGNOSES,
  ),
};

const scope: Field = {
  as: 'choices',
  name: 'scope',
  label: 'For what?',
  hint: 'Each is asked for by itself',
  options: choice(
    {
      register: 'Being on the register',
      meeting: 'Meetings and reviews',
      disclosure: 'Sharing papers with a panel',
      use: 'Use of the record',
    },
    CONSENT_SCOPES,
  ),
};

const by: Field = {
  as: 'choice',
  name: 'by',
  label: 'Who said so?',
  options: choice({ person: 'The person', other: 'Somebody for them' }),
  optional: true,
};

/** Those whose age is not known are asked about by all of them. */
/** The documents whose criteria their area thinks with; absent: all. */
const documentsOf = ({ area: id }: Standing) => (isArea(id) ? area(id).criteria : undefined);

/** The criteria that speak to a decision, in the words of the documents: none is chosen for anybody, and nothing is counted. */
const seen = (speaksFor: readonly SpeaksFor[]): Field => ({
  as: 'choices',
  name: 'criteria',
  label: 'Which of these have you seen?',
  hint: 'In the words of the documents. They are there to think with: nothing is counted, and the decision is yours',
  optional: true,
  options: (standing, today) =>
    criteriaFor(speaksFor, ageGroupOn(standing.bornOn, today), documentsOf(standing)).map((value) => ({
      value,
      text: CRITERIA[value].words,
      hint: criterionHint(value),
    })),
});

/** What brings somebody onto the register: referral, decision, consent, rating. */
export const ENTRY_FORMS = {
  'referral-received': {
    title: 'Record a referral',
    button: 'Record referral',
    day: { label: 'When was it made?' },
    fields: [
      {
        as: 'choice',
        name: 'source',
        label: 'Who made it?',
        options: choice(
          { professional: 'A professional', self: 'The person', family: 'The family', flag: 'Somebody who is worried' },
          REFERRAL_SOURCES,
        ),
      },
    ],
  },
  'eligibility-decided': {
    title: 'Record the decision on eligibility',
    button: 'Record decision',
    day: { label: 'When was it decided?' },
    fields: [
      {
        as: 'choice',
        name: 'outcome',
        label: 'What was decided?',
        options: choice({ eligible: 'Eligible', 'not-eligible': 'Not eligible', watch: 'Watch, and look again' }),
      },
      diagnosis,
      seen(['entry']),
      { as: 'day', name: 'reviewOn', label: 'When will you look again?', hint: 'Only for watch', optional: true },
      {
        ...reason,
        hint: 'Needed where red was suggested and you decide otherwise. Write as if the person and their family read it',
        optional: true,
      },
    ],
    wants: ({ outcome, reason: why }, { record }) =>
      outcome !== 'eligible' && why === undefined && lastReferral(latestPathway(record)?.log ?? [])?.suggested === 'red'
        ? { field: 'reason', message: 'Whoever referred suggested red. Say why you decide otherwise' }
        : null,
  },
  'consent-given': {
    title: 'Record a consent',
    button: 'Record consent',
    note: 'A relative’s signature alone is not consent for an adult.',
    day: { label: 'When was it given?' },
    fields: [
      scope,
      {
        as: 'choice',
        name: 'basis',
        label: 'On what basis?',
        options: choice(
          {
            own: 'Their own consent',
            gillick: 'Their own consent, under 16 (Gillick competent)',
            'parental-responsibility': 'Parental responsibility',
            attorney: 'An attorney',
            deputy: 'A deputy',
            'best-interests': 'A best-interests decision',
          },
          BASES,
        ),
      },
      {
        as: 'day',
        name: 'assessedOn',
        label: 'When was capacity assessed?',
        hint: 'From the age of 16, for every basis but their own consent',
        optional: true,
      },
    ],
  },
  'consent-refused': {
    title: 'Record that consent was refused',
    button: 'Record refusal',
    day: { label: 'When?' },
    fields: [{ ...scope, optional: true, hint: 'None ticked: all of them' }, by],
  },
  'consent-withdrawn': {
    title: 'Record that consent was withdrawn',
    button: 'Record withdrawal',
    day: { label: 'When?' },
    fields: [{ ...scope, optional: true, hint: 'None ticked: all of them' }, by],
  },
  'contact-wish-recorded': {
    title: 'Record a wish about contact with the family',
    button: 'Record wish',
    day: { label: 'When was it said?' },
    fields: [{ as: 'choice', name: 'family', label: 'May the family be written to?', options: choice({ yes: 'Yes', no: 'No' }) }],
  },
  'rating-set': {
    title: 'Record a rating',
    button: 'Record rating',
    day: { label: 'When was it decided?' },
    fields: [
      { as: 'choice', name: 'rating', label: 'Which rating?', options: choice({ red: 'Red', amber: 'Amber', green: 'Green' }) },
      seen(['red', 'amber', 'green']),
      reason,
    ],
  },
  'diagnosis-confirmed': {
    title: 'Record a diagnosis',
    button: 'Record diagnosis',
    day: { label: 'When was it confirmed?' },
    fields: [diagnosis],
  },
  'birth-date-recorded': {
    title: 'Record a date of birth',
    button: 'Record date of birth',
    fields: [{ as: 'day', name: 'bornOn', label: 'Date of birth' }],
  },
} as const satisfies Readonly<Record<string, Form>>;
