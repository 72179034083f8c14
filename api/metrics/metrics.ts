import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Histogram, Registry } from 'prom-client';
import type { Instant } from '../../domain/calendar/dates';
import { addReading, READINGS } from './readings';

export interface Metrics {
  readonly registry: Registry;
  /** One answered request; the route as in the table, never the address, which names a person. */
  readonly answered: (method: string, route: string, status: number, seconds: number) => void;
  /** One event by its type and what became of it. */
  readonly event: (type: string, outcome: string) => void;
}

/** Makes the figures of one app: requests, events, and how things stand in the database (asked for at each reading). */
export function createMetrics(pool: Pool, clock: () => Instant): Metrics {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const requests = new Histogram({
    name: 'http_request_duration_seconds',
    help: 'Time to answer, by route and status',
    labelNames: ['method', 'route', 'status'],
    buckets: [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5],
    registers: [registry],
  });
  const events = new Counter({
    name: 'pathway_events_total',
    help: 'Events sent to the API, by type and outcome (a batch counts once, as batch)',
    labelNames: ['type', 'outcome'],
    registers: [registry],
  });
  for (const reading of READINGS) addReading(registry, reading, { pool, clock });
  return {
    registry,
    answered: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    event: (type, outcome) => events.inc({ type, outcome }),
  };
}
