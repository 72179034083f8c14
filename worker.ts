import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import { noticeWorkerParts } from './activities/notices';
import { pathwayActivities } from './activities/pathway';
import type { Instant } from './domain/calendar/dates';
import { readKeyRing, type KeyRing } from './infra/codec';
import { openPool } from './infra/database';
import { environment, needed } from './infra/env';
import { createLog } from './infra/log';
import { openMail } from './infra/mail';
import { dataConverter, temporalClient, workflowSource } from './infra/temporal';
import { area } from './services/areas';
import { startNoticeBell } from './services/notices/workers';
import { coreContext } from './services/policies';
import { startRelay } from './services/relay/loop';
import { PATHWAY_QUEUE } from './workflows/names';

/** Activities and the queue on which they are worked; the workflows are the same for all. */
export interface QueuePart {
  readonly taskQueue: string;
  readonly activities: object;
}

export interface WorkerSettings {
  readonly connection: NativeConnection;
  readonly namespace: string;
  readonly keys: KeyRing;
  /** Shown in Temporal's UI; a role, no machine's name. */
  readonly identity: string;
  readonly parts: readonly QueuePart[];
  /** Absent: as `workflowSource` finds it. */
  readonly workflows?: Pick<WorkerOptions, 'workflowBundle' | 'workflowsPath'>;
}

/** What runs until it is told to stop; `failed` rejects where a part of it ends by itself. */
export interface Running {
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

/** Starts one worker for each queue. `stop` lets what is in hand finish. Throws where Temporal is away. */
export async function startWorkers(settings: WorkerSettings): Promise<Running> {
  const source = settings.workflows ?? workflowSource();
  const workers = await Promise.all(
    settings.parts.map(({ taskQueue, activities }) =>
      Worker.create({
        ...source,
        connection: settings.connection,
        namespace: settings.namespace,
        taskQueue,
        activities,
        identity: settings.identity,
        dataConverter: dataConverter(settings.keys),
        // A killed worker's workflows are given to another after this, not after the default of ten seconds.
        stickyQueueScheduleToStartTimeout: '2s',
        shutdownGraceTime: '5s',
        shutdownForceTime: '10s',
      }),
    ),
  );
  const runs = workers.map((worker) => worker.run());
  const failed = new Promise<never>((_, reject) => {
    for (const run of runs) run.catch(reject);
  });
  // Looked at by whoever waits for it; nobody has to.
  failed.catch(() => undefined);
  return {
    failed,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}

/**
 * Starts workers and relay with what the environment says (TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE, DATABASE_URL, PAYLOAD_KEYS,
 * SMTP_URL, MAIL_FROM).
 * Throws PlainError for a setting that cannot be used, and where Temporal is away.
 */
export async function runWorker(): Promise<Running> {
  const log = createLog('worker');
  const keys = readKeyRing(needed('PAYLOAD_KEYS'));
  const temporal = { address: needed('TEMPORAL_ADDRESS'), namespace: environment().TEMPORAL_NAMESPACE, keys, identity: 'worker' };
  const pool = openPool({
    url: needed('DATABASE_URL'),
    max: 20,
    onError: (error) => log.warn({ code: error.name }, 'a database connection broke'),
  });
  const connection = await NativeConnection.connect({ address: temporal.address });
  const { client, close } = temporalClient(temporal);
  const relay = startRelay({ pool, client, onError: (error) => log.warn({ err: error }, 'signals wait in the outbox') });
  const mail = openMail({ url: needed('SMTP_URL'), from: environment().MAIL_FROM });
  const core = coreContext();
  const commit = { pool, core, book: (id: string) => area(id).book, committed: relay.wake };
  const notices = noticeWorkerParts({
    pool,
    mail,
    holidays: core.holidays,
    now: () => Date.now() as Instant,
    onError: (error, notice) => log.error({ err: error, notice }, 'a notice could not be made'),
  });
  const workers = await startWorkers({
    ...temporal,
    connection,
    parts: [{ taskQueue: PATHWAY_QUEUE, activities: pathwayActivities(commit) }, notices],
  });
  const bell = startNoticeBell({ pool, client, onError: (error) => log.warn({ err: error }, 'notices wait') });
  log.info('the worker works');
  return {
    failed: workers.failed,
    stop: async () => {
      await Promise.all([relay.stop(), bell.stop()]);
      await workers.stop();
      mail.close();
      await connection.close();
      await close();
      await pool.end();
      log.info('the worker has stopped');
    },
  };
}

/** Runs as a process of its own: tells its parent, where it has one, when it works, and stops on SIGTERM or SIGINT. */
async function main(): Promise<void> {
  const running = await runWorker();
  let stopping: Promise<void> | undefined;
  const stop = (): void => {
    stopping ??= running.stop().then(() => process.disconnect?.());
  };
  process.on('SIGTERM', stop);
  process.on('SIGINT', stop);
  process.on('disconnect', stop);
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
