import { options, type Sheet, type SheetField, type SheetSection } from '../sheet';

/** How a section of the notes went: all of them are gone through at each meeting (004 L1079). */
export const WENT = options({
  discussed: 'Discussed',
  'not-applicable': 'Does not apply',
  'not-reached': 'Not reached',
});

/** What is missing where somebody needs it, by which gaps are counted across an area. */
const GAPS = options({
  'autism-support': 'Support for autistic people without a learning disability',
  'mental-health': 'Mental health care that is adjusted to them',
  'intensive-support': 'Intensive support at home',
  'crisis-place': 'A place to go in a crisis',
  housing: 'Housing that suits them',
  'support-staff': 'Support staff with the skills that they need',
  'respite-care': 'Short breaks for the family',
  'school-place': 'A place at school or college',
  therapy: 'Therapy or positive behaviour support',
  other: 'Something else',
});

const notes = (label = 'What was said'): SheetField => ({
  as: 'words',
  name: 'text',
  label,
  hint: 'Write as if the person and the family will read it',
});
const went: SheetField = { as: 'choice', name: 'went', label: 'How did this section go?', options: WENT };

const section = (code: string, title: string, prompts: readonly string[], ...more: readonly SheetField[]): SheetSection => ({
  code,
  title,
  prompts,
  fields: [notes(), ...more, went],
});

/**
 * The notes of a multi-agency meeting, in the sixteen sections of the template (004 L1089 to 1104), and a place for disagreement between
 * professionals (004 L445 to 457). The document names the sections and not their prompts (L1087): those here are ours, and an area can say
 * its own in their place (`prompts.ts`).
 */
export const MAM_1: Sheet<'mam'> = {
  kind: 'mam',
  edition: 1,
  title: 'Notes of a multi-agency meeting',
  about: 'Every section is gone through at each meeting; what does not apply is said to. What was written last time stands beside it.',
  // 004 L1077 to 1104.
  source: 'Leicester, Leicestershire and Rutland, June 2023: template of the multi-agency meeting',
  sections: [
    section('update', 'What has changed since last time', [
      'What is better, and what is worse, since the referral or the last meeting?',
      'What of what was agreed has been done, and what has not?',
      'What do they say themselves?',
    ]),
    section('after-discharge', 'Plans after discharge', [
      'Does what was planned for after hospital happen, and is it enough?',
      'Who is called first if it does not?',
    ]),
    section('health', 'Physical health and medication', [
      'Pain, sleep, eating, epilepsy, teeth: could one of these be behind it?',
      'Was there a yearly health check, and a look at medication (STOMP, STAMP)?',
    ]),
    section('support', 'Health and social care support', [
      'Who sees them, how often, and does it help?',
      'What was promised, and is not there?',
    ]),
    section('home', 'Where they live', ['Is it safe, and does it suit them?', 'Is the tenancy or placement at risk?']),
    section('education', 'Education', [
      'Where do they learn, how much of it, and what gets in the way?',
      'EHC plan: is there one, and is it right?',
    ]),
    section('family', 'Parents, family and carers, and what it does to them', [
      'How are those around them involved, and do they wish to be?',
      'What does it do to parents, brothers and sisters, and others at home?',
    ]),
    section('family-support', 'What supports the family now', [
      'Carer’s assessment, short breaks, somebody to talk to: what is there, and what is asked for?',
    ]),
    section('advocacy', 'Advocacy', ['Who speaks up for them? If nobody does, who asks for an advocate, by when?']),
    section('aspirations', 'What they hope for', ['What do they want for themselves this year?', 'What of that can begin now?']),
    section('rights', 'Rights and legal frameworks', [
      'Mental Health Act, Mental Capacity Act, deprivation of liberty, court orders: which apply?',
      'Do they consent to what is planned, and to this meeting?',
    ]),
    section('looked-after', 'Looked-after child', [
      'Who has parental responsibility, which council is it, and who is the social worker?',
      'Placed out of area: who is told?',
    ]),
    section('safe', 'Safe', [
      'What are the risks, to them and to others, and who holds them?',
      'What is done in a crisis, at night and at the weekend?',
    ]),
    section('exploitation', 'Risk of exploitation', [
      'Money, home, sex, crime, extremism: is there a sign of any?',
      'Which referrals were made?',
    ]),
    section('next', 'Escalation and next steps', [
      'Is the rating still right?',
      'Is another meeting needed, and when? Or is it time for a C(E)TR, or to stand down?',
    ]),
    section('gaps', 'Gaps in services', ['What would have kept them well, and does not exist here, or not in time?'], {
      as: 'choices',
      name: 'gaps',
      label: 'Which gaps are there?',
      options: GAPS,
    }),
    {
      code: 'disagreement',
      title: 'Disagreement between professionals',
      prompts: [
        'Nothing of it may keep the person from being safe: what is agreed meanwhile?',
        'It is raised by the procedure for children, or by that for adults, of the safeguarding partnership.',
      ],
      fields: [
        {
          ...{ as: 'choices', name: 'about', label: 'What is it about?' },
          options: options({
            thresholds: 'Thresholds into services',
            assessments: 'What came of assessments',
            decisions: 'How it is decided',
            roles: 'Who does what',
            provision: 'What is provided',
            information: 'Sharing information, and how we talk with each other',
            other: 'Something else',
          }),
        },
        { as: 'words', name: 'text', label: 'Who sees what differently?' },
        {
          ...{ as: 'choice', name: 'raised', label: 'How is it raised?' },
          options: options({
            here: 'It was settled here',
            managers: 'Between managers',
            'children-procedure': 'By the procedure for children',
            'adults-procedure': 'By the procedure for adults',
          }),
        },
        { as: 'words', name: 'meanwhile', label: 'What keeps the person safe meanwhile?' },
      ],
    },
  ],
};
