import { z } from 'zod';
import { timeSchema } from '../../domain/pathway/events';
import { typedLine, typedText } from '../../domain/text';
import { mailAddressSchema } from '../../infra/mail/address';
import { CONTACT_ROLES, type Contact } from '../../domain/notices/recipients';

/** A name, in one line; spaces around it are not part of it. */
export const nameSchema = typedLine(120).transform((name) => name.trim());

/** The id of a contact. */
export const contactIdSchema = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,63}$/, 'must be an id of letters, digits and hyphens, at most 64 of them');

const [LEAST_POST_LINES, MOST_POST_LINES] = [3, 7];
/** A postal address: three to seven lines, the last of them the postcode. */
export const postSchema = typedText(400)
  .refine((text) => linesIn(text) >= LEAST_POST_LINES && linesIn(text) <= MOST_POST_LINES, {
    error: 'must have three to seven lines, the last of them the postcode',
  })
  .meta({ description: 'Their postal address: three to seven lines, the last of them the postcode' });
const linesIn = (text: string): number => text.split('\n').filter((line) => line.trim() !== '').length;

/** One recorded contact of a person, as a caller gives it. Left out: not chosen, no calendar, no easy words, at any hour; an id by its place (`contact-1`). */
export const contactSchema = z.strictObject({
  id: contactIdSchema
    .optional()
    .meta({ description: 'By which meetings invite them; without it their place in the list, as in contact-1' }),
  name: nameSchema.meta({ description: 'The name, in one line' }),
  role: z.enum(CONTACT_ROLES).meta({ description: 'Who they are to the person' }),
  email: mailAddressSchema.optional().meta({ description: 'Their mail address' }),
  phone: z
    .string()
    .regex(/^[+0-9 ()-]{5,24}$/, 'must be a telephone number')
    .optional()
    .meta({ description: 'Their telephone number' }),
  referred: z.boolean().default(false).meta({ description: 'They made the referral' }),
  chosen: z.boolean().default(false).meta({ description: 'The person chose that they are written to' }),
  calendar: z.boolean().default(false).meta({ description: 'They want calendar files' }),
  easyRead: z.boolean().default(false).meta({ description: 'They read easy words best' }),
  notBefore: timeSchema.optional().meta({
    description:
      'Nothing is sent to them before this hour of the day, `HH:MM` in London: what is to go earlier waits until then; absent: at any hour',
    examples: ['09:30'],
  }),
  way: z.enum(['text', 'letter']).optional().meta({
    description: 'They are written to by text message, to `phone`, or by letter on paper, to `post`, in place of mail',
  }),
  post: postSchema.optional(),
  mustNotKnow: z
    .boolean()
    .optional()
    .meta({ description: 'They must not learn of the register, or of what is planned: nothing goes to them, whoever invites them' }),
  guarded: z.boolean().optional().meta({
    description:
      'How they are reached is guarded: it is told to those alone who may change contacts, and stands in no letter, print or export',
  }),
});

/** So many contacts a person has at most who have not ended. */
export const MOST_CONTACTS = 50;

/** A person's recorded contacts, at most 50. The ids are unique; out: each with its id. */
export const contactsSchema = z
  .array(contactSchema)
  .max(MOST_CONTACTS)
  .transform((contacts) => contacts.map((contact, index): Contact => ({ ...contact, id: contact.id ?? `contact-${index + 1}` })))
  .refine((contacts) => new Set(contacts.map(({ id }) => id)).size === contacts.length, {
    error: 'must have an id of its own for each contact',
  });

/** A person's contacts as the table keeps them (the column `person.contacts`). One that is not as it should be is left out, so that it stops no notice to the others. */
export function storedContacts(value: unknown): Contact[] {
  if (!Array.isArray(value)) return [];
  return value.flatMap((item, index) => {
    const parsed = contactSchema.safeParse(item);
    return parsed.success ? [{ ...parsed.data, id: parsed.data.id ?? `contact-${index + 1}` }] : [];
  });
}
