import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Logger } from 'pino';
import { measuredTurns } from './activities/measured';
import { noticeWorkerParts } from './activities/notices';
import { arrangingActivities, pathwayActivities } from './activities/pathway';
import { upkeepWorkerParts } from './activities/upkeep';
import type { Instant } from './domain/calendar/dates';
import type { CoreContext } from './domain/pathway/types';
import { openPool } from './infra/database/database';
import type { DatabaseWatch } from './infra/database/watch';
import { areasServed, environment, needed, type Environment } from './infra/env';
import { createLog } from './infra/log';
import { openMail } from './infra/mail/mail';
import { createWorkerMetrics, measuredMail, type WorkerMetrics } from './infra/metrics/worker-metrics';
import { startMetricsServer } from './infra/metrics/metrics-server';
import { addWatchFigures } from './infra/metrics/watch-figures';
import { A_MINUTE_MS, rarely } from './infra/rarely';
import { headStoreOfEnvironment } from './infra/settings/heads';
import { sealsOfEnvironment } from './infra/settings/log-keys';
import { publicUrl, saidPublicUrl } from './infra/settings/public-url';
import { WORKER_ROLES, type WorkerRole } from './infra/settings/roles';
import type { Seals } from './infra/seals';
import type { SmtpLimits } from './infra/mail/smtp-session';
import { temporalClient, temporalOfEnvironment } from './infra/temporal/client';
import { installTemporalRuntime } from './infra/temporal/worker/runtime';
import { startWorkersPatiently, type QueuePart, type Running } from './infra/temporal/worker/workers';
import { startTracing } from './infra/tracing/tracing';
import { whenTold } from './infra/when-told';
import { commit } from './services/commit/commit';
import { secretOf } from './services/meetings/actions/links';
import { area, areasWithPlaces, teamMailbox } from './services/rules/areas';
import type { SendingPace } from './services/notices/sending/pace';
import { type Notify, openNotify, withoutNotify } from './infra/notify/notify';
import { startReceipts } from './services/notices/sending/receipts';
import { startNoticeBell } from './services/notices/bell';
import { alarmedDatabase } from './services/tasks/database-alarm';
import { coreContext } from './services/rules/policies';
import { startHeadKeeper } from './services/upkeep/proof/heads/keeper';
import { logChecks, wholeChecks } from './services/upkeep/proof/log/log-checks';
import { keepTimerCheck } from './services/upkeep/proof/keep-running';
import { keepReviewSchedules } from './services/upkeep/review-schedules';
import { startBeat } from './services/workflow/beat';
import { startRelay } from './services/workflow/relay/loop';
import { paths } from './web/paths';
import { formAt } from './web/printed/form-at';
import { PATHWAY_QUEUE } from './workflows/names';

export { startWorkers, type Running } from './infra/temporal/worker/workers';

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

/** The connections to PostgreSQL that a process may hold. */
const CONNECTIONS: Readonly<Record<WorkerRole, number>> = { pathways: 20, notices: 10, upkeep: 10 };

/** What all roles of a process share. */
interface Shared extends WorkerDrill {
  readonly settings: Environment;
  readonly log: Logger;
  readonly metrics: WorkerMetrics;
  readonly core: CoreContext;
  readonly seals: Seals;
  readonly pool: Pool;
  readonly client: Client;
  readonly clockOffset: number;
  readonly now: () => Instant;
  /** Writes to the log, once a minute at most. */
  readonly warn: (message: string) => (error: unknown) => void;
}

/** A task queue that is worked, and the loop that sees that there is something on it. */
interface Role {
  readonly part: QueuePart;
  /** Ends the loop, after what is on its way. */
  readonly stopLoop: () => Promise<void>;
  /** Once nothing is worked any more. */
  readonly close?: () => void;
}

const NOT_SAID = 'it cannot be said that the worker runs';

/** People's workflows, and the relay that tells them what was committed. */
function pathways({ pool, client, core, seals, now, clockOffset, settings, metrics, warn }: Shared): Role {
  const relay = startRelay({ pool, client, clockOffset, onError: warn('signals wait in the outbox'), onDelivered: metrics.relayed });
  const beat = startBeat({ part: 'pathways', pool, client, onError: warn(NOT_SAID) });
  const committed = (): void => {
    metrics.committed();
    relay.wake();
  };
  const served = areasServed();
  // One that is not known is told at the start, not turn by turn.
  areasWithPlaces(served);
  const turns = pathwayActivities({
    ...{ pool, core, seals, now, clockOffset, committed },
    book: (id) => area(id).book,
    plainSignals: settings.PLAIN_SIGNALS === 'heard',
    arranges: () => areasWithPlaces(served),
  });
  const commits = { pool, core, seals, committed, book: (id: string) => area(id).book };
  const places = arrangingActivities({ pool, core, now, commit: (request) => commit(commits, request) });
  const stopLoop = (): Promise<void> => Promise.all([relay.stop(), beat.stop()]).then(() => undefined);
  return { part: { taskQueue: PATHWAY_QUEUE, activities: { ...measuredTurns(turns, metrics, now), ...places } }, stopLoop };
}

/** The way to GOV.UK Notify; where an installation has none, what wants it fails, and somebody has a task. */
function notifyOf({ NOTIFY_API_KEY, NOTIFY_URL, NOTIFY_TEXT_TEMPLATE, NOTIFY_LETTER_TEMPLATE }: Environment, domain: string): Notify {
  if (NOTIFY_API_KEY === undefined || NOTIFY_TEXT_TEMPLATE === undefined) return withoutNotify(domain);
  const templates = { text: NOTIFY_TEXT_TEMPLATE, letter: NOTIFY_LETTER_TEMPLATE ?? null };
  return openNotify({ apiKey: NOTIFY_API_KEY, url: NOTIFY_URL, templates, domain });
}

/** The sender of notices and the daily digest, and the bell that wakes it. */
function notices({ pool, client, core, seals, now, settings, log, metrics, warn, pace, smtpLimits }: Shared): Role {
  const mail = openMail({
    url: needed('SMTP_URL'),
    from: settings.MAIL_FROM ?? teamMailbox(area(settings.AREA)),
    plainHost: settings.SMTP_PLAIN_HOST,
    ...(smtpLimits ? { limits: smtpLimits } : {}),
  });
  const notify = notifyOf(settings, mail.domain);
  const part = noticeWorkerParts({
    pool,
    mail: measuredMail(mail, metrics.mail),
    notify,
    ...{ core, holidays: core.holidays, now },
    answerAt: (link) => new URL(paths.answer({ link: secretOf(seals, link) }), publicUrl()).href,
    formAt: formAt(saidPublicUrl()),
    ...(pace ? { pace } : {}),
    onError: (error, notice) => log.error({ err: error, notice }, 'a notice could not be made'),
    onOutcome: metrics.notice,
  });
  const bell = startNoticeBell({ pool, client, now, onError: warn('notices wait') });
  const beat = startBeat({ part: 'notices', pool, client, onError: warn(NOT_SAID) });
  const receipts = startReceipts({ pool, notify, now, onError: warn('what became of text messages is not known') });
  return {
    part,
    stopLoop: () => Promise.all([bell.stop(), beat.stop(), receipts.stop()]).then(() => undefined),
    close: () => mail.close(),
  };
}

/** The check of every timer, and what sees that it runs. */
function upkeep({ pool, client, core, seals, now, clockOffset, settings, log, metrics, warn }: Shared): Role {
  const stopping = new AbortController();
  const everyMs = settings.TIMER_CHECK_MINUTES * A_MINUTE_MS;
  const store = headStoreOfEnvironment();
  const checked = { pool, core, seals, store, now, everyMs };
  const part = upkeepWorkerParts({
    pool,
    client,
    now,
    clockOffset,
    seals,
    everyMs,
    core,
    perPerson: logChecks(checked),
    whole: wholeChecks(checked),
    notBefore: Date.now() + NO_CHECK_MS,
    stopping: stopping.signal,
    onAlarm: (alarm) => {
      log.error(alarm, 'the timer check found what is not as it should be');
      for (const [code, count] of Object.entries(alarm.counts)) metrics.differences(code, alarm.mended, count);
    },
  });
  const keeper = keepTimerCheck({ client, onError: warn('the timer check waits') });
  const reviews = keepReviewSchedules({ client, areas: areasServed(), onError: warn('the reviews of the register wait') });
  const onHeads = rarely(A_MINUTE_MS, (error: unknown) => log.error({ err: error, alarm: 'signed-heads' }, 'no signed head could be kept'));
  const heads = store && startHeadKeeper({ pool, seals, store, now, everyMs: settings.HEADS_MINUTES * A_MINUTE_MS, onError: onHeads });
  if (!heads) log.warn('HEADS_DIR is not set: no signed heads are kept, and what is cut off the log at its end may not show');
  const stopLoop = (): Promise<void> => {
    stopping.abort();
    return Promise.all([keeper.stop(), reviews.stop(), heads?.stop()]).then(() => undefined);
  };
  return { part: { ...part, small: true }, stopLoop };
}

const ROLES: Readonly<Record<WorkerRole, (shared: Shared) => Role>> = { pathways, notices, upkeep };

/**
 * Starts what WORKER_ROLES names, with what the environment says (docs/deploying.md lists it). Neither Temporal nor the database need be
 * there: it waits for them. Settles when it works, or when Temporal was seen to be away.
 * Throws PlainError for a setting that cannot be used or is missing, and where the port of its metrics is taken.
 */
export async function runWorker({ clockOffset = 0, ...drill }: WorkerDrill = {}): Promise<Running> {
  const log = createLog('worker');
  const settings = environment();
  const names = WORKER_ROLES.filter((role) => settings.WORKER_ROLES.has(role));
  const identity = names.length === WORKER_ROLES.length ? 'worker' : `worker (${names.join(', ')})`;
  const temporal = { ...temporalOfEnvironment(), identity };
  const database = needed('DATABASE_URL');
  if (settings.WORKER_ROLES.has('notices')) needed('SMTP_URL');
  const { TEMPORAL_DEPLOYMENT_NAME: deploymentName, TEMPORAL_WORKER_BUILD_ID: buildId } = settings;
  const version = deploymentName === undefined || buildId === undefined ? undefined : { deploymentName, buildId };
  const warn = (message: string) => rarely(A_MINUTE_MS, (error: unknown) => log.warn({ err: error }, message));
  const metrics = createWorkerMetrics();
  const core = coreContext();
  const seals = sealsOfEnvironment();

  installTemporalRuntime(log, settings.TEMPORAL_METRICS_ADDRESS);
  let works = (): boolean => false;
  let watch: DatabaseWatch | undefined;
  const waitsFor = (): string | null => watch?.trouble()?.code ?? (works() ? null : 'temporal-away');
  const { METRICS_PORT: port, METRICS_HOST: host } = settings;
  const shown =
    port === undefined
      ? undefined
      : await startMetricsServer({ port, host, setting: 'METRICS_PORT', registry: metrics.registry, waitsFor });
  const connections = Math.max(...names.map((role) => CONNECTIONS[role]));
  const pool = openPool({ url: database, max: connections, onError: warn('a database connection broke') });
  watch = alarmedDatabase({
    pool,
    part: 'worker',
    alarm: (fields, message) => log.error(fields, message),
    well: (message) => log.info(message),
  });
  addWatchFigures(metrics.registry, watch);
  const { assertClock } = watch;
  // Nothing falls due, and nothing goes, by a clock that is wrong.
  const now = (): Instant => {
    assertClock();
    return (Date.now() + clockOffset) as Instant;
  };
  await watch.started;
  const tracing = startTracing('worker', settings.OTEL_EXPORTER_OTLP_ENDPOINT);
  const { client, close } = temporalClient({ ...temporal, interceptor: tracing?.client });
  const shared: Shared = { ...drill, settings, log, metrics, core, seals, pool, client, clockOffset, now, warn };
  const roles = names.map((role) => ROLES[role](shared));
  const workers = startWorkersPatiently({
    ...temporal,
    version,
    interceptors: tracing?.worker,
    parts: roles.map(({ part }) => part),
    onAway: warn('Temporal is away: the worker waits for it'),
    onFailure: rarely(A_MINUTE_MS, (activity: string, error: unknown) =>
      log.warn({ activity, err: error }, 'an activity failed, and is tried again'),
    ),
    onWorking: () => log.info({ roles: names, ...version }, 'the worker works'),
  });
  works = workers.works;
  await Promise.race([workers.tried, workers.failed]);
  return {
    failed: workers.failed,
    stop: async () => {
      await Promise.all(roles.map(({ stopLoop }) => stopLoop()));
      await workers.stop();
      for (const role of roles) role.close?.();
      await close();
      await watch?.stop();
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
  await whenTold();
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
