import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { jwtVerify } from 'jose';

const SERVICE = '11111111-1111-4111-8111-111111111111';
const SECRET = '22222222-2222-4222-8222-222222222222';
export const NOTIFY_KEY = `made_up-${SERVICE}-${SECRET}`;
export const TEXT_TEMPLATE = '33333333-3333-4333-8333-333333333333';
export const LETTER_TEMPLATE = '44444444-4444-4444-8444-444444444444';

/** What GOV.UK Notify was given. */
export interface Taken {
  readonly kind: 'sms' | 'letter';
  readonly template_id: string;
  readonly phone_number?: string;
  readonly personalisation: Readonly<Record<string, string>>;
  readonly reference: string;
}

/** A stand-in that speaks the API of GOV.UK Notify (version 2) as its documentation has it: signed calls, sending, and what became of a message. */
export interface NotifyStandIn {
  readonly url: string;
  readonly taken: Taken[];
  /** What it answers to the next calls that send, in order: a status and the code of the error; `hang` gives no answer at all. */
  answers: (readonly [number, string] | 'hang')[];
  /** The status of what was taken, by its reference; it is `created` without. */
  readonly statuses: Map<string, string>;
  stop(): Promise<void>;
}

async function bodyOf(request: IncomingMessage): Promise<string> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part as Buffer);
  return Buffer.concat(parts).toString('utf8');
}

/** Starts the stand-in on a port of its own. */
export async function notifyStandIn(): Promise<NotifyStandIn> {
  const taken: Taken[] = [];
  const statuses = new Map<string, string>();
  const server = createServer((request, response) => {
    const answer = (status: number, body: object): void => {
      response.writeHead(status, { 'content-type': 'application/json' });
      response.end(JSON.stringify(body));
    };
    const refused = (status: number, error: string): void =>
      answer(status, { status_code: status, errors: [{ error, message: 'made up' }] });
    const handle = async (): Promise<void> => {
      const text = await bodyOf(request);
      const token = (request.headers.authorization ?? '').replace('Bearer ', '');
      const signed = await jwtVerify(token, new TextEncoder().encode(SECRET), { algorithms: ['HS256'], issuer: SERVICE }).catch(() => null);
      if (!signed) return refused(403, 'AuthError');
      const url = new URL(request.url ?? '', 'http://stand-in');
      if (request.method === 'GET' && url.pathname === '/v2/notifications') {
        const reference = url.searchParams.get('reference');
        const found = taken.filter((one) => one.reference === reference);
        return answer(200, {
          notifications: found.map((one) => ({ id: randomUUID(), reference, status: statuses.get(one.reference) ?? 'created' })),
          links: {},
        });
      }
      const kind = /^\/v2\/notifications\/(sms|letter)$/.exec(url.pathname)?.[1] as Taken['kind'] | undefined;
      if (request.method !== 'POST' || !kind) return refused(404, 'NotFound');
      const next = stand.answers.shift();
      if (next === 'hang') return;
      if (next) return refused(...next);
      const body = JSON.parse(text) as Omit<Taken, 'kind'>;
      taken.push({ kind, ...body });
      answer(201, { id: randomUUID(), reference: body.reference, content: {}, uri: '', template: {} });
    };
    void handle();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const stand: NotifyStandIn = {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    taken,
    answers: [],
    statuses,
    stop: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
  return stand;
}
