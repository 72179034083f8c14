import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { z } from 'zod';

const codedSchema = z.object({
  code: z.string().optional(),
  constraint: z.string().optional(),
  table: z.string().optional(),
  severity: z.string().optional(),
});

/**
 * What may be logged of an error. The database's own messages quote values (names, NHS numbers): of those only code, table and
 * constraint are kept, and where in the code it happened.
 */
export function errorForLog(error: unknown): Record<string, unknown> {
  if (!(error instanceof Error)) return { type: typeof error };
  const { severity, ...coded } = codedSchema.safeParse(error).data ?? {};
  const frames = (error.stack ?? '')
    .split('\n')
    .filter((line) => /^\s+at /.test(line))
    .slice(0, 15)
    .map((line) => line.trim());
  return {
    type: error.name,
    ...coded,
    ...(severity === undefined ? { message: error.message } : {}),
    stack: frames,
    ...(error.cause === undefined ? {} : { cause: errorForLog(error.cause) }),
  };
}

/** The route that a request took, as the table writes it. */
export const routeOf = (response: Response): string => {
  const route: unknown = response.locals['route'];
  return typeof route === 'string' ? route : 'none';
};

/** Logs each request as one line: its id, method, route, status and caller. No body, no header, no address: those hold tokens and people. */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && /^[\w-]{1,64}$/.test(given) ? given : randomUUID();
      response.setHeader('X-Request-Id', id);
      return id;
    },
    // Asked at the beginning too, when neither is known yet.
    customProps: (_request, response) =>
      response.headersSent ? { route: routeOf(response), caller: response.locals['caller'] ?? null } : {},
    serializers: {
      req: ({ id, method }: { id: string; method: string }) => ({ id, method }),
      res: ({ statusCode }: { statusCode: number }) => ({ statusCode }),
      err: errorForLog,
    },
    customLogLevel: (_request, response, error) => (error !== undefined || response.statusCode >= 500 ? 'error' : 'info'),
    wrapSerializers: false,
  });
}
