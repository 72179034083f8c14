import { createServer, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import type { Registry } from 'prom-client';
import { codeOf, PlainError } from '../plain-error';

export interface MetricsServerSettings {
  /** 0: any free port. */
  readonly port: number;
  readonly host: string;
  /** The name of the setting of the port, for whoever must change it. */
  readonly setting: 'METRICS_PORT' | 'API_METRICS_PORT';
  readonly registry: Registry;
  /** What keeps the process from its work now, in a code; null: nothing. */
  readonly waitsFor: () => string | null;
}

export interface MetricsServer {
  readonly url: string;
  readonly close: () => Promise<void>;
}

/** How long figures are shown before they are read again: some ask the database, and whoever looks often must not cost it more. */
const KEPT_MS = 5_000;

/** Out: the figures as they were read at most `KEPT_MS` ago. */
function keeping(registry: Registry): () => Promise<string> {
  let kept: { readonly at: number; readonly text: Promise<string> } | undefined;
  return async () => {
    const now = performance.now();
    if (!kept || now - kept.at >= KEPT_MS) kept = { at: now, text: registry.metrics() };
    const { text } = kept;
    try {
      return await text;
    } catch (error) {
      kept = undefined;
      throw error;
    }
  };
}

/** Shows a process's figures at `/metrics`, and whether it works at `/health/ready` (503 where not) and `/health/live`. Throws PlainError where the port is taken. */
export async function startMetricsServer({ port, host, setting, registry, waitsFor }: MetricsServerSettings): Promise<MetricsServer> {
  const figures = keeping(registry);
  const answers: Readonly<Record<string, (response: ServerResponse) => Promise<void> | void>> = {
    '/metrics': async (response) => {
      response.setHeader('Content-Type', registry.contentType);
      response.end(await figures());
    },
    '/health/live': (response) => say(response, 200, 'live'),
    '/health/ready': (response) => {
      const reason = waitsFor();
      if (reason === null) say(response, 200, 'ready');
      else say(response, 503, 'waiting', reason);
    },
  };
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://localhost').pathname;
    const answer = request.method === 'GET' || request.method === 'HEAD' ? answers[path] : undefined;
    if (!answer) {
      say(response, 404, 'not-found');
      return;
    }
    void Promise.resolve(answer(response)).catch(() => response.destroy());
  });
  await new Promise<void>((resolve, reject) => {
    server.once('error', (error) => reject(codeOf(error) === 'EADDRINUSE' ? taken(port, setting) : error));
    server.listen(port, host, () => {
      server.removeAllListeners('error');
      resolve();
    });
  });
  // A server that listens on a port has this address (node:net).
  const { port: own } = server.address() as AddressInfo;
  return {
    url: `http://${host}:${own}`,
    close: async () => {
      const closed = new Promise<void>((resolve) => server.close(() => resolve()));
      server.closeAllConnections();
      await closed;
    },
  };
}

const taken = (port: number, setting: string): PlainError =>
  new PlainError(`Port ${port} of ${setting} is taken by another program: stop that program, or set ${setting} to a free one.`);

function say(response: ServerResponse, status: number, word: string, reason?: string): void {
  response.writeHead(status, { 'Content-Type': 'application/json', 'Cache-Control': 'no-store' });
  response.end(JSON.stringify({ status: word, ...(reason === undefined ? {} : { for: reason }) }));
}
