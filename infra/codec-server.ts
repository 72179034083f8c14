import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { z } from 'zod';

const largestBody = 16 * 1024 * 1024;

const payloads = z.object({
  payloads: z.array(z.object({ metadata: z.record(z.string(), z.string()).optional(), data: z.string().optional() })).default([]),
});

export interface CodecServer {
  readonly port: number;
  stop(): Promise<void>;
}

export interface CodecServerOptions {
  readonly codec: PayloadCodec;
  readonly port: number;
  /** The port of the Temporal UI on this machine, whose pages alone are answered; asked at each request. */
  readonly uiPort: () => number;
}

/**
 * Starts the server that decrypts payloads for Temporal's web UI: POST /decode. Whoever reaches it reads everything, therefore it listens
 * on 127.0.0.1 only, is answered by its loopback names only (no other site's name can be made to point at it), and needs the UI's own
 * `Origin`, which a browser sets and a page cannot. Throws the system's error (`EADDRINUSE`) where the port is taken.
 */
export async function startCodecServer({ codec, port, uiPort }: CodecServerOptions): Promise<CodecServer> {
  const server = createServer((request, response) => {
    handle(request, response, codec, [`http://127.0.0.1:${uiPort()}`, `http://localhost:${uiPort()}`], bound).catch(() => {
      if (!response.headersSent) response.writeHead(400);
      response.end();
    });
  });
  let bound = port;
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', resolve);
  });
  const address = server.address();
  if (address && typeof address === 'object') bound = address.port;
  return {
    port: bound,
    stop: () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

async function handle(
  request: IncomingMessage,
  response: ServerResponse,
  codec: PayloadCodec,
  origins: readonly string[],
  port: number,
): Promise<void> {
  const { host = '', origin = '' } = request.headers;
  if (![`127.0.0.1:${port}`, `localhost:${port}`].includes(host) || !origins.includes(origin)) {
    response.writeHead(403, { 'content-type': 'text/plain' }).end('This server answers the Temporal UI of this machine only.\n');
    return;
  }
  response.setHeader('access-control-allow-origin', origin);
  response.setHeader('vary', 'origin');
  response.setHeader('cache-control', 'no-store');
  if (request.method === 'OPTIONS') {
    response
      .writeHead(204, {
        'access-control-allow-methods': 'POST',
        'access-control-allow-headers': 'content-type, x-namespace, authorization',
      })
      .end();
    return;
  }
  // The UI adds parameters of its own to the address.
  if (request.method !== 'POST' || request.url?.split('?')[0] !== '/decode') {
    response.writeHead(404).end();
    return;
  }
  const body = payloads.parse(JSON.parse(await read(request)));
  const decoded = await codec.decode(body.payloads.map(fromJson));
  response.writeHead(200, { 'content-type': 'application/json' }).end(JSON.stringify({ payloads: decoded.map(toJson) }));
}

async function read(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of request) {
    const bytes = Buffer.from(part);
    size += bytes.length;
    if (size > largestBody) throw new RangeError('the body is too large');
    parts.push(bytes);
  }
  return Buffer.concat(parts).toString('utf8');
}

type Payload = Parameters<PayloadCodec['decode']>[0][number];
type JsonPayload = z.infer<typeof payloads>['payloads'][number];

function fromJson({ metadata = {}, data = '' }: JsonPayload): Payload {
  return {
    metadata: Object.fromEntries(Object.entries(metadata).map(([name, value]) => [name, Buffer.from(value, 'base64')])),
    data: Buffer.from(data, 'base64'),
  };
}

function toJson({ metadata, data }: Payload): JsonPayload {
  const base64 = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64');
  return {
    metadata: Object.fromEntries(Object.entries(metadata ?? {}).map(([name, value]) => [name, base64(value)])),
    data: base64(data ?? new Uint8Array()),
  };
}
