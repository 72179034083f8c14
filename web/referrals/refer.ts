import { z } from 'zod';
import { addMonths, type PlainDate } from '../../domain/calendar/dates';
import { eventSchema, type PathwayEvent, REFERRAL_SOURCES } from '../../domain/pathway/events';
import { CONTACT_ROLES, type Contact } from '../../domain/notices/recipients';
import { contactSchema, nameSchema } from '../../services/people/contacts';
import { parseNhsNumber } from '../../services/people/nhs-number';
import type { Identity } from '../../services/referrals/identity';
import { one, type Typed } from '../record/fields';
import { dayOf, type FormError, type Sheet } from '../parts/form';
import { paths } from '../paths';
import { ROLES, SOURCES, URGENCIES } from './words';

/** A referral as it was typed: who it is about, the event, and who made it. */
export interface Typing {
  readonly person: Identity;
  readonly event: PathwayEvent;
  /** Who is told that it arrived; null: nobody was named. */
  readonly sender: Contact | null;
}

const options = (words: Readonly<Record<string, string>>) => Object.entries(words).map(([value, text]) => ({ value, text }));
const CHOOSE = { value: '', text: 'Choose' };

/** The form with which a member of staff refers somebody. */
export const REFER: Sheet = {
  heading: 'Refer somebody',
  intro: [
    'For somebody who is not on file yet. Nothing is recorded until you have seen who may be on file already, and what begins.',
    'This does not take the place of referrals to other services, or of a safeguarding referral: go on making these.',
  ],
  questions: [
    { as: 'line', name: 'name', label: 'Name of the person' },
    { as: 'day', name: 'born', label: 'Date of birth' },
    { as: 'line', name: 'nhs', label: 'NHS number', hint: 'If it is known' },
    { as: 'select', name: 'source', label: 'Who made the referral?', choices: [CHOOSE, ...options(SOURCES)] },
    { as: 'day', name: 'made', label: 'When was it made?', hint: 'Leave it empty for today' },
    {
      as: 'select',
      name: 'suggested',
      label: 'How urgent do they think it is?',
      choices: [{ value: '', text: 'They did not say' }, ...options(URGENCIES)],
    },
    {
      as: 'line',
      name: 'from',
      label: 'Name of whoever made it',
      hint: 'They are told that it arrived, and whom to phone if it is urgent',
    },
    { as: 'select', name: 'role', label: 'Who are they to the person?', choices: [CHOOSE, ...options(ROLES)] },
    { as: 'line', name: 'email', label: 'Their email address', hint: 'Without one, tell them yourself that it arrived' },
    { as: 'line', name: 'phone', label: 'Their phone number', hint: 'If it is known' },
  ],
  action: paths.refer(),
  button: 'See what this begins',
  cancel: paths.referrals(),
};

/** The names of what is typed, which goes back with the deed. */
export const TYPED = ['name', 'nhs', 'source', 'suggested', 'from', 'role', 'email', 'phone'].concat(
  ['born', 'made'].flatMap((day) => ['day', 'month', 'year'].map((part) => `${day}-${part}`)),
);

/** Nobody is older; a year that was mistyped is. */
const OLDEST_YEARS = 120;

const roleSchema = z.enum(CONTACT_ROLES);
const sourceSchema = z.enum(REFERRAL_SOURCES);

function bornOf(typed: Typed, today: PlainDate, errors: FormError[]): PlainDate | null {
  const before = errors.length;
  const bornOn = dayOf(typed, 'born', errors);
  if (errors.length > before) return null;
  const wrong =
    bornOn === null
      ? 'Enter the date of birth'
      : bornOn > today
        ? 'Date of birth must be today or in the past'
        : bornOn < addMonths(today, -OLDEST_YEARS * 12)
          ? `Date of birth must be in the last ${OLDEST_YEARS} years`
          : null;
  if (wrong !== null) errors.push({ field: 'born-day', message: wrong });
  return wrong === null ? bornOn : null;
}

function senderOf(typed: Typed, errors: FormError[]): Contact | null {
  const [name, role, email, phone] = ['from', 'role', 'email', 'phone'].map((field) => one(typed, field)) as [
    string,
    string,
    string,
    string,
  ];
  if (name === '' && role === '' && email === '' && phone === '') return null;
  if (name === '') errors.push({ field: 'from', message: 'Enter the name of whoever made the referral' });
  if (!roleSchema.safeParse(role).success) errors.push({ field: 'role', message: 'Choose who they are to the person' });
  else if (one(typed, 'source') === 'self' && role !== 'person')
    errors.push({ field: 'role', message: 'Where the person made the referral, choose “The person themself”' });
  const parsed = contactSchema.safeParse({
    ...{ id: 'referrer', name: name || 'Nobody', role: roleSchema.safeParse(role).success ? role : 'referrer', referred: true },
    ...(email === '' ? {} : { email }),
    ...(phone === '' ? {} : { phone }),
  });
  if (parsed.success) return { ...parsed.data, id: 'referrer' };
  const wrong = new Set(parsed.error.issues.map(({ path }) => String(path[0])));
  if (wrong.has('name')) errors.push({ field: 'from', message: 'Enter the name in at most 120 characters' });
  if (wrong.has('email')) errors.push({ field: 'email', message: 'Enter an email address, like name@example.org' });
  if (wrong.has('phone')) errors.push({ field: 'phone', message: 'Enter a phone number, like 0116 496 0100' });
  return null;
}

/** Reads the form. Out: the referral, or what is wrong, field by field. `today`: in London. */
export function readTyping(typed: Typed, today: PlainDate): { readonly typing: Typing } | { readonly errors: readonly FormError[] } {
  const errors: FormError[] = [];
  const name = nameSchema.safeParse(one(typed, 'name'));
  if (!name.success || name.data === '')
    errors.push({
      field: 'name',
      message: one(typed, 'name') === '' ? 'Enter the name of the person' : 'Enter the name in at most 120 characters',
    });
  const bornOn = bornOf(typed, today, errors);
  const digits = one(typed, 'nhs').replaceAll(/[ -]/g, '');
  const nhsNumber = digits === '' ? null : parseNhsNumber(digits);
  if (digits !== '' && nhsNumber === null)
    errors.push({
      field: 'nhs',
      message: 'This is not an NHS number. It has 10 digits, and the last one fits the others: check each digit',
    });
  const source = sourceSchema.safeParse(one(typed, 'source'));
  if (!source.success) errors.push({ field: 'source', message: 'Choose who made the referral' });
  const before = errors.length;
  const made = dayOf(typed, 'made', errors) ?? today;
  if (errors.length === before && made > today)
    errors.push({ field: 'made-day', message: 'The day on which it was made must be today or in the past' });
  const suggested = one(typed, 'suggested');
  if (suggested !== '' && !Object.hasOwn(URGENCIES, suggested))
    errors.push({ field: 'suggested', message: 'Choose how urgent they think it is' });
  const sender = senderOf(typed, errors);
  if (errors.length > 0 || !name.success || bornOn === null || !source.success) return { errors };
  const event = eventSchema.parse({
    ...{ type: 'referral-received', on: made, source: source.data },
    ...(suggested === '' ? {} : { suggestedRating: suggested }),
  });
  return { typing: { person: { name: name.data, bornOn, nhsNumber, contacts: sender ? [sender] : [] }, event, sender } };
}

const MADE = ['year', 'month', 'day'].map((part) => `made-${part}`);

/** What was typed on a day, with that day where none was said on which the referral was made: looked at on a later day, it still means the same. */
export function datedFrom<Given extends Typed>(typed: Given, day: PlainDate): Given {
  if (MADE.some((name) => one(typed, name) !== '')) return typed;
  return { ...typed, ...Object.fromEntries(day.split('-').map((part, index) => [MADE[index], String(Number(part))])) };
}
