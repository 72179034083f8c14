import type { WorkflowClientInterceptor } from '@temporalio/client';
import type { WorkerInterceptors } from '@temporalio/worker';

/** What makes spans of the way of an event: from the outbox through its workflow to its commit. */
export interface Tracing {
  /** For the client that signals workflows. */
  readonly client: WorkflowClientInterceptor;
  /** For workers: each activity becomes a span. */
  readonly worker: WorkerInterceptors;
  /** Sends what is left, and stops. Never throws: spans are no one's truth. */
  readonly stop: () => Promise<void>;
}

/**
 * Starts tracing where `endpoint` (of OTLP over HTTP, such as `http://collector:4318`) is given; undefined otherwise, and then not a line
 * of OpenTelemetry is loaded.
 * @param part the process that the spans are from, such as `worker`
 */
export function startTracing(part: string, endpoint: string | undefined): Tracing | undefined {
  if (endpoint === undefined) return undefined;
  const otel = require('./otel') as typeof import('./otel');
  return otel.openTracing(part, endpoint);
}
