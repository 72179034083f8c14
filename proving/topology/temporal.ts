import { spawnSync, type ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { hasEnded, startChild, stopChild } from '../../operations/parts/child';
import { messageOf, PlainError } from '../../infra/plain-error';
import type { KeyRing } from '../../infra/temporal/codec';
import { variablesWith } from '../../infra/env';
import type { RunningPart } from '../stage/processes';
import { projectRoot } from '../../infra/project-root';
import { temporalClient } from '../../infra/temporal/client';
import { makeNamespace } from '../../infra/temporal/namespace';

/** The version that docker-compose.yml runs. */
const VERSION = '1.32.0';
const MODULE = `go.temporal.io/server`;
const PATIENCE_MS = 120_000;
const CALLS_WITHIN_MS = 30_000;
/** As deploy/temporal-namespace.sh has it. */
const RETENTION_DAYS = 90;

/** Temporal's own server and its tool for schemas, built from their Go modules. */
export interface TemporalPrograms {
  readonly server: string;
  readonly sqlTool: string;
  /** The folder of the module: its schemas lie there. */
  readonly module: string;
}

/** Where a Temporal server keeps everything. */
export interface TemporalDatabase {
  readonly host: string;
  readonly port: number;
  readonly user: string;
  readonly password: string;
}

function go(args: readonly string[], variables: Readonly<Record<string, string>> = {}): string {
  const { status, stdout, stderr, error } = spawnSync('go', args, { encoding: 'utf8', env: variablesWith(variables) });
  if (error) throw new PlainError('Go is needed to build Temporal’s server: install it (https://go.dev/dl), and run this again.');
  if (status !== 0) throw new PlainError(`go ${args.join(' ')} failed: ${stderr.trim().split('\n').slice(-5).join(' ')}`);
  return stdout.trim();
}

/** Builds both programs where they are not built yet: a quarter of an hour, the first time. Throws PlainError where Go is missing or fails. */
export function buildTemporal(say: (text: string) => void): TemporalPrograms {
  const bin = path.join(projectRoot, '.cache', `temporal-server-${VERSION}`);
  const programs = { server: path.join(bin, 'server'), sqlTool: path.join(bin, 'sql') };
  if (!existsSync(programs.server) || !existsSync(programs.sqlTool)) {
    mkdirSync(bin, { recursive: true });
    for (const command of ['cmd/server', 'cmd/tools/sql']) {
      say(`building ${MODULE}/${command} ${VERSION}: the first time it takes some minutes`);
      go(['install', `${MODULE}/${command}@v${VERSION}`], { GOBIN: bin });
    }
  }
  const { Dir } = JSON.parse(go(['mod', 'download', '-json', `${MODULE}@v${VERSION}`])) as { Dir: string };
  return { ...programs, module: Dir };
}

/** Brings Temporal's two databases, which must be there, to the schema of its release. Repeating it changes nothing. */
export function prepareSchemas({ sqlTool, module }: TemporalPrograms, database: TemporalDatabase): void {
  for (const [name, schema] of [
    ['temporal', 'temporal'],
    ['temporal_visibility', 'visibility'],
  ] as const) {
    const common = ['--plugin', 'postgres12', '--ep', database.host, '-p', String(database.port), '-u', database.user, '--db', name];
    const versions = path.join(module, 'schema', 'postgresql', 'v12', schema, 'versioned');
    for (const step of [
      ['setup-schema', '-v', '0.0'],
      ['update-schema', '-d', versions],
    ]) {
      const { status, stdout, stderr } = spawnSync(sqlTool, [...common, ...step], {
        encoding: 'utf8',
        env: variablesWith({ SQL_PASSWORD: database.password }),
      });
      if (status !== 0) throw new PlainError(`Temporal’s schema of ${name} could not be made: ${(stderr || stdout).trim().slice(-1_000)}`);
    }
  }
}

export interface TemporalSettings {
  readonly programs: TemporalPrograms;
  readonly database: TemporalDatabase;
  readonly folder: string;
  /** Eight free ports: the four services' own, the frontend's first, and those by which they find each other. */
  readonly ports: readonly number[];
  /** Where the frontend answers. */
  readonly address: string;
  readonly namespace: string;
  readonly keys: KeyRing;
  readonly onLog: (chunk: Uint8Array) => void;
}

/**
 * Starts a Temporal server on PostgreSQL, makes its namespace where there is none yet, and waits until it answers for it. Throws PlainError
 * where it does not.
 */
export async function startTemporalServer(settings: TemporalSettings): Promise<RunningPart> {
  const { folder, programs } = settings;
  mkdirSync(path.join(folder, 'config'), { recursive: true });
  // JSON is YAML.
  writeFileSync(path.join(folder, 'config', 'topology.yaml'), JSON.stringify(configOf(settings), null, 1));
  writeFileSync(path.join(folder, 'config', 'dynamic.yaml'), '{}\n');
  const child = startChild(programs.server, ['--root', folder, '--config', 'config', '--env', 'topology', '--allow-no-auth', 'start'], {
    stdio: ['ignore', 'pipe', 'pipe'],
    cwd: folder,
    orphanSignal: 'TERM',
  });
  for (const stream of [child.stdout, child.stderr]) stream?.on('data', settings.onLog);
  const stop = (): Promise<void> => stopChild(child, 'SIGTERM', 20_000);
  try {
    await untilNamespace(child, settings);
  } catch (error) {
    await stop();
    throw error;
  }
  return { child, stop };
}

/** A connection that was refused waits longer and longer before it is made again: a new one for each try. */
async function untilNamespace(child: ChildProcess, { address, namespace, keys }: TemporalSettings): Promise<void> {
  for (const end = Date.now() + PATIENCE_MS; ; await sleep(500)) {
    const { client, close } = temporalClient({ address, namespace, keys, identity: 'topology' });
    try {
      await client.withDeadline(Date.now() + CALLS_WITHIN_MS, () => makeNamespace(client, RETENTION_DAYS));
      return;
    } catch (error) {
      if (hasEnded(child)) throw new PlainError('Temporal’s server ended: its log is in the folder of the run.');
      if (Date.now() > end)
        throw new PlainError(`Temporal’s server did not answer in time (${messageOf(error)}): its log is in the folder of the run.`);
    } finally {
      await close();
    }
  }
}

function configOf({ database, ports }: TemporalSettings): object {
  const store = (databaseName: string, maxConns: number) => ({
    sql: {
      pluginName: 'postgres12',
      databaseName,
      connectAddr: `${database.host}:${database.port}`,
      connectProtocol: 'tcp',
      user: database.user,
      password: database.password,
      maxConns,
      maxIdleConns: maxConns,
      maxConnLifetime: '1h',
    },
  });
  const [frontend, ...others] = ports;
  const rpc = (index: number, grpcPort = others[index]) => ({
    rpc: { grpcPort, membershipPort: others[index + 3], bindOnLocalHost: true },
  });
  return {
    log: { stdout: true, level: 'warn' },
    persistence: {
      defaultStore: 'default',
      visibilityStore: 'visibility',
      // As in docker-compose.yml would be more than two cores need.
      numHistoryShards: 4,
      datastores: { default: store('temporal', 20), visibility: store('temporal_visibility', 5) },
    },
    global: { membership: { maxJoinDuration: '30s', broadcastAddress: '127.0.0.1' } },
    services: { frontend: rpc(3, frontend), matching: rpc(0), history: rpc(1), worker: rpc(2) },
    clusterMetadata: {
      enableGlobalNamespace: false,
      failoverVersionIncrement: 10,
      masterClusterName: 'active',
      currentClusterName: 'active',
      clusterInformation: {
        active: { enabled: true, initialFailoverVersion: 1, rpcName: 'frontend', rpcAddress: `127.0.0.1:${frontend}` },
      },
    },
    dcRedirectionPolicy: { policy: 'noop' },
    dynamicConfigClient: { filepath: 'config/dynamic.yaml', pollInterval: '10s' },
  };
}
