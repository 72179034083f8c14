import { measuredTurns } from './activities/measured';
import { noticeWorkerParts } from './activities/notices';
import { pathwayActivities } from './activities/pathway';
import { upkeepWorkerParts } from './activities/upkeep';
import type { Instant } from './domain/calendar/dates';
import { readKeyRing } from './infra/codec';
import { openPool } from './infra/database';
import { environment, needed } from './infra/env';
import { createLog } from './infra/log';
import { openMail } from './infra/mail';
import { createWorkerMetrics, measuredMail } from './infra/metrics/worker';
import { startMetricsServer } from './infra/metrics/server';
import { A_MINUTE_MS, rarely } from './infra/rarely';
import type { SmtpLimits } from './infra/smtp-session';
import { temporalClient } from './infra/temporal';
import { installTemporalRuntime } from './infra/worker/runtime';
import { startWorkersPatiently, type Running } from './infra/worker/workers';
import { startTracing } from './infra/tracing/tracing';
import { area } from './services/areas';
import type { SendingPace } from './services/notices/sending/pace';
import { startNoticeBell } from './services/notices/workers';
import { coreContext } from './services/policies';
import { logChecks } from './services/proof/log-checks';
import { keepTimerCheck } from './services/proof/workers';
import { startRelay } from './services/relay/loop';
import { PATHWAY_QUEUE } from './workflows/names';

export { startWorkers, type Running } from './infra/worker/workers';

/** What a drill sets otherwise than the service does; the environment cannot. */
export interface WorkerDrill {
  /** Milliseconds added to every clock. */
  readonly clockOffset?: number;
  readonly pace?: SendingPace;
  /** Shorter than the lease of its pace. */
  readonly smtpLimits?: Partial<SmtpLimits>;
}

/** A worker that has just started has wake-ups to catch up with: for so long it checks no timers. */
const NO_CHECK_MS = 60_000;

/**
 * Starts workers and relay with what the environment says (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, DATABASE_URL, PAYLOAD_KEYS, SMTP_URL,
 * MAIL_FROM, TIMER_CHECK_MINUTES, METRICS_PORT, METRICS_HOST, TEMPORAL_METRICS_ADDRESS, OTEL_EXPORTER_OTLP_ENDPOINT). Neither Temporal nor
 * the database need be there: it waits for them. Settles when it works, or when Temporal was seen to be away.
 * Throws PlainError for a setting that cannot be used, and where the port of its metrics is taken.
 */
export async function runWorker({ clockOffset = 0, pace, smtpLimits }: WorkerDrill = {}): Promise<Running> {
  const log = createLog('worker');
  const settings = environment();
  const keys = readKeyRing(needed('PAYLOAD_KEYS'));
  const temporal = { address: needed('TEMPORAL_ADDRESS'), namespace: settings.TEMPORAL_NAMESPACE, keys, identity: 'worker' };
  const [database, smtp] = [needed('DATABASE_URL'), needed('SMTP_URL')];
  const warn = (message: string) => rarely(A_MINUTE_MS, (error: unknown) => log.warn({ err: error }, message));
  const metrics = createWorkerMetrics();
  const core = coreContext();
  const now = (): Instant => (Date.now() + clockOffset) as Instant;

  installTemporalRuntime(log, settings.TEMPORAL_METRICS_ADDRESS);
  let works = (): boolean => false;
  const { METRICS_PORT: port, METRICS_HOST: host } = settings;
  const shown = port === undefined ? undefined : await startMetricsServer({ port, host, registry: metrics.registry, ready: () => works() });
  const pool = openPool({ url: database, max: 20, onError: warn('a database connection broke') });
  const tracing = startTracing('worker', settings.OTEL_EXPORTER_OTLP_ENDPOINT);
  const { client, close } = temporalClient({ ...temporal, interceptor: tracing?.client });
  const relay = startRelay({ pool, client, clockOffset, onError: warn('signals wait in the outbox'), onDelivered: metrics.relayed });
  const mail = openMail({ url: smtp, from: settings.MAIL_FROM, ...(smtpLimits ? { limits: smtpLimits } : {}) });
  const committed = (): void => {
    metrics.committed();
    relay.wake();
  };
  const turns = pathwayActivities({ pool, core, book: (id) => area(id).book, committed });
  const notices = noticeWorkerParts({
    pool,
    mail: measuredMail(mail, metrics.mail),
    holidays: core.holidays,
    now,
    ...(pace ? { pace } : {}),
    onError: (error, notice) => log.error({ err: error, notice }, 'a notice could not be made'),
    onOutcome: metrics.notice,
  });
  const stopping = new AbortController();
  const everyMs = settings.TIMER_CHECK_MINUTES * A_MINUTE_MS;
  const upkeep = upkeepWorkerParts({
    pool,
    client,
    now,
    clockOffset,
    everyMs,
    perPerson: logChecks({ pool, core, now, everyMs }),
    notBefore: Date.now() + NO_CHECK_MS,
    stopping: stopping.signal,
    onAlarm: (alarm) => {
      log.error(alarm, 'the timer check found what is not as it should be');
      for (const [code, count] of Object.entries(alarm.counts)) metrics.differences(code, alarm.mended, count);
    },
  });
  const workers = startWorkersPatiently({
    ...temporal,
    interceptors: tracing?.worker,
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: measuredTurns(turns, metrics, now) }, notices, { ...upkeep, small: true }],
    onAway: warn('Temporal is away: the worker waits for it'),
    onFailure: rarely(A_MINUTE_MS, (activity: string, error: unknown) =>
      log.warn({ activity, err: error }, 'an activity failed, and is tried again'),
    ),
    onWorking: () => log.info('the worker works'),
  });
  works = workers.works;
  const bell = startNoticeBell({ pool, client, now, onError: warn('notices wait') });
  const keeper = keepTimerCheck({ client, onError: warn('the timer check waits') });
  await Promise.race([workers.tried, workers.failed]);
  return {
    failed: workers.failed,
    stop: async () => {
      stopping.abort();
      await Promise.all([relay.stop(), bell.stop(), keeper.stop()]);
      await workers.stop();
      mail.close();
      await close();
      await pool.end();
      await tracing?.stop();
      await shown?.close();
      log.info('the worker has stopped');
    },
  };
}

/** After its parts have stopped, a process that something still holds ends all the same. */
const LINGER_MS = 1_000;

/** Runs as a process of its own: tells its parent, where it has one, when it works or waits, and stops on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const starting = runWorker();
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= starting
      .then((running) => running.stop())
      .then(() => {
        process.disconnect?.();
        setTimeout(() => process.exit(), LINGER_MS).unref();
      });
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
  const running = await starting;
  process.send?.({ ready: 'worker' });
  await running.failed.catch((error: unknown) => {
    if (!stopping) throw error;
  });
}

if (require.main === module) {
  main().catch((error: unknown) => {
    process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
    // The relay and the connections would keep a process alive that has no worker any more.
    process.exit(1);
  });
}
