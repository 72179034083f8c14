import { type Instant } from './domain/calendar/dates';
import { openPool } from './infra/database/database';
import { environment, needed } from './infra/env';
import { createLog } from './infra/log';
import { sealsOfEnvironment } from './infra/settings/log-keys';
import { temporalClient, temporalOfEnvironment } from './infra/temporal/client';
import { whenTold } from './infra/when-told';
import { freshAreas } from './services/areas/versions';
import { area } from './services/rules/areas';
import { commit } from './services/commit/commit';
import type { EventRequest } from './services/commit/types';
import { type ResolveRequest, resolveRefused } from './services/pathway/resolve';
import { alarmedDatabase } from './services/tasks/database-alarm';
import { coreContext } from './services/rules/policies';
import { historyReader } from './services/pathway/history';
import { outboxBell } from './services/workflow/relay/loop';
import { type ApiServer, startApi } from './api/server';
import { mountPages } from './web/app/mount';
import { webContext } from './web/app/start';
import { pages, publicPages } from './web/pages';

/** What a drill sets otherwise than the service does; the environment cannot. */
export interface ApiDrill {
  /** Milliseconds added to the clock. */
  readonly clockOffset?: number;
  /** See `CommitDeps`. */
  readonly minutes?: () => number;
}

/**
 * Starts the API and the pages, on one port, with what the environment says: PORT, HOST, DATABASE_URL and AREA; TEMPORAL_ADDRESS (with all that says how it is reached)
 * and PAYLOAD_KEYS where histories are to be read. Asks neither the database nor Temporal at the start: it answers, and says so, while either is away.
 * Throws PlainError for a setting that cannot be used, RangeError for an unknown area, and where the port is taken.
 */
export async function runApi({ clockOffset = 0, minutes }: ApiDrill = {}): Promise<ApiServer> {
  const settings = environment();
  const logger = createLog('api');
  const core = coreContext();
  const seals = sealsOfEnvironment();
  const profile = area(settings.AREA);
  core.ruleSet(profile.ruleSet);
  const pool = openPool({
    url: needed('DATABASE_URL'),
    onError: (error) => logger.warn({ code: error.name }, 'a database connection broke'),
  });
  const temporal =
    settings.TEMPORAL_ADDRESS === undefined || settings.PAYLOAD_KEYS === undefined
      ? null
      : temporalClient({ ...temporalOfEnvironment(), identity: 'api' });
  const committed = outboxBell(pool);
  const watch = alarmedDatabase({
    pool,
    part: 'api',
    alarm: (fields, message) => logger.error(fields, message),
    well: (message) => logger.info(message),
  });
  const clock = () => (Date.now() + clockOffset) as Instant;
  const histories = temporal && historyReader(temporal.client);
  const deciding = { pool, core, seals, book: (id: string) => area(id).book, committed, ...(minutes ? { minutes } : {}) };
  const decide = (request: EventRequest) => freshAreas(pool).then(() => commit(deciding, request));
  const resolve = (request: ResolveRequest) => freshAreas(pool).then(() => resolveRefused(deciding, request));
  const server = await startApi({
    more: (app) =>
      mountPages(app, pages, webContext({ pool, commit: decide, resolve, clock, seals, logger, histories, watch }), publicPages),
    port: settings.PORT,
    host: settings.HOST,
    ...(settings.API_METRICS_PORT === undefined ? {} : { metrics: { port: settings.API_METRICS_PORT, host: settings.METRICS_HOST } }),
    deps: {
      pool,
      commit: decide,
      resolve,
      clock,
      area: {
        name: profile.id,
        get ruleSet() {
          return area(profile.id).ruleSet;
        },
      },
      seals,
      logger,
      histories,
      watch,
      limits: { requests: settings.REQUESTS_PER_MINUTE, failedSignIns: settings.FAILED_SIGN_INS_PER_MINUTE },
      ...(settings.TRUSTED_PROXIES ? { trustedProxies: settings.TRUSTED_PROXIES } : {}),
    },
  });
  logger.info({ url: server.url }, 'the API answers');
  return {
    url: server.url,
    stop: async () => {
      await server.stop();
      await watch.stop();
      await temporal?.close();
      await pool.end();
      logger.info('the API has stopped');
    },
  };
}

/** Runs as a process of its own: tells its parent, where it has one, when it answers, and stops on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  await whenTold();
  const server = await runApi();
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= server.stop().then(() => process.disconnect?.());
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  process.send?.({ ready: server.url });
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    process.exitCode = 1;
  });
}
