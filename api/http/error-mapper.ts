import { STATUS_CODES } from 'node:http';
import type { ErrorRequestHandler, Response } from 'express';
import { z } from 'zod';
import { isBusy, isClockWrong, isDiskFull, isReadOnly, isUnavailable } from '../../infra/database/faults';
import { Problem } from './problem';

/** What the framework's own errors carry (http-errors). */
const httpErrorSchema = z.object({ status: z.number(), type: z.string().optional() });

const AWAY =
  'The database cannot be reached. Send the same request again, with the same id, after the time in Retry-After: if it was recorded after all, you get its answer.';
const BUSY =
  'Another request about this person is taking long. Send the same request again, with the same id, after the time in Retry-After.';

const AGAIN = 'Nothing was recorded: send the same request again, with the same id, after the time in Retry-After.';
const READ_ONLY = `The database takes no changes at the moment, as while another one takes its place. ${AGAIN}`;
const FULL = `The database has no room left; those who run the service are told. ${AGAIN}`;
const CLOCK = `The clock of this service is wrong, and it records nothing by it; those who run the service are told. ${AGAIN}`;

/** The problem that a fault of the database is, or of the clock beside it; null for any other. */
function databaseProblem(error: unknown): Problem | null {
  if (isUnavailable(error)) {
    const after = (seconds: number) => ({ headers: { 'Retry-After': String(seconds) } });
    if (isBusy(error)) return Problem.of('busy', BUSY, after(1));
    if (isClockWrong(error)) return Problem.of('clock-wrong', CLOCK, after(30));
    if (isReadOnly(error)) return Problem.of('database-read-only', READ_ONLY, after(5));
    if (isDiskFull(error)) return Problem.of('database-full', FULL, after(30));
    return Problem.of('database-away', AWAY, after(5));
  }
  return error instanceof Error && error.cause !== undefined ? databaseProblem(error.cause) : null;
}

/** What the reading of a body can complain of (body-parser's `type`). */
function bodyProblem(error: unknown): Problem | null {
  const known = httpErrorSchema.safeParse(error);
  if (!known.success || known.data.status >= 500) return null;
  switch (known.data.type) {
    case 'entity.too.large':
      return Problem.of(
        'too-large',
        'The body is larger than 100 kB (with a file in it: than 15 MB). Send fewer events at a time, shorter texts, or a smaller file.',
      );
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
