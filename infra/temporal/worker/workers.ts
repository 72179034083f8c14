import { setTimeout as pause } from 'node:timers/promises';
import { NativeConnection, TransportError, Worker, type WorkerInterceptors, type WorkerOptions } from '@temporalio/worker';
import { VersioningBehavior, type WorkerDeploymentVersion } from '@temporalio/common';
import type { KeyRing } from '../codec';
import { connectionOptions, dataConverter, workflowSource, type TemporalEndpoint } from '../client';
import { wordless } from './wordless';

/** Activities and the queue on which they are worked; the workflows are the same for all. */
export interface QueuePart {
  readonly taskQueue: string;
  readonly activities: object;
  /** True for a queue on which little is done: it keeps few workflows in memory, and few threads. */
  readonly small?: boolean;
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
  /** Told of each error of an activity, by the activity's name. */
  readonly onFailure?: (activity: string, error: unknown) => void;
  /** See what is worked. */
  readonly interceptors?: WorkerInterceptors | undefined;
  /** Takes part in Temporal's worker versioning as this build; absent: not versioned. */
  readonly version?: WorkerDeploymentVersion | undefined;
}

/** What runs until it is told to stop; `failed` rejects where a part of it ends by itself. */
export interface Running {
  readonly failed: Promise<never>;
  readonly stop: () => Promise<void>;
}

const SMALL = {
  workflowThreadPoolSize: 1,
  maxCachedWorkflows: 10,
  maxConcurrentActivityTaskExecutions: 5,
  maxConcurrentWorkflowTaskExecutions: 5,
  maxConcurrentWorkflowTaskPolls: 2,
  maxConcurrentActivityTaskPolls: 2,
} satisfies Partial<WorkerOptions>;

/** After a start every workflow replays its history: so many at once come to their end within the time of a task, more might not. */
const LARGE = { maxConcurrentWorkflowTaskExecutions: 20 } satisfies Partial<WorkerOptions>;

/**
 * How long one step of a workflow's code may take by the clock of the wall. The SDK ends it in the middle after five seconds, which a process
 * that was suspended (SIGSTOP, a laptop's lid, a paused machine) has passed when it goes on, and Node does not survive such an end among its
 * asynchronous hooks: the process dies. Our workflows compute nothing that could take long; one whose code hung would be named by the proof
 * (`workflow-stuck`). The SDK takes this option, and does not declare it.
 */
const PATIENT = { isolateExecutionTimeout: '1 day' };

/** Starts one worker for each queue. `stop` lets what is in hand finish. Throws where Temporal is away. */
export async function startWorkers(settings: WorkerSettings): Promise<Running> {
  const source = settings.workflows ?? workflowSource();
  const workers = await Promise.all(
    settings.parts.map(({ taskQueue, activities, small }) =>
      Worker.create({
        ...source,
        connection: settings.connection,
        namespace: settings.namespace,
        taskQueue,
        activities: wordless(activities, settings.onFailure),
        identity: settings.identity,
        dataConverter: dataConverter(settings.keys),
        ...PATIENT,
        ...(small ? SMALL : LARGE),
        ...(settings.interceptors ? { interceptors: settings.interceptors } : {}),
        ...(settings.version ? { workerDeploymentOptions: versioned(settings.version) } : {}),
        shutdownGraceTime: '5s',
        shutdownForceTime: '10s',
      }),
    ),
  );
  const runs = workers.map((worker) => worker.run());
  return {
    failed: endOf(Promise.all(runs).then(() => new Promise<never>(() => undefined))),
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}

/**
 * Every workflow goes on under the newest build: those of people live for years, decide nothing that a release could change, and are
 * replayed before it; pinned to a build, each would keep that build's workers running.
 */
const versioned = (version: WorkerDeploymentVersion) =>
  ({ version, useWorkerVersioning: true, defaultVersioningBehavior: VersioningBehavior.AUTO_UPGRADE }) as const;

/** Looked at by whoever waits for it; nobody has to. */
function endOf(promise: Promise<never>): Promise<never> {
  promise.catch(() => undefined);
  return promise;
}

/** An address that takes connections and says nothing is away too: the SDK itself would wait for it without end. */
const CONNECT_LIMIT_MS = 5_000;
const FIRST_WAIT_MS = 250;
const LONGEST_WAIT_MS = 5_000;
/** How long the stop waits for an attempt to reach Temporal that is under way. */
const STOP_PATIENCE_MS = 5_000;

export interface PatientSettings extends Omit<WorkerSettings, 'connection'>, TemporalEndpoint {
  /** Told of each attempt at which Temporal, or its namespace, was not there. */
  readonly onAway: (error: Error) => void;
  readonly onWorking?: () => void;
}

export interface PatientWorkers extends Running {
  /** Settles when the workers work, or when Temporal was seen to be away: whoever waits for the start need not wait longer. */
  readonly tried: Promise<void>;
  /** Whether the workers work now. */
  readonly works: () => boolean;
}

/**
 * Starts workers as soon as Temporal is there, however late that is. `failed` rejects for anything else that keeps them from starting.
 * `stop` works while they wait, too.
 */
export function startWorkersPatiently({ onAway, onWorking, ...settings }: PatientSettings): PatientWorkers {
  const stopping = new AbortController();
  const { signal } = stopping;
  let connection: NativeConnection | undefined;
  let workers: Running | undefined;
  let seen: () => void = () => undefined;
  const tried = new Promise<void>((resolve) => {
    seen = resolve;
  });

  const attempt = async (): Promise<boolean> => {
    try {
      connection = await connectWithin(CONNECT_LIMIT_MS, settings);
      workers = await startWorkers({ ...settings, connection });
      onWorking?.();
      seen();
      return true;
    } catch (error) {
      // A worker that was made before another could not be holds it: it goes with the process.
      await connection?.close().catch(() => undefined);
      connection = undefined;
      if (!(error instanceof TransportError)) throw error;
      onAway(error);
      seen();
      return false;
    }
  };
  const begin = async (): Promise<void> => {
    for (let wait = FIRST_WAIT_MS; !signal.aborted && !(await attempt()); wait = Math.min(2 * wait, LONGEST_WAIT_MS)) {
      // Told to stop in the meantime: the loop sees it.
      await pause(wait, undefined, { signal }).catch(() => undefined);
    }
  };
  const begun = begin();
  const failed = begun.then(() => workers?.failed ?? new Promise<never>(() => undefined));
  const stop = async (): Promise<void> => {
    stopping.abort();
    await Promise.race([begun.catch(() => undefined), pause(STOP_PATIENCE_MS, undefined, { ref: false })]);
    await workers?.stop();
    await connection?.close();
  };
  let stopped: Promise<void> | undefined;
  return {
    tried,
    works: () => workers !== undefined && !signal.aborted,
    failed: endOf(failed),
    stop: () => (stopped ??= stop()),
  };
}

async function connectWithin(limit: number, endpoint: TemporalEndpoint): Promise<NativeConnection> {
  const late = new AbortController();
  const connecting = NativeConnection.connect(connectionOptions(endpoint));
  try {
    return await Promise.race([
      connecting,
      pause(limit, undefined, { signal: late.signal }).then(() => {
        // Should it come after all, nobody waits for it any more.
        connecting.then((connection) => connection.close()).catch(() => undefined);
        throw new TransportError(`Temporal did not answer at ${endpoint.address} within ${limit} ms`);
      }),
    ]);
  } finally {
    late.abort();
  }
}
