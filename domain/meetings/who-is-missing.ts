import type { AgeGroup } from '../calendar/ages';
import { type Contact, isProfessional } from '../notices/recipients';

/** Who is to be expected by what the record says, and is not among those recorded with the person. */
export const MISSING = [
  'person',
  'family',
  'advocate-detained',
  'advocate-named',
  'advocate',
  'ward',
  'keyworker-named',
  'lead-named',
  'school',
  'sen',
  'social-care',
  'sendias-involved',
  'sendias',
] as const;
export type Missing = (typeof MISSING)[number];

/** What the referral in full says of who works with the person, and where they learn; '' or empty: nothing. */
export interface Referred {
  /** Names, as they were typed. */
  readonly lead: string;
  readonly keyworker: string;
  readonly advocate: string;
  /** Codes of the sheet. */
  readonly knownTo: readonly string[];
  readonly sendias: string;
  readonly education: string;
  readonly ehcPlan: string;
}

/** A service that a professional comes from. */
export type FromService = Extract<Missing, 'school' | 'sen' | 'social-care' | 'sendias'>;

/** A contact has a name and a role: that they are of a school can only be told by what stands with their name ("Ms Specimen, Example Academy"). */
const NAMED: Readonly<Record<FromService, RegExp>> = {
  school: /\b(school|academy|college|sixth form|nursery|teacher|senco|tutor)\b/i,
  sen: /\b(sen|send|ehcp?|special educational)\b/i,
  'social-care': /\b(social (care|work|worker|services)|children.?s services|adults?.? services|council)\b/i,
  sendias: /\bsend ?iass?\b/i,
};
const SERVICES = Object.keys(NAMED) as readonly FromService[];

interface Expecting {
  readonly age: AgeGroup | null;
  readonly referred: Referred;
}

/** Education has a part in the plans of a child, and of whoever has an EHC plan or is assessed for one. */
const hasEhcPlan = ({ ehcPlan }: Referred): boolean => ehcPlan === 'plan' || ehcPlan === 'assessed';

/** Whether what is known of somebody lets a service be expected at their meetings. Pure. */
export function isExpected(service: FromService, { age, referred }: Expecting): boolean {
  const { knownTo, education, sendias } = referred;
  const isKnownTo = (...codes: readonly string[]): boolean => codes.some((code) => knownTo.includes(code));
  const learns = age === 'under-18' || hasEhcPlan(referred);
  switch (service) {
    case 'school':
      return learns && (education === 'mainstream' || education === 'special' || isKnownTo('school', 'virtual-school'));
    case 'sen':
      return hasEhcPlan(referred) || (learns && isKnownTo('send'));
    case 'social-care':
      return isKnownTo('childrens-social-care', 'disabled-children', 'adult-social-care');
    case 'sendias':
      return learns && sendias !== 'does-not-apply';
  }
}

/** The services that a professional seems to come from, of those that are expected. */
export const servicesOf = (name: string, of: Expecting): readonly FromService[] =>
  SERVICES.filter((service) => NAMED[service].test(name) && isExpected(service, of));

interface Looked extends Expecting {
  readonly stay: { readonly detained: boolean | null } | null;
  /** All who are recorded, those among them who must not know: nobody is to be added a second time. */
  readonly contacts: readonly Contact[];
  readonly familyContact: 'yes' | 'no' | null;
}

/** Who is not recorded with somebody, and should be found before they meet. Pure. */
export function whoIsMissing({ age, stay, contacts, familyContact, referred }: Looked): readonly Missing[] {
  const has = (role: Contact['role']): boolean => contacts.some((contact) => contact.role === role);
  const advocate: Missing = stay?.detained ? 'advocate-detained' : referred.advocate === '' ? 'advocate' : 'advocate-named';
  const isNamed = (name: string): boolean => contacts.some((contact) => isSameName(contact.name, name));
  const found: Readonly<Record<Missing, boolean>> = {
    person: !has('person'),
    family: age === 'under-18' && familyContact !== 'no' && !has('parent-carer'),
    'advocate-detained': advocate === 'advocate-detained' && !has('advocate'),
    'advocate-named': advocate === 'advocate-named' && !has('advocate'),
    advocate: advocate === 'advocate' && !has('advocate'),
    ward: stay !== null && !has('provider'),
    'keyworker-named': referred.keyworker !== '' && !has('keyworker'),
    'lead-named': referred.lead !== '' && !isNamed(referred.lead),
    ...serviceMissing({ age, contacts, referred }),
  };
  return MISSING.filter((one) => found[one]);
}

function serviceMissing({ age, contacts, referred }: Pick<Looked, 'age' | 'contacts' | 'referred'>) {
  const isAway = (service: FromService): boolean =>
    isExpected(service, { age, referred }) && !contacts.some(({ name, role }) => isProfessional(role) && NAMED[service].test(name));
  const isInvolved = referred.sendias === 'involved';
  return {
    ...{ school: isAway('school'), sen: isAway('sen'), 'social-care': isAway('social-care') },
    'sendias-involved': isInvolved && isAway('sendias'),
    // A family that has been told of it chooses for itself.
    sendias: !isInvolved && referred.sendias !== 'told' && isAway('sendias'),
  };
}

const plain = (name: string): string => name.trim().toLowerCase().replaceAll(/\s+/g, ' ');
/** Whether two names are the same but for capitals and spaces. */
export const isSameName = (one: string, other: string): boolean => plain(one) !== '' && plain(one) === plain(other);
