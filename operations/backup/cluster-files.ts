import { readdir, readFile } from 'node:fs/promises';
import path from 'node:path';
import { codeOf, PlainError } from '../../infra/plain-error';

/** Folders that a backup takes empty: PostgreSQL fills them anew, or (the WAL) has them from the archive. */
const emptied = new Set(['pg_wal', 'pg_dynshmem', 'pg_notify', 'pg_replslot', 'pg_serial', 'pg_snapshots', 'pg_stat_tmp', 'pg_subtrans']);

/** Files at the top that belong to the running server, to another backup or to this installation, and not to the data. */
const left = new Set([
  'postmaster.pid',
  'postmaster.opts',
  'backup_label',
  'backup_label.old',
  'tablespace_map',
  'tablespace_map.old',
  'backup_manifest',
  'recovery.signal',
  'standby.signal',
  'current_logfiles',
  'current_logfiles.tmp',
  'postgresql.auto.conf.tmp',
  'archive_on',
]);

/** The state of the whole cluster: taken last. */
export const controlFile = path.join('global', 'pg_control');

/**
 * What a backup takes of a data folder, with paths from its top.
 * @throws {PlainError} where part of the data lies elsewhere (tablespaces), which a copy of this folder would not hold
 */
export async function clusterFiles(cluster: string): Promise<{ folders: string[]; files: string[] }> {
  const folders: string[] = [];
  const files: string[] = [];
  const walk = async (within: string): Promise<void> => {
    for (const entry of await entriesOf(path.join(cluster, within))) {
      const place = path.join(within, entry.name);
      if (within === 'pg_tblspc')
        throw new PlainError('The database has tablespaces, which this backup does not know: move their tables back, and drop them.');
      if (entry.isDirectory()) {
        folders.push(place);
        if (within !== '' || !emptied.has(entry.name)) await walk(place);
      } else if (entry.isFile() && !(within === '' && left.has(entry.name)) && !/^(pgsql_tmp|pg_internal\.init)/.test(entry.name)) {
        files.push(place);
      }
    }
  };
  await walk('');
  return { folders, files: files.filter((file) => file !== controlFile) };
}

async function entriesOf(folder: string) {
  try {
    return await readdir(folder, { withFileTypes: true });
  } catch (error) {
    // A table that was dropped in this moment; its end is in the WAL.
    if (isGone(error)) return [];
    throw error;
  }
}

/** Whether a file or folder was not there. */
export function isGone(error: unknown): boolean {
  return codeOf(error) === 'ENOENT';
}

/** Reads the state of the cluster as it stands between two of the server's writes. */
export async function readControlFile(cluster: string): Promise<Buffer> {
  const file = path.join(cluster, controlFile);
  for (let before = await readFile(file); ;) {
    const again = await readFile(file);
    if (again.equals(before)) return again;
    before = again;
  }
}
