import { setTimeout as pause } from 'node:timers/promises';
import { Client, WorkflowNotFoundError } from '@temporalio/client';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { arrangingActivities, pathwayActivities } from '../../activities/pathway';
import type { Instant } from '../../domain/calendar/dates';
import { dataConverter } from '../../infra/temporal/client';
import { commit as decide, type CommitDeps } from '../../services/commit/commit';
import { runsOf, type RunHistory } from '../../infra/temporal/run-history';
import type { TurnDeps } from '../../services/workflow/turn';
import { startRelay, type RelayLoop } from '../../services/workflow/relay/loop';
import { startWorkers, type Running } from '../../worker';
import { ARMED_QUERY, PATHWAY_QUEUE, pathwayWorkflowId, type Armed } from '../../workflows/names';
import { commitDeps } from './database/commit';
import { freshDatabase, type TestDatabase } from './database/database';
import { checkHistories } from './workflows/harvest';
import { bundleWorkflows, testKeys } from './stage';
import { devServer } from './workflows/temporal';

/** Database, Temporal, worker and relay as they run in service; each can be stopped and started again. */
export interface Service {
  readonly database: TestDatabase;
  readonly environment: TestWorkflowEnvironment;
  readonly client: Client;
  readonly commit: CommitDeps;
  readonly workflowBundle: WorkflowBundleWithSourceMap;
  startWorker(): Promise<void>;
  stopWorker(): Promise<void>;
  startRelay(eventLimit?: number): void;
  stopRelay(): Promise<void>;
  /** Waits until a pathway's workflow has armed for a sequence. */
  armed(registerId: string, pathway: number, sequence: number): Promise<Armed>;
  /** Every run of a pathway's workflow, in the order in which they started. */
  runs(registerId: string, pathway: number): Promise<RunHistory[]>;
  /** Terminates what still runs, replays and looks through all that was run, and closes everything. */
  close(): Promise<void>;
}

/** Waits until something is so; throws after a minute, which on a busy machine is not much, saying what. */
export async function until(what: string, so: () => Promise<boolean>): Promise<void> {
  const end = Date.now() + 60_000;
  while (Date.now() < end) {
    if (await so()) return;
    await pause(30);
  }
  throw new Error(`it did not come about that ${what}`);
}

/** `arranges`: the areas whose meetings are given places, and which of them book; absent: none. */
export async function openService({ arranges }: { readonly arranges?: TurnDeps['arranges'] } = {}): Promise<Service> {
  const [database, environment, workflowBundle] = await Promise.all([freshDatabase(), devServer(), bundleWorkflows()]);
  const client = new Client({ connection: environment.connection, identity: 'test', dataConverter: dataConverter(testKeys) });
  const commit = commitDeps(database.pool, () => relay?.wake());
  let relay: RelayLoop | undefined;
  let worker: Running | undefined;

  const service: Service = {
    database,
    environment,
    client,
    commit,
    workflowBundle,
    startWorker: async () => {
      const now = () => Date.now() as Instant;
      const places = arrangingActivities({ pool: database.pool, core: commit.core, now, commit: (request) => decide(commit, request) });
      const turns = pathwayActivities({ ...commit, ...(arranges ? { arranges } : {}) });
      const parts = [{ taskQueue: PATHWAY_QUEUE, activities: { ...turns, ...places } }];
      worker = await startWorkers({
        connection: environment.nativeConnection,
        namespace: 'default',
        keys: testKeys,
        identity: 'test',
        parts,
        workflows: { workflowBundle },
      });
    },
    stopWorker: async () => {
      await worker?.stop();
      worker = undefined;
    },
    startRelay: (eventLimit) => {
      relay = startRelay({ pool: database.pool, client, onError: () => undefined, ...(eventLimit === undefined ? {} : { eventLimit }) });
    },
    stopRelay: async () => {
      await relay?.stop();
      relay = undefined;
    },
    armed: async (registerId, pathway, sequence) => {
      let armed: Armed = { sequence: 0, timers: 0 };
      await until(`${registerId} is armed for ${sequence}`, async () => {
        try {
          armed = await client.workflow.getHandle(pathwayWorkflowId(registerId, pathway)).query<Armed>(ARMED_QUERY);
        } catch {
          return false;
        }
        return armed.sequence >= sequence;
      });
      return armed;
    },
    runs: async (registerId, pathway) => {
      const workflowId = pathwayWorkflowId(registerId, pathway);
      const ids: string[] = [];
      for await (const { runId } of client.workflow.list({ query: `WorkflowId = "${workflowId}"` })) ids.push(runId);
      const runs = await runsOf(client, workflowId, ids);
      const started = (run: RunHistory): number =>
        Number(run.history.events?.[0]?.eventTime?.seconds ?? 0) * 1e9 + Number(run.history.events?.[0]?.eventTime?.nanos ?? 0);
      return runs.sort((a, b) => started(a) - started(b));
    },
    close: async () => {
      try {
        await service.stopRelay();
        await service.stopWorker();
        const runs: RunHistory[] = [];
        for await (const { workflowId, runId, status } of client.workflow.list()) {
          const handle = client.workflow.getHandle(workflowId, runId);
          if (status.name === 'RUNNING') {
            await handle.terminate('the rehearsal is over').catch((error: unknown) => {
              if (!(error instanceof WorkflowNotFoundError)) throw error;
            });
          }
          runs.push({ workflowId, runId, history: await handle.fetchHistory() });
        }
        if (runs.length === 0) throw new Error('no workflow was seen: the list is behind, or the test ran none');
        await checkHistories(workflowBundle, testKeys, runs);
      } finally {
        await environment.teardown();
        await database.drop();
      }
    },
  };
  return service;
}
