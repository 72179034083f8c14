import { meetingTitle } from '../../content/meetings';
import { choice } from '../forms/form';
import { booked, onRegisterByConsent, owes } from './asked';
import { type Journey, questionsOf } from './journey';

/** The end of a multi-agency meeting: never without what comes next (004 L1065 to 1066). */
export const CLOSE_MAM: Journey = {
  id: 'close-mam',
  title: 'Close a multi-agency meeting (MAM), with what comes next',
  button: 'Record meeting and what comes next',
  note: 'A multi-agency meeting is not closed without what comes next: another one, a C(E)TR, or an end.',
  needs: ['meeting-held'],
  atMost: 3,
  offered: (standing) =>
    onRegisterByConsent(standing) &&
    (owes(standing, 'mam') || standing.meetings.some(({ status, kind }) => status === 'scheduled' && kind === 'mam')),
  parts: [
    {
      id: 'meeting',
      title: 'The meeting',
      day: { label: 'When was it held?' },
      fork: {
        field: {
          as: 'choice',
          name: 'outcome',
          label: 'What comes next?',
          options: choice({
            continue: 'Another multi-agency meeting, on a date',
            escalate: 'Escalate: the rating goes to red, and a C(E)TR is asked for',
            'stand-down': 'Stand down: well-being is restored, and the risk is lower',
          }),
        },
        into: 'outcome',
      },
      ways: [
        {
          type: 'meeting-held',
          of: ['continue', 'escalate', 'stand-down'],
          fields: [booked(['mam']), ...questionsOf('meeting-held', 'meeting', 'kind', 'outcome', 'quorate')],
          fixed: { kind: 'mam' },
        },
      ],
    },
    {
      id: 'next',
      title: 'The next meeting',
      note: 'Invitations go out by themselves to those whom you tick.',
      day: { label: 'Which day?', ahead: true },
      follows: (answered) => answered('meeting', 'outcome') === 'continue',
      ends: true,
      ways: [
        {
          type: 'meeting-scheduled',
          fields: questionsOf('meeting-scheduled', 'kind'),
          fixed: { kind: 'mam' },
          says: [{ label: 'What kind of meeting?', value: meetingTitle('mam') }],
        },
      ],
    },
    {
      id: 'red',
      title: 'The rating: red',
      note: 'Red asks for a community C(E)TR, and tells the director.',
      day: { label: 'When was it decided?' },
      fits: ({ snapshot }) => snapshot.rating !== 'red' && !snapshot.inpatient,
      follows: (answered) => answered('meeting', 'outcome') === 'escalate',
      ends: true,
      ways: [
        {
          type: 'rating-set',
          fields: questionsOf('rating-set', 'rating'),
          fixed: { rating: 'red' },
          says: [{ label: 'Which rating?', value: 'Red' }],
        },
      ],
    },
    {
      id: 'end',
      title: 'What stands in its place',
      day: { label: 'When was it decided?' },
      follows: (answered) => answered('meeting', 'outcome') === 'stand-down',
      fork: {
        field: {
          as: 'choice',
          name: 'then',
          label: 'What is agreed?',
          options: choice({
            look: 'They stay on the register, and somebody looks again on a day',
            green: 'The rating goes to green',
            leave: 'They leave the pathway',
          }),
        },
      },
      ways: [],
    },
    {
      id: 'look',
      title: 'Somebody looks again',
      day: { label: 'When was it decided?' },
      follows: (answered) => answered('end', 'then') === 'look',
      ends: true,
      ways: [{ type: 'next-step-set', fields: questionsOf('next-step-set') }],
    },
    {
      id: 'green',
      title: 'The rating: green',
      day: { label: 'When was it decided?' },
      follows: (answered) => answered('end', 'then') === 'green',
      ends: true,
      ways: [
        {
          type: 'rating-set',
          fields: questionsOf('rating-set', 'rating'),
          fixed: { rating: 'green' },
          says: [{ label: 'Which rating?', value: 'Green' }],
        },
      ],
    },
    {
      id: 'leave',
      title: 'They leave the pathway',
      note: 'What is still owed is shown before anything is recorded.',
      day: { label: 'When was it decided?' },
      follows: (answered) => answered('end', 'then') === 'leave',
      ends: true,
      ways: [{ type: 'pathway-closed', fields: questionsOf('pathway-closed') }],
    },
  ],
};
