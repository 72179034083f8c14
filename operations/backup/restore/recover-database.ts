import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { databaseName } from '../../parts/database/start-database';
import { giveTo } from '../../parts/database/user';
import { restoreCommand } from '../../parts/database/wal-archive';
import { PlainError } from '../../../infra/plain-error';
import { NotStartedError, serverUser, startPostgres } from '../../parts/postgres';
import { migrate } from '../../../infra/database/migrate';
import type { Manifest } from '../manifest';
import { lookAt } from '../running-server';

export interface Recovering {
  /** The unpacked base backup. */
  readonly cluster: string;
  readonly backups: string;
  readonly manifest: Manifest;
  readonly timeline: number;
  readonly until?: Instant | undefined;
  /** What the database's user is to have from now on. */
  readonly password: string;
  readonly onLog: (text: string) => void;
}

/** What a recovery brought back. */
export interface RecoveredDatabase {
  /** The timeline that it began. */
  readonly timeline: number;
  /** When the last change that is in it was committed, as PostgreSQL says it; undefined where nothing came after the backup. */
  readonly lastChange: string | undefined;
  /** Whether the archive ended before the instant that was wanted. */
  readonly endedBefore: boolean;
  readonly counts: Readonly<Record<string, number>>;
  /** The migrations that were applied to it. */
  readonly migrated: readonly string[];
}

/** Only the folder's owner and root reach the server while it needs no password. */
const port = 5432;

/**
 * Brings an unpacked base backup forward with the archive, gives it this installation's password, compares it with the manifest, brings it
 * to the present schema and stops its server. Archives nothing: what comes of it is not yet in its place.
 * @throws {PlainError} where the archive is damaged, or what came back is less than what was backed up
 */
export async function recover(recovering: Recovering): Promise<RecoveredDatabase> {
  const { cluster, backups } = recovering;
  writeFileSync(path.join(cluster, 'recovery.signal'), '');
  const sockets = mkdtempSync(path.join(tmpdir(), 'pathway-restore-'));
  try {
    const as = serverUser(cluster, [tmpdir(), backups]);
    const access = path.join(sockets, 'pg_hba.conf');
    writeFileSync(access, 'local all all trust\n', { mode: 0o600 });
    for (const place of [sockets, access, path.join(cluster, 'recovery.signal')]) giveTo(as, place);
    const settings = [
      'listen_addresses=',
      `unix_socket_directories=${sockets}`,
      `hba_file=${access}`,
      'hot_standby=off',
      'log_timezone=UTC',
      'timezone=UTC',
      'archive_mode=on',
      'archive_command=',
      `restore_command=${restoreCommand(backups)}`,
      `recovery_target_timeline=${recovering.timeline}`,
      'recovery_target_action=promote',
    ];
    return await withServer(recovering, sockets, settings);
  } finally {
    rmSync(sockets, { recursive: true, force: true });
  }
}

async function withServer(recovering: Recovering, sockets: string, settings: readonly string[]): Promise<RecoveredDatabase> {
  let said = '';
  const start = (more: readonly string[]) =>
    startPostgres({
      folder: recovering.cluster,
      port,
      password: '',
      settings: [...settings, ...more],
      places: [sockets, recovering.backups],
      onLog: (text) => {
        said += text;
        recovering.onLog(text);
      },
    });
  const { until } = recovering;
  let endedBefore = false;
  const server = await start(until === undefined ? [] : [`recovery_target_time=${new Date(until).toISOString().replace('Z', '+00')}`])
    .catch((error: unknown) => {
      if (
        until === undefined ||
        !(error instanceof NotStartedError) ||
        !/recovery ended before configured recovery target/.test(error.said)
      )
        throw error;
      // The archive holds nothing as late as that: its end is then what was wanted.
      endedBefore = true;
      return start([]);
    })
    .catch((error: unknown) => {
      throw explain(error, recovering);
    });
  try {
    const seen = await settle(recovering, sockets);
    const [, lastChange] = /last completed transaction was at log time ([^\n]+)/.exec(said) ?? [];
    return { ...seen, lastChange, endedBefore };
  } finally {
    await server.stop();
  }
}

function explain(error: unknown, { backups }: Recovering): unknown {
  if (!(error instanceof NotStartedError)) return error;
  const [, file] = /could not restore file "([^"]+)" from archive/.exec(error.said) ?? [];
  if (file === undefined) return error;
  return new PlainError(
    `The archived WAL ${file}.gz in ${backups} is damaged: put it back from a copy, or restore with --until an instant before it was archived.`,
  );
}

async function settle(
  { password, manifest }: Recovering,
  sockets: string,
): Promise<Pick<RecoveredDatabase, 'timeline' | 'counts' | 'migrated'>> {
  const url = `postgres:///${databaseName}?host=${encodeURIComponent(sockets)}&port=${port}&user=pathway`;
  const client = new Client({ connectionString: url });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const found = await lookAt(client);
    compare(manifest, found);
    await client.query(`ALTER ROLE CURRENT_USER PASSWORD ${client.escapeLiteral(password)}`);
    const migrated = await migrate(url);
    const { rows } = await client.query<{ timeline: number }>('SELECT timeline_id AS timeline FROM pg_control_checkpoint()');
    return { timeline: rows[0]?.timeline ?? 0, counts: found.counts, migrated };
  } finally {
    await client.end();
  }
}

/** The log of events is only ever added to: what came back cannot hold fewer than when the backup began. */
function compare(manifest: Manifest, found: Awaited<ReturnType<typeof lookAt>>): void {
  const [before = 0, now = 0] = [manifest.counts['event'], found.counts['event']];
  if (now < before)
    throw new PlainError(
      `What was restored has ${now} events, but the backup began with ${before}: it is not whole. Choose another backup.`,
    );
  if ((manifest.migration ?? '') > (found.migration ?? ''))
    throw new PlainError(
      `What was restored does not have the migration ${manifest.migration}, which the backup had: it is not whole. Choose another backup.`,
    );
}
