import { z } from 'zod';
import { dateSchema, RATINGS } from '../../domain/pathway/events';
import { DEADLINE_KINDS } from '../../domain/pathway/kinds';

/** The fields that shapes are made of, each with what it says in the description of the API. */

export const text = (description: string) => z.string().meta({ description });
export const flag = (description: string) => z.boolean().meta({ description });
export const count = (description: string) => z.number().int().min(0).meta({ description });
/** Instants are ISO 8601 with London's offset. */
export const instant = z
  .string()
  .regex(/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}(\.\d{3})?[+-]\d{2}:\d{2}$/)
  .meta({ description: 'An instant, with London’s offset', examples: ['2026-10-01T19:30:00+01:00'] });
export const at = (description: string) => instant.meta({ description });
/** A day as it is asked for or answered. */
export const dateField = dateSchema.meta({ description: 'A date, `YYYY-MM-DD`, of the calendar in London' });
export const day = (description: string) => dateField.meta({ description });
/** Null where there is none. */
export const orNull = <S extends z.ZodType>(schema: S, description: string) => schema.nullable().meta({ description });
/** Whatever it holds: what somebody sent, say. */
export const anything = z.record(z.string(), z.unknown());

export const registerId = z
  .string()
  .regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/)
  .meta({ description: 'The register id', examples: ['7K3M-9QX1'] });
export const pathway = z.number().int().min(1).meta({ description: "Which of the person's pathways" });
export const sequence = count('How many events have been accepted; goes back as `If-Match`');
export const rating = orNull(z.enum(RATINGS), 'The rating; null: none yet');
/** Of a deadline. */
export const deadlineId = text('The id of the deadline, the same for its life');
export const deadlineKind = z.enum(DEADLINE_KINDS).meta({ description: 'The kind of deadline' });
export const due = orNull(dateField, 'The day by which; null: no figure gives a date');
export const rule = text('The rule that made it, and the version of the rule set');
