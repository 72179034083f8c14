import { z } from 'zod';
import { typedText } from '../../../domain/text';
import type { ResolveAnswer } from '../../../services/pathway/resolve';
import { eventViewSchema, readEvent, wordsOf } from '../../../services/pathway/events';
import { readWhoseEntry } from '../../../services/pathway/to-sort-out';
import { eventsFor, keptFrom, wordsFor } from '../../common/restricted';
import { Problem } from '../../http/problem';
import { nothing, route } from '../../http/route';
import { eventIdParam } from '../../schemas/common';

const reason = typedText(4_000).meta({ description: 'Why, in words; they stay in the database' });
const resolution = z.discriminatedUnion('outcome', [
  z.strictObject({ outcome: z.literal('dismissed').meta({ description: 'Nothing has to be recorded' }), reason }),
  z.strictObject({
    outcome: z.literal('sent-again').meta({ description: 'It was sent again, and accepted' }),
    as: eventIdParam.meta({
      description: 'The accepted event, or batch, that stands in its place',
      examples: ['0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a05'],
    }),
    reason,
  }),
]);

function problemOf(answer: Exclude<ResolveAnswer, { status: 'resolved' }>): Problem {
  switch (answer.status) {
    case 'unknown-event':
      return Problem.of('unknown-event', 'No event of this id was heard. Take the id from GET /events?status=refused.');
    case 'not-refused':
      return Problem.of(
        'not-refused',
        'This event was accepted, so that there is nothing to sort out. What was wrong is corrected with an event `corrected`.',
      );
    case 'fits-now':
      return Problem.of(
        'not-refused',
        'This event fits the record by now, and will be accepted with whatever is heard next. If it is wrong, take it back then with an event `corrected`.',
      );
    case 'part-of-batch':
      return Problem.of('part-of-batch', 'This is a part of a batch, which was refused as a whole. Resolve the batch.', {
        members: { batch: answer.batch },
      });
    case 'successor-unfit':
      return Problem.of(
        'successor-unfit',
        '`as` must be the id of an event, or batch, about the same person that was accepted and heard after this one.',
      );
    case 'already-resolved':
      return Problem.of('already-resolved', 'This refusal was sorted out before, otherwise than you say; `resolved` says how.', {
        members: { resolved: answer.resolution },
      });
  }
}

/** `POST /events/{id}/resolve` (contract section 7). */
export const postResolve = route({
  method: 'post',
  path: '/events/:id/resolve',
  permission: 'events:resolve',
  audit: 'refused-event-resolved',
  summary: 'A refused event, or one that waits, was sorted out by a person',
  description:
    'Says what came of it: `dismissed`, because nothing had to be recorded, or `sent-again`, and as which event. It leaves the list of refused events, and what people were asked to do about it is done. One that still waits is refused by it, and nobody is alarmed. ' +
    'A batch is resolved whole, by its own id. The same again gets the same answer. An id with a slash is written with %2F.',
  params: z.strictObject({ id: eventIdParam }),
  query: nothing,
  body: { forms: [resolution], pick: () => resolution },
  examples: {
    dismissed: { outcome: 'dismissed', reason: 'The ward had another patient in mind' },
    sentAgain: { outcome: 'sent-again', as: '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a05', reason: 'Sent with the day of admission put right' },
  },
  answers: { 200: { description: 'The event, with how it was resolved', schema: eventViewSchema } },
  problems: [
    'invalid-request',
    'malformed-json',
    'unknown-event',
    'not-refused',
    'part-of-batch',
    'successor-unfit',
    'already-resolved',
    'too-large',
    'wrong-content-type',
  ],
  handle: async ({ params: { id }, body, caller }, context) => {
    const answer = await context.resolve({
      id,
      outcome: body.outcome,
      as: body.outcome === 'sent-again' ? body.as : null,
      reason: body.reason,
      by: caller?.name ?? 'nobody',
      clock: context.clock(),
    });
    if (answer.status === 'already-resolved') {
      const whose = await readWhoseEntry(context.pool, id);
      const reason = wordsFor(await keptFrom(context, caller), whose ?? '', answer.resolution.reason);
      throw problemOf({ ...answer, resolution: { ...answer.resolution, reason } });
    }
    if (answer.status !== 'resolved') throw problemOf(answer);
    const found = await readEvent(context.pool, answer.registerId, id);
    const [event] = found ? await eventsFor(context, caller, [found.event]) : [];
    if (!event) throw new Error('an event that was resolved is not in the log');
    return { status: 200, body: event, registerId: answer.registerId, wordsOf: wordsOf([event]) };
  },
});
