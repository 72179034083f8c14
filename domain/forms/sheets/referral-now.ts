import { KNOWN_OR_NOT } from './referral-person';
import { options, type SheetSection } from './sheet';

const communication: SheetSection = {
  code: 'communication',
  title: 'How to talk and write with them',
  fields: [
    { as: 'words', name: 'how', label: 'How do they tell people things, and how do people tell them?' },
    {
      ...{ as: 'choice', name: 'easy-read', label: 'Do they want letters in easy read?' },
      hint: 'Tick it at their contact, too: letters go by that',
      options: options(KNOWN_OR_NOT),
    },
    { as: 'words', name: 'adjustments', label: 'Reasonable adjustments: what makes a meeting or a visit possible for them?' },
  ],
};

const history: SheetSection = {
  code: 'history',
  title: 'Their story so far',
  fields: [
    { as: 'words', name: 'strengths', label: 'What are they good at, and what matters to them?' },
    {
      as: 'words',
      name: 'history',
      label: 'What has happened before?',
      hint: 'Briefly: health, home, school or work, and what changed when',
    },
    { as: 'words', name: 'diagnosis', label: 'Diagnosis: which, made by whom, and what can be sent to show it?' },
    { as: 'words', name: 'admissions', label: 'Times in hospital, and times when a crisis team kept them out of it, with dates' },
  ],
};

const current: SheetSection = {
  code: 'current',
  title: 'What is happening now',
  fields: [
    { as: 'words', name: 'concerns', label: 'What is happening, and what worries whom?' },
    {
      as: 'words',
      name: 'views',
      label: 'What do they say of it themselves, and what do they want?',
      hint: 'Ask early, whoever is there: then pass it on',
    },
    {
      ...{ as: 'choices', name: 'to-prevent', label: 'What could happen without more support?' },
      options: options({
        'family-breakdown': 'Breakdown of the family unit',
        'care-order': 'A care order',
        admission: 'Admission to hospital',
        offending: 'Offending behaviour',
        'criminal-justice': 'Contact with the criminal justice system',
        'serious-incident': 'A serious untoward incident',
      }),
    },
    { as: 'words', name: 'stressors', label: 'What makes it worse? Stressors and trigger points' },
    { as: 'words', name: 'helps', label: 'What makes it better?' },
  ],
};

const risk: SheetSection = {
  code: 'risk',
  title: 'Risk',
  prompts: ['If somebody is in danger now, do not fill in a form: phone.'],
  fields: [
    {
      ...{ as: 'choices', name: 'risks', label: 'Of what?' },
      options: options({
        'harm-to-self': 'Harm to themself',
        'harm-to-others': 'Harm to others',
        'self-neglect': 'Self-neglect',
        'going-missing': 'Going missing',
        exploitation: 'Being exploited',
        health: 'Their physical health',
        'home-lost': 'Losing their home or placement',
        restraint: 'Restraint, seclusion or much medication',
      }),
    },
    { as: 'words', name: 'what', label: 'What exactly, how often, and when last?' },
    { as: 'words', name: 'plan', label: 'What is done about it, and what has worked?' },
  ],
};

const safeguarding: SheetSection = {
  code: 'safeguarding',
  title: 'Safeguarding and rights',
  prompts: ['This does not take the place of a safeguarding referral, or of one to Prevent: go on making these.'],
  fields: [
    {
      ...{ as: 'choices', name: 'concerns', label: 'Is there concern about any of these?' },
      options: options({
        abuse: 'Abuse or neglect',
        'domestic-abuse': 'Domestic abuse, coercive or controlling behaviour among it',
        cuckooing: 'Cuckooing: their home is used by others',
        exploitation: 'Exploitation, of money, labour, sex or for crime',
        radicalisation: 'Being drawn into extremism',
        none: 'None that we know of',
      }),
    },
    {
      ...{ as: 'choices', name: 'referred', label: 'Which referrals were made because of it?' },
      options: options({
        safeguarding: 'Safeguarding',
        prevent: 'Prevent, with consent where it is needed',
        'domestic-abuse': 'Domestic abuse services',
        police: 'Police',
        none: 'None',
      }),
    },
    { as: 'words', name: 'what', label: 'What was done, by whom, and what came of it?' },
    {
      ...{ as: 'words', name: 'rights', label: 'Rights and legal frameworks' },
      hint: 'The Mental Health Act, a care order, deprivation of liberty, the Court of Protection, bail or probation',
    },
  ],
};

const support: SheetSection = {
  code: 'support',
  title: 'Support that is there already',
  prompts: ['This register takes the place of no other referral: go on making those that are needed, and say them here.'],
  fields: [
    { as: 'words', name: 'in-place', label: 'What support is there, and what was tried before?' },
    { as: 'words', name: 'referred-elsewhere', label: 'Which other referrals were made, and what came of them?' },
    {
      ...{ as: 'choice', name: 'personal-budget', label: 'Personal budget' },
      options: options({ has: 'They have one', asked: 'It has been asked for', no: 'No', 'not-known': 'Not known' }),
    },
    {
      ...{ as: 'choice', name: 'keyworker-scheme', label: 'Keyworker scheme for children and young people' },
      hint: 'It works alongside this pathway',
      options: options({
        has: 'They have a keyworker by it',
        asked: 'It has been asked for',
        declined: 'It was offered, and declined',
        no: 'No',
        'does-not-apply': 'It does not apply',
      }),
    },
    {
      ...{ as: 'choice', name: 'thrive', label: 'Where they are in THRIVE' },
      hint: 'For children and young people, where your services work with it',
      options: options({
        advice: 'Getting advice',
        help: 'Getting help',
        'more-help': 'Getting more help',
        'risk-support': 'Getting risk support',
      }),
    },
    { as: 'words', name: 'missing', label: 'What is needed, and is not there?' },
  ],
};

/** How to talk with them, what has happened and what happens now, risk, and what is there already. */
export const ABOUT_NOW: readonly SheetSection[] = [communication, history, current, risk, safeguarding, support];
