import type { ClientRequest } from 'node:http';
import supertest, { type Response } from 'supertest';
import { answerAgainst, operationOf, requestAgainst } from './description';

/**
 * Holds every call that a test of the API makes to the published description, both ways: what the service took must be described,
 * what it refused as ill-formed must not be (but for what no schema can tell), and each answer must be as described.
 */

/** What a schema cannot tell, by the words in which the service refuses it. */
const BEYOND_A_SCHEMA =
  /register id|NHS number|London date of|not be after today|must not lie ahead|calendar, written|surrogate|control characters|nested more than|an id of its own|not be before from|could not be read|cursor does not belong|later than|at most 20; 200|be a date and time|must not be before now|an area that there is|If-Match is needed/;

interface Sent {
  readonly method: string;
  readonly url: string;
  readonly req?: ClientRequest;
}

function parsed(data: unknown): unknown {
  if (typeof data !== 'string') return data;
  try {
    return JSON.parse(data);
  } catch {
    return undefined;
  }
}

/** The complaint about one call; null: there is none. */
export function contradiction(sent: Sent, answer: Response): string | null {
  const url = new URL(sent.url, 'http://localhost');
  let found;
  try {
    found = operationOf(sent.method, url.pathname);
  } catch {
    return null;
  }
  if (!found) return null;
  const wrong = answerAgainst(found, { status: answer.status, type: answer.headers['content-type'] ?? '', body: answer.body });
  if (wrong !== null) return `The answer is not as described: ${wrong}\n${answer.text?.slice(0, 1_500)}`;
  const header = (name: string): string | undefined => {
    const value = sent.req?.getHeader(name);
    return typeof value === 'string' ? value : undefined;
  };
  const json = header('content-type')?.split(';')[0] === 'application/json' || header('content-type') === undefined;
  const body = parsed(Reflect.get(sent, '_data'));
  const complaint = requestAgainst(found, { query: url.searchParams, header, body });
  if (answer.status < 300 && complaint !== null) return `The service took what is not described: ${complaint}`;
  const shapely =
    json && (found.operation.requestBody === undefined || (typeof body === 'object' && body !== null && !Buffer.isBuffer(body)));
  if (answer.status === 400 && complaint === null && shapely && !BEYOND_A_SCHEMA.test(answer.text))
    return `The service refused what is described: ${answer.text}`;
  return null;
}

type Done = (error: Error | null, response: Response) => void;
interface Asserting {
  assert: (this: Sent, error: Error | null, response: Response | undefined, done: Done) => void;
}

// supertest ends every call here, whoever makes it.
const prototype = supertest.Test.prototype as unknown as Asserting;
const assertAsBefore = prototype.assert;
prototype.assert = function assertDescribed(error, response, done) {
  let complaint: string | null;
  try {
    complaint = response && this.method !== 'HEAD' && this.method !== 'OPTIONS' ? contradiction(this, response) : null;
  } catch (failure) {
    // What is thrown here nobody would hear of.
    complaint = `the description cannot be used: ${String(failure)}`;
  }
  if (complaint === null || response === undefined) {
    assertAsBefore.call(this, error, response, done);
    return;
  }
  done(new Error(`${this.method} ${new URL(this.url).pathname}: ${complaint}`), response);
};
