import { reason, type Form } from './form';

/** What ends a pathway. */
export const ENDINGS_FORMS = {
  'person-died': {
    title: 'Record a death',
    button: 'Record death',
    note: 'Everything that is owed ends, and nothing more is sent to the family by this service.',
    day: { label: 'When did the person die?' },
    fields: [],
  },
  'moved-away': {
    title: 'Record a move to another area',
    button: 'Record move',
    day: { label: 'When?' },
    fields: [
      {
        as: 'line',
        name: 'acceptedBy',
        label: 'Which commissioner took the person over?',
        hint: 'As a code. Needed while the person is in hospital',
        optional: true,
      },
    ],
  },
  'pathway-closed': { title: 'Close the pathway', button: 'Close pathway', day: { label: 'When?' }, fields: [reason] },
} as const satisfies Readonly<Record<string, Form>>;
