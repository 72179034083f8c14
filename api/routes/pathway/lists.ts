import { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import { dateSchema } from '../../../domain/pathway/events';
import { deadlineFilter, listDeadlines } from '../../../services/pathway/deadlines';
import { eventViewSchema, listHeld, listRefused, wordsOf } from '../../../services/pathway/events';
import { readRegister, registerFilter, registerRowSchema } from '../../../services/pathway/pathways';
import { deadlineSchema } from '../../../services/pathway/rows';
import { eventsFor } from '../../common/restricted';
import { makeCursor, readCursor } from '../../http/cursor';
import { noBody, nothing, type Route, route } from '../../http/route';
import { PAGE, pageOf, pageQuery } from '../../schemas/lists';

const place = { registerId: z.string().regex(/^[0-9A-Z]{4}-[0-9A-Z]{4}$/), pathway: z.number().int().min(1).max(9_999) };
const inRegister = z.tuple([z.null(), place.registerId, place.pathway]);
const inRegisterByDate = z.tuple([dateSchema, place.registerId, place.pathway]);
const inDeadlines = z.tuple([dateSchema.nullable(), place.registerId, place.pathway, z.string().max(200)]);
const inEvents = z.tuple([z.number().int().nonnegative()]);

const getRegister = route({
  method: 'get',
  path: '/pathways',
  permission: 'pathways:read',
  audit: 'register-listed',
  list: true,
  summary: 'The register',
  description:
    'Without `status` the register itself: those who are eligible, with consent to it (or a best-interests decision) standing, and not ended. `status=open` and `status=ended` list pathways, whether of members or not. ' +
    'In order of register id; with `dueBefore` only those with something owed before that day, what is due first coming first.',
  params: nothing,
  query: registerFilter.extend(pageQuery),
  body: noBody,
  answers: { 200: { description: 'A page of the register', schema: pageOf('pathways', registerRowSchema) } },
  problems: ['invalid-request', 'bad-cursor'],
  handle: async ({ query: { cursor, limit = PAGE, ...asked } }, context) => {
    const filter = { ...asked, status: asked.status ?? 'on-register' };
    const byDue = filter.dueBefore !== undefined;
    const after = cursor === undefined ? null : readCursor(cursor, ['register', filter], byDue ? inRegisterByDate : inRegister);
    const { rows, more } = await readRegister(
      context.pool,
      { ...filter, limit, after: after && { due: after[0], registerId: after[1], pathway: after[2] } },
      londonDate(context.clock()),
    );
    const last = more ? rows.at(-1) : undefined;
    const due = byDue ? last?.nextDue : null;
    return {
      status: 200,
      shown: rows.map(({ registerId }) => registerId),
      body: { pathways: rows, nextCursor: last ? makeCursor(['register', filter], [due, last.registerId, last.pathway]) : null },
    };
  },
});

const getDeadlines = route({
  method: 'get',
  path: '/deadlines',
  permission: 'deadlines:read',
  audit: 'deadlines-listed',
  list: true,
  summary: 'Deadlines across the register',
  description:
    'By due date, those without one last. `status=owed` are all that is still to be done, open or missed. `from` and `to` count both days. ' +
    'They leave out what has no date, but with `status=owed` and `status=open`: what has no date is to be done now, and belongs to what is owed by any day.',
  params: nothing,
  query: deadlineFilter.safeExtend(pageQuery),
  body: noBody,
  answers: { 200: { description: 'A page of deadlines', schema: pageOf('deadlines', deadlineSchema) } },
  problems: ['invalid-request', 'bad-cursor'],
  handle: async ({ query: { cursor, limit = PAGE, ...filter } }, context) => {
    const after = cursor === undefined ? null : readCursor(cursor, ['deadlines', filter], inDeadlines);
    const { rows, more } = await listDeadlines(
      context.pool,
      { ...filter, limit, after: after && { due: after[0], registerId: after[1], pathway: after[2], id: after[3] } },
      londonDate(context.clock()),
    );
    const last = more ? rows.at(-1) : undefined;
    const nextCursor = last ? makeCursor(['deadlines', filter], [last.due, last.registerId, last.pathway, last.deadline]) : null;
    return { status: 200, body: { deadlines: rows, nextCursor }, shown: rows.map(({ registerId }) => registerId) };
  },
});

const getRefused = route({
  method: 'get',
  path: '/events',
  permission: 'pathways:read',
  audit: 'refused-events-listed',
  list: true,
  summary: 'Refused events, and those that wait, for a person to sort out',
  description:
    'Those of everyone that nobody has sorted out yet, in the order in which they were decided, each with the reason; with `resolved=true` those that somebody has, and how. ' +
    'With `status=held` those of integrators that wait for what may come before them, in the order received, each with `until`. A batch is listed once, as a whole.',
  params: nothing,
  query: z.strictObject({
    status: z.enum(['refused', 'held']).meta({ description: 'Refused events, or those that wait' }),
    resolved: z
      .enum(['true', 'false'])
      .optional()
      .meta({ description: 'Of refused ones: true: those that were sorted out; without it those that were not' }),
    ...pageQuery,
  }),
  body: noBody,
  answers: { 200: { description: 'A page of refused events', schema: pageOf('events', eventViewSchema) } },
  problems: ['invalid-request', 'bad-cursor'],
  handle: async ({ query, caller }, context) => {
    const resolved = query.resolved === 'true';
    const list = [query.status, { resolved }];
    const [after] = query.cursor === undefined ? [0] : readCursor(query.cursor, list, inEvents);
    const limit = query.limit ?? PAGE;
    const { rows: found, next } =
      query.status === 'refused'
        ? await listRefused(context.pool, { resolved, after, limit })
        : // What waits has not been sorted out by anybody.
          resolved
          ? { rows: [], next: null }
          : await listHeld(context.pool, { after, limit });
    const rows = await eventsFor(context, caller, found);
    return {
      status: 200,
      body: { events: rows, nextCursor: next === null ? null : makeCursor(list, [next]) },
      shown: rows.map(({ registerId }) => registerId),
      wordsOf: wordsOf(rows),
    };
  },
});

/** Lists across everyone. */
export const listRoutes: readonly Route[] = [getRegister, getDeadlines, getRefused];
