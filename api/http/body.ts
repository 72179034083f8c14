import { isUtf8 } from 'node:buffer';
import express, { type Request, type Response } from 'express';
import { type FieldError, Problem } from './problem';

/** The largest body that is read. */
export const BODY_LIMIT = '100kb';
const DEEPEST = 12;

const parse = express.json({
  limit: BODY_LIMIT,
  inflate: false,
  strict: true,
  type: 'application/json',
  verify: (_request, _response, body) => {
    if (!isUtf8(body)) throw new Error('not UTF-8');
  },
});

/**
 * Reads a JSON body.
 * Rejects with a Problem for a missing body (400) or another type (415), and with the reader's own error for what is too large or no JSON.
 */
export async function readBody(request: Request, response: Response): Promise<unknown> {
  const hasBody = request.headers['transfer-encoding'] !== undefined || Number(request.headers['content-length'] ?? 0) > 0;
  if (!hasBody) throw Problem.of('invalid-request', 'The body is missing. Send a JSON object with Content-Type: application/json.');
  if (!request.is('application/json')) {
    throw Problem.of('wrong-content-type', 'The body must be JSON. Send Content-Type: application/json.', {
      headers: { 'Accept-Post': 'application/json' },
    });
  }
  await new Promise<void>((resolve, reject) => {
    parse(request, response, (error?: unknown) => (error === undefined || error === null ? resolve() : reject(error)));
  });
  return request.body;
}

/** Control characters other than line break and tab; PostgreSQL takes no NUL at all. */
// oxlint-disable-next-line no-control-regex
const UNPRINTABLE = /[\u0000-\u0008\u000b\u000c\u000e-\u001f\u007f]/;
/** Half of a pair that makes one character: no UTF-8 can hold it. */
const LONE_SURROGATE = /\p{Surrogate}/u;

function complaint(text: string): string | null {
  if (UNPRINTABLE.test(text)) return 'must not contain control characters';
  if (LONE_SURROGATE.test(text)) return 'must be well-formed Unicode (a surrogate stands alone)';
  return null;
}

/**
 * Checks the texts of a body wherever they stand, keys as well: what cannot be stored or shown is refused before any schema is asked.
 * Throws the problem `invalid-request`.
 */
export function checkTexts(body: unknown): void {
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
    throw Problem.of('invalid-request', 'The body holds text that cannot be stored. See `errors` for where.', { errors });
}
