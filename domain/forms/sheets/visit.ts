import { options, type Sheet } from './sheet';

/**
 * What was found on a visit to somebody in hospital: oversight by their commissioner, and a look at their well-being (004 L1020, L1058). The documents
 * name the visit and not what is written of it: the questions are ours.
 */
export const VISIT_1: Sheet<'visit'> = {
  kind: 'visit',
  edition: 1,
  title: 'What was found on a visit',
  about: 'How they are, what was seen of their care, and who was told of a concern.',
  // 004 L1020, L1058.
  source: 'Leicester, Leicestershire and Rutland, June 2023: commissioner oversight visits and well-being checks',
  sections: [
    {
      code: 'visit',
      title: 'What was found on a visit',
      prompts: ['Talk with the person, on their own if they wish, and look at where they live now. Write as if they will read it.'],
      fields: [
        { as: 'words', name: 'person', label: 'How are they, and what do they say?' },
        {
          ...{ as: 'words', name: 'care', label: 'What was seen of their care?' },
          hint: 'Restraint, seclusion, segregation, medication, physical health, what they do all day, who visits them',
        },
        { as: 'words', name: 'family', label: 'What do the family and their advocate say?' },
        {
          ...{ as: 'choice', name: 'plan', label: 'Does their plan for going home move?' },
          options: options({ yes: 'Yes', slow: 'Too slowly', no: 'No', none: 'There is none' }),
        },
        {
          ...{ as: 'choice', name: 'concerns', label: 'Is there a concern?' },
          options: options({ no: 'No', yes: 'Yes', safety: 'Yes, for somebody’s safety: raise safeguarding today' }),
        },
        { as: 'words', name: 'concern', label: 'If there is: which?' },
        {
          ...{ as: 'choices', name: 'told', label: 'Who was told of it?' },
          options: options({
            person: 'The person',
            family: 'The family',
            advocate: 'Their advocate',
            ward: 'The nurse in charge of the ward',
            clinician: 'The responsible clinician',
            commissioner: 'The commissioner',
            safeguarding: 'Safeguarding, at the council',
            cqc: 'The Care Quality Commission',
          }),
        },
        { as: 'day', name: 'told-on', label: 'When were they told?' },
        {
          as: 'words',
          name: 'follows',
          label: 'What follows, who does it, by when?',
          hint: 'Record what somebody has to do as an action too',
        },
      ],
    },
  ],
};
