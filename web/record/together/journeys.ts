import { meetingTitle } from '../../content/meetings';
import { choice } from '../forms/form';
import { booked, onRegisterByConsent, owes } from './asked';
import { CLOSE_MAM } from './close-mam';
import { type Journey, questionsOf } from './journey';

const EXTRA_SCOPES = choice({
  meeting: 'Meetings and reviews',
  disclosure: 'Sharing papers with a panel',
  use: 'Use of the record',
});

const withRegister = ({ scope = [], ...fields }: Readonly<Record<string, unknown>>): Readonly<Record<string, unknown>> => ({
  ...fields,
  scope: ['register', ...(scope as readonly string[])],
});

/** The rating that goes with something else: a person decides it, or says that it is not decided. */
const rating = (not: string): Pick<Journey['parts'][number], 'fork' | 'ways' | 'day'> => ({
  day: { label: 'When was it decided?' },
  fork: {
    field: {
      as: 'choice',
      name: 'rating',
      label: 'Which rating?',
      options: choice({ red: 'Red', amber: 'Amber', green: 'Green', none: not }),
    },
    into: 'rating',
  },
  ways: [{ type: 'rating-set', of: ['red', 'amber', 'green'], fields: questionsOf('rating-set', 'rating') }],
});

/** Every journey of several events, in the order in which they are offered. Another one is another entry. */
export const JOURNEYS: readonly Journey[] = [
  {
    id: 'decide-referral',
    title: 'Decide a referral: eligible, consent and rating',
    button: 'Record the decision',
    note: 'What the person is told, and what begins, is shown before anything is recorded.',
    needs: ['eligibility-decided'],
    offered: (standing) => owes(standing, 'eligibility-decision', 'watch-review'),
    parts: [
      {
        id: 'decision',
        title: 'The decision on eligibility',
        day: { label: 'When was it decided?' },
        ways: [{ type: 'eligibility-decided', fields: questionsOf('eligibility-decided') }],
      },
      {
        id: 'consent',
        title: 'Consent to the register',
        note: 'A relative’s signature alone is not consent for an adult.',
        day: { label: 'When was consent given, or refused?' },
        fits: (standing) => !onRegisterByConsent(standing),
        follows: (answered) => answered('decision', 'outcome') === 'eligible',
        fork: {
          field: {
            as: 'choice',
            name: 'answer',
            label: 'Is there consent to being on the register?',
            options: choice({ given: 'Yes, it was given', refused: 'No, it was refused', open: 'Not answered yet' }),
          },
        },
        ways: [
          {
            type: 'consent-given',
            of: ['given'],
            heading: 'If consent was given',
            fields: [
              {
                as: 'choices',
                name: 'scope',
                label: 'To what else?',
                hint: 'Each is asked for by itself',
                options: EXTRA_SCOPES,
                optional: true,
              },
              ...questionsOf('consent-given', 'scope'),
            ],
            finish: withRegister,
          },
          {
            type: 'consent-refused',
            of: ['refused'],
            heading: 'If consent was refused',
            fields: questionsOf('consent-refused', 'scope'),
            fixed: { scope: ['register'] },
          },
        ],
      },
      {
        id: 'rating',
        title: 'The rating',
        ...rating('Not decided yet'),
        fits: ({ snapshot }) => !snapshot.inpatient,
        follows: (answered, standing) =>
          answered('decision', 'outcome') === 'eligible' && (onRegisterByConsent(standing) || answered('consent', 'answer') === 'given'),
      },
    ],
  },
  {
    id: 'laep-admission',
    title: 'Record an LAEP, and the admission that it agreed',
    button: 'Record LAEP and admission',
    urgent: true,
    note: 'For an urgent meeting (LAEP) that agreed to admit. One that did not is recorded as a meeting by itself.',
    caution: 'An LAEP is not a C(E)TR. The review after the admission is due all the same.',
    needs: ['meeting-held', 'admitted'],
    offered: () => true,
    parts: [
      {
        id: 'laep',
        title: 'The LAEP',
        note: 'An LAEP is not a C(E)TR.',
        day: { label: 'When was it held?' },
        ways: [
          {
            type: 'meeting-held',
            fields: [booked(['laep']), ...questionsOf('meeting-held', 'meeting', 'kind', 'outcome')],
            fixed: { kind: 'laep', outcome: 'admit' },
            says: [{ label: 'What came of it?', value: 'Admit to hospital' }],
          },
        ],
      },
      {
        id: 'admission',
        title: 'The admission',
        note: 'To a mental health, learning disability or autism bed. Not for a physical illness alone.',
        day: { label: 'When was the person admitted?' },
        ways: [{ type: 'admitted', fields: questionsOf('admitted') }],
      },
    ],
  },
  CLOSE_MAM,
  {
    id: 'meeting-rating',
    title: 'Record a community C(E)TR, and the rating that came of it',
    button: 'Record meeting and rating',
    note: 'The rating is looked at after each community C(E)TR.',
    needs: ['meeting-held', 'rating-set'],
    offered: (standing) =>
      onRegisterByConsent(standing) &&
      (owes(standing, 'community-cetr') ||
        standing.meetings.some(({ status, kind }) => status === 'scheduled' && kind === 'community-cetr')),
    parts: [
      {
        id: 'meeting',
        title: 'The meeting',
        day: { label: 'When was it held?' },
        ways: [
          {
            type: 'meeting-held',
            fields: [
              booked(['community-cetr']),
              {
                as: 'choice',
                name: 'outcome',
                label: 'What came of it?',
                options: choice({ 'stay-in-community': 'Stay in the community', 'admission-supported': 'Admission supported' }),
              },
              ...questionsOf('meeting-held', 'meeting', 'kind', 'outcome'),
            ],
            fixed: { kind: 'community-cetr' },
            says: [{ label: 'What kind of meeting?', value: meetingTitle('community-cetr') }],
          },
        ],
      },
      { id: 'rating', title: 'The rating', ...rating('It stays as it is, or is not decided yet') },
    ],
  },
  {
    id: 'discharge-meeting',
    title: 'Record a discharge, and the meeting after it (MAM)',
    button: 'Record discharge and meeting',
    note: 'Amber follows from the discharge by itself. A multi-agency meeting (MAM) looks at the support after it.',
    needs: ['discharged'],
    offered: (standing) => standing.snapshot.inpatient && onRegisterByConsent(standing),
    parts: [
      {
        id: 'discharge',
        title: 'The discharge',
        day: { label: 'When was the person discharged?' },
        ways: [{ type: 'discharged', fields: questionsOf('discharged') }],
      },
      {
        id: 'meeting',
        title: 'The multi-agency meeting after it',
        note: 'Invitations go out by themselves to those whom you tick.',
        day: { label: 'Which day?', ahead: true },
        fork: {
          field: {
            as: 'choice',
            name: 'arranged',
            label: 'Is the meeting arranged?',
            options: choice({ yes: 'Yes', no: 'Not yet' }),
          },
        },
        ways: [
          {
            type: 'meeting-scheduled',
            of: ['yes'],
            heading: 'If it is arranged',
            fields: questionsOf('meeting-scheduled', 'kind'),
            fixed: { kind: 'mam' },
            says: [{ label: 'What kind of meeting?', value: meetingTitle('mam') }],
          },
        ],
      },
    ],
  },
];
