import { options, type Sheet } from './sheet';

/**
 * The first edition of how consent was asked for: by which form, who signed and where it is kept, on what assessment, and what is still waited for
 * (001 L24; 004 L1005; "fluctuating capacity", 004 L425). What was decided is an event; this says on what it rests.
 */
export const CONSENT_1: Sheet<'consent'> = {
  kind: 'consent',
  edition: 1,
  title: 'How consent was asked for',
  about:
    'What was explained, which form was signed and by whom, and on what assessment it rests. The consent itself is recorded as an event.',
  source: 'Leicester, Leicestershire and Rutland, Dynamic Support Pathway, June 2023; policy and guide of NHS England',
  sections: [
    {
      code: 'explained',
      title: 'How it was explained',
      fields: [
        {
          ...{ as: 'choices', name: 'how', label: 'In which way?' },
          options: options({
            'easy-read': 'With the easy-read form',
            'another-language': 'In another language, or in sign language',
            pictures: 'With pictures, symbols or objects',
            advocate: 'With an advocate, or somebody whom they trust',
            'more-than-once': 'On more than one day',
            spoken: 'In conversation alone',
          }),
        },
        { as: 'line', name: 'by', label: 'By whom?' },
        { as: 'day', name: 'on', label: 'On which day?' },
        { as: 'words', name: 'said', label: 'What did they say and ask?' },
      ],
    },
    {
      code: 'form',
      title: 'The form',
      prompts: ['A relative’s signature alone is not consent for an adult.', 'Which edition it is stands at its foot.'],
      fields: [
        {
          ...{ as: 'choice', name: 'kind', label: 'Which form?' },
          options: options({
            standard: 'The consent form',
            'easy-read': 'The easy-read consent form',
            other: 'The form of another service',
            spoken: 'None: it was said, and written down',
          }),
        },
        { as: 'line', name: 'edition', label: 'Which edition?' },
        { as: 'line', name: 'signed-by', label: 'Who signed?', naming: true },
        {
          ...{ as: 'choice', name: 'as', label: 'As whom?' },
          options: options({
            person: 'The person',
            parent: 'Somebody with parental responsibility',
            attorney: 'Their attorney for health and welfare',
            deputy: 'Their deputy, named by a court',
            decider: 'Whoever made the best-interests decision',
          }),
        },
        {
          ...{ as: 'line', name: 'shown', label: 'What shows that they may?' },
          hint: 'For example a birth certificate, a court order, a registered power of attorney',
        },
        { as: 'day', name: 'on', label: 'On which day?' },
        { as: 'line', name: 'where', label: 'Where is it kept?' },
      ],
    },
    {
      code: 'capacity',
      title: 'Deciding for themself',
      prompts: [
        'From the age of 16 a person decides for themself, unless an assessment has found that they cannot decide this.',
        'Somebody may be able to decide on some days and not on others: ask when they can.',
      ],
      fields: [
        {
          ...{ as: 'choice', name: 'finding', label: 'What was found?' },
          options: options({
            'no-doubt': 'There was no reason to doubt that they can decide this',
            can: 'It was assessed: they can decide this',
            cannot: 'It was assessed: they cannot decide this',
            fluctuates: 'It was assessed: at times they can, at times they cannot',
            gillick: 'They are under 16 and understand what it means (Gillick competent)',
            'too-young': 'They are under 16, and a parent decides',
          }),
        },
        { as: 'day', name: 'on', label: 'On which day?' },
        { as: 'line', name: 'by', label: 'By whom?' },
        { as: 'words', name: 'when-better', label: 'When and how can they decide best?' },
        { as: 'day', name: 'again', label: 'When is it looked at again?' },
      ],
    },
    {
      code: 'waiting',
      title: 'Asked, and not answered',
      fields: [
        {
          ...{ as: 'choices', name: 'for', label: 'What was asked, and is not answered yet?' },
          options: options({
            register: 'Being on the register',
            meeting: 'Meetings and reviews',
            disclosure: 'Sharing papers with a panel',
            use: 'Use of what is shared',
          }),
        },
        { as: 'line', name: 'of', label: 'Of whom?', naming: true },
        { as: 'day', name: 'on', label: 'On which day?' },
        { as: 'day', name: 'chased', label: 'Asked again last on' },
        { as: 'words', name: 'about', label: 'What do they want to know first?' },
      ],
    },
  ],
};
