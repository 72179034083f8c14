import { context, propagation, trace } from '@opentelemetry/api';
import { OTLPTraceExporter } from '@opentelemetry/exporter-trace-otlp-http';
import { Resource } from '@opentelemetry/resources';
import { BatchSpanProcessor, NodeTracerProvider, type ReadableSpan, type SpanExporter } from '@opentelemetry/sdk-trace-node';
import { OpenTelemetryActivityInboundInterceptor, OpenTelemetryWorkflowClientInterceptor } from '@temporalio/interceptors-opentelemetry';
import type { Tracing } from './tracing';

/** How long the last spans may take to go. */
const LAST_SPANS_MS = 2_000;

/**
 * Starts making spans, and sending them to `<endpoint>/v1/traces`.
 * @public required by tracing.ts, which loads this file only where it is wanted
 */
export function openTracing(part: string, endpoint: string): Tracing {
  const exporter = new OTLPTraceExporter({ url: `${endpoint.replace(/\/$/, '')}/v1/traces` });
  const provider = new NodeTracerProvider({
    resource: new Resource({ 'service.name': `dynamic-support-pathway-${part}` }),
    spanProcessors: [new BatchSpanProcessor(withoutWords(exporter), { exportTimeoutMillis: LAST_SPANS_MS })],
  });
  provider.register();
  const client = new OpenTelemetryWorkflowClientInterceptor();
  return {
    // Not what the timer check reads: it asks of everybody, again and again.
    client: { signalWithStart: (input, next) => client.signalWithStart(input, next) },
    worker: { activity: [(activity) => ({ inbound: new OpenTelemetryActivityInboundInterceptor(activity) })] },
    stop: async () => {
      await provider.shutdown().catch(() => undefined);
      for (const api of [trace, context, propagation]) api.disable();
    },
  };
}

/** The attributes that may go: ids of workflows (a register id) and of runs. */
const ALLOWED: ReadonlySet<string> = new Set(['temporalWorkflowId', 'temporalActivityId', 'run_id']);

/** An error's message may quote what the database was given, a name or a number: of an error only its type is told. */
function withoutWords(exporter: SpanExporter): SpanExporter {
  return {
    export: (spans, done) => exporter.export(spans.map(bare), done),
    shutdown: () => exporter.shutdown(),
    forceFlush: async () => exporter.forceFlush?.(),
  };
}

function bare(span: ReadableSpan): ReadableSpan {
  const attributes = Object.fromEntries(Object.entries(span.attributes).filter(([name]) => ALLOWED.has(name)));
  const events = span.events.map((event) => {
    const type = event.attributes?.['exception.type'];
    return { ...event, attributes: type === undefined ? {} : { 'exception.type': type } };
  });
  return {
    name: span.name,
    kind: span.kind,
    spanContext: () => span.spanContext(),
    ...(span.parentSpanId === undefined ? {} : { parentSpanId: span.parentSpanId }),
    startTime: span.startTime,
    endTime: span.endTime,
    status: { code: span.status.code },
    attributes,
    links: span.links,
    events,
    duration: span.duration,
    ended: span.ended,
    resource: span.resource,
    instrumentationLibrary: span.instrumentationLibrary,
    droppedAttributesCount: span.droppedAttributesCount,
    droppedEventsCount: span.droppedEventsCount,
    droppedLinksCount: span.droppedLinksCount,
  };
}
