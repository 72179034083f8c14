import { z } from 'zod';
import { eventViewSchema } from '../../services/pathway/events';
import { lineSchema, owedSchema } from '../../services/pathway/lines';
import { anything, at, count, orNull, registerId, sequence, text } from '../../services/shapes/fields';

const changes = z.array(lineSchema).meta({ description: 'The lines of the timeline that came of it' });

const owed = z.array(owedSchema).optional().meta({ description: 'Where the event ended the pathway: what was owed until then' });
const applied = z.strictObject({
  id: text('The id of the event, a UUID in small letters'),
  status: z.literal('applied').meta({ description: 'It was accepted' }),
  sequence,
});

/** What an event, or a batch, came to. */
export const eventAnswerSchema = z.strictObject({ event: applied.meta({ description: 'The event' }), changes, owed });
export const batchAnswerSchema = z.strictObject({
  events: z.array(applied).meta({ description: 'The parts of the batch, in order' }),
  changes,
  owed,
});
/** What it would come to. */
export const wouldApplySchema = z.strictObject({
  status: z.literal('would-apply').meta({ description: 'It would be accepted' }),
  sequence: count('The sequence that it was worked out from; may be sent as `If-Match` with the real one'),
  changes,
});
const until = at('Until when it waits; then it is refused');
const reason = text('Why it would be refused now: a code');
const held = z.strictObject({
  id: text('The id of the event, a UUID in small letters'),
  status: z.literal('held').meta({ description: 'It contradicts the record by its order, and waits for what may come before it' }),
  until,
  reason,
});
/** What an event, or a batch, of an integrator came to that waits. */
export const heldAnswerSchema = z.strictObject({ event: held.meta({ description: 'The event' }), changes });
export const heldBatchSchema = z.strictObject({
  events: z.array(held).meta({ description: 'The parts of the batch, in order; it waits as a whole' }),
  changes,
});
export const wouldHoldSchema = z.strictObject({
  status: z.literal('would-hold').meta({ description: 'It would wait for what may come before it' }),
  sequence: count('The sequence that it was worked out from; may be sent as `If-Match` with the real one'),
  until,
  reason,
  changes,
});
export const referralAnswerSchema = z.strictObject({ registerId, event: applied.meta({ description: 'The event' }), changes });

/** An event with what its sender was answered. */
export const eventDetailSchema = eventViewSchema.extend({ answer: orNull(anything, 'What the caller was answered') });
