import { options, type Sheet } from '../sheet';

/**
 * An urgent meeting (local area emergency protocol) where there is no time for a C(E)TR before an admission (003 L325 to 330): in minutes, with only
 * what is known. It takes no review's place.
 */
export const LAEP_1: Sheet<'laep'> = {
  kind: 'laep',
  edition: 1,
  title: 'An urgent meeting (LAEP)',
  about: 'Write what is known now. What is not known yet is said at the end, and somebody finds it out in the morning.',
  // 003 L325 to 330; 004 L1112 to 1113.
  source: 'Local area emergency protocol: SENDIAS learning log; Leicester, Leicestershire and Rutland, June 2023',
  sections: [
    {
      code: 'call',
      title: 'Who called it, and why now',
      prompts: ['Any lead clinician may call one.', 'An LAEP is not a C(E)TR: the review after an admission is due all the same.'],
      fields: [
        { as: 'line', name: 'by', label: 'Who called it, and as what?', naming: true },
        { as: 'words', name: 'text', label: 'What has happened?' },
      ],
    },
    {
      code: 'tried',
      title: 'What was tried and considered',
      fields: [
        {
          ...{ as: 'choices', name: 'ways', label: 'Which other ways were looked at?' },
          options: options({
            'crisis-team': 'Crisis team or intensive support at home',
            'more-support': 'More support where they live',
            'other-place': 'Another place to stay for a while',
            family: 'Support for the family',
            medication: 'A look at health and medication',
            police: 'Police and ambulance street triage',
            none: 'None could be had in time',
          }),
        },
        { as: 'words', name: 'text', label: 'Why are they not enough?' },
      ],
    },
    {
      code: 'views',
      title: 'What the person and the family say',
      fields: [
        { as: 'words', name: 'person', label: 'The person' },
        { as: 'words', name: 'family', label: 'The family or carer' },
        {
          ...{ as: 'choices', name: 'beside', label: 'Who was asked to speak for them?' },
          options: options({
            advocate: 'An advocate',
            sendias: 'SENDIAS, as the family wished',
            keyworker: 'Their keyworker',
            declined: 'It was offered, and not wished',
            'not-possible': 'Nobody could be reached at that hour',
          }),
        },
      ],
    },
    {
      code: 'decision',
      title: 'The decision',
      prompts: ['The decision itself, and the admission that it agrees, are recorded from the person’s page.'],
      fields: [
        { as: 'words', name: 'least-restrictive', label: 'Why is it the least restrictive way?' },
        { as: 'words', name: 'rationale', label: 'If they are admitted: what is it for?' },
        { as: 'line', name: 'length', label: 'Which length of stay is proposed?' },
        { as: 'line', name: 'distance', label: 'How far from home is it?' },
      ],
    },
    {
      code: 'safety',
      title: 'Safety tonight',
      fields: [
        {
          ...{ as: 'choices', name: 'done', label: 'What was done?' },
          options: options({
            safeguarding: 'A safeguarding referral was made',
            'safeguarding-not': 'Safeguarding was thought of, and is not needed',
            contacts: 'The person and the family have the crisis numbers',
            children: 'Others in the home, children among them, are safe',
          }),
        },
        { as: 'words', name: 'text', label: 'Who does what until the morning?' },
      ],
    },
    {
      code: 'open',
      title: 'What is not known yet',
      fields: [{ as: 'words', name: 'text', label: 'What has to be found out in the morning, and by whom?' }],
    },
  ],
};
