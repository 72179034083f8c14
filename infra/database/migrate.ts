import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { STAYS_ALIVE } from './database';
import { messageOf, PlainError } from '../plain-error';
import { projectRoot } from '../project-root';

interface Migration {
  readonly name: string;
  readonly script: string;
  readonly checksum: string;
}

interface LedgerRow {
  readonly migration_name: string;
  readonly checksum: string;
  readonly finished_at: Date | null;
  readonly rolled_back_at: Date | null;
}

/** The number under which Prisma's own `migrate deploy` locks a database. */
const lockNumber = 72_707_369;

/** The ledger as Prisma makes it. */
const ledger = `
CREATE TABLE IF NOT EXISTS "_prisma_migrations" (
  id VARCHAR(36) PRIMARY KEY NOT NULL,
  checksum VARCHAR(64) NOT NULL,
  finished_at TIMESTAMPTZ,
  migration_name VARCHAR(255) NOT NULL,
  logs TEXT,
  rolled_back_at TIMESTAMPTZ,
  started_at TIMESTAMPTZ NOT NULL DEFAULT now(),
  applied_steps_count INTEGER NOT NULL DEFAULT 0
)`;

/** The migrations of a folder in Prisma's layout (`<name>/migration.sql`), in the order of their names. */
export function readMigrations(folder: string): Migration[] {
  return readdirSync(folder, { withFileTypes: true })
    .filter((entry) => entry.isDirectory())
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const script = readFileSync(path.join(folder, name, 'migration.sql'), 'utf8');
      return { name, script, checksum: createHash('sha256').update(script).digest('hex') };
    });
}

/**
 * Brings a database to the schema of `prisma/migrations`, and keeps the `_prisma_migrations` ledger as `prisma migrate deploy` would, so
 * that either can follow the other. Several processes may call it at once: one works, the others wait and find nothing to do. Each
 * migration and its entry in the ledger are one transaction.
 * @param url the address of the database
 * @param folder the migrations
 * @returns the names of the migrations that were applied
 * @throws {PlainError} where the database holds a migration that failed, was changed since, or is unknown here
 */
export async function migrate(url: string, folder = path.join(projectRoot, 'prisma', 'migrations')): Promise<string[]> {
  const migrations = readMigrations(folder);
  const client = new Client({ connectionString: url, ...STAYS_ALIVE });
  client.on('error', () => undefined);
  await client.connect();
  try {
    await client.query('SELECT pg_advisory_lock($1)', [lockNumber]);
    await client.query(ledger);
    const wanted = pending(migrations, await ledgerOf(client));
    for (const migration of wanted) await apply(client, migration);
    return wanted.map(({ name }) => name);
  } finally {
    await client.end();
  }
}

/**
 * The migrations of this release that a database still lacks; all of them where it holds no installation at all. Changes nothing.
 * @throws {PlainError} as `migrate` does
 */
export async function lacking(url: string, folder = path.join(projectRoot, 'prisma', 'migrations')): Promise<string[]> {
  const client = new Client({ connectionString: url, ...STAYS_ALIVE });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const { rows: found } = await client.query<{ there: boolean }>(`SELECT to_regclass('_prisma_migrations') IS NOT NULL AS there`);
    const rows = found[0]?.there ? await ledgerOf(client) : [];
    return pending(readMigrations(folder), rows).map(({ name }) => name);
  } finally {
    await client.end();
  }
}

async function ledgerOf(client: Client): Promise<LedgerRow[]> {
  const { rows } = await client.query<LedgerRow>(
    'SELECT migration_name, checksum, finished_at, rolled_back_at FROM "_prisma_migrations" WHERE rolled_back_at IS NULL',
  );
  return rows;
}

function pending(migrations: readonly Migration[], rows: readonly LedgerRow[]): Migration[] {
  const known = new Map(migrations.map((migration) => [migration.name, migration]));
  for (const row of rows) {
    const migration = known.get(row.migration_name);
    if (!row.finished_at)
      throw new PlainError(
        `Migration ${row.migration_name} failed halfway: mend the database, then settle it with "prisma migrate resolve".`,
      );
    if (!migration)
      throw new PlainError(
        `The database holds migration ${row.migration_name}, which this release does not know: it was made by a newer release; start that one.`,
      );
    if (migration.checksum !== row.checksum) {
      throw new PlainError(
        `Migration ${row.migration_name} was changed after it had been applied to this database: put the file back as it was, or start with a new database (for the embedded one, another DATA_DIR).`,
      );
    }
  }
  const applied = new Set(rows.map((row) => row.migration_name));
  return migrations.filter(({ name }) => !applied.has(name));
}

async function apply(client: Client, { name, script, checksum }: Migration): Promise<void> {
  await client.query('BEGIN');
  try {
    await client.query(
      'INSERT INTO "_prisma_migrations" (id, checksum, migration_name, started_at) VALUES ($1, $2, $3, clock_timestamp())',
      [randomUUID(), checksum, name],
    );
    await client.query(script);
    await client.query(
      'UPDATE "_prisma_migrations" SET finished_at = clock_timestamp(), applied_steps_count = 1 WHERE migration_name = $1 AND finished_at IS NULL',
      [name],
    );
    await client.query('COMMIT');
  } catch (error) {
    await client.query('ROLLBACK');
    throw new Error(`migration ${name} could not be applied: ${messageOf(error)}`, { cause: error });
  }
}
