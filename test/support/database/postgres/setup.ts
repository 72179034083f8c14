import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { anyFreePort } from '../../../../operations/parts/ports';
import { startPostgres } from '../../../../operations/parts/postgres';
import { migrate } from '../../../../infra/database/migrate';
import { keepServer } from './server';

/** Jest's global set-up: one PostgreSQL server for the run, with a migrated database that each test file's own is copied from. */
export default async function start(): Promise<void> {
  const folder = path.join(mkdtempSync(path.join(tmpdir(), 'pathway-tests-')), 'postgres');
  const settings = ['fsync=off', 'synchronous_commit=off', 'full_page_writes=off', 'max_connections=300'];
  const server = await startPostgres({ folder, port: await anyFreePort(), password: 'of-the-tests-only', settings });
  keepServer({ server, folder: path.dirname(folder) });

  const admin = new Client({ connectionString: server.url('postgres') });
  await admin.connect();
  await admin.query('CREATE DATABASE template_pathway');
  await migrate(server.url('template_pathway'));
  await admin.end();
  process.env['TEST_POSTGRES'] = server.url('postgres');
}
