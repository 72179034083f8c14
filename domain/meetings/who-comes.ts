import type { Came } from '../forms/meetings';
import { isAudience } from '../notices/catalogue';
import { type Contact, isFamily } from '../notices/recipients';
import type { AgeGroup } from '../calendar/ages';
import { type Basis, isCetr, isStayCetr, type MeetingKind, type Rating } from '../pathway/events';
import { type FromService, isSameName, type Missing, type Referred, servicesOf, whoIsMissing } from './who-is-missing';

/** Why somebody might be invited, by what the record says ("Which people and professionals might be invited to Alice’s CETR", 003 L279). */
export type WhyInvited =
  | 'themself'
  | 'chosen'
  | 'cares'
  | 'ward'
  | 'provider'
  | 'keyworker'
  | 'lead'
  | 'panel'
  | 'commissions'
  | 'segregated'
  | 'red'
  | 'action'
  | 'came'
  | 'invited-last'
  | 'works-with-them'
  | FromService;

/** What the record holds of somebody for whom a meeting is booked. */
export interface OnRecord {
  /** Null: it is not chosen yet; then nobody belongs to it for certain. */
  readonly kind: MeetingKind | null;
  /** Null: it is not known when they were born. */
  readonly age: AgeGroup | null;
  readonly rating: Rating | null;
  /** The stay that goes on; null: they are not in hospital. */
  readonly stay: { readonly detained: boolean | null } | null;
  readonly segregated: boolean;
  readonly contacts: readonly Contact[];
  /** Whether the person wishes the family to be written to, as last said; null: nothing was said. */
  readonly familyContact: 'yes' | 'no' | null;
  /** Consent to meetings was refused or withdrawn, and not given since. */
  readonly meetingsRefused: boolean;
  /** On what the consents to meetings that stand rest. */
  readonly bases: readonly Basis[];
  /** Whose actions are still to be done: ids of contacts, of the contact book, or of staff. */
  readonly owners: readonly string[];
  /** The ids of the area's contact book. */
  readonly book: readonly string[];
  /** The last meeting of the kind that was held: who was invited to it, and who was written down; null: there was none. */
  readonly last: {
    readonly invited: readonly string[];
    readonly who: readonly { readonly name: string; readonly came: Came }[];
  } | null;
  readonly referred: Referred;
}

/** Somebody who might come: an audience, or the id of a contact or of the contact book, as an invitation names them. */
export interface MightCome {
  readonly id: string;
  readonly why: readonly WhyInvited[];
  /** They belong to it, by policy or by what they took on; otherwise it is for whoever books to say. */
  readonly belongs: boolean;
}

export interface WhoComes {
  readonly people: readonly MightCome[];
  readonly missing: readonly Missing[];
}

/** Meetings about how the person is to live and be treated: they and those whom they chose come. */
const isTheirs = (kind: MeetingKind): boolean => isCetr(kind) || ['mam', 'cpa', 'discharge-planning'].includes(kind);
const isOfStay = (kind: MeetingKind): boolean => isStayCetr(kind) || ['cpa', 'discharge-planning'].includes(kind);
/** Looks back, or at everybody: who is missing at the person's own meetings is not missing there. */
const LOOKS_BACK: readonly (MeetingKind | null)[] = ['rca', 'register-review'];

/** Bases on which somebody else decides, so that whoever cares for the person is asked. */
const DECIDED_FOR_THEM: readonly Basis[] = ['parental-responsibility', 'best-interests'];
/** Of those who did not come nobody knows whether they would. */
const CAME: readonly Came[] = ['in-person', 'video', 'phone', 'sent-words'];
/** Who is told of a meeting although consent to it was refused (contract 6.11(11)). */
const IN_ANY_CASE: readonly string[] = ['team', 'commissioner'];

/** The contacts who may be thought of: nobody who must not know, and none of the family where the person does not wish it. Pure. */
export const invitableContacts = ({ contacts, familyContact }: Pick<OnRecord, 'contacts' | 'familyContact'>): readonly Contact[] =>
  contacts.filter(
    ({ role, mustNotKnow }) =>
      mustNotKnow !== true && role !== 'referrer' && (familyContact !== 'no' || role === 'person' || !isFamily(role)),
  );

/** How an invitation names a contact: who comes with all others of their kind by that, anybody else by themself. */
export function invitedAs({ id, role, chosen }: Contact): string {
  if (role === 'person' || role === 'keyworker' || role === 'provider' || role === 'panel') return role;
  return chosen && isFamily(role) ? 'chosen-contacts' : id;
}

type Reason = readonly [id: string, why: WhyInvited];

function ofContact(contact: Contact, { age, stay, bases, referred }: OnRecord): readonly WhyInvited[] {
  const { role, chosen, name } = contact;
  const lead: readonly WhyInvited[] = isSameName(referred.lead, name) ? ['lead'] : [];
  if (role === 'person') return ['themself'];
  if (role === 'keyworker' || role === 'panel') return [...lead, role];
  if (role === 'provider') return [...lead, stay ? 'ward' : 'provider'];
  if (isFamily(role)) {
    if (chosen) return ['chosen'];
    return role === 'parent-carer' && bases.some((basis) => DECIDED_FOR_THEM.includes(basis)) ? ['cares'] : [];
  }
  const known = [...lead, ...servicesOf(name, { age, referred })];
  return known.length > 0 ? known : ['works-with-them'];
}

/** The panel and the commissioner come by their office. */
function ofOffice({ kind, rating, segregated }: OnRecord): readonly Reason[] {
  return [
    ...(kind !== null && isCetr(kind)
      ? ([
          ['panel', 'panel'],
          ['commissioner', 'commissions'],
        ] as const)
      : []),
    ...(segregated ? ([['commissioner', 'segregated']] as const) : []),
    ...(rating === 'red' && kind === 'mam' ? ([['commissioner', 'red']] as const) : []),
  ];
}

/** Staff who took something on are invited with the team; who may not be thought of is not, whatever they took on. */
function ofActions({ owners, contacts, book }: OnRecord, asked: readonly Contact[]): readonly Reason[] {
  return [...new Set(owners)].flatMap((owner): readonly Reason[] => {
    const contact = asked.find(({ id }) => id === owner);
    if (contact) return [[invitedAs(contact), 'action']];
    return contacts.some(({ id }) => id === owner) ? [] : [[book.includes(owner) ? owner : 'team', 'action']];
  });
}

function ofLastTime({ last, book }: OnRecord, asked: readonly Contact[]): readonly Reason[] {
  if (last === null) return [];
  const present = last.who.filter(({ came }) => CAME.includes(came));
  const came = asked.filter((contact) => present.some(({ name }) => isSameName(name, contact.name))).map(invitedAs);
  const invited = last.invited.flatMap((id) => {
    const contact = asked.find((one) => one.id === id);
    return contact ? [invitedAs(contact)] : (isAudience(id) && id !== 'chosen-contacts') || book.includes(id) ? [id] : [];
  });
  return [
    ...came.map((id): Reason => [id, 'came']),
    ...invited.filter((id) => !came.includes(id)).map((id): Reason => [id, 'invited-last']),
  ];
}

function saysBelongs(why: WhyInvited, kind: MeetingKind): boolean {
  switch (why) {
    case 'themself':
    case 'chosen':
    case 'keyworker':
    case 'lead':
      return isTheirs(kind);
    case 'ward':
      return isOfStay(kind);
    case 'panel':
    case 'commissions':
    case 'segregated':
      return isCetr(kind);
    case 'action':
      return true;
    default:
      return false;
  }
}

/**
 * Who might come to a meeting by what the record holds, those who belong to it first, each with why; and who is to be expected and is not on
 * record. Where consent to meetings was refused, nobody but those who are told of them in any case. Pure.
 */
export function whoComes(record: OnRecord): WhoComes {
  const { kind, meetingsRefused } = record;
  const asked = invitableContacts(record);
  const reasons: readonly Reason[] = [
    // It is about them, also where no contact says how they are written to.
    ...(record.contacts.some(({ role }) => role === 'person') ? [] : [['person', 'themself'] as const]),
    ...asked.flatMap((contact) => ofContact(contact, record).map((why): Reason => [invitedAs(contact), why])),
    ...ofOffice(record),
    ...ofActions(record, asked),
    ...ofLastTime(record, asked),
  ];
  const ids = [...new Set(reasons.map(([id]) => id))].filter((id) => !meetingsRefused || IN_ANY_CASE.includes(id));
  const people = ids.map((id): MightCome => {
    const why = [...new Set(reasons.flatMap(([of, one]) => (of === id ? [one] : [])))];
    return { id, why, belongs: kind !== null && why.some((one) => saysBelongs(one, kind)) };
  });
  return {
    people: [...people.filter(({ belongs }) => belongs), ...people.filter(({ belongs }) => !belongs)],
    missing: meetingsRefused || LOOKS_BACK.includes(kind) ? [] : whoIsMissing(record),
  };
}

/** Those who might come and are not invited, neither with all others of their kind nor by themselves. Pure. */
export const notInvited = ({ people }: WhoComes, invited: readonly string[], contacts: readonly Contact[]): readonly MightCome[] =>
  people.filter(({ id }) => {
    if (invited.includes(id)) return false;
    const own = contacts.filter((contact) => invitedAs(contact) === id);
    return own.length === 0 || own.some((contact) => !invited.includes(contact.id));
  });
