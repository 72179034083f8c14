import { existsSync } from 'node:fs';
import { environment } from '../../../infra/env';
import { clusterFolder, type DataFolder } from '../files/data-folder';
import { logFile } from '../files/log-file';
import type { Part } from '../part';
import type { PortBook } from '../ports';
import { startPostgres, type PostgresServer } from '../postgres';
import { clearAfterDeath } from './orphans';
import { prepareServiceRole } from './service-role';
import { finishSwap } from './swap';
import { archiveSettings, backupFolder, isArchiving, walFolder } from './wal-archive';

/** The database of the service, in the embedded PostgreSQL. */
export const databaseName = 'pathway';

/**
 * Starts the embedded PostgreSQL of a data folder, with its WAL archived once there has been a backup, and makes its database where there
 * is none.
 * @param started told of the part
 * @param warn told where the archive is away
 * @returns the address of the database, for a user who is no superuser
 * @throws {PlainError} where it cannot be started
 */
export async function startDatabase(
  folder: DataFolder,
  ports: PortBook,
  started: (part: Part) => void,
  warn: (sentence: string) => void,
): Promise<string> {
  const cluster = clusterFolder(folder.root);
  finishSwap(cluster);
  const backups = backupFolder(environment());
  if (isArchiving(cluster) && !existsSync(walFolder(backups))) {
    warn(
      `The folder of the backups, ${backups}, is not there: PostgreSQL keeps what it should archive until it is. Set BACKUP_DIR as at the last backup, or make a backup in the new place (npm run backup).`,
    );
  }
  const common = {
    folder: cluster,
    password: folder.secrets.postgresPassword,
    settings: archiveSettings(backups),
    places: [walFolder(backups)],
    onLog: logFile(folder, 'postgres'),
  };
  const partOf = ({ child, stop }: PostgresServer): Part => ({
    name: 'PostgreSQL',
    child,
    stop,
    again: async () => {
      await clearAfterDeath(cluster);
      return partOf(await startPostgres({ ...common, port: ports.of('postgres') }));
    },
  });
  const server = await ports.use(['postgres'], (port = 0) => startPostgres({ ...common, port }));
  started(partOf(server));
  return prepareServiceRole({ url: server.url, database: databaseName, password: folder.secrets.servicePassword });
}
