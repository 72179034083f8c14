import { NativeConnection, Worker, type WorkerOptions } from '@temporalio/worker';
import type { KeyRing } from './infra/codec';
import { dataConverter, workflowSource } from './infra/temporal';

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

/**
 * Starts one worker for each queue. `stop` lets what is in hand finish, and resolves when all have ended; `failed` rejects where one ends
 * by itself. Throws where Temporal is away.
 */
export async function startWorkers(settings: WorkerSettings): Promise<{ failed: Promise<never>; stop: () => Promise<void> }> {
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
  failed.catch(() => undefined);
  return {
    failed,
    stop: async () => {
      for (const worker of workers) if (worker.getState() === 'RUNNING') worker.shutdown();
      await Promise.allSettled(runs);
    },
  };
}
