import { z } from 'zod';
import { typedText } from '../../domain/text';
import { contactIdSchema, contactSchema, nameSchema } from '../../services/people/contacts';
import { recordedContactSchema } from '../../services/people/recorded-contacts';
import { anything, at, count, dateField, orNull, registerId, text } from '../../services/shapes/fields';
import { nhsNumberSchema, registerIdSchema } from './common';

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

/** A contact after it was added, changed or ended. */
export const contactAnswerSchema = z.strictObject({
  registerId,
  contact: recordedContactSchema.meta({ description: 'The contact' }),
});
export const contactsAnswerSchema = z.strictObject({
  registerId,
  contacts: z.array(recordedContactSchema).meta({ description: 'In the order in which they were recorded' }),
});

/** What was filled in about a person. */
export const formsAnswerSchema = z.strictObject({
  registerId,
  forms: z
    .array(
      z.strictObject({
        id: text('The id of the form, the same for its life'),
        version: count('Which version of it this is: 1 and on'),
        kind: text('Which form it is'),
        edition: count('Which edition of that form was filled in'),
        at: at('When it was filled in'),
        by: text('Who filled it in: as the log of events names a source'),
        event: orNull(text('The id'), 'The event that it came with; null: with none'),
        answers: anything.meta({ description: 'What was answered, by the names of the edition' }),
      }),
    )
    .meta({ description: 'The first one first' }),
});
