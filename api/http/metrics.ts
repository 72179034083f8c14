import type { Pool } from 'pg';
import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';

export interface Metrics {
  readonly registry: Registry;
  /** One answered request; the route as in the table, never the address, which names a person. */
  readonly answered: (method: string, route: string, status: number, seconds: number) => void;
  /** One event by its type and what became of it. */
  readonly event: (type: string, outcome: string) => void;
}

/** Makes the figures of one app: requests, events, and what waits in the database (asked for at each reading). */
export function createMetrics(pool: Pool): Metrics {
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
  new Gauge({
    name: 'pathway_waiting',
    help: 'Rows that wait: signals for Temporal, notices to send, open tasks; absent while the database is away',
    labelNames: ['what'],
    registers: [registry],
    async collect() {
      this.reset();
      try {
        const { rows } = await pool.query<{ what: string; count: number }>(
          `select 'outbox' as what, count(*)::int as count from outbox
           union all select 'notices', count(*)::int from notice where status in ('queued', 'sending')
           union all select 'tasks', count(*)::int from task where status = 'open'`,
        );
        for (const { what, count } of rows) this.set({ what }, count);
      } catch {
        // The figures of the process itself must be readable when the database is away: then these are absent, which an alert can see.
      }
    },
  });
  return {
    registry,
    answered: (method, route, status, seconds) => requests.observe({ method, route, status: String(status) }, seconds),
    event: (type, outcome) => events.inc({ type, outcome }),
  };
}
