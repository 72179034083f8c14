import { options, type SheetSection } from './sheet';

export const KNOWN_OR_NOT = { yes: 'Yes', no: 'No', 'not-known': 'Not known' } as const;

const who: SheetSection = {
  code: 'identity',
  title: 'Who the person is',
  prompts: ['Their name, date of birth and NHS number stand on the record already.'],
  fields: [
    { as: 'line', name: 'known-as', label: 'Other names, and what they like to be called', naming: true },
    {
      ...{ as: 'choice', name: 'checked', label: 'How were the name, date of birth and NHS number checked?' },
      options: options({
        records: 'Against NHS records',
        'with-them': 'With the person or their family',
        papers: 'Against papers that were seen',
        'not-yet': 'They have not been checked yet',
      }),
    },
  ],
};

const demographics: SheetSection = {
  code: 'demographics',
  title: 'About the person',
  prompts: ['In their own words where they have said it. Leave out what was not asked.'],
  fields: [
    { as: 'line', name: 'gender', label: 'Gender, and the words that they use' },
    { as: 'line', name: 'ethnicity', label: 'Ethnic background' },
    { as: 'line', name: 'language', label: 'First language' },
    {
      ...{ as: 'choice', name: 'interpreter', label: 'Is an interpreter needed, for them or their family?' },
      options: options(KNOWN_OR_NOT),
    },
    { as: 'line', name: 'belief', label: 'Religion or belief, where it matters to them' },
  ],
};

const commissioner: SheetSection = {
  code: 'commissioner',
  title: 'Whose responsibility',
  fields: [
    { as: 'line', name: 'gp', label: 'GP surgery' },
    { as: 'line', name: 'council', label: 'Council that is responsible for their care' },
    { as: 'line', name: 'icb', label: 'Integrated care board that commissions their care' },
    {
      ...{ as: 'choice', name: 'looked-after', label: 'Are they looked after by a council?' },
      hint: 'Of anybody under 18, and of those who left care',
      options: options({
        no: 'No',
        here: 'Yes, by a council of this area, and living in it',
        'placed-out': 'Yes, by a council of this area, and placed outside it',
        'placed-here': 'Yes, by another council, and placed in this area',
        'care-leaver': 'They have left care',
        'not-known': 'Not known',
      }),
    },
  ],
};

const carers: SheetSection = {
  code: 'carers',
  title: 'Family and carers',
  prompts: ['Whoever is to be written to is added to the contacts of the record: what stands here reaches nobody.'],
  fields: [
    { as: 'words', name: 'lives-with', label: 'Who is at home with them?' },
    { as: 'words', name: 'carers', label: 'Who cares for them, and how is it going for those who do?' },
    {
      ...{ as: 'words', name: 'parental-responsibility', label: 'Who has parental responsibility, and what was seen that says so?' },
      hint: 'Of anybody under 18',
    },
    {
      ...{ as: 'words', name: 'not-told', label: 'Is there anybody who must not be told something, or must not know where they live?' },
      hint: 'Say it to the team at once, too: only they can stop what is sent',
    },
  ],
};

const careTeam: SheetSection = {
  code: 'care-team',
  title: 'Who works with them now',
  fields: [
    {
      ...{ as: 'choices', name: 'known-to', label: 'Which services know them?' },
      options: options({
        'community-health': 'Health: community learning disability or autism team',
        'mental-health': 'Health: mental health services, for adults or children',
        crisis: 'Health: crisis team or intensive support',
        paediatrics: 'Health: paediatrics',
        school: 'Education: school or college',
        send: 'Education: special educational needs services',
        'virtual-school': 'Education: virtual school',
        'childrens-social-care': 'Social care: children’s services',
        'disabled-children': 'Social care: disabled children’s team',
        'adult-social-care': 'Social care: adults’ services',
        'youth-justice': 'Youth justice, probation or police',
        none: 'None that we know of',
      }),
    },
    { as: 'line', name: 'lead', label: 'Lead professional', hint: 'They are best placed to ask for consent', naming: true },
    { as: 'line', name: 'keyworker', label: 'Keyworker', naming: true },
    { as: 'line', name: 'advocate', label: 'Advocate', naming: true },
    {
      ...{ as: 'choice', name: 'sendias', label: 'Is SENDIAS involved?' },
      hint: 'The information and advice service for families of children with special educational needs',
      options: options({ involved: 'Yes', told: 'The family has been told of it', no: 'No', 'does-not-apply': 'It does not apply' }),
    },
    { as: 'words', name: 'team', label: 'Who else, and what do they do?' },
  ],
};

const home: SheetSection = {
  code: 'home',
  title: 'Where they live and learn',
  fields: [
    {
      ...{ as: 'choice', name: 'where', label: 'Where do they live?' },
      options: options({
        family: 'With family',
        'own-home': 'In a home of their own',
        'supported-living': 'Supported living',
        'residential-care': 'Residential care',
        'foster-care': 'Foster care',
        'school-52': 'Residential placement of 52 weeks a year',
        'school-38': 'Residential placement of 38 weeks a year',
        hospital: 'In hospital',
        'no-home': 'They have no home at present',
        other: 'Somewhere else',
      }),
    },
    { as: 'line', name: 'provider', label: 'Who provides it, and since when?' },
    {
      ...{ as: 'choice', name: 'stable', label: 'Can it go on?' },
      options: options({
        stable: 'Yes',
        unstable: 'It is unstable',
        'cannot-meet': 'The provider says that it may not be able to meet their needs',
        'notice-given': 'Notice has been given',
        'not-known': 'Not known',
      }),
    },
    {
      ...{ as: 'choice', name: 'education', label: 'Education or work' },
      options: options({
        mainstream: 'Mainstream school or college',
        special: 'Special school or college',
        'at-home': 'Educated at home, by choice',
        'out-of-school': 'Out of school, or excluded',
        work: 'Work or a day service',
        none: 'None at present',
      }),
    },
    {
      ...{ as: 'choice', name: 'ehc-plan', label: 'Education, health and care plan' },
      options: options({
        plan: 'Yes',
        assessed: 'It is being assessed',
        no: 'No',
        'not-known': 'Not known',
        'does-not-apply': 'It does not apply',
      }),
    },
    {
      ...{ as: 'choices', name: 'easily-missed', label: 'What may hide how things are?' },
      options: options({
        'home-educated': 'They are educated at home',
        'no-diagnosis-yet': 'They may be autistic, without a diagnosis',
        'differs-by-place': 'They are different at home and at school',
      }),
    },
  ],
};

/** Who the person is, who is around them, and where they live and learn. */
export const ABOUT_THE_PERSON: readonly SheetSection[] = [who, demographics, commissioner, carers, careTeam, home];
