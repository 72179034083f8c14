import express, { type Express, type RequestHandler } from 'express';
import helmet from 'helmet';
import type { Registry } from 'prom-client';
import { addWatchFigures } from '../infra/metrics/watch-figures';
import { sealAccessLog } from '../services/access/access-log';
import { createLimits, DEFAULT_LIMITS } from '../services/access/limits';
import { createIntake, type Intake } from '../services/referrals/letterbox/intake';
import type { ApiContext, ApiDeps } from './context';
import { errorMapper } from './http/error-mapper';
import { requestLog, routeOf } from './http/logging';
import { listTurns } from './http/list-turns';
import { createMetrics, type Metrics } from './metrics/metrics';
import { mountRoutes } from './http/mount';
import { Problem } from './http/problem';
import type { Route } from './http/route';
import { describeApi, type Description } from './openapi';
import { routes as everyRoute } from './routes/table';

const NANOSECONDS = 1e9;

const measure =
  (metrics: Metrics): RequestHandler =>
  (request, response, next) => {
    const started = process.hrtime.bigint();
    response.on('finish', () =>
      metrics.answered(request.method, routeOf(response), response.statusCode, Number(process.hrtime.bigint() - started) / NANOSECONDS),
    );
    next();
  };

/** Answers are about people: nobody on the way may keep them. A route that serves a file says otherwise itself. */
const keepNothing: RequestHandler = (_request, response, next) => {
  response.set('Cache-Control', 'no-store');
  next();
};

/** An app, and what its process does with it. */
export interface Api {
  readonly app: Express;
  /** Says that the service is about to stop: `/health/ready` then answers 503, so that no new work is sent here. */
  readonly stopTaking: () => void;
  /** Its process wakes it now and then, and waits for it at the end. */
  readonly intake: Intake;
  /** Its figures: shown elsewhere than on the port that callers reach. */
  readonly registry: Registry;
}

/**
 * Makes the API from the route table and what it works with.
 * Throws where a route declares no permission: such a route does not start.
 * @param more puts what else the process answers into the app, behind the routes: the pages
 */
export function createApp(deps: ApiDeps, routes: readonly Route[] = everyRoute, more: (app: Express) => void = () => undefined): Api {
  const app = express();
  let taking = true;
  let description: Description | undefined;
  const metrics = createMetrics(deps.pool, deps.clock);
  if (deps.watch) addWatchFigures(metrics.registry, deps.watch);
  sealAccessLog(deps.pool, deps.seals);
  const limits = createLimits(deps.pool, deps.limits ?? DEFAULT_LIMITS);
  const intake = createIntake(deps, deps.logger);
  const context: ApiContext = {
    ...deps,
    limits,
    intake,
    metrics,
    lists: listTurns(),
    description: () => (description ??= describeApi(routes)),
    taking: () => taking,
  };

  app.disable('x-powered-by');
  app.set('trust proxy', deps.trustedProxies ?? false);
  app.set('etag', false);
  app.set('query parser', 'simple');
  app.use(requestLog(deps.logger));
  app.use(measure(metrics));
  app.use(helmet({ contentSecurityPolicy: { useDefaults: false, directives: { defaultSrc: ["'none'"], frameAncestors: ["'none'"] } } }));
  app.use(keepNothing);
  mountRoutes(app, routes, context);
  more(app);
  app.use(() => {
    throw Problem.of(
      'unknown-route',
      'There is nothing at this address. The routes are listed at /api/v1/openapi.json, and can be tried at /api/v1/docs.',
    );
  });
  app.use(errorMapper);
  return { app, stopTaking: () => void (taking = false), intake, registry: metrics.registry };
}
