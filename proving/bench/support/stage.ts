import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Client } from '@temporalio/client';
import { Client as Session, type Pool } from 'pg';
import { newKeyRing, readKeyRing, type KeyRing } from '../../../infra/temporal/codec';
import { openPool } from '../../../infra/database/database';
import { anyFreePort } from '../../../operations/parts/ports';
import { startPostgres } from '../../../operations/parts/postgres';
import { startTemporal } from '../../../operations/parts/temporal-server';
import { environment } from '../../../infra/env';
import { migrate } from '../../../infra/database/migrate';
import { temporalClient } from '../../../infra/temporal/client';
import { makeNamespace } from '../../../infra/temporal/namespace';
import { closing } from '../../stage/closing';

/** A database of one scenario's own. */
export interface Database {
  readonly name: string;
  readonly url: string;
  /** A pool as the service opens it, `max` connections wide. Closed with the stage, if not before. */
  open(max?: number): Pool;
}

export interface Temporal {
  readonly address: string;
  readonly namespace: string;
  readonly client: Client;
}

/** PostgreSQL and Temporal, each started when first asked for, or those that the environment names. */
export interface Stage {
  /** Holds logs and data; gone with the stage. */
  readonly folder: string;
  readonly payloadKeys: string;
  readonly keys: KeyRing;
  /** A new, migrated database, or a copy of another, to which nobody may be connected then. */
  database(copyOf?: Database): Promise<Database>;
  temporal(): Promise<Temporal>;
  /** Something to be undone when the stage closes, the last first. */
  onClose(undo: () => unknown): void;
  close(): Promise<void>;
}

/** The bench's own names, so that several runs may use one server. */
const PREFIX = `bench_${process.pid}`;
const PASSWORD = 'of-a-bench';
const RETENTION_DAYS = 1;

/** Which servers are measured on, for the table's head. */
export function whereOf(): string {
  const { DATABASE_URL, TEMPORAL_ADDRESS } = environment();
  const postgres = DATABASE_URL === undefined ? 'embedded PostgreSQL' : 'PostgreSQL of DATABASE_URL';
  return `${postgres}, ${TEMPORAL_ADDRESS === undefined ? "Temporal's development server on a file" : 'Temporal of TEMPORAL_ADDRESS'}`;
}

export function openStage(): Stage {
  const { DATABASE_URL, TEMPORAL_ADDRESS, TEMPORAL_NAMESPACE } = environment();
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-bench-'));
  const payloadKeys = newKeyRing('of-a-bench');
  const keys = readKeyRing(payloadKeys);
  const { add: onClose, stop: close } = closing();
  onClose(() => rmSync(folder, { recursive: true, force: true }));
  const postgres = once(async () => {
    if (DATABASE_URL !== undefined) return serverAt(new URL(DATABASE_URL), onClose);
    const server = await startPostgres({
      folder: path.join(folder, 'postgres'),
      port: await anyFreePort(),
      password: PASSWORD,
      settings: ['max_connections=200'],
    });
    onClose(() => server.stop());
    return serverAt(new URL(server.url('postgres')), onClose);
  });
  const temporal = once(async (): Promise<Temporal> => {
    // A namespace of its own on a server that others use: their workers must not take the bench's work.
    const namespace = TEMPORAL_ADDRESS === undefined ? TEMPORAL_NAMESPACE : `pathway-bench-${process.pid}`;
    const address = TEMPORAL_ADDRESS ?? (await embeddedTemporal(folder, namespace, onClose));
    const { client, close: disconnect } = temporalClient({ address, namespace, keys, identity: 'bench' });
    onClose(disconnect);
    if (TEMPORAL_ADDRESS !== undefined) await makeNamespace(client, RETENTION_DAYS);
    return { address, namespace, client };
  });
  return {
    folder,
    payloadKeys,
    keys,
    database: async (copyOf) => (await postgres()).make(copyOf),
    temporal,
    onClose,
    close,
  };
}

function once<Value>(make: () => Promise<Value>): () => Promise<Value> {
  let made: Promise<Value> | undefined;
  return () => (made ??= make());
}

interface DatabaseServer {
  make(copyOf?: Database): Promise<Database>;
}

async function serverAt(address: URL, onClose: Stage['onClose']): Promise<DatabaseServer> {
  const admin = new Session({ connectionString: address.href });
  await admin.connect();
  onClose(() => admin.end());
  let count = 0;
  const make = async (copyOf?: Database): Promise<Database> => {
    const name = `${PREFIX}_${(count += 1)}`;
    await admin.query(`create database ${name}${copyOf ? ` template ${copyOf.name}` : ''}`);
    onClose(() => admin.query(`drop database ${name} with (force)`));
    const url = Object.assign(new URL(address), { pathname: `/${name}` }).href;
    if (!copyOf) await migrate(url);
    return { name, url, open: (max) => opened(url, max, onClose) };
  };
  return { make };
}

function opened(url: string, max: number | undefined, onClose: Stage['onClose']): Pool {
  const pool = openPool({ url, ...(max === undefined ? {} : { max }) });
  onClose(async () => {
    if (!pool.ended) await pool.end();
  });
  return pool;
}

async function embeddedTemporal(folder: string, namespace: string, onClose: Stage['onClose']): Promise<string> {
  const server = await startTemporal({
    file: path.join(folder, 'temporal.db'),
    namespace,
    port: await anyFreePort(),
    uiPort: await anyFreePort(),
    onLog: () => undefined,
  });
  onClose(() => server.stop());
  return server.address;
}
