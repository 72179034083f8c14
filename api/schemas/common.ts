import { z } from 'zod';
import { parseInstant } from '../../domain/calendar/dates';
import { foldUuids } from '../../domain/uuids';
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
    // The check character cannot be told by a pattern.
    pattern: '^[0-9A-TV-Za-tv-z]{4}-?[0-9A-TV-Za-tv-z]{4}$',
    description:
      'The register id, `XXXX-XXXX`: seven random characters of Crockford base 32 and a check character. Small letters, O for 0, I or L for 1 and a missing hyphen are understood',
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
      message: 'must be an NHS number: ten digits, the last of them the right check digit, and not one that is never given out',
    });
    return z.NEVER;
  })
  .meta({
    maxLength: 20,
    pattern: '^ *([0-9] *){10}$',
    description:
      'NHS number, checked by modulus 11; spaces are accepted. Ten times one digit, 0123456789 and 9876543210 pass that check and are nobody’s: they are refused',
    examples: ['999 000 0018'],
  });

/** The id that a caller gives an event or a batch: one UUID is one id, in capitals or small letters. */
export const callerEventIdSchema = z
  .uuid({ error: 'must be a UUID, made by you and kept, so that the same event can be sent again safely' })
  .transform(foldUuids);

/** The id of an event in an address: a caller's own, or that of a part of a batch. */
export const eventIdParam = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9._:-]{0,79}(\/\d{1,3})?$/, 'must be the id of an event')
  .transform(foldUuids)
  .meta({
    description: 'The id of the event; a UUID in capitals or small letters is the same',
    examples: ['0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a03'],
  });

/** Nothing after the offset: a suffix in brackets (RFC 9557) could say another zone than the offset does. */
const INSTANT =
  /^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}T([01][0-9]|2[0-3]):[0-5][0-9](:[0-5][0-9]([.][0-9]{1,9})?)?(Z|[+-]([01][0-9]|2[0-3]):?[0-5][0-9])?$/;

/** The day on which an event was true, from a time of day. */
export const instantSchema = z
  .string()
  .refine((text) => INSTANT.test(text) && readsAsInstant(text), {
    error:
      'must be a date and time between 1900 and 2199, YYYY-MM-DDTHH:MM, with an offset or in London time, and nothing after it (no zone in brackets)',
  })
  .meta({
    pattern: INSTANT.source,
    description: 'In place of `on`, where the time of day matters; its London date is the `on`. Without an offset it is London time',
    examples: ['2026-10-01T19:30:00+01:00'],
  });

function readsAsInstant(text: string): boolean {
  try {
    parseInstant(text);
    return true;
  } catch {
    return false;
  }
}

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

/** The address of what belongs to one person. */
export const personParams = z.strictObject({ registerId: registerIdSchema });
/** The query of what belongs to one person: all pathways, or one. */
export const pathwayQuery = z.strictObject({ pathway: pathwayNumberSchema.optional() });
