import { CONTACT_ROLES, type Contact } from '../../domain/notices/recipients';
import { isOneOf, typedText } from '../../domain/text';
import { mailAddressSchema } from '../../infra/mail/address';
import type { ContactDetails } from '../../services/people/change-contacts';
import { nameSchema, postSchema } from '../../services/people/contacts';
import { CONTACT_ROLE_WORDS } from '../content/contacts';
import type { FormError, Question } from '../parts/form';
import { one, several, type Typed } from '../record/fields';

export const WHY: Question = {
  as: 'words',
  name: 'why',
  label: 'How do you know?',
  hint: 'For example, their mother said so on the phone. The words stay in this service',
};

const SAYINGS = [
  { value: 'easyRead', text: 'They read easy words best' },
  {
    value: 'chosen',
    text: 'The person chose that they are written to',
    hint: 'Needed for the family and an advocate of somebody who decides for themself',
  },
  { value: 'calendar', text: 'They want calendar files with invitations' },
  { value: 'mustNotKnow', text: 'They must not learn of the register', hint: 'Nothing goes to them, whoever invites them' },
  {
    value: 'guarded',
    text: 'How they are reached is guarded',
    hint: 'It is shown to those alone who may change contacts, who say why; it stands in no letter, print or export',
  },
] as const;
type Saying = (typeof SAYINGS)[number]['value'];
const isSaying = isOneOf(SAYINGS.map(({ value }) => value));

/** What is asked of a contact. `shown`: how they are reached is among it; of guarded details it is only after a reason. */
export const contactQuestions = (shown: boolean): readonly Question[] => [
  { as: 'line', name: 'name', label: 'Name' },
  {
    as: 'select',
    name: 'role',
    label: 'Who are they to the person?',
    choices: [{ value: '', text: 'Choose' }, ...CONTACT_ROLES.map((role) => ({ value: role, text: CONTACT_ROLE_WORDS[role] }))],
  },
  ...(shown
    ? [
        {
          as: 'line' as const,
          name: 'email',
          label: 'Email address',
          hint: 'What this service sends goes there. Leave it empty if there is none',
        },
        { as: 'line' as const, name: 'phone', label: 'Telephone number' },
        {
          as: 'words' as const,
          name: 'post',
          label: 'Postal address',
          hint: 'Three to seven lines, the last of them the postcode. Leave it empty if there is none',
        },
      ]
    : []),
  {
    as: 'select',
    name: 'way',
    label: 'How do they wish to be written to?',
    choices: [
      { value: '', text: 'By email' },
      { value: 'text', text: 'By text message' },
      { value: 'letter', text: 'By letter on paper' },
    ],
  },
  { as: 'line', name: 'notBefore', label: 'Nothing before this hour', hint: 'For example 09:30. Leave it empty for any hour' },
  { as: 'ticks', name: 'says', label: 'What is to be borne in mind?', choices: SAYINGS },
  WHY,
];

/** A contact as the form would have it typed. */
export const typedOf = (contact: Contact): Typed => ({
  ...{ name: contact.name, role: contact.role, email: contact.email ?? '', phone: contact.phone ?? '', post: contact.post ?? '' },
  ...{ way: contact.way ?? '', notBefore: contact.notBefore ?? '' },
  says: SAYINGS.map(({ value }) => value).filter((value) => contact[value] === true),
});

const PHONE = /^[+0-9 ()-]{5,24}$/;
const HOUR = /^([01]\d|2[0-3]):[0-5]\d$/;

/** Reads why something is changed; what is wrong with it is added to the errors. */
export function readWhy(typed: Typed, errors: FormError[]): string {
  const why = one(typed, 'why');
  if (!typedText(1_000).safeParse(why).success)
    errors.push({ field: 'why', message: why === '' ? 'Say how you know' : 'Say it in at most 1,000 characters' });
  return why;
}

/** Reads a contact as it was typed. `before`: as they stand, of whom what the form does not ask stays so; null: somebody new. */
export function readContact(
  typed: Typed,
  before: Contact | null,
  shown: boolean,
): { readonly details: ContactDetails; readonly why: string } | { readonly errors: readonly FormError[] } {
  const errors: FormError[] = [];
  const [name, role, notBefore] = [one(typed, 'name'), one(typed, 'role'), one(typed, 'notBefore')];
  const email = shown ? one(typed, 'email') : (before?.email ?? '');
  const phone = shown ? one(typed, 'phone') : (before?.phone ?? '');
  if (!nameSchema.safeParse(name).success) errors.push({ field: 'name', message: 'Enter a name of at most 120 letters' });
  if (!isOneOf(CONTACT_ROLES)(role)) errors.push({ field: 'role', message: 'Choose who they are to the person' });
  if (shown && email !== '' && !mailAddressSchema.safeParse(email).success)
    errors.push({ field: 'email', message: 'Enter an email address, like name@example.org' });
  if (shown && phone !== '' && !PHONE.test(phone)) errors.push({ field: 'phone', message: 'Enter a phone number, like 0116 496 0100' });
  const post = shown ? one(typed, 'post').replaceAll('\r\n', '\n') : (before?.post ?? '');
  const way = one(typed, 'way');
  if (shown && post !== '' && !postSchema.safeParse(post).success)
    errors.push({ field: 'post', message: 'Enter a postal address of three to seven lines, the last of them the postcode' });
  if (way === 'text' && phone === '')
    errors.push({ field: shown ? 'phone' : 'way', message: 'Enter the number to which text messages go' });
  if (way === 'letter' && post === '') errors.push({ field: shown ? 'post' : 'way', message: 'Enter the address to which letters go' });
  if (notBefore !== '' && !HOUR.test(notBefore)) errors.push({ field: 'notBefore', message: 'Enter an hour, like 09:30' });
  const says: ReadonlySet<Saying> = new Set(several(typed, 'says').filter(isSaying));
  if (role === 'person' && says.has('mustNotKnow'))
    errors.push({ field: 'says', message: 'The person themself cannot be kept from knowing: choose who else it is' });
  const why = readWhy(typed, errors);
  if (errors.length > 0 || !isOneOf(CONTACT_ROLES)(role)) return { errors };
  return {
    why,
    details: {
      ...{ name, role, referred: before?.referred ?? false },
      ...(email === '' ? {} : { email }),
      ...(phone === '' ? {} : { phone }),
      ...(post === '' ? {} : { post }),
      ...(way === 'text' || way === 'letter' ? { way } : {}),
      ...(notBefore === '' ? {} : { notBefore }),
      ...{ chosen: says.has('chosen'), calendar: says.has('calendar'), easyRead: says.has('easyRead') },
      ...(says.has('mustNotKnow') ? { mustNotKnow: true } : {}),
      ...(says.has('guarded') ? { guarded: true } : {}),
    },
  };
}
