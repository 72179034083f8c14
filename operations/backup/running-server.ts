import { realpathSync } from 'node:fs';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from 'pg';
import { archiveSettings } from '../parts/database/wal-archive';
import { PlainError } from '../../infra/plain-error';
import { countedTables } from './manifest';

/** What is said where the database is not the embedded one. */
export const notOurs =
  'The database is not the embedded one (DATABASE_URL names another): back it up and restore it with its own point-in-time recovery, see docs/runbook.md.';

/** The server's own names for itself. */
export interface ServerIdentity {
  readonly systemIdentifier: string;
  readonly segmentSize: number;
  readonly version: string;
}

/**
 * Looks whether the server can be backed up: that it is the one of this folder, and archives into these backups.
 * @throws {PlainError} with what to do where it is not
 */
export async function identify(client: Client, cluster: string, backups: string): Promise<ServerIdentity> {
  const { rows } = await client.query<Record<'folder' | 'mode' | 'command' | 'system' | 'version', string> & { segment: number }>(
    `SELECT current_setting('data_directory') AS folder, current_setting('archive_mode') AS mode,
            current_setting('archive_command') AS command, current_setting('server_version') AS version,
            (SELECT system_identifier::text FROM pg_control_system()) AS system,
            (SELECT bytes_per_wal_segment FROM pg_control_init()) AS segment`,
  );
  const [row] = rows;
  if (!row || realpathSync(row.folder) !== realpathSync(cluster)) throw new PlainError(notOurs);
  const wanted = archiveSettings(backups);
  if (row.mode !== 'on' || !wanted.includes(`archive_command=${row.command}`)) {
    throw new PlainError(
      `The service that runs does not archive into ${backups}: set BACKUP_DIR as it was set when the service was started, or stop the service and start it with this one.`,
    );
  }
  return { systemIdentifier: row.system, segmentSize: row.segment, version: row.version };
}

/** The rows of some tables, and the newest migration. */
export async function lookAt(client: Client): Promise<{ counts: Record<string, number>; migration: string | null }> {
  const counts: Record<string, number> = {};
  for (const table of countedTables) {
    const { rows } = await client.query<{ count: string }>(`SELECT count(*) FROM ${client.escapeIdentifier(table)}`);
    counts[table] = Number(rows[0]?.count);
  }
  const { rows } = await client.query<{ name: string | null }>(
    'SELECT max(migration_name) AS name FROM "_prisma_migrations" WHERE finished_at IS NOT NULL AND rolled_back_at IS NULL',
  );
  return { counts, migration: rows[0]?.name ?? null };
}

/** How long PostgreSQL may take to archive what it has, in milliseconds. */
const patience = 60_000;

/** Failures in a row after which PostgreSQL pauses for a minute: it will not work by waiting. */
const failures = 3;

/**
 * Waits until something is archived.
 * @throws {PlainError} where PostgreSQL cannot archive
 */
export async function archived(client: Client, isThere: () => boolean, backups: string): Promise<void> {
  const failed = async (): Promise<number> =>
    Number((await client.query<{ count: string }>('SELECT failed_count AS count FROM pg_stat_archiver')).rows[0]?.count);
  const before = await failed();
  for (const end = Date.now() + patience; !isThere(); await sleep(100)) {
    if (Date.now() < end && (await failed()) - before < failures) continue;
    throw new PlainError(
      `PostgreSQL could not archive into ${backups}: its log (postgres.log among the logs of the data folder) says why. Is the disk full, or may its user not write there? The backup has not been made.`,
    );
  }
}
