import type { ConsentScope, Diagnosis, Security } from '../../domain/pathway/events';
import { listWords } from './dates';

/** A code in the words of a table; one that this release does not know stays as it is, so that nothing is left out. */
const said =
  (words: Readonly<Record<string, string>>) =>
  (code: string | undefined): string =>
    code === undefined ? '' : ((Object.hasOwn(words, code) ? words[code] : undefined) ?? code);

/** Who made a referral, or said that things have changed: after `from` or `by`. */
export const fromWords = said({
  professional: 'a professional',
  self: 'the person',
  family: 'the family',
  flag: 'somebody who is worried',
  keyworker: 'the keyworker',
  provider: 'the provider',
  person: 'the person',
  advocate: 'an advocate',
  commissioner: 'the commissioner',
  team: 'the team',
  other: 'somebody else',
});

const SCOPES: Readonly<Record<ConsentScope, string>> = {
  register: 'being on the register',
  meeting: 'meetings and reviews',
  disclosure: 'sharing papers with a panel',
  use: 'use of the record',
};
const scopeWords = said(SCOPES);
/** For what a consent is, in a list; what names none is about all of it. */
export const scopesWords = (scopes: readonly string[] | undefined): string =>
  scopes === undefined || scopes.length === 0 ? 'everything that was agreed' : listWords(scopes.map(scopeWords));

export const basisWords = said({
  own: 'The person’s own consent.',
  gillick: 'The person’s own consent, under 16 (Gillick competent).',
  'parental-responsibility': 'Given by somebody with parental responsibility.',
  attorney: 'Given by an attorney.',
  deputy: 'Given by a deputy.',
  'best-interests': 'A best-interests decision.',
});

const DIAGNOSES: Readonly<Record<Diagnosis, string>> = {
  'learning-disability': 'a learning disability',
  autism: 'autism',
  both: 'a learning disability and autism',
  considered: 'being considered',
  none: 'none',
};
export const diagnosisWords = said(DIAGNOSES);

const WARDS: Readonly<Record<Security, string>> = {
  'non-secure': 'a ward that is not secure',
  low: 'a low secure ward',
  medium: 'a medium secure ward',
  high: 'a high secure ward',
  picu: 'an intensive care ward (PICU)',
  'not-known': 'a ward of a kind that is not known yet',
};
export const wardWords = said(WARDS);

/** Whether somebody is detained; null: not known yet. */
export const detainedWords = (detained: boolean | null | undefined): string =>
  detained === true
    ? 'Detained under the Mental Health Act.'
    : detained === false
      ? 'Not detained.'
      : 'Whether they are detained is not known yet.';

export const withoutReviewWords = said({
  'mental-health-act': 'the person was detained under the Mental Health Act',
  emergency: 'it was an emergency',
  'person-declined': 'the person declined one',
  'not-arranged': 'it was not arranged',
  other: 'another reason',
  'not-known': 'not known yet',
});

export const destinationWords = said({
  home: 'home',
  'supported-living': 'supported living',
  'residential-care': 'residential care',
  'residential-school': 'a residential school',
  'other-hospital': 'another hospital',
  prison: 'prison',
  other: 'somewhere else',
  'not-known': 'a place that is not known yet',
});

export const meetingOutcomeWords = said({
  continue: 'another multi-agency meeting',
  escalate: 'escalate: the rating goes to red',
  'stand-down': 'stand down: no further meeting is needed',
  admit: 'admit to hospital',
  'no-admission': 'do not admit',
  adjourned: 'meet again before deciding',
  'stay-in-community': 'stay in the community',
  'admission-supported': 'the admission is supported',
  // As Assuring Transformation asks for the outcome of a C(E)TR in hospital.
  'at-1': 'not ready to leave hospital now',
  'at-2': 'ready to leave, with a plan, in 4 to 6 months',
  'at-3': 'ready to leave, without a plan',
  'at-4': 'not ready to leave: a hospital bed is needed',
  'at-5': 'ready to leave, with a plan, no date yet',
  'at-6': 'ready to leave within a month',
  'at-7': 'ready to leave in 2 to 3 months',
});

export const urgencyWords = said({ today: 'urgent today', 'this-week': 'urgent this week', 'can-wait': 'it can wait' });

export const changeOutcomeWords = said({
  'no-change': 'nothing changes',
  'rating-changed': 'the rating was changed',
  'meeting-asked-for': 'a meeting was asked for',
  other: 'something else',
});

export const excuseWords = said({
  'person-declined': 'the person declined',
  'person-unwell': 'the person was unwell',
  'provider-refused': 'the provider refused',
  'service-unavailable': 'the service was not available',
  other: 'another reason',
});

export const purposeWords = said({ oversight: 'Oversight by the commissioner', wellbeing: 'Well-being' });
