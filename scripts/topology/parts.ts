import { randomBytes } from 'node:crypto';
import { mkdirSync, appendFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Client as Session } from 'pg';
import { ended, hasEnded, startChild, stopChild } from '../../infra/embedded/child';
import { startMailCatcher, type CaughtMail } from '../../infra/embedded/mail-catcher';
import { PlainError } from '../../infra/embedded/plain-error';
import { anyFreePort, PortBook } from '../../infra/embedded/ports';
import { startPostgres } from '../../infra/embedded/postgres';
import { onlyVariables } from '../../infra/env';
import { projectRoot } from '../../infra/project-root';
import { newKeyRing } from '../../infra/codec';
import { composeProgram } from './compose';
import { buildTemporal, prepareSchemas, startTemporalServer } from './temporal';

const READY_WITHIN_MS = 90_000;

/** A process of the service, as a container of docker-compose.yml. */
export interface Process {
  readonly name: string;
  /** Where it answers: the API its callers, a worker whoever asks for its metrics. */
  readonly url: string;
  kill(): Promise<void>;
  stop(): Promise<void>;
}

/** The whole service as docker-compose.yml would run it, two of each, without containers. */
export interface Topology {
  readonly databaseUrl: string;
  readonly temporalAddress: string;
  readonly namespace: string;
  readonly payloadKeys: string;
  readonly apis: readonly Process[];
  readonly workers: readonly Process[];
  mails(): readonly CaughtMail[];
  stop(): Promise<void>;
}

/** Starts everything in an empty folder, in the order of docker-compose.yml. What has been started when something fails is stopped again. */
export async function openTopology(folder: string, say: (text: string) => void): Promise<Topology> {
  const closing: (() => Promise<void>)[] = [];
  const stop = async (): Promise<void> => {
    for (const close of closing.splice(0).toReversed()) await close();
  };
  const log = (name: string) => {
    mkdirSync(path.join(folder, 'logs'), { recursive: true });
    return (chunk: Uint8Array | string): void => appendFileSync(path.join(folder, 'logs', `${name}.log`), chunk);
  };
  try {
    const programs = buildTemporal(say);
    const password = randomBytes(16).toString('hex');
    const port = await anyFreePort();
    const postgres = await startPostgres({
      folder: path.join(folder, 'postgres'),
      port,
      password,
      settings: ['max_connections=200'],
      onLog: log('postgres'),
    });
    closing.push(() => postgres.stop());
    await makeDatabases(postgres.url('postgres'), ['pathway', 'temporal', 'temporal_visibility']);
    const database = { host: '127.0.0.1', port, user: 'pathway', password };
    prepareSchemas(programs, database);
    const namespace = 'pathway';
    const temporal = await startTemporalServer({
      programs,
      database,
      folder: path.join(folder, 'temporal'),
      ports: await lowPorts(8),
      namespace,
      onLog: log('temporal'),
    });
    closing.push(() => temporal.stop());
    say('Temporal runs on PostgreSQL');
    const catcher = await startMailCatcher({ port: 0 });
    closing.push(() => catcher.stop());

    const variables = {
      DATABASE_URL: postgres.url('pathway'),
      TEMPORAL_ADDRESS: temporal.address,
      TEMPORAL_NAMESPACE: namespace,
      SMTP_URL: catcher.url,
      PAYLOAD_KEYS: newKeyRing('topology'),
    };
    await runOnce('migrate', variables, log('migrate'));
    const start = async (service: 'api' | 'worker' | 'sender', name: string): Promise<Process> => {
      const one = await startProcess({ service, name, variables, log: log(name) });
      closing.push(() => one.stop());
      say(`${name} is ready`);
      return one;
    };
    const workers = [await start('worker', 'worker-1'), await start('worker', 'worker-2')];
    await start('sender', 'sender-1');
    const apis = [await start('api', 'api-1'), await start('api', 'api-2')];
    return {
      databaseUrl: variables.DATABASE_URL,
      temporalAddress: temporal.address,
      namespace,
      payloadKeys: variables.PAYLOAD_KEYS,
      apis,
      workers,
      mails: () => catcher.mails(),
      stop,
    };
  } catch (error) {
    await stop();
    throw error;
  }
}

/** Temporal keeps the ports by which its services find each other as small numbers: below 32768. */
const FIRST_PORT = 21_000;

async function lowPorts(count: number): Promise<number[]> {
  const first = FIRST_PORT + (process.pid % 1_000) * 10;
  const names = Array.from({ length: count }, (_, index) => `port ${index}`);
  const book = new PortBook(Object.fromEntries(names.map((name, index) => [name, first + index])), {}, []);
  for (const name of names) await book.next(name);
  return names.map((name) => book.of(name));
}

async function makeDatabases(url: string, names: readonly string[]): Promise<void> {
  const session = new Session({ connectionString: url });
  await session.connect();
  try {
    for (const name of names) await session.query(`create database ${name}`);
  } finally {
    await session.end();
  }
}

type Variables = Readonly<Record<string, string>>;
type Log = (chunk: Uint8Array) => void;

/** Nothing of this process's own environment but where programs are found: as in a container. */
function spawnService(service: string, variables: Variables, own: Variables, log: Log) {
  const { command, environment } = composeProgram(service, variables);
  const [, ...args] = command;
  const child = startChild(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: projectRoot,
    env: onlyVariables({ NODE_ENV: 'production', ...environment, ...own }),
    orphanSignal: 'TERM',
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', log);
  return child;
}

async function runOnce(service: string, variables: Variables, log: Log): Promise<void> {
  const child = spawnService(service, variables, {}, log);
  await ended(child);
  if (child.exitCode !== 0) throw new PlainError(`${service} ended with ${child.exitCode}: its log is in the folder of the run`);
}

interface ProcessSettings {
  readonly service: 'api' | 'worker' | 'sender';
  readonly name: string;
  readonly variables: Variables;
  readonly log: Log;
}

async function startProcess({ service, name, variables, log }: ProcessSettings): Promise<Process> {
  const port = String(await anyFreePort());
  // In a container each has an address of its own; here each has a port of its own.
  const own: Variables = service === 'api' ? { PORT: port, HOST: '127.0.0.1' } : { METRICS_PORT: port, METRICS_HOST: '127.0.0.1' };
  const child = spawnService(service, variables, own, log);
  const url = `http://127.0.0.1:${port}`;
  for (const end = Date.now() + READY_WITHIN_MS; !(await isReady(url)); await sleep(200)) {
    if (hasEnded(child) || Date.now() > end) throw new PlainError(`${name} is not ready: its log is in the folder of the run`);
  }
  return {
    name,
    url,
    kill: async () => {
      child.kill('SIGKILL');
      await ended(child);
    },
    stop: () => stopChild(child, 'SIGTERM', 30_000),
  };
}

const isReady = (url: string): Promise<boolean> =>
  fetch(`${url}/health/ready`, { signal: AbortSignal.timeout(2_000) }).then(
    (answer) => answer.ok,
    () => false,
  );
