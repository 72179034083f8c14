import { setTimeout as sleep } from 'node:timers/promises';
import { appendFileSync } from 'node:fs';
import path from 'node:path';
import { anyFreePort } from '../../../operations/parts/ports';
import { startProgram, type RunningProgram } from '../../../operations/parts/programs/start-program';
import type { BareHttpTold, PageFilesTold, ServiceTold } from '../parts/told';
import { until } from './measure';
import { LOG_KEYS } from './people';
import type { Statement } from './statements';
import type { Database, Stage } from './stage';

/** Nothing listens there: the bench sends no mail. */
const NO_MAIL = 'smtp://127.0.0.1:9';

/** What the programs see of one scenario's servers. */
async function variablesOf(stage: Stage, { url }: Database): Promise<Record<string, string>> {
  const { address, namespace } = await stage.temporal();
  return {
    DATABASE_URL: url,
    TEMPORAL_ADDRESS: address,
    TEMPORAL_NAMESPACE: namespace,
    PAYLOAD_KEYS: stage.payloadKeys,
    LOG_KEYS,
    SMTP_URL: NO_MAIL,
    HOST: '127.0.0.1',
  };
}

async function start(
  stage: Stage,
  database: Database,
  name: string,
  told: ServiceTold | BareHttpTold | PageFilesTold,
  more: Record<string, string>,
): Promise<RunningProgram> {
  const program = await startProgram({
    file: path.join('proving', 'bench', 'parts', `${name}.js`),
    args: [JSON.stringify(told)],
    variables: { ...(await variablesOf(stage, database)), ...more },
    log: path.join(stage.folder, 'logs', `${name}.log`),
    // As `npm start` has its worker.
    background: name.endsWith('-worker'),
  });
  stage.onClose(() => program.stop());
  return program;
}

/** One that answers over HTTP. */
export interface RunningApi extends RunningProgram {
  readonly url: string;
}

/** What a bench asks for is no caller's; that it is counted belongs to the cost. */
const UNLIMITED = '10000000';

/** Starts the real API, with the spread off, as a process of its own. */
export async function startApi(stage: Stage, database: Database, told: ServiceTold): Promise<RunningApi> {
  const port = await anyFreePort();
  const program = await start(stage, database, 'bench-api', told, { PORT: String(port), REQUESTS_PER_MINUTE: UNLIMITED });
  return { ...program, url: `http://127.0.0.1:${port}` };
}

/** Starts the least that answers over HTTP, as a process of its own: at `/api/v1/N` the statement of this number. */
export async function startBareHttp(stage: Stage, database: Database, statements: readonly Statement[]): Promise<RunningApi> {
  const port = await anyFreePort();
  const file = path.join(stage.folder, `statements-${port}.json`);
  for (const statement of statements) appendFileSync(file, `${JSON.stringify(statement)}\n`);
  const program = await start(stage, database, 'bare-http', { statements: file }, { PORT: String(port) });
  return { ...program, url: `http://127.0.0.1:${port}` };
}

/** Starts what serves the files of a folder, as a process of its own. */
export async function startPageFiles(stage: Stage, database: Database, folder: string): Promise<RunningApi> {
  const port = await anyFreePort();
  const program = await start(stage, database, 'page-files', { folder }, { PORT: String(port) });
  return { ...program, url: `http://127.0.0.1:${port}` };
}

export interface RunningWorker extends RunningProgram {
  /** How many turns of pathways it has done so far. */
  turns(): Promise<number>;
  /** Waits until it has done so many. Throws, saying how many it has done, where it does none for a minute. */
  untilTurns(count: number, everyMs?: number): Promise<void>;
}

const STUCK_AFTER_MS = 60_000;

/** Starts the real worker as a process of its own. */
export async function startWorker(stage: Stage, database: Database, told: ServiceTold): Promise<RunningWorker> {
  const port = await anyFreePort();
  const program = await start(stage, database, 'bench-worker', told, { METRICS_PORT: String(port) });
  const turns = async (): Promise<number> => {
    const text = await (await fetch(`http://127.0.0.1:${port}/metrics`)).text();
    return Number(/^pathway_turn_duration_seconds_count\{outcome="done"\} (\d+)/m.exec(text)?.[1] ?? 0);
  };
  const untilTurns = async (count: number, everyMs = 100): Promise<void> => {
    let moved = { done: -1, at: performance.now() };
    for (let done = await turns(); done < count; done = await turns()) {
      if (done !== moved.done) moved = { done, at: performance.now() };
      if (performance.now() - moved.at > STUCK_AFTER_MS) throw new Error(`the worker has done ${done} turns of ${count}, and does no more`);
      await sleep(everyMs);
    }
  };
  return { ...program, turns, untilTurns };
}

/** Starts the worker of the bare workflows as a process of its own. */
export function startBareWorker(stage: Stage, database: Database): Promise<RunningProgram> {
  return start(stage, database, 'bare-worker', { clockOffset: 0 }, {});
}

/** Waits until no workflow of these has a task to do. */
export async function untilQuiet(stage: Stage, workflowIds: readonly string[]): Promise<void> {
  const { client } = await stage.temporal();
  for (const id of workflowIds) {
    await until(`${id} is quiet`, STUCK_AFTER_MS, 100, async () => {
      const { raw } = await client.workflow.getHandle(id).describe();
      return !raw.pendingWorkflowTask && (raw.pendingActivities ?? []).length === 0;
    });
  }
}
