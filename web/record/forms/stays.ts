import { DESTINATIONS, SECURITIES, VISIT_PURPOSES, WITHOUT_REVIEW } from '../../../domain/pathway/events';
import type { Field } from '../fields';
import { choice, YES_NO, YES_NO_UNKNOWN, type Form } from './form';

const security: Field = {
  as: 'choice',
  name: 'security',
  label: 'What kind of ward is it?',
  options: choice(
    {
      'non-secure': 'Not secure',
      low: 'Low secure',
      medium: 'Medium secure',
      high: 'High secure',
      picu: 'Intensive care (PICU)',
      'not-known': 'Not known yet',
    },
    SECURITIES,
  ),
};

const detained: Field = {
  as: 'choice',
  name: 'detained',
  label: 'Is the person detained under the Mental Health Act?',
  options: YES_NO_UNKNOWN,
};

const site: Field = {
  as: 'line',
  name: 'site',
  label: 'Which hospital site? (ODS code)',
  hint: 'Letters and digits, as in RT5YE. Leave it empty if you do not know it',
  optional: true,
};

const legalStatus: Field = {
  as: 'line',
  name: 'legalStatus',
  label: 'Legal status, as a code',
  hint: 'For example 02 for section 2. Leave it empty if you do not know it',
  optional: true,
};

/** Stays in hospital, and visits. */
export const STAYS_FORMS = {
  admitted: {
    title: 'Record an admission',
    button: 'Record admission',
    note: 'For a mental health, learning disability or autism bed. Not for a physical illness alone.',
    day: { label: 'When was the person admitted?' },
    fields: [
      security,
      detained,
      { as: 'choice', name: 'planned', label: 'Was it planned?', options: YES_NO },
      {
        as: 'choice',
        name: 'withoutReview',
        label: 'If there was no C(E)TR before it: why?',
        options: choice(
          {
            'mental-health-act': 'Detained under the Mental Health Act',
            emergency: 'An emergency',
            'person-declined': 'The person declined one',
            'not-arranged': 'It was not arranged',
            other: 'Another reason',
            'not-known': 'Not known yet',
          },
          WITHOUT_REVIEW,
        ),
        optional: true,
      },
      site,
      legalStatus,
    ],
  },
  'stay-details-confirmed': {
    title: 'Complete the details of a stay',
    button: 'Record details',
    day: { label: 'Of the admission or transfer on which day?' },
    fields: [security, detained, site, legalStatus],
  },
  transferred: {
    title: 'Record a transfer',
    button: 'Record transfer',
    day: { label: 'When?' },
    fields: [
      security,
      detained,
      { as: 'choice', name: 'newHospital', label: 'To another hospital?', options: YES_NO, optional: true },
      site,
      legalStatus,
    ],
  },
  'legal-status-changed': {
    title: 'Record a change of legal status',
    button: 'Record change',
    day: { label: 'When?' },
    fields: [detained, legalStatus],
  },
  'leave-began': { title: 'Record that leave began', button: 'Record leave', day: { label: 'When?' }, fields: [] },
  'leave-ended': { title: 'Record that leave ended', button: 'Record', day: { label: 'When?' }, fields: [] },
  discharged: {
    title: 'Record a discharge',
    button: 'Record discharge',
    day: { label: 'When was the person discharged?' },
    fields: [
      {
        as: 'choice',
        name: 'destination',
        label: 'Where to?',
        options: choice(
          {
            home: 'Home',
            'supported-living': 'Supported living',
            'residential-care': 'Residential care',
            'residential-school': 'Residential school',
            'other-hospital': 'Another hospital',
            prison: 'Prison',
            other: 'Somewhere else',
            'not-known': 'Not known yet',
          },
          DESTINATIONS,
        ),
      },
    ],
  },
  'visit-held': {
    title: 'Record a visit',
    button: 'Record visit',
    day: { label: 'When was the visit?' },
    fields: [
      {
        as: 'choice',
        name: 'purpose',
        label: 'What was it for?',
        options: choice({ oversight: 'Oversight by the commissioner', wellbeing: 'Well-being' }, VISIT_PURPOSES),
      },
      { as: 'choice', name: 'onSite', label: 'Was it on site?', options: YES_NO },
      { as: 'choice', name: 'seen', label: 'Was the person seen?', options: YES_NO },
    ],
  },
} as const satisfies Readonly<Record<string, Form>>;
