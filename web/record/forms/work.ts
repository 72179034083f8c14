import { CHANGE_OUTCOMES, CHANGE_SOURCES, CHANGE_URGENCIES, EXCUSE_REASONS } from '../../../domain/pathway/events';
import { dayText } from '../../content/dates';
import { kindWords } from '../../content/kinds';
import type { Field } from '../fields';
import { choice, reason, type Form } from './form';

const action: Field = {
  as: 'choice',
  name: 'action',
  label: 'Which action?',
  options: ({ snapshot }) =>
    snapshot.actions
      .filter(({ status }) => status === 'open' || status === 'blocked')
      .map(({ id, agreedOn, due }) => ({
        value: id,
        text: `Agreed ${dayText(agreedOn)}${due === null ? ', no date' : `, due ${dayText(due)}`}`,
      })),
};

const deadline: Field = {
  as: 'choice',
  name: 'deadline',
  label: 'Which deadline?',
  options: ({ snapshot }) =>
    [...snapshot.deadlines.values()]
      .filter(({ owed }) => owed)
      .map(({ id, kind, due }) => ({ value: id, text: `${kindWords(kind).title}, ${due === null ? 'no date set' : dayText(due)}` })),
};

/** Actions, changes, requests and excuses. */
export const WORK_FORMS = {
  'action-agreed': {
    title: 'Record an action',
    button: 'Record action',
    day: { label: 'When was it agreed?' },
    fields: [
      { as: 'words', name: 'what', label: 'What is to be done?' },
      { as: 'day', name: 'due', label: 'By when?', optional: true },
    ],
  },
  'action-redated': {
    title: 'Give an action a new date',
    button: 'Record new date',
    day: { label: 'When was that agreed?' },
    fields: [action, { as: 'day', name: 'due', label: 'By when?' }],
  },
  'action-done': {
    title: 'Record that an action was done',
    button: 'Record',
    day: { label: 'When?' },
    fields: [action, { as: 'words', name: 'evidence', label: 'What shows it?', optional: true }],
  },
  'action-blocked': {
    title: 'Record that an action cannot be done',
    button: 'Record',
    day: { label: 'When?' },
    fields: [action, { as: 'words', name: 'planB', label: 'What will be done instead?' }],
  },
  'change-reported': {
    title: 'Record that things have changed',
    button: 'Record change',
    day: { label: 'When was it said?' },
    fields: [
      {
        as: 'choice',
        name: 'source',
        label: 'Who said so?',
        options: choice(
          {
            professional: 'A professional',
            self: 'The person',
            family: 'The family',
            flag: 'Somebody who is worried',
            keyworker: 'The keyworker',
            provider: 'The provider',
          },
          CHANGE_SOURCES,
        ),
      },
      {
        as: 'choice',
        name: 'urgency',
        label: 'How urgent is it?',
        options: choice({ today: 'Today', 'this-week': 'This week', 'can-wait': 'It can wait' }, CHANGE_URGENCIES),
      },
      { as: 'words', name: 'what', label: 'What has changed?', optional: true },
    ],
  },
  'change-reviewed': {
    title: 'Record what came of a change',
    button: 'Record outcome',
    day: { label: 'When?' },
    fields: [
      {
        as: 'choice',
        name: 'outcome',
        label: 'What came of it?',
        options: choice(
          {
            'no-change': 'Nothing changes',
            'rating-changed': 'The rating was changed',
            'meeting-asked-for': 'A meeting was asked for',
            other: 'Something else',
          },
          CHANGE_OUTCOMES,
        ),
      },
      { ...reason, optional: true },
    ],
  },
  'next-step-set': {
    title: 'Set a day to look again',
    button: 'Set day',
    fields: [{ as: 'day', name: 'lookAgainOn', label: 'When will you look again?' }, reason],
  },
  'crisis-support-recorded': {
    title: 'Record support in a crisis',
    button: 'Record support',
    day: { label: 'From when?' },
    fields: [{ as: 'day', name: 'until', label: 'Until when?', optional: true }],
  },
  'review-requested': {
    title: 'Record that a C(E)TR was asked for',
    button: 'Record request',
    day: { label: 'When?' },
    fields: [
      {
        as: 'choice',
        name: 'by',
        label: 'By whom?',
        options: choice({ person: 'The person', family: 'The family', advocate: 'An advocate', professional: 'A professional' }),
      },
      reason,
    ],
  },
  'review-refused': {
    title: 'Record that a C(E)TR was refused',
    button: 'Record refusal',
    day: { label: 'When?' },
    fields: [
      {
        as: 'choice',
        name: 'by',
        label: 'By whom?',
        options: choice({ commissioner: 'The commissioner', team: 'The team', other: 'Somebody else' }),
      },
      reason,
    ],
  },
  'deadline-excused': {
    title: 'Excuse a deadline',
    button: 'Record excuse',
    note: 'An excuse after the due date does not undo a miss.',
    day: { label: 'When?' },
    fields: [
      deadline,
      {
        as: 'choice',
        name: 'reason',
        label: 'Why?',
        options: choice(
          {
            'person-declined': 'The person declined',
            'person-unwell': 'The person was unwell',
            'provider-refused': 'The provider refused',
            'service-unavailable': 'The service was not available',
            other: 'Another reason',
          },
          EXCUSE_REASONS,
        ),
      },
    ],
  },
  'keyworker-assigned': { title: 'Record that a keyworker was assigned', button: 'Record keyworker', day: { label: 'When?' }, fields: [] },
  'transition-planned': {
    title: 'Record the plan for the move to adult services',
    button: 'Record plan',
    day: { label: 'When was it made?' },
    fields: [],
  },
  'steps-released': {
    title: 'Let held reminders go',
    button: 'Release reminders',
    fields: [{ ...deadline, optional: true, hint: 'Leave it empty for all of them' } as Field],
  },
} as const satisfies Readonly<Record<string, Form>>;
