import type { AgeGroup } from '../calendar/ages';

/** What a criterion speaks for: belonging on the register, or a rating. */
export type SpeaksFor = 'entry' | 'red' | 'amber' | 'green';

/** A criterion in the words of the document that it comes from. It is a prompt: a named person decides, nothing is scored (docs/design.md). */
export interface Criterion {
  readonly speaksFor: SpeaksFor;
  /** Whom it is about by age; `all`: everybody. */
  readonly ages: AgeGroup | 'all';
  readonly words: string;
  readonly source: string;
}

const WEST_SUSSEX = 'West Sussex, Dynamic Support Register for children and young people, 29 September 2021';
const RISK_FACTORS = 'Dynamic Support Register for those under 18, relevant risk factors';
const NATIONAL = 'Dynamic Support Register, for adults, children and young people: what each rating is for';
const LLR = 'Leicester, Leicestershire and Rutland, Dynamic Support Pathway, June 2023';

const of =
  (speaksFor: SpeaksFor, ages: Criterion['ages'], source: string) =>
  (words: string): Criterion => ({ speaksFor, ages, words, source });
const entry = of('entry', 'under-18', RISK_FACTORS);
const childRed = of('red', 'under-18', `${WEST_SUSSEX}: red`);
const childAmber = of('amber', 'under-18', `${WEST_SUSSEX}: amber`);
const adultRed = of('red', 'adult', `${LLR}: red`);
const adultAmber = of('amber', 'adult', `${LLR}: amber`);

/**
 * Every criterion, in the order in which the documents have them (domain/policy sections 6.B and 6.E; seeds 000 L8 to L36, 001 L5 to L18, 002 L12 to L14,
 * 004 L939, L1010, L1015 and L1020, in full where section 6 clips them). The slide of red in 004 is headed "Amber (Adult)" by mistake. There is none for
 * adults' green: their areas leave the register at amber. A code is never given to other words: an event may have it.
 */
export const CRITERIA = {
  'entry-deteriorating': of(
    'entry',
    'all',
    LLR,
  )(
    'individuals (all age) with a learning disability, autism or both who are deteriorating in their health and well-being whilst living in the community',
  ),
  'child-entry-transforming-care': of(
    'entry',
    'under-18',
    WEST_SUSSEX,
  )(
    'meet the Transforming Care Criteria and have significant risk factors which could mean they require a mental health inpatient admission',
  ),
  'child-entry-needs': entry(
    'have a learning disability or autism or both who display or are at risk of developing: behaviour that challenges; mental health conditions who are most likely to be at risk of admission',
  ),
  'child-entry-residential': entry(
    'is already in a residential 52 or 38-week placement but providers are raising concern at their ability to be able to meet their ongoing needs',
  ),
  'child-entry-unstable': entry('is in a placement which is considered to be unstable'),
  'child-entry-behaviour': entry(
    'is displaying significant challenging behaviours that providers are raising as being of significant concern',
  ),
  'child-entry-inpatient-before': entry('has previously had an in-patient admission to a mental health unit and there remain concerns'),
  'child-entry-justice': entry(
    'is known to the criminal justice system or Youth Offending Service and there are concerns about mental health or challenging behaviour',
  ),
  'red-straight-away': of('red', 'all', NATIONAL)('people who are at high risk of going into hospital straight away'),
  'child-red-imminent': childRed(
    'Imminent risk of being admitted to hospital; displaying signs of challenging behaviour that are significantly challenging family and existing support services',
  ),
  'child-red-harm': childRed('Young person is placing themselves or others at serious and/or significant risk of harm'),
  'child-red-unplanned-admission': childRed(
    'Young person has had an unplanned hospital admission in the last year (excluding admission for physical health)',
  ),
  'child-red-crisis-team': childRed('They have been managed by a crisis team or similar to avoid a hospital admission in the last year'),
  'child-red-exhausted': childRed('All possible options to support in the community have been exhausted'),
  'adult-red-crisis': adultRed(
    'The well-being of the individual has continued to deteriorate despite the delivery of the appropriate interventions agreed at the previous multi-agency meetings. The individual is now in a crisis situation which requires urgent resolution.',
  ),
  'adult-red-unresolved': adultRed(
    'Crisis may occur because of non-resolution of any of the causes identified in the guidance notes for the amber rag rating of the dynamic support pathway.',
  ),
  'adult-red-suspected': adultRed(
    "There is a reason to suspect that the individual has a mental health concern which will necessitate evaluation and may result in the diagnosis of a mental health disorder and the associated risks may necessitate individual's potential admission to a specialist psychiatric bed.",
  ),
  'adult-red-known': adultRed(
    'The individual has a known mental health concern which is continuing to deteriorate. The associated risks to self and others continue to escalate in the community setting despite all interventions, to address the mental health concern, being delivered.',
  ),
  'adult-red-support-missing': adultRed(
    'The individual to be escalated to red if the level of support is not in place at the individual once again becomes at risk of admission',
  ),
  'amber-soon': of(
    'amber',
    'all',
    NATIONAL,
  )('people who are at high risk of going into hospital if they do not get the right care and treatment soon'),
  'child-amber-struggling': childAmber(
    'Child or young person is starting to display challenging behaviour which existing services are struggling to manage; these behaviours are at such a stage that a multidisciplinary team meeting, or a review of their current services, they are likely to be able to be managed OR',
  ),
  'child-amber-placement': childAmber(
    'The child or young person is living in the community (either at home or in a foster placement) but they are displaying challenging behaviours which may lead to a residential placement being sought, and there are concerns that there may not be a suitable residential placement available',
  ),
  'child-amber-options': childAmber(
    'The child or young person is in receipt of/has received all possible service options available in the community',
  ),
  'adult-amber-concern': adultAmber(
    'There is a significant concern for the health and well-being of the individual (any cause). The individual is not in a crisis situation; however, action is required to avoid the development of a crisis.',
  ),
  'adult-amber-behaviour': adultAmber(
    'A significant increase in behaviours that challenge. Support is required to prevent further deterioration in well-being, which may result in a future increased risk of referral to other services and/or hospital admission.',
  ),
  'adult-amber-deterioration': adultAmber(
    'Deterioration in mental health and wellbeing may include but is not limited to social withdrawal, self-neglect, anxiety, increased verbal or physical aggression towards self and/or others, damage to property, self-harm, suicidal thoughts, escalating anxiety, increased ritualistic behaviours or internal experiences such as hearing voices which are having a significant impact on well-being.',
  ),
  'adult-amber-strain': adultAmber(
    'The family/carer/placement provider is finding the situation difficult to manage. Carer strain may be becoming a concern.',
  ),
  'adult-amber-carer': adultAmber(
    'The carer has a significant underlying physical or mental health condition that is affecting their ability to continue to provide the level of care and support required.',
  ),
  'adult-amber-discharged': adultAmber('The individual has recently been discharged from an in-patient environment'),
  'green-well-managed': of('green', 'all', NATIONAL)('people who are having their risks managed well at home'),
  'child-green-no-concerns': of(
    'green',
    'under-18',
    `${WEST_SUSSEX}: green`,
  )(
    'The child or young person has previously been in a learning disability or mental health inpatient setting but is currently in the community or a residential placement and there are no concerns.',
  ),
} as const satisfies Readonly<Record<string, Criterion>>;
export type CriterionCode = keyof typeof CRITERIA;
/** The documents that the criteria come from, by how an area's profile names them. */
const DOCUMENTS = { national: NATIONAL, 'risk-factors': RISK_FACTORS, 'west-sussex': WEST_SUSSEX, llr: LLR } as const;
export type CriteriaDocument = keyof typeof DOCUMENTS;
export const CRITERIA_DOCUMENTS = Object.keys(DOCUMENTS) as [CriteriaDocument, ...CriteriaDocument[]];

/** Their codes, as an event names those that were seen. */
export const CRITERION_CODES = Object.keys(CRITERIA) as [CriterionCode, ...CriterionCode[]];

/**
 * Those that speak to a decision about somebody of this age group, in their order; null: the age is not known, and all of them do. `documents`: of
 * these alone; absent: of all.
 */
export const criteriaFor = (
  speaksFor: readonly SpeaksFor[],
  ages: AgeGroup | null,
  documents: readonly CriteriaDocument[] = CRITERIA_DOCUMENTS,
): readonly CriterionCode[] =>
  CRITERION_CODES.filter((code) => {
    const criterion: Criterion = CRITERIA[code];
    const isOfThese = documents.some((document) => criterion.source.startsWith(DOCUMENTS[document]));
    return isOfThese && speaksFor.includes(criterion.speaksFor) && (ages === null || criterion.ages === 'all' || criterion.ages === ages);
  });
