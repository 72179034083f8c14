import { z } from 'zod';
import { dateSchema, eventSchema, referenceSchema } from '../domain/pathway/events';
import { REFUSALS } from '../domain/pathway/refusals';
import type { JsonSchema } from './description/conditions';
import { operationId } from './description/operation-id';
import { eventTypeOf, type SchemaWriter, schemaWriter } from './description/schemas';
import { pathOf } from './http/mount';
import { PROBLEMS, type ProblemCode } from './http/problem';
import type { Described, Permission, Route } from './http/route';
import { tracedDeadlineSchema } from '../services/pathway/deadlines';
import { lineSchema } from '../services/pathway/lines';
import { deadlineSchema } from '../services/pathway/rows';
import { problemSchema } from './schemas/problem';
import { batchSchema, partSchema, personSchema, singleSchema } from './schemas/requests';

/** What any route can answer besides its own problems: an address that cannot be read, a query that it does not take, a fault of ours. */
const EVERYWHERE: readonly ProblemCode[] = ['invalid-request', 'internal-error'];
/** What any route with a permission can answer besides. */
const BEHIND_A_TOKEN: readonly ProblemCode[] = [
  'unauthorised',
  'forbidden',
  'not-for-this-token',
  'too-many-requests',
  'busy',
  'database-away',
  'database-read-only',
  'database-full',
  'clock-wrong',
];

/** What sends events can be refused by the core. */
const SENDS_EVENTS: readonly Permission[] = ['referrals:write', 'events:write', 'people:write'];

/** A description as OpenAPI writes it. */
export type Description = { readonly openapi: string } & JsonSchema;

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
/** `stay-details-confirmed` as StayDetailsConfirmed. */
const inCapitals = (type: string): string => type.replace(/(?:^|-)([a-z])/g, (_part, letter: string) => letter.toUpperCase());

function nameOnce(schema: z.ZodType, meta: z.core.GlobalMeta): void {
  const { id: _own, ...known } = schema.meta() ?? {};
  z.globalRegistry.remove(schema);
  z.globalRegistry.add(schema, { ...known, ...meta });
}

for (const [id, schema] of Object.entries(NAMED)) nameOnce(schema, { id });
for (const option of eventSchema.options) nameOnce(option, { id: inCapitals(option.shape.type.value) });
for (const [union, suffix] of [
  [singleSchema, 'Event'],
  [partSchema, 'Part'],
] as const)
  for (const option of union.options) nameOnce(option, { id: `${inCapitals(eventTypeOf(option) ?? '')}${suffix}` });
nameOnce(referenceSchema, {
  id: 'Reference',
  description: 'An id of letters, digits and hyphens, made by you, and never a name or a number of somebody’s',
});
nameOnce(dateSchema, {
  id: 'Day',
  format: 'date',
  pattern: '^(19|20|21)[0-9]{2}-[0-9]{2}-[0-9]{2}$',
  description: 'A day of the calendar in London, `YYYY-MM-DD`, between 1900 and 2199',
  examples: ['2026-10-01'],
});

function contentOf({ schema, type }: Described, writer: SchemaWriter): JsonSchema {
  const types = typeof type === 'object' ? type : [type ?? 'application/json'];
  return Object.fromEntries(types.map((one) => [one, { schema: schema ? writer.write(schema, 'output') : { type: 'string' } }]));
}

/** A problem with one of these codes. */
function problemOf(codes: readonly string[], writer: SchemaWriter): JsonSchema {
  const problem = writer.write(problemSchema, 'output');
  return { allOf: [problem, { properties: { code: { type: 'string', enum: codes, description: 'Stable; programs decide by this' } } }] };
}

function responsesOf(route: Route, writer: SchemaWriter): JsonSchema {
  const responses: JsonSchema = {};
  for (const [status, described] of Object.entries(route.answers)) {
    const empty = status === '204';
    responses[status] = { description: described.description, ...(empty ? {} : { content: contentOf(described, writer) }) };
  }
  const codes = [
    ...new Set([
      ...route.problems,
      ...(route.details ? (['restricted-record'] as const) : []),
      ...EVERYWHERE,
      ...(route.permission === 'public' ? [] : BEHIND_A_TOKEN),
    ]),
  ];
  const refuses = route.method === 'post' && SENDS_EVENTS.includes(route.permission) && !isOfPeople(route);
  for (const status of new Set(codes.map((code) => PROBLEMS[code]))) {
    const own = codes.filter((code) => PROBLEMS[code] === status);
    const core = status === 409 && refuses;
    responses[String(status)] = {
      description: `\`code\`: ${own.join(', ')}${core ? ', or the code of the refusal' : ''}`,
      content: { 'application/problem+json': { schema: problemOf(core ? [...own, ...REFUSALS] : own, writer) } },
    };
  }
  return responses;
}

function parametersOf(place: 'path' | 'query' | 'header', shape: z.ZodRawShape, emptyIsNone: boolean, writer: SchemaWriter): JsonSchema[] {
  return Object.entries(shape).map(([name, field]) => {
    const required = place === 'path' || !z.safeParse(field, undefined).success;
    const schema = writer.write(z.strictObject({ field }), 'input');
    const written = (schema['properties'] as { field: JsonSchema }).field;
    const { description, ...own } = written;
    return {
      name,
      in: place,
      required,
      ...(description === undefined ? {} : { description }),
      schema: emptyIsNone && !required ? { anyOf: [own, { const: '', description: 'None' }] } : own,
    };
  });
}

function requestOf(route: Route, writer: SchemaWriter): JsonSchema {
  const parameters = [
    ...parametersOf('path', route.params.shape, false, writer),
    ...parametersOf('query', route.query.shape, route.method === 'get', writer),
    ...parametersOf('header', route.headers?.shape ?? {}, false, writer),
  ];
  const bodies = route.bodyForms.map((form) => writer.write(form, 'input'));
  const examples = Object.fromEntries(Object.entries(route.examples ?? {}).map(([name, value]) => [name, { value }]));
  const schema = bodies.length > 1 ? { anyOf: bodies } : bodies[0];
  return {
    ...(parameters.length > 0 ? { parameters } : {}),
    ...(schema ? { requestBody: { required: true, content: { 'application/json': { schema, examples } } } } : {}),
  };
}

/** Who people are and whom to write to: no event is sent. */
const isOfPeople = ({ path }: Pick<Route, 'path'>): boolean => path.startsWith('/people');

function tagOf(route: Route): string {
  if (route.permission === 'public') return 'service';
  if (isOfPeople(route)) return 'people and contacts';
  if (route.permission === 'staff:write') return 'staff';
  if (route.method === 'post') return 'what happened';
  return route.path.includes(':registerId') ? 'one person' : 'the register';
}

/** Describes the routes as OpenAPI 3.1, from the very schemas that check the requests and that the answers are held to. */
export function describeApi(routes: readonly Route[]): Description {
  const writer = schemaWriter();
  const paths: Record<string, JsonSchema> = {};
  for (const route of routes) {
    const path = pathOf(route).replace(/:(\w+)/g, '{$1}');
    (paths[path] ??= {})[route.method] = {
      operationId: operationId(route),
      summary: route.summary,
      description: `${route.description}${route.permission === 'public' ? '' : `\n\nNeeds the scope \`${route.permission}\`${route.orPermission ? ` or \`${route.orPermission}\`` : ''}.${route.details ? ' Of a restricted record it needs the scope `restricted:read` too, and is answered 403 `restricted-record` without it.' : ''}`}`,
      tags: [tagOf(route)],
      security: route.permission === 'public' ? [] : [{ token: [] }],
      ...requestOf(route, writer),
      responses: responsesOf(route, writer),
    };
  }
  return {
    openapi: '3.1.0',
    info: {
      title: 'Dynamic Support Pathway',
      version: '1.0.0',
      description:
        'Events in, deadlines out. What happened to a person is sent as an event and decided at once: applied, with what is now due, by when and by which rule, or refused with the reason. ' +
        'A person’s record can be restricted. Codes, dates and events of it are read and sent as always, so that nothing is missed; who the person is, their contacts and the words that somebody typed about them go to tokens with the scope `restricted:read` alone, which `all` does not include: without it words are left out, or replaced by `Withheld: the record is restricted`, a search by name or birth date does not find the person, and what tells nothing else is refused with `restricted-record`. ' +
        'Dates are days in London, `YYYY-MM-DD`; instants are ISO 8601 with an offset. Problems are RFC 9457, with a stable `code`. ' +
        'A request of another shape than is described is 400; so is one that no schema can tell: a register id or NHS number with a wrong check digit, a day that is not in the calendar, two fields that contradict each other, text that cannot be stored.',
    },
    jsonSchemaDialect: 'https://json-schema.org/draft/2020-12/schema',
    servers: [{ url: '/' }],
    paths,
    components: {
      securitySchemes: { token: { type: 'http', scheme: 'bearer', description: 'Made with `npm run token`' } },
      schemas: writer.named(),
    },
  };
}
