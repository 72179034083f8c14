import type { Response } from 'supertest';
import { pathOf } from '../../../api/http/mount';
import { routes } from '../../../api/routes/table';
import { PROBLEMS } from '../../../api/http/problem';
import { problemSchema } from '../../../api/schemas/problem';

const table = routes.map((route) => ({ route, pattern: new RegExp(`^${pathOf(route).replace(/:\w+/g, '[^/]+')}$`) }));

/** What no answer may ever hold: a stack, SQL, a table's name in an error of the database. */
const LEAKS = /\bat \S+ \(|node_modules|\bselect \*|insert into|syntax error at|violates|pg_|ECONNREFUSED|\.[jt]s:\d/i;

/** Holds an answer to what its route declares: the schema of an answer that is well, RFC 9457 and the declared codes of a problem. */
export function conforms(method: string, path: string, response: Response): void {
  const found = table.find(({ route, pattern }) => route.method === method && pattern.test(path.split('?')[0] ?? ''));
  expect(response.headers['x-request-id']).toMatch(/^[\w-]{1,64}$/);
  if (response.status < 400) {
    const declared = found?.route.answers[response.status];
    expect(declared).toBeDefined();
    if (declared?.schema) declared.schema.parse(response.body);
    return;
  }
  expect(response.headers['content-type']).toBe('application/problem+json; charset=utf-8');
  expect(response.text).not.toMatch(LEAKS);
  const problem = problemSchema.parse(response.body);
  expect(problem.status).toBe(response.status);
  expect(problem.detail.length).toBeGreaterThan(20);
  const declared: readonly string[] = [
    ...(found?.route.problems ?? []),
    'unauthorised',
    'forbidden',
    'not-for-this-token',
    'too-many-requests',
    'unknown-route',
    'method-not-allowed',
    'database-away',
    'database-read-only',
    'database-full',
    'clock-wrong',
    'busy',
    'invalid-request',
  ];
  const own = Object.entries(PROBLEMS).some(([code, status]) => code === problem.code && status === problem.status);
  // A refusal of the core brings its own code, with 409.
  if (own) expect(declared).toContain(problem.code);
  else expect(response.status).toBe(409);
  if (problem.code === 'invalid-request' && problem.errors)
    for (const { message } of problem.errors) expect(message.length).toBeGreaterThan(5);
}
