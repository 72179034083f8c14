import {
  chownSync,
  closeSync,
  copyFileSync,
  existsSync,
  lstatSync,
  openSync,
  readdirSync,
  readFileSync,
  readSync,
  renameSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import type { RunAs } from '../parts/child';
import { syncFolder } from '../parts/database/swap';
import { giveTo } from '../parts/database/user';
import { walFolder } from '../parts/database/wal-archive';
import { historyName, readSegmentName } from './wal';

/** The WAL of the present cluster that no archive has yet: the changes of its last minute. */

export interface Salvage {
  /** The present cluster, stopped. */
  readonly cluster: string;
  readonly backups: string;
  readonly systemIdentifier: string;
  readonly segmentSize: number;
}

/**
 * Archives what the present cluster has written to its end and not archived (its server was killed, or the archive was away).
 * @returns the names of the files
 */
export function archiveFinished({ cluster, backups, systemIdentifier, segmentSize }: Salvage): string[] {
  const wal = path.join(cluster, 'pg_wal');
  const status = path.join(wal, 'archive_status');
  const finished = namesIn(status)
    .filter((name) => name.endsWith('.ready'))
    .map((name) => name.slice(0, -'.ready'.length))
    .filter((name) => existsSync(path.join(wal, name)) && !existsSync(archivedAs(backups, name)))
    .filter((name) => !readSegmentName(name, segmentSize) || isOf(path.join(wal, name), name, systemIdentifier, segmentSize));
  for (const name of finished) archive(path.join(wal, name), archivedAs(backups, name));
  if (finished.length > 0) syncFolder(walFolder(backups));
  return finished;
}

/**
 * Sees to it that the way to the cluster's timeline is in the archive: after a restore from elsewhere, or a change of the folder, it lies in
 * another one, and without it PostgreSQL does not know the timeline.
 */
export function archiveHistory(cluster: string, backups: string, timeline: number): void {
  const name = historyName(timeline);
  const file = path.join(cluster, 'pg_wal', name);
  const target = archivedAs(backups, name);
  // The first timeline has none.
  if (!existsSync(file) || existsSync(target)) return;
  archive(file, target);
  const { uid, gid } = lstatSync(walFolder(backups));
  chownSync(target, uid, gid);
  syncFolder(walFolder(backups));
}

/** Under its name only when it is whole, like PostgreSQL's own. */
function archive(file: string, target: string): void {
  const part = `${target}.part.${process.pid}`;
  writeFileSync(part, gzipSync(readFileSync(file), { level: 1 }), { mode: 0o600, flush: true });
  renameSync(part, target);
}

/**
 * Lays what the present cluster was writing when it ended beside the restored one's files, where its recovery finds it after the end of the
 * archive. PostgreSQL checks each record of it.
 */
export function takeUnfinished(
  { cluster, backups, systemIdentifier, segmentSize }: Salvage,
  restored: string,
  as: RunAs | undefined,
): void {
  const wal = path.join(cluster, 'pg_wal');
  const unfinished = namesIn(wal).filter(
    (name) =>
      readSegmentName(name, segmentSize) !== undefined &&
      !existsSync(archivedAs(backups, name)) &&
      isOf(path.join(wal, name), name, systemIdentifier, segmentSize),
  );
  for (const name of unfinished) {
    const place = path.join(restored, 'pg_wal', name);
    copyFileSync(path.join(wal, name), place);
    giveTo(as, place);
  }
}

const archivedAs = (backups: string, name: string): string => path.join(walFolder(backups), `${name}.gz`);
const namesIn = (folder: string): string[] => (existsSync(folder) ? readdirSync(folder) : []);

/** Whether a file holds the segment of its name, of this cluster: PostgreSQL keeps old files under the names of segments to come. */
function isOf(file: string, name: string, systemIdentifier: string, segmentSize: number): boolean {
  const head = Buffer.alloc(40);
  const handle = openSync(file, 'r');
  try {
    if (readSync(handle, head, 0, head.length, 0) < head.length) return false;
  } finally {
    closeSync(handle);
  }
  // The header of a segment's first page: its address at 8, the cluster at 24, the size of a segment at 32.
  const address = BigInt(readSegmentName(name, segmentSize)?.segment ?? -1) * BigInt(segmentSize);
  return (
    head.readBigUInt64LE(8) === address && head.readBigUInt64LE(24) === BigInt(systemIdentifier) && head.readUInt32LE(32) === segmentSize
  );
}
