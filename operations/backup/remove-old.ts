import { readdirSync, renameSync, rmSync, statSync } from 'node:fs';
import path from 'node:path';
import { walFolder } from '../parts/database/wal-archive';
import { listBackups } from './manifest';
import { readSegmentName, segmentOf } from './wal';

/** A part of a file that the archiver has not touched for so long, in milliseconds, is left over from one that was ended. */
const abandoned = 3_600_000;

/**
 * Removes all but the newest base backups, then the WAL from before the oldest that is left. Damaged ones are neither counted nor removed.
 * @param keep how many are left, at least 1
 * @returns the names of the backups that were removed, and how many files of WAL
 */
export function removeOld(backups: string, keep: number): { removed: string[]; wal: number } {
  const { backups: all } = listBackups(backups);
  const old = all.slice(0, -keep);
  for (const { name, folder } of old) {
    // Under this name, one that is half removed is never taken for a backup.
    const removing = path.join(backups, `.making-old-${name}`);
    renameSync(folder, removing);
    rmSync(removing, { recursive: true, force: true });
  }
  const kept = all.slice(-keep).map(({ manifest }) => manifest);
  const oldest = Math.min(...kept.map(({ startLsn, segmentSize }) => segmentOf(startLsn, segmentSize)));
  const files = readdirSync(walFolder(backups)).filter((file) => {
    if (/\.part\.\d+$/.test(file)) return Date.now() - statSync(path.join(walFolder(backups), file)).mtimeMs > abandoned;
    const found = readSegmentName(file.slice(0, 24), kept[0]?.segmentSize ?? 1);
    return found !== undefined && found.segment < oldest;
  });
  for (const file of files) rmSync(path.join(walFolder(backups), file), { force: true });
  return { removed: old.map(({ name }) => name), wal: files.length };
}
