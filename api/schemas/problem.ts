import { z } from 'zod';
import { text } from '../../services/shapes/fields';

/** A problem (RFC 9457). */
export const problemSchema = z
  .looseObject({
    type: text('As RFC 9457 says; `about:blank`'),
    title: text('The words of the HTTP status'),
    status: z.number().int().meta({ description: 'The HTTP status' }),
    code: text('Stable; programs decide by this'),
    detail: text('What to do about it, in words'),
    errors: z
      .array(z.strictObject({ path: text('Which field; empty for the whole'), message: text('How it must be') }))
      .optional()
      .meta({ description: 'What is wrong with which field' }),
    event: z
      .strictObject({ id: text('Its id'), status: z.literal('refused').meta({ description: 'It was refused' }) })
      .optional()
      .meta({ description: 'The event that is kept as refused' }),
    part: z.number().int().optional().meta({ description: 'The first illegal part of a batch, counted from 1' }),
    events: z.array(z.string()).optional().meta({ description: 'Ids of the events that it contradicts' }),
    contact: z
      .record(z.string(), z.unknown())
      .optional()
      .meta({ description: 'Where somebody has changed or ended a contact: what it is now' }),
    duplicateOf: text('Of a record that was closed as a duplicate: the register id that lives on').optional(),
    requestId: text('The id of this request: tell it to us where something is our fault'),
  })
  .meta({ description: 'A problem as RFC 9457 says, with a stable `code`' });
