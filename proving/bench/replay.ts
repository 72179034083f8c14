import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { Worker, type ReplayWorkerOptions } from '@temporalio/worker';
import { encryptionCodec } from '../../infra/temporal/codec';
import { openPool } from '../../infra/database/database';
import { createLog } from '../../infra/log';
import { projectRoot } from '../../infra/project-root';
import { dataConverter } from '../../infra/temporal/client';
import { installTemporalRuntime } from '../../infra/temporal/worker/runtime';
import type { TemporalHistory } from '../../infra/temporal/run-history';
import { pathwayWorkflowId } from '../../workflows/names';
import type { Figure } from './support/figures';
import { historiesOf, terminateAll } from './support/histories';
import { together } from './support/measure';
import { payloadsOf } from './support/cost/payloads';
import { commitDeps, commitEvents, eventFor, NOON, prepareDatabase, settlePeople } from './support/people';
import type { Bench, Scenario, Sizes } from './support/scenario';
import { startWorker } from './support/service';

const HISTORIES: Sizes = { small: 20, '1': 1_000, '10': 10_000 };
const scenario = 'g';

/** (g) Replay of the histories of open pathways, as after a release or a worker's death; against decoding the same histories alone. */
export const replay: Scenario = async (bench) => {
  const { scale, say, stage } = bench;
  const count = HISTORIES[scale];
  say(`replay: ${count} pathways are brought about`);
  const histories = await openHistories(bench, count);
  const events = histories.reduce((sum, { events }) => sum + (events?.length ?? 0), 0);

  installTemporalRuntime(createLog('bench').child({}, { level: 'warn' }), undefined);
  const options: ReplayWorkerOptions = {
    workflowBundle: { codePath: path.join(projectRoot, 'dist', 'workflow-bundle.js') },
    dataConverter: dataConverter(stage.keys),
  };
  const named = histories.map((history, index) => ({ workflowId: `replayed-${index}`, history }));
  say(`replay: ${events} events`);
  const first = await millisecondsOf(() => replayAll(options, named.slice(0, 1)));
  const replayed = (await millisecondsOf(() => replayAll(options, named))) - first;
  const decoded = await decodingOf(histories, stage.keys);
  const baseline = 'decoding and decrypting alone';
  const figure = (what: string, unit: string, value: number, bare: number): Figure => ({
    scenario,
    what,
    unit,
    value,
    baseline: { what: baseline, value: bare },
  });
  return [
    figure(`replay of ${count} open histories of ${(events / count).toFixed(1)} events each`, 's', replayed / 1_000, decoded / 1_000),
    figure('the same, per history', 'ms', replayed / count, decoded / count),
    figure('the same, per event', 'µs', (replayed * 1_000) / events, (decoded * 1_000) / events),
    { scenario, what: 'a replaying worker made ready, with the first history', unit: 's', value: first / 1_000 },
  ];
};

/** Histories of pathways that are open: everyone was put on the register and had one event more. */
async function openHistories({ stage }: Bench, count: number): Promise<TemporalHistory[]> {
  const database = await stage.database();
  const pool = openPool({ url: database.url });
  await prepareDatabase(pool);
  const ids = await settlePeople(pool, count, NOON);
  const worker = await startWorker(stage, database, { clockOffset: NOON - Date.now() });
  await worker.untilTurns(count);
  const deps = commitDeps(pool);
  await together(8, [...ids.entries()], ([number, id]) => commitEvents(deps, { registerId: id, events: [eventFor(number)], clock: NOON }));
  await worker.untilTurns(2 * count);
  await worker.stop();
  await pool.end();
  const { client } = await stage.temporal();
  const workflowIds = ids.map((id) => pathwayWorkflowId(id, 1));
  const histories = await historiesOf(client, workflowIds);
  await terminateAll(client, workflowIds);
  return histories;
}

async function millisecondsOf(work: () => Promise<unknown>): Promise<number> {
  const begun = performance.now();
  await work();
  return performance.now() - begun;
}

async function replayAll(
  options: ReplayWorkerOptions,
  histories: readonly { workflowId: string; history: TemporalHistory }[],
): Promise<void> {
  for await (const { workflowId, error } of Worker.runReplayHistories(options, histories)) {
    if (error) throw new Error(`${workflowId} does not replay`, { cause: error });
  }
}

/** Milliseconds of reading the same histories from their bytes and decrypting every payload, one after the other. */
async function decodingOf(histories: readonly TemporalHistory[], keys: Bench['stage']['keys']): Promise<number> {
  const codec = encryptionCodec(keys);
  const bytes = histories.map((history) => temporal.api.history.v1.History.encode(history).finish());
  return millisecondsOf(async () => {
    for (const one of bytes) await codec.decode(payloadsOf(temporal.api.history.v1.History.decode(one)));
  });
}
