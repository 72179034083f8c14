import { Client } from 'pg';
import { migrate, readMigrations } from '../../../infra/database/migrate';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';

describe('the migration runner', () => {
  let database: TestDatabase;
  beforeAll(async () => {
    database = await freshDatabase();
  });
  afterAll(() => database.drop());

  function migrations(scripts: Record<string, string>): string {
    const folder = mkdtempSync(path.join(tmpdir(), 'migrations-'));
    for (const [name, script] of Object.entries(scripts)) {
      mkdirSync(path.join(folder, name));
      writeFileSync(path.join(folder, name, 'migration.sql'), script);
    }
    return folder;
  }

  async function empty(): Promise<string> {
    const admin = new Client({ connectionString: database.url });
    await admin.connect();
    const name = `empty_${Math.random().toString(36).slice(2)}`;
    await admin.query(`CREATE DATABASE ${name}`);
    await admin.end();
    const url = new URL(database.url);
    url.pathname = `/${name}`;
    return url.href;
  }

  it('keeps the ledger as Prisma would', async () => {
    const { rows } = await database.pool.query('SELECT * FROM "_prisma_migrations" ORDER BY migration_name');
    const files = readMigrations('prisma/migrations');
    expect(rows.map((row) => [row.migration_name, row.checksum, row.applied_steps_count, row.logs, row.rolled_back_at])).toEqual(
      files.map(({ name, checksum }) => [name, checksum, 1, null, null]),
    );
    for (const row of rows) {
      expect(row.finished_at).toBeInstanceOf(Date);
      expect(row.id).toMatch(/^[0-9a-f-]{36}$/);
    }
  });

  it('does nothing the second time', async () => {
    expect(await migrate(database.url)).toEqual([]);
  });

  it('applies each migration once when several processes start together', async () => {
    const url = await empty();
    const folder = migrations({ '1_one': 'CREATE TABLE one (id int);', '2_two': 'ALTER TABLE one ADD two int;' });
    const applied = await Promise.all([migrate(url, folder), migrate(url, folder), migrate(url, folder)]);
    expect(applied.flat().sort()).toEqual(['1_one', '2_two']);
  });

  it('leaves nothing behind of a migration that fails, and says which it was', async () => {
    const url = await empty();
    const folder = migrations({ '1_one': 'CREATE TABLE one (id int);', '2_two': 'CREATE TABLE two (id int); CREATE TABLE two (id int);' });
    await expect(migrate(url, folder)).rejects.toThrow('migration 2_two could not be applied');
    writeFileSync(path.join(folder, '2_two', 'migration.sql'), 'CREATE TABLE two (id int);');
    expect(await migrate(url, folder)).toEqual(['2_two']);
  });

  it('refuses a migration that was changed after it had been applied', async () => {
    const url = await empty();
    const folder = migrations({ '1_one': 'CREATE TABLE one (id int);' });
    await migrate(url, folder);
    writeFileSync(path.join(folder, '1_one', 'migration.sql'), 'CREATE TABLE one (id bigint);');
    await expect(migrate(url, folder)).rejects.toThrow('Migration 1_one was changed after it had been applied');
  });

  it('refuses a database that is ahead of the release', async () => {
    const url = await empty();
    await migrate(url, migrations({ '1_one': 'SELECT 1;', '2_two': 'SELECT 2;' }));
    await expect(migrate(url, migrations({ '1_one': 'SELECT 1;' }))).rejects.toThrow('2_two, which this release does not know');
  });
});
