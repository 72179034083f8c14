import { randomUUID } from 'node:crypto';
import { together, type Leg } from './measure';
import { startBareWorker, untilQuiet } from './service';
import { terminateAll } from './histories';
import type { Database, Stage } from './stage';
import { BARE_QUEUE, BARE_UPDATE, BARE_UPDATED } from '../workflows/names';

/** Bare workflows that run and wait for updates. */
export interface BareWorkflows {
  readonly ids: readonly string[];
  /** Sends one its update, and waits for the answer: the insert is made then. */
  readonly update: (id: string) => Promise<unknown>;
  readonly stop: () => Promise<void>;
}

/** Starts so many on the same server, with a worker of the same options and their table in a database of their own. */
export async function bareWorkflows(stage: Stage, database: Database, count: number): Promise<BareWorkflows> {
  const worker = await startBareWorker(stage, database);
  const { client } = await stage.temporal();
  const ids = Array.from({ length: count }, () => `bare/${randomUUID()}`);
  await together(20, ids, (workflowId) => client.workflow.start(BARE_UPDATED, { taskQueue: BARE_QUEUE, workflowId }));
  await untilQuiet(stage, ids);
  return {
    ids,
    update: (id) => client.workflow.getHandle(id).executeUpdate(BARE_UPDATE, { args: [id] }),
    stop: async () => {
      await terminateAll(client, ids);
      await worker.stop();
    },
  };
}

/** One update to each, so many callers at once. */
export const bareLeg = ({ ids, update }: BareWorkflows, callers: number): Promise<Leg> => together(callers, ids, update);
