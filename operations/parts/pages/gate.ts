import { createHash, timingSafeEqual } from 'node:crypto';
import { createServer, type IncomingMessage, type RequestListener, type Server } from 'node:http';

/** The name that goes with the key; it says nothing, and the browser asks for one. */
const NAME = 'pathway';

/** A page of this machine's, for who has the key. */
export interface Page {
  readonly port: number;
  stop(): Promise<void>;
}

export interface GateSettings {
  readonly port: number;
  /** Who has it may look. */
  readonly key: string;
  /** Answers those that were let in. */
  readonly answer: RequestListener;
}

/** The address of a page, with its key: a browser that was given it asks for nothing, and keeps it for that port alone. */
export const addressOf = (port: number, key: string): string => `http://${NAME}:${key}@localhost:${port}`;

const digest = (text: string): Buffer => createHash('sha256').update(text, 'utf8').digest();

/** Whether a key is the one, without telling by the time how much of it is right. */
export const sameKey = (key: string, given: string): boolean => timingSafeEqual(digest(given), digest(key));

/** Whether a request carries the key, as a browser sends it (RFC 7617). */
function hasKey({ headers }: IncomingMessage, key: string): boolean {
  const [, given] = /^Basic +([A-Za-z0-9+/=]+)$/i.exec(headers.authorization ?? '') ?? [];
  const wanted = Buffer.from(`${NAME}:${key}`).toString('base64');
  return given !== undefined && sameKey(wanted, given);
}

/**
 * Starts a server on 127.0.0.1 that answers by its loopback names only (no other site's name can be made to point at it), and only who has
 * the key: a machine may have other users, and all of them reach what listens on loopback. Throws the system's error (`EADDRINUSE`) where
 * the port is taken.
 */
export async function startGate({ port, key, answer }: GateSettings): Promise<Page> {
  let bound = port;
  const server = createServer((request, response) => {
    const refuse = (status: number, text: string, headers: Record<string, string> = {}): void =>
      void response.writeHead(status, { 'content-type': 'text/plain', ...headers }).end(`${text}\n`);
    if (![`127.0.0.1:${bound}`, `localhost:${bound}`].includes(request.headers.host ?? '')) return refuse(403, 'Use http://localhost.');
    if (!hasKey(request, key))
      return refuse(401, 'Open the whole address that npm start printed: it holds the key.', {
        'www-authenticate': 'Basic realm="The address that npm start printed holds the key", charset="UTF-8"',
      });
    // The key is ours: what stands behind need not know it.
    delete request.headers.authorization;
    answer(request, response);
  });
  await listening(server, port);
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

function listening(server: Server, port: number): Promise<void> {
  return new Promise((resolve, reject) => {
    server.once('error', reject);
    server.listen(port, '127.0.0.1', () => {
      server.off('error', reject);
      resolve();
    });
  });
}
