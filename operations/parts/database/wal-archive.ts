import { existsSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Environment } from '../../../infra/env';

/**
 * The archive of PostgreSQL's log of changes (WAL), from which a backup is brought forward to any later instant. Each segment lies in
 * the folder `wal` of the backups, as `<name>.gz`.
 */

/** Where the backups lie: BACKUP_DIR, or `backups` in the data folder. */
export function backupFolder({ BACKUP_DIR, DATA_DIR }: Environment): string {
  return BACKUP_DIR ?? path.join(DATA_DIR, 'backups');
}

/** The folder of the archived WAL among backups. */
export const walFolder = (backups: string): string => path.join(backups, 'wal');

/**
 * Lies in a cluster's own folder while its WAL is archived: set by the first backup, so that nobody's disk is filled who makes none. With
 * it, a folder of backups that is away (a disk not mounted) makes PostgreSQL keep its WAL and try again, instead of leaving a gap.
 */
const switchFile = 'archive_on';

/** Whether the WAL of a cluster is archived. */
export const isArchiving = (cluster: string): boolean => existsSync(path.join(cluster, switchFile));

/** Has the WAL of a cluster archived from now on, or no longer. PostgreSQL looks each time, whether it runs now or not. */
export function setArchiving(cluster: string, on: boolean): void {
  const file = path.join(cluster, switchFile);
  // It is only looked for, never opened: whose it is does not matter.
  if (on) writeFileSync(file, '');
  else rmSync(file, { force: true });
}

const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/**
 * The shell command by which PostgreSQL archives a segment; it runs in the cluster's folder. Written under another name, on disk, and then
 * renamed; a file that is there is left alone, and is good only if it holds the same. A segment that was closed by the minute is mostly
 * zeros: compressed, it takes a few kilobytes.
 */
function archiveCommand(backups: string): string {
  const folder = quoted(walFolder(backups)).replaceAll('%', '%%');
  return [
    `test ! -e ${switchFile} || { F=${folder}; `,
    `if test -e "$F/%f.gz"; then gzip -dc "$F/%f.gz" | cmp -s - "%p"; `,
    `else test -d "$F" && gzip -n -1 < "%p" > "$F/%f.part.$$" && { sync "$F/%f.part.$$" 2>/dev/null || true; } && `,
    `mv "$F/%f.part.$$" "$F/%f.gz" && { sync "$F" 2>/dev/null || true; }; fi; }`,
  ].join('');
}

/**
 * The shell command by which PostgreSQL fetches a segment in recovery. A segment that is not there is the end of the archive; one that is
 * damaged must not be taken for it, and ends the recovery (an exit code above 125 does).
 */
export function restoreCommand(backups: string): string {
  const folder = quoted(walFolder(backups)).replaceAll('%', '%%');
  return `F=${folder}; test -e "$F/%f.gz" || exit 1; gzip -dc "$F/%f.gz" > "%p" || exit 200`;
}

/** The server settings with which a cluster archives its WAL, at the latest a minute after something was committed. */
export function archiveSettings(backups: string): string[] {
  return ['archive_mode=on', `archive_command=${archiveCommand(backups)}`, 'archive_timeout=60s'];
}
