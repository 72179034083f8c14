import {
  OpenApiGeneratorV31,
  OpenAPIRegistry,
  type ResponseConfig,
  type RouteConfig,
  zodToOpenAPIRegistry,
} from '@asteasolutions/zod-to-openapi';
import { z } from 'zod';
import { dateSchema } from '../domain/pathway/events';
import { pathOf } from './http/mount';
import { PROBLEMS, type ProblemCode } from './http/problem';
import type { Described, Route } from './http/route';
import { deadlineSchema, lineSchema, problemSchema, tracedDeadlineSchema } from './schemas/answers';
import { batchSchema, partSchema, personSchema, singleSchema } from './schemas/requests';

type Responses = Record<string, ResponseConfig>;

/** What any route with a permission can answer besides its own problems. */
const EVERYWHERE: readonly ProblemCode[] = [
  'unauthorised',
  'forbidden',
  'busy',
  'database-away',
  'database-read-only',
  'database-full',
  'clock-wrong',
  'not-for-this-token',
  'too-many-requests',
  'internal-error',
];

function contentOf({ schema, type }: Described): NonNullable<ResponseConfig['content']> {
  return { [type ?? 'application/json']: { schema: schema ?? { type: 'string' } } };
}

function responsesOf(route: Route): Responses {
  const responses: Responses = {};
  for (const [status, described] of Object.entries(route.answers)) {
    responses[status] = { description: described.description, content: contentOf(described) };
  }
  const codes = [...new Set([...route.problems, ...(route.permission === 'public' ? [] : EVERYWHERE)])];
  for (const status of new Set(codes.map((code) => PROBLEMS[code]))) {
    const own = codes.filter((code) => PROBLEMS[code] === status);
    const refused = status === 409 && route.path.endsWith('/events') ? ', or the code of the refusal' : '';
    responses[String(status)] = {
      description: `\`code\`: ${own.join(', ')}${refused}`,
      content: { 'application/problem+json': { schema: problemSchema } },
    };
  }
  return responses;
}

function requestOf(route: Route): NonNullable<RouteConfig['request']> {
  const [first, second, ...others] = route.bodyForms;
  const schema = second ? z.union([first ?? z.never(), second, ...others]) : first;
  const examples = Object.fromEntries(Object.entries(route.examples ?? {}).map(([name, value]) => [name, { value }]));
  return {
    ...(Object.keys(route.params.shape).length > 0 ? { params: route.params } : {}),
    ...(Object.keys(route.query.shape).length > 0 ? { query: route.query } : {}),
    ...(route.headers ? { headers: route.headers } : {}),
    ...(schema ? { body: { required: true, content: { 'application/json': { schema, examples } } } } : {}),
  };
}

/** The schemas that the description names once and refers to. */
const NAMED: Readonly<Record<string, z.ZodType>> = {
  Problem: problemSchema,
  Line: lineSchema,
  Deadline: deadlineSchema,
  TracedDeadline: tracedDeadlineSchema,
  Person: personSchema,
  Event: singleSchema,
  EventPart: partSchema,
  Batch: batchSchema,
};
for (const [refId, schema] of Object.entries(NAMED)) zodToOpenAPIRegistry.add(schema, { _internal: { refId } });
zodToOpenAPIRegistry.add(dateSchema, {
  _internal: { refId: 'Day' },
  format: 'date',
  description: 'A day of the calendar in London, `YYYY-MM-DD`',
  examples: ['2026-10-01'],
});

/** Describes the routes as OpenAPI 3.1, from the very schemas that check the requests. */
export function describeApi(routes: readonly Route[]): unknown {
  const registry = new OpenAPIRegistry();
  registry.registerComponent('securitySchemes', 'token', { type: 'http', scheme: 'bearer', description: 'Made with `npm run token`' });
  for (const route of routes) {
    registry.registerPath({
      method: route.method,
      path: pathOf(route).replace(/:(\w+)/g, '{$1}'),
      summary: route.summary,
      description: `${route.description}${route.permission === 'public' ? '' : `\n\nNeeds the scope \`${route.permission}\`.`}`,
      tags: [tagOf(route)],
      security: route.permission === 'public' ? [] : [{ token: [] }],
      request: requestOf(route),
      responses: responsesOf(route),
    });
  }
  return new OpenApiGeneratorV31(registry.definitions).generateDocument({
    openapi: '3.1.0',
    info: {
      title: 'Dynamic Support Pathway',
      version: '1.0.0',
      description:
        'Events in, deadlines out. What happened to a person is sent as an event and decided at once: applied, with what is now due, by when and by which rule, or refused with the reason. ' +
        'Dates are days in London, `YYYY-MM-DD`; instants are ISO 8601 with an offset. Problems are RFC 9457, with a stable `code`.',
    },
    servers: [{ url: '/' }],
  });
}

function tagOf(route: Route): string {
  if (route.permission === 'public') return 'service';
  if (route.method === 'post') return 'what happened';
  return route.path.includes(':registerId') ? 'one person' : 'the register';
}
