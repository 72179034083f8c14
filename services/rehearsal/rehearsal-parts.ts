import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import { DefaultLogger, Runtime } from '@temporalio/worker';
import pg from 'pg';
import { openPool } from '../../infra/database/database';
import { anyFreePort } from '../../operations/parts/ports';
import { startPostgres } from '../../operations/parts/postgres';
import { migrate } from '../../infra/database/migrate';
import { timeSkippingServer } from './time-skipping-server';

/** What a rehearsal runs on; `close` ends it all and removes what it kept. */
export interface RehearsalParts {
  readonly environment: TestWorkflowEnvironment;
  openDatabase(): Promise<{ pool: pg.Pool; drop(): Promise<void> }>;
  close(): Promise<void>;
}

/** Each person of a rehearsal commits one thing at a time, and their workflow another. */
const CONNECTIONS = 3;

/** Starts a time-skipping server and a PostgreSQL server for one call, in a temporary folder. Throws a PlainError where one is missing. */
export async function openParts(): Promise<RehearsalParts> {
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-rehearsal-'));
  const undo: (() => Promise<unknown>)[] = [() => Promise.resolve(rmSync(folder, { recursive: true, force: true }))];
  const close = async (): Promise<void> => {
    for (const step of undo.reverse()) await step();
  };
  try {
    // The SDK's own lines (heartbeats, a worker's comings and goings) would stand among the timelines.
    Runtime.install({ logger: new DefaultLogger('ERROR'), telemetryOptions: { logging: { filter: { core: 'ERROR', other: 'ERROR' } } } });
    const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=200'];
    const server = await startPostgres({
      folder: path.join(folder, 'postgres'),
      port: await anyFreePort(),
      password: 'of-a-rehearsal',
      settings,
    });
    undo.push(() => server.stop());
    const admin = new pg.Client({ connectionString: server.url('postgres') });
    await admin.connect();
    undo.push(() => admin.end());
    await admin.query('create database template_pathway');
    await migrate(server.url('template_pathway'));
    const environment = await timeSkippingServer();
    undo.push(() => environment.teardown());
    return { environment, close, openDatabase: () => openDatabase(admin, (name) => server.url(name)) };
  } catch (error) {
    await close();
    throw error;
  }
}

let databases = 0;

async function openDatabase(admin: pg.Client, url: (name: string) => string): Promise<{ pool: pg.Pool; drop(): Promise<void> }> {
  const name = `rehearsal_${(databases += 1)}`;
  await admin.query(`create database ${name} template template_pathway strategy file_copy`);
  const pool = openPool({ url: url(name), max: CONNECTIONS });
  // The server goes at the end, and its databases with it.
  return { pool, drop: () => pool.end() };
}
