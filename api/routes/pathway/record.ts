import { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import type { RecordedAnswer } from '../../../services/commit/types';
import { eventViewSchema, readEvent, readEvents, wordsOf } from '../../../services/pathway/events';
import { historySchema, TemporalAway } from '../../../services/pathway/history';
import { personExists, readPathway } from '../../../services/pathway/pathways';
import { appliedBody, heldBody, refusal, unknownPerson } from '../../common/commit-answers';
import { problemBody } from '../../http/error-mapper';
import { eventsFor } from '../../common/restricted';
import { Problem } from '../../http/problem';
import { noBody, nothing, type Route, route } from '../../http/route';
import { eventIdParam, pathwayQuery, personParams, registerIdSchema } from '../../schemas/common';
import { eventDetailSchema } from '../../schemas/event-answers';
import { wholeList } from '../../schemas/lists';
import { missingPathway } from '../../common/missing-pathway';

const getEvents = route({
  method: 'get',
  path: '/pathways/:registerId/events',
  permission: 'pathways:read',
  audit: 'events-shown',
  summary: 'Every event heard about a person',
  description:
    'In the order in which they were decided; refused ones too, with the reason, and last those that wait. The whole list, of all pathways of the person, or with `pathway` of one.',
  params: personParams,
  query: pathwayQuery,
  body: noBody,
  answers: { 200: { description: 'The events', schema: wholeList('events', eventViewSchema) } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-pathway'],
  handle: async ({ params: { registerId }, query, caller }, context) => {
    const pathway = query.pathway ?? null;
    const events = await eventsFor(context, caller, await readEvents(context.pool, registerId, pathway));
    if (events.length === 0 && !(await readPathway(context.pool, registerId, pathway, londonDate(context.clock())))) {
      throw await missingPathway(context, registerId);
    }
    return { status: 200, body: { registerId, events }, wordsOf: wordsOf(events) };
  },
});

/** The recorded answer as the caller got it. */
function shownAnswer(answer: RecordedAnswer | null): Record<string, unknown> | null {
  if (answer === null) return null;
  if (answer.status === 'held') return heldBody(answer);
  return answer.status === 'applied' ? appliedBody(answer) : problemBody(refusal(answer, false));
}

const getEvent = route({
  method: 'get',
  path: '/pathways/:registerId/events/:id',
  permission: 'pathways:read',
  audit: 'event-shown',
  summary: 'One event, with the answer that was given',
  description: 'By the id that it was sent with. A part of a batch is asked for by its own id, `<id>/1`, with the slash written %2F.',
  params: z.strictObject({ registerId: registerIdSchema, id: eventIdParam }),
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The event', schema: eventDetailSchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-event'],
  handle: async ({ params: { registerId, id }, caller }, context) => {
    const found = await readEvent(context.pool, registerId, id);
    const [event] = found ? await eventsFor(context, caller, [found.event]) : [];
    if (found && event) return { status: 200, body: { ...event, answer: shownAnswer(found.answer) }, wordsOf: wordsOf([event]) };
    if (!(await personExists(context.pool, registerId))) throw unknownPerson();
    throw Problem.of(
      'unknown-event',
      'No event of this id was heard about this person. If you sent it and got no answer, send it again with the same id.',
    );
  },
});

const getHistory = route({
  method: 'get',
  path: '/pathways/:registerId/history',
  permission: 'history:read',
  audit: 'history-shown',
  summary: "The workflow's history, decoded",
  description:
    'What Temporal holds of the latest pathway, or with `pathway` of an earlier one, run by run: signals, named timers, and what fired.',
  params: personParams,
  query: pathwayQuery,
  body: noBody,
  answers: { 200: { description: 'The history', schema: historySchema } },
  problems: ['invalid-request', 'bad-register-id', 'unknown-person', 'unknown-pathway', 'no-history', 'temporal-away'],
  handle: async ({ params: { registerId }, query }, context) => {
    const pathway = await readPathway(context.pool, registerId, query.pathway ?? null, londonDate(context.clock()));
    if (!pathway) throw await missingPathway(context, registerId);
    const away = (cause?: unknown): Problem =>
      Problem.of(
        'temporal-away',
        'The history cannot be read while Temporal is away. Events are decided and answered as always; ask again later.',
        {
          headers: { 'Retry-After': '30' },
          ...(cause === undefined ? {} : { cause }),
        },
      );
    if (!context.histories) throw away();
    let history;
    try {
      history = await context.histories.read(registerId, pathway.pathway);
    } catch (error) {
      throw error instanceof TemporalAway ? away(error) : error;
    }
    if (!history) {
      throw Problem.of(
        'no-history',
        'Temporal holds no history of this pathway: it has not been told of it yet, or the history is past its retention. The timeline has all of it.',
      );
    }
    return { status: 200, body: history };
  },
});

/** What was heard about one person, and what the workflow made of it. */
export const recordRoutes: readonly Route[] = [getEvents, getEvent, getHistory];
