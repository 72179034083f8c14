import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import type { RunAs } from '../../parts/child';
import { giveTo } from '../../parts/database/user';
import { walFolder } from '../../parts/database/wal-archive';
import { PlainError } from '../../../infra/plain-error';
import { isGone } from '../cluster-files';
import { copyFile, forEachOf } from '../copy';
import { dataOf, type Backup } from '../manifest';

/**
 * Lays a base backup's files into a new folder, as its server's user, each compared with what was written when the backup was made.
 * @throws {PlainError} where one is missing or is not what was written
 */
export async function unpack({ folder, manifest }: Backup, target: string, as: RunAs | undefined): Promise<void> {
  mkdirSync(target, { mode: 0o700 });
  giveTo(as, target);
  for (const one of manifest.folders) {
    mkdirSync(path.join(target, one), { mode: 0o700 });
    giveTo(as, path.join(target, one));
  }
  await forEachOf(Object.entries(manifest.files), async ([file, written]) => {
    const place = path.join(target, file);
    const copied = await copyFile(path.join(dataOf(folder), file), place).catch((error: unknown) => {
      if (isGone(error)) throw new PlainError(`The backup ${folder} is incomplete: ${file} is missing. Choose another one.`);
      throw error;
    });
    if (copied.size !== written.size || copied.sha256 !== written.sha256)
      throw new PlainError(`The backup ${folder} is damaged: ${file} is not what was written. Choose another one.`);
    giveTo(as, place);
  });
}

/** Gives the archive to the server's user, who has to read it and to add to it: a copy made by root belongs to root. */
export function giveArchive(backups: string, as: RunAs | undefined): void {
  if (!as || as.overridesAccess || !existsSync(walFolder(backups))) return;
  const wal = walFolder(backups);
  for (const place of [wal, ...readdirSync(wal).map((name) => path.join(wal, name))]) giveTo(as, place);
  // The folder above is only passed through.
  const { mode } = lstatSync(backups);
  if ((mode & 0o001) === 0) chmodSync(backups, (mode & 0o777) | 0o011);
}
