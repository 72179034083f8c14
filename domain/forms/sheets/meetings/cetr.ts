import { options, type Sheet, type SheetSection } from '../sheet';

const words = (name: string, label: string, hint?: string) =>
  ({ as: 'words', name, label, ...(hint === undefined ? {} : { hint }) }) as const;

/** The papers that a panel asks for, by code. Which are asked for in hospital and at home is for the area: none is ever a condition. */
const PAPERS = options({
  profile: 'Communication passport, or one-page profile',
  'care-plan': 'Care plan',
  risk: 'Risk assessment and crisis plan',
  behaviour: 'Positive behaviour support plan',
  health: 'Health action plan and last health check',
  medication: 'Medication chart',
  'ehc-plan': 'EHC plan and school report',
  'social-care': 'Social care assessment and support plan',
  'previous-report': 'Report of the last C(E)TR',
  'mha-papers': 'Mental Health Act papers',
  'discharge-plan': 'Discharge plan',
});

const question = (code: string, title: string, prompts: readonly string[]): SheetSection => ({
  code,
  title,
  prompts,
  fields: [words('text', 'What the panel found'), words('said', 'What the person and the family say of it')],
});

const BEFORE: readonly SheetSection[] = [
  {
    code: 'asked',
    title: 'Why it is held',
    prompts: ['Nobody is refused a review because something else was not tried: what was tried is written down all the same.'],
    fields: [
      {
        ...{ as: 'choice', name: 'by', label: 'Who asked for it?' },
        options: options({
          person: 'The person',
          family: 'Their family',
          advocate: 'An advocate',
          team: 'The team that sees them',
          provider: 'The hospital or another provider',
          commissioner: 'The commissioner',
          rule: 'It is due',
        }),
      },
      words('why', 'What is to be clearer after it?'),
      words('tried', 'What was tried in the community, and what came of it?'),
    ],
  },
  {
    code: 'person',
    title: 'The person, before the day',
    prompts: ['Their own planner is theirs: it is helped with, never filled in for them.'],
    fields: [
      {
        ...{ as: 'choices', name: 'given', label: 'What do they have?' },
        options: options({
          information: 'Information about the review',
          planner: 'The planner, “My Care and Treatment Review”',
          'easy-read': 'Both in the way that suits them, easy read among it',
          panel: 'The names and roles of the panel',
        }),
      },
      { as: 'line', name: 'helper', label: 'Who helps them with the planner?', hint: 'Somebody of their choice', naming: true },
      {
        ...{ as: 'choices', name: 'met', label: 'Who of the panel has met whom?' },
        options: options({
          'clinical-person': 'The clinical expert met the person',
          'experience-person': 'The expert by experience met the person',
          family: 'One of them met the parent or carer',
          'not-wished': 'The person did not wish it',
        }),
      },
      words('adjustments', 'What makes the day possible for them?'),
    ],
  },
  {
    code: 'family',
    title: 'The family',
    fields: [
      { as: 'day', name: 'contacted', label: 'When were they asked whether they wish to take part?' },
      {
        ...{ as: 'choice', name: 'join', label: 'How do they take part?' },
        options: options({
          'in-person': 'In person',
          phone: 'By telephone',
          video: 'By video',
          words: 'They send their words',
          no: 'They do not wish to',
          'person-refused': 'The person does not wish it',
        }),
      },
      { as: 'day', name: 'sent', label: 'When were information and the names and roles of the panel sent to them?' },
    ],
  },
  {
    code: 'papers',
    title: 'Papers',
    prompts: ['They stay shut to the panel until consent to disclosure is on record. What is missing stops no review in the community.'],
    fields: [
      { as: 'choices', name: 'there', label: 'Which are there?', options: PAPERS },
      { as: 'choices', name: 'missing', label: 'Which are missing?', options: PAPERS },
      { as: 'choices', name: 'not-applicable', label: 'Which do not apply?', options: PAPERS },
      words('chased', 'Who chases what is missing, by when?'),
    ],
  },
];

const ON_THE_DAY: readonly SheetSection[] = [
  {
    code: 'agenda',
    title: 'Agenda',
    // 003 L299.
    prompts: ['It is settled first, so that everybody who was invited can take part.'],
    fields: [
      words('text', 'What comes when'),
      {
        ...{ as: 'choice', name: 'called', label: 'How are professionals called in?' },
        options: options({ together: 'Together', 'in-turn': 'One after the other' }),
      },
      {
        ...{ as: 'choices', name: 'personal', label: 'Was each of these kept in mind?' },
        hint: 'The principles that spell PERSONAL',
        options: options({
          'person-centred': 'Person centred and family centred',
          evidence: 'Evidence based',
          rights: 'Rights led',
          'whole-person': 'Seeing the whole person',
          open: 'Open, independent and challenging',
          'nothing-about': 'Nothing about us without us',
          action: 'Action focused',
          'life-in-community': 'Living life in the community',
        }),
      },
    ],
  },
  question('safe', 'Am I safe?', [
    'Restraint, seclusion, long-term segregation, medication, other people there: what is done, how often, and by whose decision?',
    'Is safeguarding needed, and who raises it today?',
  ]),
  question('care', 'What is my care like now?', [
    'Does it follow from what they need, and does it help?',
    'Health: is pain, sleep, epilepsy or medication behind some of it?',
    'Are they listened to, and is their family?',
  ]),
  question('future', 'Is there a plan for my future?', [
    'Where will they live, with whom, supported by whom, and from which day?',
    'What has to happen first, and who does it?',
  ]),
  question('hospital', 'Do I need to be in hospital for my care?', [
    'In the community: what would make an admission unnecessary?',
    'In hospital: what can only be done there, and until when?',
  ]),
  {
    code: 'admission',
    title: 'If an admission is proposed, or goes on',
    prompts: [
      'Not before every other way was looked at, and it is agreed that hospital is the least restrictive, and that the treatment can be given there alone.',
    ],
    fields: [
      words('alternatives', 'Which other ways were looked at, and why are they not enough?'),
      words('least-restrictive', 'Why is hospital the least restrictive way?'),
      words('rationale', 'What is it for?'),
      words('treatment', 'Which treatment is recommended?'),
      { as: 'line', name: 'length', label: 'Which length of stay is proposed?' },
      {
        ...{ as: 'choice', name: 'agrees', label: 'Does the person agree?' },
        options: options({
          yes: 'Yes',
          no: 'No',
          unable: 'They cannot say, and it was decided for them',
          'not-asked': 'They were not asked',
        }),
      },
      { as: 'line', name: 'distance', label: 'How far from home is it?' },
    ],
  },
];

const AFTER: readonly SheetSection[] = [
  {
    code: 'end',
    title: 'At the end of the day',
    fields: [
      {
        ...{ as: 'choices', name: 'told', label: 'Who was told by word of mouth what came of it?' },
        options: options({
          person: 'The person',
          family: 'The family',
          staff: 'Senior staff of the hospital or the provider',
          'offered-declined': 'It was offered, and not wished',
        }),
      },
      words('text', 'What was said to them, and what they said'),
    ],
  },
  {
    code: 'report',
    title: 'The report',
    prompts: [
      'Two duties of two weeks: to the person, their advocate, a family member and the care team; and to everybody who took part or helps with actions.',
    ],
    fields: [
      { as: 'line', name: 'chair', label: 'Who wrote it, as the chair?', naming: true },
      { as: 'day', name: 'sent-first', label: 'When was it sent to the person, the advocate, the family and the care team?' },
      { as: 'day', name: 'sent-all', label: 'When was it sent to everybody else who took part or helps with actions?' },
      { as: 'day', name: 'filed', label: 'When was it filed in the medical record?' },
    ],
  },
  {
    code: 'feedback',
    title: 'How it was for them',
    prompts: ['Help with the form is offered within a week, by somebody of their choice. Nobody has to fill it in.'],
    fields: [
      { as: 'day', name: 'offered', label: 'When was help offered?' },
      { as: 'line', name: 'helper', label: 'Who helped?', naming: true },
      words('text', 'What they said'),
    ],
  },
];

/**
 * A Care (Education) and Treatment Review of any kind: before it, on the day, and after it (003 L288 to 313, 004 L1108 to 1113). The four
 * questions and the principles are those of the national review template; the words of the prompts are ours.
 */
export const CETR_1: Sheet<'cetr'> = {
  kind: 'cetr',
  edition: 1,
  title: 'A C(E)TR, from the asking to the report',
  about: 'What has to be thought of before the day, what the panel asks on it, and what follows.',
  // 003 L288 to 313; 004 L1108 to 1113; 001 L37.
  source:
    'Care, Education and Treatment Reviews: SENDIAS learning log; Leicester, Leicestershire and Rutland, June 2023; a council’s page about the register',
  sections: [...BEFORE, ...ON_THE_DAY, ...AFTER],
};
