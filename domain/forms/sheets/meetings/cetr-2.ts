import { options, type Sheet, type SheetField, type SheetSection } from '../sheet';
import { CETR_1 } from './cetr';

const SAID = options({ yes: 'Yes', partly: 'Partly', no: 'No', 'not-said': 'They did not say' });
const asked = (name: string, label: string): SheetField => ({ as: 'choice', name, label, options: SAID });

/** What they said of it: the four questions are those of the feedback form (`domain/forms/printed/feedback.ts`). */
const FEEDBACK: SheetSection = {
  code: 'feedback',
  title: 'How it was for them',
  prompts: ['Help with the form is offered within a week, by somebody of their choice. Nobody has to fill it in.'],
  fields: [
    { as: 'day', name: 'offered', label: 'When was help offered?' },
    { as: 'line', name: 'helper', label: 'Who helped?', naming: true },
    {
      ...{ as: 'choice', name: 'said-by', label: 'Who said how it was?' },
      options: options({
        person: 'The person',
        family: 'Their family',
        both: 'Both of them',
        declined: 'Nobody: it was offered, and they did not wish to',
      }),
    },
    asked('listened', 'Did they feel listened to?'),
    asked('understood', 'Was it said in words that they understood?'),
    asked('able-to-say', 'Could they say what they wanted to say?'),
    asked('better', 'Will things be better because of the review?'),
    { as: 'words', name: 'text', label: 'What they said' },
  ],
};

const EDUCATION: SheetSection = {
  code: 'education',
  title: 'Education, health and care plan',
  prompts: [
    'Under 26. Do they get the teaching and support that they need, in hospital and out of school too? What does the plan say, and is it done?',
    'Parents, a young person from the age of 16, and the school or college can ask the local authority for a needs assessment; anybody else can bring somebody to its attention.',
  ],
  fields: [
    {
      ...{ as: 'choice', name: 'status', label: 'Do they have a plan?' },
      options: options({
        has: 'Yes',
        'being-assessed': 'They are being assessed for one',
        'asked-for': 'It was asked for, and there is no answer yet',
        none: 'No, and it was not asked for',
        refused: 'It was asked for, and refused',
        'not-applicable': 'It does not apply: they are over 25, or do not need one',
        'not-known': 'Not known',
      }),
    },
    {
      ...{ as: 'choice', name: 'ask', label: 'Does the review find that a needs assessment should be asked for?' },
      options: options({ yes: 'Yes', no: 'No', 'not-applicable': 'It does not apply' }),
    },
    { as: 'words', name: 'why', label: 'Why?' },
    { as: 'line', name: 'who', label: 'Who asks for it?', hint: 'By what they are: the parent, the school, the social worker' },
    { as: 'day', name: 'by', label: 'By when?' },
  ],
};

/** The sections of the first edition, with education among what is asked on the day, and feedback by questions. */
const sections: readonly SheetSection[] = CETR_1.sections.flatMap((section) => {
  if (section.code === FEEDBACK.code) return [FEEDBACK];
  return section.code === 'hospital' ? [section, EDUCATION] : [section];
});

/**
 * The second edition of the notes of a review: feedback is answered by question, so that it can be counted, and what the review finds of an EHC plan
 * has a place ("Do you think she is likely to have an EHCP?", 003 L217). All that the first edition asks stands in it as it was.
 */
export const CETR_2: Sheet<'cetr'> = { ...CETR_1, edition: 2, source: `${CETR_1.source}; 003 L217`, sections };
