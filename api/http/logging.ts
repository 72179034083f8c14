import { randomUUID } from 'node:crypto';
import type { Request, RequestHandler, Response } from 'express';
import type { Logger } from 'pino';
import { pinoHttp } from 'pino-http';
import { errorForLog } from '../../infra/log';

/** The route that a request took, as the table writes it. */
export const routeOf = (response: Response): string => {
  const route: unknown = response.locals['route'];
  return typeof route === 'string' ? route : 'none';
};

/** The ids that proxies and tracers make: a UUID, or 32 hexadecimal digits. Anything else could hold a name or a number of somebody's, and is not logged. */
const RANDOM_ID = /^[0-9a-f]{8}(?:-?[0-9a-f]{4}){3}-?[0-9a-f]{12}$/i;

/** Logs each request as one line: its id, method, route, status and caller. No body, no header, no address: those hold tokens and people. */
export function requestLog(logger: Logger): RequestHandler {
  return pinoHttp<Request, Response>({
    logger,
    genReqId: (request, response) => {
      const given = request.headers['x-request-id'];
      const id = typeof given === 'string' && RANDOM_ID.test(given) ? given.toLowerCase() : randomUUID();
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
