import express, { type Request, type Response } from 'express';
import { type FieldError, Problem } from './problem';

/** The largest body that is read, of most routes and of those that take a file. */
const BODY_LIMITS = { usual: '100kb', file: '15mb' } as const;
export type BodySize = keyof typeof BODY_LIMITS;
const DEEPEST = 12;

const reader = (limit: string) => express.raw({ limit, inflate: false, type: 'application/json' });
const readers = { usual: reader(BODY_LIMITS.usual), file: reader(BODY_LIMITS.file) };
const utf8 = new TextDecoder('utf-8', { fatal: true });

const malformed = (detail: string, cause: unknown): Problem => Problem.of('malformed-json', detail, { cause });

function parse(bytes: Uint8Array): unknown {
  let text: string;
  try {
    text = utf8.decode(bytes);
  } catch (error) {
    throw malformed('The body is not UTF-8. Encode it as UTF-8, so that names are not garbled.', error);
  }
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch (error) {
    throw malformed(NOT_JSON, error);
  }
  if (typeof body !== 'object' || body === null) throw malformed(NOT_JSON, 'no object');
  return body;
}

const NOT_JSON = 'The body is not a JSON object. Check commas, quotes and brackets; a body is an object in braces.';

/**
 * Reads a JSON body.
 * Rejects with a Problem for a missing body (400), another type or character set (415) and what is no JSON (400), and with the reader's own
 * error for what is too large or compressed.
 */
export async function readBody(request: Request, response: Response, size: BodySize = 'usual'): Promise<unknown> {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) throw Problem.of('invalid-request', 'The body is missing. Send a JSON object with Content-Type: application/json.');
  if (!request.is('application/json')) {
    throw Problem.of('wrong-content-type', 'The body must be JSON. Send Content-Type: application/json.', {
      headers: { 'Accept-Post': 'application/json' },
    });
  }
  const charset = /;\s*charset\s*=\s*"?([^";\s]+)/i.exec(request.headers['content-type'] ?? '')?.[1] ?? 'utf-8';
  if (!/^utf-?8$/i.test(charset)) {
    throw Problem.of('wrong-content-type', 'The body must be UTF-8. Send Content-Type: application/json; charset=utf-8.');
  }
  await new Promise<void>((resolve, reject) => {
    readers[size](request, response, (error?: unknown) => (error === undefined || error === null ? resolve() : reject(error)));
  });
  const bytes: unknown = request.body;
  if (!(bytes instanceof Uint8Array)) throw Problem.of('invalid-request', 'The body is missing. Send a JSON object.');
  return parse(bytes);
}

/** Control characters of ASCII other than line break and tab; PostgreSQL cannot hold NUL at all. */
const UNPRINTABLE = /(?![\t\n\r\u0080-\u009f])\p{Cc}/u;
/** Half of a pair that makes one character: no UTF-8 can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

/** Why a text can be neither stored nor shown; null: it can. */
export function complaint(text: string): string | null {
  if (UNPRINTABLE.test(text)) return 'must not contain control characters';
  if (LONE_SURROGATE.test(text)) return 'must be well-formed Unicode (a surrogate stands alone)';
  return null;
}

/**
 * Checks the texts of a body, an address or a query wherever they stand, keys as well: what cannot be stored or shown is refused before
 * any schema is asked. Throws the problem `invalid-request`.
 */
export function checkTexts(body: unknown, what: string): void {
  const errors: FieldError[] = [];
  const waiting: { value: unknown; path: string; depth: number }[] = [{ value: body, path: '', depth: 0 }];
  for (let next = waiting.pop(); next && errors.length < 20; next = waiting.pop()) {
    const { value, path, depth } = next;
    if (typeof value === 'string') {
      const message = complaint(value);
      if (message) errors.push({ path, message });
    } else if (typeof value === 'object' && value !== null) {
      if (depth >= DEEPEST) {
        errors.push({ path: path.slice(0, 200), message: `is nested more than ${DEEPEST} deep` });
        break;
      }
      for (const [key, inner] of Object.entries(value)) {
        const message = complaint(key);
        if (message) errors.push({ path, message: `has a field whose name ${message}` });
        else waiting.push({ value: inner, path: path === '' ? key.slice(0, 80) : `${path}.${key.slice(0, 80)}`, depth: depth + 1 });
      }
    }
  }
  if (errors.length > 0)
    throw Problem.of('invalid-request', `${what} holds text that cannot be stored. See \`errors\` for where.`, { errors });
}
