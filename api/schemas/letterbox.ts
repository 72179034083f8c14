import { z } from 'zod';
import { at, flag, instant, orNull, registerId, text } from './answers';
import { dateField } from './common';

const reference = text('Made by the service; `GET /referrals/{reference}` says what came of it');
const status = z.enum(['received', 'matched', 'not-taken']).meta({ description: 'What a person of the LDA team has decided' });
const anything = (description: string) => z.record(z.string(), z.unknown()).meta({ description });

/** The answer to whoever may not find people. */
export const letterboxReferenceSchema = z.strictObject({ reference });

/** What its sender is told of a referral. */
export const ownReferralSchema = z.strictObject({
  reference,
  status,
  registerId: registerId.optional().meta({ description: 'Only where the LDA team lets its sender know' }),
});

/** A referral as the team sees it. */
export const heldReferralSchema = z.strictObject({
  reference,
  sender: text('The name of the token'),
  receivedAt: at('When it came in'),
  status,
  referred: orNull(
    z.strictObject({
      person: orNull(anything('The person'), 'Who was named; null where a register id was'),
      registerId: orNull(registerId, 'The register id that was named in place of a person'),
      bornOn: orNull(dateField, 'The birth date beside it'),
      event: anything('The event'),
    }),
    'As it was sent; null when it has been decided',
  ),
  candidates: z.array(registerId).meta({ description: 'Those on file who may be the same person' }),
  registerId: orNull(registerId, 'Where it was taken: by the team, or by the service where nobody like them was on file'),
  reason: orNull(z.string(), 'Why, in the words of whoever decided'),
  decidedBy: orNull(z.string(), 'Who decided: the name of the token'),
  decidedAt: orNull(instant, 'When it was decided'),
  told: flag('Whether its sender is told the register id'),
});

/** An event taken in for somebody who may not be known here. */
export const receivedEventSchema = z.strictObject({
  event: z
    .strictObject({ id: text('Its id'), status: z.literal('received').meta({ description: 'It was taken in' }) })
    .meta({ description: 'The event' }),
});
