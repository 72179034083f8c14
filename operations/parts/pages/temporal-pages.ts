import { request as ask, type IncomingMessage, type OutgoingHttpHeaders, type ServerResponse } from 'node:http';
import type { PayloadCodec } from '@temporalio/common';
import { z } from 'zod';
import { decode, readRequest } from './decode';
import { startGate, type Page } from './gate';

export interface TemporalPagesSettings {
  readonly codec: PayloadCodec;
  readonly port: number;
  readonly key: string;
  /** Where Temporal's own pages are, which know no sign-in; asked at each request. */
  readonly uiPort: () => number;
}

const DECODE = '/codec/decode';
const SETTINGS = '/api/v1/settings';

/**
 * Starts the address under which Temporal's pages are looked at, on 127.0.0.1, for who has the key: it passes on what the pages ask, and
 * decrypts payloads for them at an address of its own, which only they are told. Throws the system's error (`EADDRINUSE`) where the port is
 * taken.
 */
export async function startTemporalPages({ codec, port, key, uiPort }: TemporalPagesSettings): Promise<Page> {
  return startGate({
    port,
    key,
    answer: (request, response) => {
      const path = new URL(request.url ?? '/', 'http://localhost').pathname;
      const work = path === DECODE ? decrypt(request, response, codec) : pass(request, response, uiPort(), path === SETTINGS);
      work.catch(() => {
        if (!response.headersSent) response.writeHead(path === DECODE ? 400 : 502, { 'content-type': 'text/plain' });
        response.end();
      });
    },
  });
}

async function decrypt(request: IncomingMessage, response: ServerResponse, codec: PayloadCodec): Promise<void> {
  const { host = '', origin } = request.headers;
  // A browser sends the key with whatever page asks: only a page of this very address may.
  if (origin !== undefined && origin !== `http://${host}`) return void response.writeHead(403).end();
  if (request.method !== 'POST') return void response.writeHead(405, { allow: 'POST' }).end();
  const body = await decode(codec, await readRequest(request));
  response.writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' }).end(body);
}

/** Temporal's pages learn here where payloads are decrypted. */
const settingsSchema = z.looseObject({ Codec: z.looseObject({}).nullish() });

async function pass(request: IncomingMessage, response: ServerResponse, port: number, isSettings: boolean): Promise<void> {
  const headers: OutgoingHttpHeaders = { ...request.headers };
  // What is to be altered must be legible.
  if (isSettings) delete headers['accept-encoding'];
  const answer = await new Promise<IncomingMessage>((resolve, reject) => {
    const passed = ask({ host: '127.0.0.1', port, method: request.method, path: request.url, headers }, resolve);
    passed.once('error', reject);
    response.once('close', () => passed.destroy());
    request.pipe(passed);
  });
  const status = answer.statusCode ?? 502;
  if (!isSettings || status !== 200) {
    response.writeHead(status, answer.headers);
    answer.pipe(response);
    return;
  }
  const settings = settingsSchema.parse(JSON.parse(await readRequest(answer)));
  const endpoint = `http://${request.headers.host ?? ''}${DECODE.replace(/\/decode$/, '')}`;
  response
    .writeHead(200, { 'content-type': 'application/json', 'cache-control': 'no-store' })
    .end(JSON.stringify({ ...settings, Codec: { ...settings.Codec, Endpoint: endpoint } }));
}
