import { options, type Sheet } from './sheet';

/** The first edition of what is checked of a referral before it is decided (004 L1042 to L1044, L379 to L381; sections 6.C and 6.D of the rules). */
export const CHECKS_1: Sheet<'checks'> = {
  kind: 'checks',
  edition: 1,
  title: 'Checks before the decision',
  about: 'What is checked of a referral, by whom and on what evidence. Nothing is scored: a person decides.',
  source: 'Leicester, Leicestershire and Rutland, Dynamic Support Pathway, June 2023',
  sections: [
    {
      code: 'belongs',
      title: 'Whether they belong to this area',
      prompts: ['One of the three is enough.'],
      fields: [
        {
          ...{ as: 'choices', name: 'by', label: 'They belong by' },
          options: options({
            gp: 'A GP surgery of this area',
            council: 'Support from a council of this area',
            'looked-after': 'Being looked after by a council of this area, and placed outside it',
            none: 'None of these: they belong elsewhere',
          }),
        },
        { as: 'line', name: 'how', label: 'How was it checked?' },
        { as: 'line', name: 'elsewhere', label: 'If they belong elsewhere: to whom was it passed on?' },
      ],
    },
    {
      code: 'diagnosis',
      title: 'Diagnosis',
      prompts: ['The decision itself names the diagnosis. This says on what it rests.'],
      fields: [
        {
          ...{ as: 'choice', name: 'seen', label: 'What was seen?' },
          options: options({
            report: 'A report or letter of whoever made it',
            record: 'An entry in a health record',
            register: 'The GP’s register of people with a learning disability',
            told: 'Nothing: a professional said it',
            nothing: 'Nothing yet',
          }),
        },
        { as: 'line', name: 'by', label: 'Which service made the diagnosis?' },
        { as: 'day', name: 'dated', label: 'Date of what was seen' },
        { as: 'line', name: 'where', label: 'Where is it kept?' },
      ],
    },
    {
      code: 'safety',
      title: 'Safety',
      prompts: ['If somebody is in danger now, phone first.', 'Ask when they are alone, where that is safe.'],
      fields: [
        {
          ...{ as: 'choices', name: 'asked', label: 'What was thought of, or asked about?' },
          options: options({
            safeguarding: 'Safeguarding, of an adult or a child',
            'domestic-abuse': 'Domestic abuse, of older people too',
            cuckooing: 'Cuckooing, and other exploitation',
            prevent: 'Prevent',
          }),
        },
        { as: 'words', name: 'done', label: 'What was found, and what was done?' },
      ],
    },
    {
      code: 'views',
      title: 'What they say themselves',
      fields: [
        {
          ...{ as: 'choice', name: 'asked', label: 'Were they asked?' },
          options: options({
            yes: 'Yes, themselves',
            through: 'Through somebody whom they trust',
            'not-yet': 'Not yet',
            'not-wanted': 'They did not want to be asked',
          }),
        },
        { as: 'words', name: 'views', label: 'Their views and wishes, in their words' },
        { as: 'line', name: 'passed-on', label: 'To whom were they passed on?' },
        { as: 'day', name: 'passed-on-on', label: 'On which day?' },
      ],
    },
  ],
};
