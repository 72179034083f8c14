import { z } from 'zod';
import { isPlainDate, parseInstant } from '../../domain/calendar/dates';
import { dateSchema } from '../../domain/pathway/events';
import { parseNhsNumber } from '../../services/people/nhs-number';
import { parseRegisterId } from '../../services/people/register-id';

const BAD_REGISTER_ID =
  'This is not a register id: it has another shape, or a character was misheard. It is written XXXX-XXXX; check it with whoever gave it to you.';

/** A register id as a person may write it; read as `XXXX-XXXX`. */
export const registerIdSchema = z
  .string()
  .transform((text, context) => {
    const id = parseRegisterId(text);
    if (id) return id;
    context.issues.push({ code: 'custom', input: text, message: BAD_REGISTER_ID, params: { problem: 'bad-register-id' } });
    return z.NEVER;
  })
  .meta({
    description: 'The register id, `XXXX-XXXX`: seven random characters of Crockford base 32 and a check character',
    examples: ['7K3M-9QX1'],
  });

/** An NHS number, spaces allowed; read as ten digits. */
export const nhsNumberSchema = z
  .string()
  .max(20)
  .transform((text, context) => {
    const digits = parseNhsNumber(text);
    if (digits) return digits;
    context.issues.push({
      code: 'custom',
      input: null,
      message: 'must be an NHS number: ten digits, the last of them the right check digit',
    });
    return z.NEVER;
  })
  .meta({ description: 'NHS number, checked by modulus 11; spaces are accepted', examples: ['999 000 0018'] });

/** The id that a caller gives an event or a batch. */
export const callerEventIdSchema = z.uuid({
  error: 'must be a UUID, made by you and kept, so that the same event can be sent again safely',
});

/** The id of an event in an address: a caller's own, or that of a part of a batch. */
export const eventIdParam = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}(\/\d{1,3})?$/, 'must be the id of an event')
  .meta({ examples: ['0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a03'] });

/** The day on which an event was true, from a time of day. */
export const instantSchema = z
  .string()
  .max(40)
  .refine((text) => readsAsInstant(text), { error: 'must be a date and time, YYYY-MM-DDTHH:MM, with an offset or in London time' })
  .meta({ description: 'Where the time of day matters; its London date is the `on`', examples: ['2026-10-01T19:30:00+01:00'] });

function readsAsInstant(text: string): boolean {
  try {
    parseInstant(text);
    return isPlainDate(text.slice(0, 10));
  } catch {
    return false;
  }
}

/** A name or another short text in one line. */
export const lineOfTextSchema = (longest: number) =>
  z
    .string()
    .trim()
    .min(1)
    .max(longest)
    .regex(/^[^\r\n\t]*$/, 'must stand in one line');

/** The number of a pathway in an address' query. */
export const pathwayNumberSchema = z
  .string()
  .regex(/^[1-9]\d{0,3}$/, 'must be the number of a pathway: 1, 2, …')
  .transform(Number)
  .meta({ description: "The number of one of the person's pathways", examples: ['1'] });

/** How many items a page of a list holds. */
export const limitSchema = z
  .string()
  .regex(/^([1-9]|[1-9]\d|1\d\d|200)$/, 'must be a whole number from 1 to 200')
  .transform(Number)
  .meta({ description: 'How many to answer at most: 1 to 200, 50 without it', examples: ['50'] });

export const dateField = dateSchema.meta({ description: 'A date, `YYYY-MM-DD`, of the calendar in London' });

/** The address of what belongs to one person. */
export const personParams = z.strictObject({ registerId: registerIdSchema });
/** The query of what belongs to one person: all pathways, or one. */
export const pathwayQuery = z.strictObject({ pathway: pathwayNumberSchema.optional() });
