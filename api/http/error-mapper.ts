import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import { isUnavailable } from '../../infra/database';
import { Problem } from './problem';

/** What the framework's own errors carry (http-errors). */
const httpErrorSchema = z.object({ status: z.number(), type: z.string().optional() });
const codedSchema = z.object({ code: z.string() });

const AWAY =
  'The database cannot be reached. Send the same request again, with the same id, after the time in Retry-After: if it was recorded after all, you get its answer.';
const BUSY =
  'Another request about this person is taking long. Send the same request again, with the same id, after the time in Retry-After.';

/** Lock and statement limits, deadlocks, serialisation (appendix A of PostgreSQL's manual). */
const BUSY_CODES: ReadonlySet<string> = new Set(['55P03', '57014', '40P01', '40001']);

function databaseProblem(error: unknown): Problem | null {
  if (isUnavailable(error)) {
    const busy = BUSY_CODES.has(codedSchema.safeParse(error).data?.code ?? '');
    return busy
      ? Problem.of('busy', BUSY, { headers: { 'Retry-After': '1' } })
      : Problem.of('database-away', AWAY, { headers: { 'Retry-After': '5' } });
  }
  return error instanceof Error && error.cause !== undefined ? databaseProblem(error.cause) : null;
}

/** What the reading of a body can complain of (body-parser's `type`). */
function bodyProblem(error: unknown): Problem | null {
  const known = httpErrorSchema.safeParse(error);
  if (!known.success || known.data.status >= 500) return null;
  switch (known.data.type) {
    case 'entity.too.large':
      return Problem.of('too-large', 'The body is larger than 100 kB. Send fewer events at a time, or shorter texts.');
    case 'encoding.unsupported':
      return Problem.of('wrong-content-type', 'The body must not be compressed. Send it without Content-Encoding.');
    default:
      return Problem.of('invalid-request', 'The request could not be read. Check its address, headers and length, and send it again.');
  }
}

/** Makes the problem that a caller may see from whatever was thrown. */
export function toProblem(error: unknown): Problem {
  if (error instanceof Problem) return error;
  return (
    databaseProblem(error) ??
    bodyProblem(error) ??
    Problem.of(
      'internal-error',
      'Something went wrong on our side. Send the same request again with the same id; if it fails again, tell us the requestId.',
    )
  );
}

/** A problem as RFC 9457 writes it. */
export function problemBody({ status, code, detail, errors, members }: Problem): Record<string, unknown> {
  return { type: 'about:blank', title: STATUS_CODES[status] ?? 'Problem', status, code, detail, ...(errors ? { errors } : {}), ...members };
}

function answerProblem(response: Response, problem: Problem): void {
  response.set(problem.headers);
  response.status(problem.status).type('application/problem+json');
  response.send(JSON.stringify({ ...problemBody(problem), requestId: response.req.id }));
}

/** The one place where errors become answers: no stack and no SQL leaves the service, and what is our fault is logged. */
export const errorMapper: ErrorRequestHandler = (error: unknown, request, response, next) => {
  const problem = toProblem(error);
  if (problem.status >= 500) request.log.error({ err: error, code: problem.code }, 'request failed');
  if (response.headersSent) {
    next(error);
    return;
  }
  answerProblem(response, problem);
};
