import { randomBytes } from 'node:crypto';
import { Client, type Pool } from 'pg';
import { openPool } from '../../../infra/database/database';

/** A database of one test file's own. */
export interface TestDatabase {
  /** The address, for what opens its own connections. */
  readonly url: string;
  readonly pool: Pool;
  /** Closes the pool and removes the database. */
  drop(): Promise<void>;
}

async function asAdmin(statement: string): Promise<void> {
  const client = new Client({ connectionString: serverUrl() });
  await client.connect();
  try {
    await client.query(statement);
  } finally {
    await client.end();
  }
}

function serverUrl(): string {
  const url = process.env['TEST_POSTGRES'];
  if (!url) throw new Error('no PostgreSQL server: the project of this test in jest.config.cjs has no global set-up for it');
  return url;
}

/** A new database with every migration applied, on the server of this test run. Drop it in `afterAll`. */
export async function freshDatabase(): Promise<TestDatabase> {
  const name = `test_${randomBytes(6).toString('hex')}`;
  await asAdmin(`CREATE DATABASE ${name} TEMPLATE template_pathway STRATEGY file_copy`);
  const url = new URL(serverUrl());
  url.pathname = `/${name}`;
  const pool = openPool({ url: url.href });
  return {
    url: url.href,
    pool,
    drop: async () => {
      await pool.end();
      await asAdmin(`DROP DATABASE IF EXISTS ${name} WITH (FORCE)`);
    },
  };
}
