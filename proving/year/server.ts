import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import type { Pool } from 'pg';
import { openPool } from '../../infra/database/database';
import { migrate } from '../../infra/database/migrate';
import { anyFreePort } from '../../operations/parts/ports';
import { startPostgres } from '../../operations/parts/postgres';
import { closing } from '../stage/closing';
import { makeDatabases } from '../stage/place';

/** What outlives a power cut is no question here; the rest is as the service has it. */
const SETTINGS = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=50'];
const CONNECTIONS = 4;
/** The service gives up on what takes longer than some seconds, and tries again; here a busy machine is waited for. */
const PATIENT_MS = 120_000;
const PATIENT = { query_timeout: PATIENT_MS, statement_timeout: PATIENT_MS, lock_timeout: PATIENT_MS };

/** A PostgreSQL server for one call, in a temporary folder. */
export interface Server {
  /** A new, migrated database. */
  readonly database: () => Promise<Pool>;
  readonly close: () => Promise<void>;
}

/** Starts it. Throws a PlainError where PostgreSQL is missing. */
export async function startServer(): Promise<Server> {
  const { add, stop } = closing();
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-year-'));
  add(() => rmSync(folder, { recursive: true, force: true }));
  const data = path.join(folder, 'postgres');
  const server = await startPostgres({ folder: data, port: await anyFreePort(), password: 'of-a-year', settings: SETTINGS });
  add(() => server.stop());
  let count = 0;
  return {
    database: async () => {
      const name = `year_${(count += 1)}`;
      await makeDatabases(server.url('postgres'), [name]);
      await migrate(server.url(name));
      const pool = openPool({ url: server.url(name), max: CONNECTIONS });
      Object.assign(pool.options, PATIENT);
      add(() => pool.end());
      return pool;
    },
    close: stop,
  };
}
