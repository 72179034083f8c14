import { z } from 'zod';
import { referenceField } from '../../services/referrals/letterbox/reads';
import { text } from '../../services/shapes/fields';

/** The answer to whoever may not find people. */
export const letterboxReferenceSchema = z.strictObject({ reference: referenceField });

/** An event taken in for somebody who may not be known here. */
export const receivedEventSchema = z.strictObject({
  event: z
    .strictObject({ id: text('Its id'), status: z.literal('received').meta({ description: 'It was taken in' }) })
    .meta({ description: 'The event' }),
});
