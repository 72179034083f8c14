import type { Contact } from '../../../../domain/notices/recipients';
import { folded, tokensOf } from './fold';

/** What is the person's and their family's own, and must not stand in a mail: folded, ready to be compared. */
export interface OwnDetails {
  readonly names: readonly OwnName[];
  /** Digits: the NHS number, and telephone numbers without their national or international beginning. */
  readonly numbers: ReadonlySet<string>;
}

/** One name in its parts, in small letters. */
export interface OwnName {
  readonly parts: readonly string[];
  /** Hyphened or apostrophed parts in one (`smithjones`), and those that were so written. */
  readonly joined: readonly string[];
}

/** What is written beside a name and is none. */
const BESIDE_A_NAME = new Set(
  (
    'mr mrs ms miss mx master dr doctor prof professor sir lady lord rev reverend sister brother mum mummy mam mother dad daddy father ' +
    'gran granny nan nana nanny grandma grandad grandpa grandmother grandfather aunt auntie uncle son daughter parent parents carer carers ' +
    'foster step guardian wife husband partner family known as aka not known unknown'
  ).split(' '),
);
/** Small words inside names: no part by themselves, but of the whole. */
const PARTICLES = new Set(
  'de da del della der den di do dos du la le les van von ter bin bint binti ibn al el st saint ap ab y e'.split(' '),
);

/** The roles whose names, numbers and addresses are private. A professional's or an organisation's hide no place. */
const PRIVATE_ROLES: readonly Contact['role'][] = ['person', 'parent-carer'];

/** What is the person's and the family's own, out of what is recorded of them. */
export function ownDetails(
  person: { readonly name: string | null; readonly nhsNumber: string | null },
  contacts: readonly Pick<Contact, 'name' | 'role' | 'phone'>[],
): OwnDetails {
  const family = contacts.filter(({ role }) => PRIVATE_ROLES.includes(role));
  const names = [person.name, ...family.map(({ name }) => name)].filter((name) => name !== null);
  const numbers = [person.nhsNumber, ...family.map(({ phone }) => phone)].flatMap((number) => (number ? [nationalDigits(number)] : []));
  return {
    names: names.map(ownName).filter(({ parts }) => parts.length > 0),
    numbers: new Set(numbers.filter(({ length }) => length >= 5)),
  };
}

function ownName(name: string): OwnName {
  const text = folded(name);
  const words = tokensOf(text).filter(({ word, possessive }) => word !== '' && !possessive && !BESIDE_A_NAME.has(word));
  // `Tom Example's mum` names Tom Example.
  const owners = tokensOf(text).filter(({ word, possessive }) => possessive && !BESIDE_A_NAME.has(word));
  const all = [...words, ...owners].toSorted((a, b) => a.from - b.from).map(({ word }) => word);
  const hyphened = [...text.toLowerCase().matchAll(/[a-z0-9]+(?:-[a-z0-9]+)+/g)].map(([whole]) => whole.replaceAll('-', ''));
  const parts = all.filter((word) => word.length > 1 && !PARTICLES.has(word));
  const withParticles = all.flatMap((word, index) => (PARTICLES.has(word) && index < all.length - 1 ? [all.slice(index).join('')] : []));
  return { parts, joined: [...hyphened, ...withParticles] };
}

/** A number's digits as they are compared: without 44, 0044, (0) or 0 before a telephone number. */
export const nationalDigits = (text: string): string =>
  folded(text)
    .replaceAll(/\D/g, '')
    .replace(/^(?:0{0,2}44)?0?(?=\d{9,10}$)/, '');
