import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Express } from 'express';
import { startMetricsServer } from '../infra/metrics/metrics-server';
import { createApp } from './app';
import type { ApiDeps } from './context';

export interface ServerSettings {
  readonly deps: ApiDeps;
  /** Puts what else is answered on this port into the app. */
  readonly more?: (app: Express) => void;
  /** 0: any free port. */
  readonly port: number;
  /** The address to listen on; every one without it. */
  readonly host?: string;
  /** Where its figures are shown; absent: nowhere. */
  readonly metrics?: { readonly port: number; readonly host: string };
}

export interface ApiServer {
  /** `http://localhost:<port>` */
  readonly url: string;
  /** Takes no new work, waits for what is under way (10 s at most), and closes. The database's pool stays its owner's. */
  stop(): Promise<void>;
}

const REQUEST_LIMIT_MS = 30_000;
const HEADERS_LIMIT_MS = 10_000;
const STOP_LIMIT_MS = 10_000;
const IDLE_LOOK_MS = 50;
/** How often it is looked for what another process took in and did not live to look at, or is about somebody who is known only now. */
const INTAKE_LOOK_MS = 60_000;
/** Longer than a reverse proxy keeps a connection that nobody uses (a minute, as a rule): a call must not meet one that is just being closed. */
const KEEP_ALIVE_MS = 75_000;

/** Starts the API. Rejects where the port is taken, or where a route of the table is not fully declared. */
export async function startApi({ deps, more, port, host, metrics }: ServerSettings): Promise<ApiServer> {
  const { app, stopTaking, intake, registry } = createApp(deps, undefined, more);
  const waitsFor = (): string | null => deps.watch?.trouble()?.code ?? null;
  const server = createServer({ requestTimeout: REQUEST_LIMIT_MS, headersTimeout: HEADERS_LIMIT_MS, keepAliveTimeout: KEEP_ALIVE_MS }, app);
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, host, () => {
      server.off('error', reject);
      resolve();
    });
  });
  const shown =
    metrics &&
    (await startMetricsServer({ ...metrics, setting: 'API_METRICS_PORT', registry, waitsFor }).catch((error: unknown) => {
      server.close();
      throw error;
    }));
  const look = setInterval(intake.wake, INTAKE_LOOK_MS).unref();
  intake.wake();
  // A server that listens on a port has this address (node:net).
  const { port: taken } = server.address() as AddressInfo;
  return {
    url: `http://localhost:${taken}`,
    stop: async () => {
      stopTaking();
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      // Again and again: a connection with work under way becomes idle when that was answered.
      const idle = setInterval(() => server.closeIdleConnections(), IDLE_LOOK_MS);
      const force = setTimeout(() => server.closeAllConnections(), STOP_LIMIT_MS);
      await closed;
      clearInterval(idle);
      clearTimeout(force);
      clearInterval(look);
      await intake.settled();
      await shown?.close();
    },
  };
}
