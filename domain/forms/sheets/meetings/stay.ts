import { options, type Sheet } from '../sheet';

const text = (label: string) => ({ as: 'words', name: 'text', label }) as const;
const READY = options({ yes: 'Ready', 'in-hand': 'In hand', no: 'Not begun', 'not-applicable': 'Does not apply' });
const ready = { as: 'choice', name: 'ready', label: 'How far is it?', options: READY } as const;

/** A meeting that plans a discharge: what has to be there before somebody goes home, each with how far it is (004 L1020, L1058). */
export const DISCHARGE_1: Sheet<'discharge-planning'> = {
  kind: 'discharge-planning',
  edition: 1,
  title: 'Planning a discharge',
  about:
    'What has to be there before they go home, and how far each of it is. The words are ours; an area that has a list of its own makes another edition.',
  // 004 L1020, L1058, L1062.
  source: 'Leicester, Leicestershire and Rutland, June 2023: discharge planning while in hospital',
  sections: [
    { code: 'wishes', title: 'What they want', fields: [text('Where, with whom, and how do they want to live?')] },
    { code: 'home', title: 'A home', fields: [text('Which, from when, and what has to be made ready?'), ready] },
    { code: 'support', title: 'Support and its money', fields: [text('Who supports them, how much, who pays, and is it agreed?'), ready] },
    {
      code: 'health',
      title: 'Health after discharge',
      fields: [text('GP, community team, medication, and who sees them in the first days?'), ready],
    },
    {
      code: 'risk',
      title: 'Risk and crisis',
      fields: [text('What is done if it gets hard again, by day and by night, before anybody thinks of hospital?'), ready],
    },
    { code: 'family', title: 'The family', fields: [text('What do they need, and what do they bring?'), ready] },
    {
      code: 'legal',
      title: 'Legal frameworks',
      fields: [text('Section 117, community treatment order, deprivation of liberty, ordinary residence: what applies?'), ready],
    },
    {
      code: 'stay',
      title: 'The stay meanwhile',
      fields: [
        { as: 'line', name: 'distance', label: 'How far from home are they?' },
        {
          ...{ as: 'choice', name: 'segregation', label: 'Are they in long-term segregation?' },
          options: options({ no: 'No', yes: 'Yes, and its reviews are on time', late: 'Yes, and a review is late' }),
        },
        text('What keeps them there, and who unblocks it by when?'),
      ],
    },
    {
      code: 'day',
      title: 'The day',
      fields: [
        { as: 'day', name: 'planned', label: 'Which day is planned?' },
        text('The meeting after it: who comes, and what will it look at?'),
      ],
    },
  ],
};

/** A meeting under the care programme approach, as far as the pathway asks after it. */
export const CPA_1: Sheet<'cpa'> = {
  kind: 'cpa',
  edition: 1,
  title: 'Notes of a CPA meeting',
  about: 'What it means for the stay, and for what follows.',
  source: 'Care programme approach: as a meeting of a stay',
  sections: [
    { code: 'plan', title: 'Care plan', fields: [text('What has changed, and what has not?')] },
    { code: 'risk', title: 'Risk', fields: [text('What was said of it?')] },
    { code: 'views', title: 'The person and the family', fields: [text('What do they say?')] },
    { code: 'discharge', title: 'On the way home', fields: [text('What stands between them and discharge, and who does what about it?')] },
  ],
};

/** Looking back at an admission that no review came before (003 L363). */
export const RCA_1: Sheet<'rca'> = {
  kind: 'rca',
  edition: 1,
  title: 'Looking back at an admission (root cause analysis)',
  about: 'So that it need not happen like that again: what happened, what would have helped, and what is changed. It blames nobody.',
  // 003 L363.
  source: 'SENDIAS learning log: root cause analysis',
  sections: [
    { code: 'before', title: 'What came before', fields: [text('What was known, to whom, and since when?')] },
    {
      code: 'why',
      title: 'Why no review was held before it',
      fields: [
        {
          ...{ as: 'choice', name: 'reason', label: 'Mainly because' },
          options: options({
            'not-known': 'Nobody had put them on the register',
            'not-asked': 'Nobody asked for a review in time',
            'no-panel': 'No panel could be had in time',
            'too-fast': 'It went too fast for one',
            declined: 'The person did not wish one',
            other: 'Something else',
          }),
        },
        text('In words'),
      ],
    },
    { code: 'helped', title: 'What would have helped', fields: [text('What did not exist, or came too late?')] },
    { code: 'change', title: 'What is changed', fields: [text('What, by whom, by when? Record each as an action.')] },
    {
      code: 'told',
      title: 'How it was explained',
      fields: [text('To the person and the family: by whom, in which words, and what did they say?')],
    },
  ],
};
