import { z } from 'zod';
import { typedText } from '../../domain/text';
import { CONTACT_ROLES } from '../../domain/notices/recipients';
import { contactIdSchema, contactSchema, nameSchema } from '../../services/people/contacts';
import { MATCHES, MOST_FOUND } from '../../services/people/find';
import { at, count, flag, orNull, registerId, text } from './answers';
import { dateField, nhsNumberSchema, registerIdSchema } from './common';

const who = {
  registerId,
  name: orNull(z.string(), 'The name; null: it was lost, and a task asks for it'),
  bornOn: orNull(dateField, 'The birth date as it was recorded last; null: not known'),
  nhsNumber: orNull(z.string(), 'The NHS number, ten digits; null: not known, or it went to the record that lives on'),
  area: text('The area to which the person belongs'),
  duplicateOf: orNull(registerId, 'Where this record was closed as a duplicate: the register id that lives on'),
};

/** Who a register id is. */
export const whoSchema = z.strictObject(who);

/** Who was found. */
export const foundSchema = z.strictObject({
  people: z
    .array(z.strictObject({ ...who, match: z.enum(MATCHES).meta({ description: 'By what they were found' }) }))
    .meta({ description: `The nearest first, at most ${MOST_FOUND}` }),
  count: count('How many there are in all'),
});

const name = nameSchema.meta({
  description: 'The name, or parts of it, in any order; capitals, accents and signs do not count, and the beginning of a part is enough',
});
const bornOn = dateField.meta({ description: 'The birth date, as it is recorded or ever was' });

/** Whom somebody seeks. */
export const soughtForms = {
  byNumber: z.strictObject({ nhsNumber: nhsNumberSchema }),
  byName: z.strictObject({ name, bornOn: bornOn.optional() }),
  byDate: z.strictObject({ bornOn }),
};

export const contactParams = z.strictObject({
  registerId: registerIdSchema,
  contact: contactIdSchema.meta({ description: 'The id of the contact', examples: ['mum'] }),
});

const why = typedText(4_000).meta({ description: 'Why, in words; they stay in the database' });

/** A contact to add. */
export const newContactBody = contactSchema.extend({
  id: contactIdSchema.optional().meta({
    description:
      'By which meetings invite them, made by you: with it the same again adds nobody twice. Never that of another contact, ended or not. Without it one is made',
    examples: ['aunt'],
  }),
  reason: why.optional(),
});
/** A contact as it is from now on: the whole of it. */
export const changedContactBody = contactSchema.omit({ id: true }).extend({ reason: why.optional() });
/** The end of a contact. */
export const endContactBody = z.strictObject({
  reason: why,
  silently: z.boolean().default(false).meta({
    description:
      'true: nothing more is sent to them at all. Without it they are told that meetings to which they had been invited are off for them',
  }),
});

const details = {
  name: text('The name'),
  role: z.enum(CONTACT_ROLES).meta({ description: 'Who they are to the person' }),
  email: text('Their mail address; absent: none').optional(),
  phone: text('Their telephone number; absent: none').optional(),
  referred: flag('They made the referral'),
  chosen: flag('The person chose that they are written to'),
  calendar: flag('They want calendar files'),
  easyRead: flag('They read easy words best'),
};
const version = z.number().int().min(1).meta({ description: 'Which version this is; goes back as `If-Match`' });
const state = z
  .enum(['present', 'ended', 'ended-silently'])
  .meta({ description: 'Whether they are written to: present, or ended, without a word or with one that meetings are off for them' });

/** A contact as it is, or was last. */
export const recordedContactSchema = z.strictObject({
  id: text('The id, the same for its life'),
  version,
  state,
  since: at('Since when they are recorded'),
  until: orNull(at('Since when they are written to no more'), 'Since when they are written to no more; null: they are'),
  ...details,
});

export const contactAnswerSchema = z.strictObject({
  registerId,
  contact: recordedContactSchema.meta({ description: 'The contact' }),
});
export const contactsAnswerSchema = z.strictObject({
  registerId,
  contacts: z.array(recordedContactSchema).meta({ description: 'In the order in which they were recorded' }),
});
export const contactHistorySchema = z.strictObject({
  registerId,
  id: text('The id of the contact'),
  versions: z
    .array(
      z.strictObject({
        version,
        at: at('Since when it stood so'),
        by: text('Who said so: as the log of events names a source; `found` where an earlier release did not write it down'),
        reason: orNull(z.string(), 'Why, in words; null: none were given'),
        state,
        ...details,
      }),
    )
    .meta({ description: 'The first one first' }),
});
