import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Client } from '@temporalio/client';
import { z } from 'zod';
import { pathwayActivities, type PathwayActivities } from '../../activities/pathway';
import { londonDate, type Instant } from '../../domain/calendar/dates';
import { dataConverter } from '../../infra/temporal/client';
import { startTracing } from '../../infra/tracing/tracing';
import { startRelay } from '../../services/workflow/relay/loop';
import { startWorkers } from '../../worker';
import { PATHWAY_QUEUE, pathwayWorkflowId } from '../../workflows/names';
import { newRegisterId, say } from '../support/database/commit';
import { openService, until, type Service } from '../support/service';
import { testKeys } from '../support/stage';

/** What comes of OTLP over HTTP, as JSON, as far as it is looked at here. */
const attribute = z.object({ key: z.string(), value: z.object({ stringValue: z.string().optional() }) });
const spanSchema = z.object({
  name: z.string(),
  traceId: z.string(),
  spanId: z.string(),
  parentSpanId: z.string().optional(),
  attributes: z.array(attribute),
  status: z.object({ code: z.number(), message: z.string().optional() }),
  events: z.array(z.object({ name: z.string(), attributes: z.array(attribute) })),
});
const sent = z.object({ resourceSpans: z.array(z.object({ scopeSpans: z.array(z.object({ spans: z.array(spanSchema) })) })) });
type Span = z.output<typeof spanSchema>;

let service: Service;
beforeAll(async () => {
  service = await openService();
});
afterAll(() => service?.close());

test('without an endpoint there is no tracing', () => {
  expect(startTracing('test', undefined)).toBeUndefined();
});

test('the way of an event is one trace, from the outbox to its commit, and tells of nobody', async () => {
  const bodies: string[] = [];
  const sink = createServer((request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString('utf8')));
    request.on('end', () => {
      if (request.url === '/v1/traces') bodies.push(body);
      response.setHeader('content-type', 'application/json');
      response.end('{}');
    });
  });
  await new Promise<void>((resolve) => sink.listen(0, '127.0.0.1', resolve));
  const { port } = sink.address() as AddressInfo;
  const tracing = startTracing('test', `http://127.0.0.1:${port}/`);
  if (!tracing) throw new Error('no tracing');

  const { connection } = service.environment;
  const client = new Client({ connection, dataConverter: dataConverter(testKeys), interceptors: { workflow: [tracing.client] } });
  const activities = pathwayActivities(service.commit);
  let fails = true;
  const once: PathwayActivities = {
    takeTurn: (turn) => {
      if (!fails) return activities.takeTurn(turn);
      fails = false;
      throw new Error('Key (name)=(Ottoline Grimshaw-Test) already exists');
    },
  };
  const worker = await startWorkers({
    connection: service.environment.nativeConnection,
    namespace: 'default',
    keys: testKeys,
    identity: 'test',
    workflows: { workflowBundle: service.workflowBundle },
    interceptors: tracing.worker,
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: once }],
  });
  const relay = startRelay({ pool: service.database.pool, client, onError: () => undefined });
  const registerId = newRegisterId();
  const now = Date.now() as Instant;
  await say(service.commit, registerId, now, { type: 'referral-received', source: 'family' });
  await service.armed(registerId, 1, 1);
  await say(service.commit, registerId, now, {
    type: 'admitted',
    on: londonDate(now),
    security: 'low',
    detained: true,
    planned: false,
  });
  await service.armed(registerId, 1, 2);
  await relay.stop();
  await worker.stop();
  await tracing.stop();
  await until('the spans have arrived', async () => bodies.length > 0);
  sink.close();

  const spans: Span[] = bodies.flatMap((body) =>
    sent.parse(JSON.parse(body)).resourceSpans.flatMap(({ scopeSpans }) => scopeSpans.flatMap(({ spans: some }) => some)),
  );
  const named = (name: string): Span[] => spans.filter((span) => span.name === name);
  const signals = named('SignalWithStartWorkflow:personPathway');
  expect(signals).toHaveLength(2);
  for (const signal of signals) {
    const commits = named('RunActivity:takeTurn').filter(({ traceId }) => traceId === signal.traceId);
    expect(commits.at(-1)?.parentSpanId).toBe(signal.spanId);
    expect(signal.attributes).toContainEqual({ key: 'temporalWorkflowId', value: { stringValue: pathwayWorkflowId(registerId, 1) } });
  }
  // Of what failed only its type is told.
  const failed = named('RunActivity:takeTurn').find(({ events }) => events.length > 0);
  expect(failed?.events[0]?.attributes).toEqual([{ key: 'exception.type', value: { stringValue: 'Error' } }]);
  expect(bodies.join('')).not.toMatch(/Ottoline|Grimshaw|already exists/);
});
