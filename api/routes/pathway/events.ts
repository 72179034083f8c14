import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { isBound } from '../../../services/access/bounds';
import { allows } from '../../../services/access/scopes';
import { sourceOf, type Caller } from '../../../services/access/callers';
import { isAdopted } from '../../../services/pathway/pathways';
import { appliedBody, decided, heldBody, wouldApplyBody, wouldHoldBody } from '../../common/commit-answers';
import type { ApiContext } from '../../context';
import { checkBounds, checkPerson } from '../../common/integrators';
import { IF_MATCH, readIfMatch } from '../../http/if-match';
import { Problem } from '../../http/problem';
import { route } from '../../http/route';
import { digestOfSent } from '../../../services/pathway/sent';
import { toEvent } from '../../common/sent-events';
import {
  batchAnswerSchema,
  eventAnswerSchema,
  heldAnswerSchema,
  heldBatchSchema,
  wouldApplySchema,
  wouldHoldSchema,
} from '../../schemas/event-answers';
import { personParams } from '../../schemas/common';
import { batchExample, eventExample } from '../../schemas/examples';
import { eventsBody, MOST_IN_BATCH } from '../../schemas/requests';

/** Throws the problem `invalid-request` for more events at once than are taken: only who takes a pathway over from an older register sends more. */
async function checkSize(context: ApiContext, caller: Caller | null, registerId: string, count: number): Promise<void> {
  if (count <= MOST_IN_BATCH.anybody) return;
  const adopts = caller !== null && allows(caller.scopes, 'adoption:write') && (await isAdopted(context.pool, registerId));
  if (adopts) return;
  const message = `must be at most ${MOST_IN_BATCH.anybody}; ${MOST_IN_BATCH.adoption} on a pathway that was taken over (adopted), with the scope adoption:write`;
  throw Problem.of('invalid-request', 'These are more events than are taken at once. Send them in several batches.', {
    errors: [{ path: 'events', message }],
  });
}

const query = z.strictObject({
  dryRun: z.enum(['true', 'false']).optional().meta({ description: 'true: says what would happen, and stores nothing' }),
});

/** `POST /pathways/{registerId}/events` (contract section 7). */
export const postEvents = route({
  method: 'post',
  path: '/pathways/:registerId/events',
  permission: 'events:write',
  audit: 'events-sent',
  integrators: true,
  summary: 'Something happened: one event, or up to 20 at once',
  description:
    'Decided at once: applied, with what changed, or refused with the reason (and kept as refused). `on` is the day on which it was true, today without it. ' +
    'A batch is accepted whole or not at all. What an integrator sends and what contradicts the record by its order (a discharge before its admission) is `held`: ' +
    'it waits until `until` for what may come before it, and is then refused. Send the same id and body again whenever an answer was lost.',
  params: personParams,
  query,
  body: eventsBody,
  headers: z.object({
    'if-match': z
      .string()
      .regex(IF_MATCH)
      .optional()
      .meta({ description: 'The sequence that you worked from, in double quotes', examples: ['"3"'] }),
  }),
  examples: { single: eventExample, batch: batchExample },
  answers: {
    200: {
      description: 'Applied; held, from an integrator; or what would be',
      schema: z.union([eventAnswerSchema, batchAnswerSchema, heldAnswerSchema, heldBatchSchema, wouldApplySchema, wouldHoldSchema]),
    },
  },
  problems: [
    'invalid-request',
    'malformed-json',
    'bad-register-id',
    'bad-if-match',
    'not-for-callers',
    'not-for-this-token',
    'person-mismatch',
    'unknown-person',
    'event-id-reused',
    'sequence-moved',
    'too-large',
    'wrong-content-type',
  ],
  handle: async ({ params, query: { dryRun }, body, headers, caller }, context) => {
    const dry = dryRun === 'true';
    const ifMatch = readIfMatch(headers['if-match']);
    const batch = body.kind === 'batch';
    const events = batch
      ? body.events.map((event, index) => toEvent(event, `events.${index}.`, context.clock()))
      : [toEvent(body.event, '', context.clock())];
    await checkSize(context, caller, params.registerId, events.length);
    await checkBounds(context, caller, events);
    await checkPerson(context, caller, params.registerId, body.bornOn, events);
    const answer = await context.commit({
      kind: 'event',
      registerId: params.registerId,
      id: body.id ?? randomUUID(),
      events,
      batch,
      clock: context.clock(),
      source: sourceOf(caller),
      bodyDigest: digestOfSent(params.registerId, batch ? body.events : body.event),
      ...(ifMatch === undefined ? {} : { ifMatch }),
      mayWait: caller !== null && isBound(caller),
      dryRun: dry,
    });
    context.metrics.event(batch ? 'batch' : (events[0]?.type ?? 'none'), dry ? `dry-run-${answer.status}` : answer.status);
    const shown = decided(answer, dry);
    switch (shown.status) {
      case 'applied':
        return { status: 200, body: appliedBody(shown), kept: true };
      case 'held':
        return { status: 200, body: heldBody(shown), kept: true };
      case 'would-apply':
        return { status: 200, body: wouldApplyBody(shown) };
      case 'would-hold':
        return { status: 200, body: wouldHoldBody(shown) };
    }
  },
});
