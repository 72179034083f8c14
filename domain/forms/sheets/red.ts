import { options, type Sheet } from './sheet';

/** The first edition of what follows a red rating besides its review, which has a date of its own (004 L1015, L1057). */
export const RED_1: Sheet<'red'> = {
  kind: 'red',
  edition: 1,
  title: 'What follows red',
  about: 'What is done, besides the review, to bring risk down. The review and its dates stand under Deadlines.',
  source: 'Leicester, Leicestershire and Rutland, Dynamic Support Pathway, June 2023: red',
  sections: [
    {
      code: 'intervention',
      title: 'Urgent help',
      fields: [
        { as: 'words', name: 'what', label: 'What is done now to reduce risk, and by whom?' },
        { as: 'day', name: 'since', label: 'Since which day?' },
      ],
    },
    {
      code: 'director',
      title: 'Director',
      fields: [
        {
          ...{ as: 'choice', name: 'told', label: 'Was a director told?' },
          options: options({ yes: 'Yes', 'not-needed': 'It was not needed', 'not-yet': 'Not yet' }),
        },
        { as: 'line', name: 'who', label: 'Which director, of health or of social care?' },
        { as: 'day', name: 'on', label: 'On which day?' },
      ],
    },
    {
      code: 'directive',
      title: 'Senior directive to attend the review',
      fields: [
        { as: 'line', name: 'by', label: 'Who gave it?' },
        { as: 'words', name: 'to', label: 'To whom?' },
        { as: 'day', name: 'on', label: 'On which day?' },
      ],
    },
    {
      code: 'support-plan',
      title: 'Support plan',
      fields: [
        { as: 'words', name: 'plan', label: 'What was agreed, who does it, and what if it does not work?' },
        { as: 'line', name: 'with', label: 'Agreed with whom?', hint: 'The person and their family among them' },
        { as: 'day', name: 'on', label: 'Agreed on' },
      ],
    },
    {
      code: 'mental-health',
      title: 'Mental health assessment',
      prompts: ['To be considered, not to be done by itself. What was decided is recorded, and why.'],
      fields: [
        {
          ...{ as: 'choice', name: 'decided', label: 'What was decided?' },
          options: options({
            'assessment-asked': 'A mental health assessment was asked for',
            'act-asked': 'An assessment under the Mental Health Act was asked for',
            'not-asked': 'Considered, and not asked for',
            'not-yet': 'Not considered yet',
          }),
        },
        { as: 'line', name: 'by', label: 'Who decided?' },
        { as: 'day', name: 'on', label: 'On which day?' },
        { as: 'words', name: 'why', label: 'Why?' },
      ],
    },
  ],
};
