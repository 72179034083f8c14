import { createHash } from 'node:crypto';
import { chmodSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, statSync } from 'node:fs';
import { mkdir, open } from 'node:fs/promises';
import path from 'node:path';
import { Client } from 'pg';
import { isRoot } from '../parts/child';
import { syncFolder } from '../parts/database/swap';
import { giveTo } from '../parts/database/user';
import { isArchiving, setArchiving, walFolder } from '../parts/database/wal-archive';
import { codeOf, PlainError } from '../../infra/plain-error';
import { isRunning, knownProcess, knownProcessSchema } from '../parts/processes';
import { clusterFiles, controlFile, isGone, readControlFile } from './cluster-files';
import { copyFile, forEachOf, type Copied } from './copy';
import { dataOf, nameOf, readBackup, writeManifest, type Backup, type WrittenManifest } from './manifest';
import { claimFolder } from './owner';
import { archiveHistory } from './salvage';
import { archived, identify, lookAt, type ServerIdentity } from './running-server';
import { parseLsn, segmentName, segmentOf } from './wal';

export interface BackupSettings {
  /** The address of the service's database. */
  readonly url: string;
  /** The data folder of its server, on this machine. */
  readonly cluster: string;
  /** Where the backups lie. */
  readonly backups: string;
}

/**
 * Makes a base backup of the running server: a copy of its files, and the WAL that makes them whole in the archive. From then on the WAL
 * is archived. Events are taken meanwhile. It stands under its name only when all of it is on disk.
 * @throws {PlainError} with what to do, where it cannot be made
 */
export async function makeBackup({ url, cluster, backups }: BackupSettings): Promise<Backup> {
  const client = new Client({ connectionString: url, application_name: 'backup' });
  client.on('error', () => undefined);
  await client.connect();
  try {
    const identity = await identify(client, cluster, backups);
    makeFolders(backups, cluster);
    claimFolder(backups, identity.systemIdentifier, path.resolve(cluster));
    removeCutOff(backups);
    const before = isArchiving(cluster);
    setArchiving(cluster, true);
    try {
      return await copyCluster(client, identity, cluster, backups);
    } catch (error) {
      // What nobody can restore from must not keep WAL on the disk.
      if (!before) setArchiving(cluster, false);
      throw error;
    }
  } catch (error) {
    const code = codeOf(error);
    if (code === undefined || !fileTroubles.has(code)) throw error;
    throw new PlainError(`The backup could not be made in ${backups} (${code}): is the disk full, or may you not write there?`, {
      cause: error,
    });
  } finally {
    await client.end();
  }
}

function makeFolders(backups: string, cluster: string): void {
  if (path.resolve(backups).startsWith(`${path.resolve(cluster)}${path.sep}`))
    throw new PlainError(`Backups cannot lie within the database itself: set BACKUP_DIR to another folder than ${backups}.`);
  const { uid, gid } = statSync(cluster);
  const server = isRoot ? { uid, gid, overridesAccess: false } : undefined;
  if (!existsSync(backups)) {
    mkdirSync(backups, { recursive: true });
    // PostgreSQL's own user has to pass through, and sees no more.
    chmodSync(backups, server ? 0o711 : 0o700);
  }
  const wal = walFolder(backups);
  mkdirSync(wal, { recursive: true, mode: 0o700 });
  giveTo(server, wal);
}

/** What a person mends at the folder of the backups. */
const fileTroubles = new Set(['EACCES', 'EDQUOT', 'EIO', 'ENOSPC', 'ENOTDIR', 'EPERM', 'EROFS']);

const prefix = '.making-';

/** Removes what backups have left that were cut off; not one that is being made by another process at this moment. */
function removeCutOff(backups: string): void {
  for (const name of readdirSync(backups).filter((one) => one.startsWith(prefix))) {
    const folder = path.join(backups, name);
    if (!isBeingMade(folder)) rmSync(folder, { recursive: true, force: true });
  }
}

function isBeingMade(folder: string): boolean {
  try {
    return isRunning(knownProcessSchema.parse(JSON.parse(readFileSync(path.join(folder, 'maker.json'), 'utf8'))));
  } catch {
    // Without a readable note of its maker it was cut off at its very beginning.
    return false;
  }
}

async function copyCluster(client: Client, identity: ServerIdentity, cluster: string, backups: string): Promise<Backup> {
  const folder = path.join(backups, `${prefix}${process.pid}-${Date.now()}`);
  mkdirSync(folder, { mode: 0o700 });
  try {
    await writeWhole(path.join(folder, 'maker.json'), JSON.stringify(knownProcess('npm run backup', process.pid)));
    const seen = await lookAt(client);
    const started = await at<{ lsn: string; at: Date }>(
      client,
      `SELECT clock_timestamp() AS at, pg_backup_start('npm run backup', true) AS lsn`,
    );
    const files = await copyFiles(cluster, dataOf(folder));
    const stopped = await at<{ lsn: string; labelfile: string; spcmapfile: string; at: Date }>(
      client,
      'SELECT s.*, clock_timestamp() AS at FROM pg_backup_stop(false) s',
    );
    files.files['backup_label'] = await writeNew(path.join(dataOf(folder), 'backup_label'), stopped.labelfile);
    if (stopped.spcmapfile) files.files['tablespace_map'] = await writeNew(path.join(dataOf(folder), 'tablespace_map'), stopped.spcmapfile);
    const timeline = Number(/^START TIMELINE: (\d+)$/m.exec(stopped.labelfile)?.[1]);
    archiveHistory(cluster, backups, timeline);
    await archived(client, () => walIsThere(backups, timeline, started.lsn, stopped.lsn, identity.segmentSize), backups);
    const manifest: WrittenManifest = {
      format: 1,
      startedAt: started.at.toISOString(),
      // Rounded up: to the instant itself it must be restorable.
      endedAt: new Date(stopped.at.getTime() + 1).toISOString(),
      startLsn: started.lsn,
      stopLsn: stopped.lsn,
      timeline,
      systemIdentifier: identity.systemIdentifier,
      segmentSize: identity.segmentSize,
      postgres: identity.version,
      ...seen,
      bytes: Object.values(files.files).reduce((sum, { size }) => sum + size, 0),
      ...files,
    };
    const { file, text } = writeManifest(manifest);
    await writeWhole(path.join(folder, file), text);
    rmSync(path.join(folder, 'maker.json'));
    for (const one of files.folders) syncFolder(path.join(dataOf(folder), one));
    for (const one of [dataOf(folder), folder]) syncFolder(one);
    return readBackup(putInPlace(folder, backups, started.at.getTime()));
  } catch (error) {
    rmSync(folder, { recursive: true, force: true });
    throw error;
  }
}

async function copyFiles(cluster: string, data: string): Promise<Pick<WrittenManifest, 'folders' | 'files'>> {
  const { folders, files } = await clusterFiles(cluster);
  await mkdir(data, { mode: 0o700 });
  for (const one of folders) await mkdir(path.join(data, one), { mode: 0o700 });
  const copied: Record<string, Copied> = {};
  await forEachOf(files, async (file) => {
    try {
      copied[file] = await copyFile(path.join(cluster, file), path.join(data, file));
    } catch (error) {
      // Removed while the server works: its end is in the WAL.
      if (!isGone(error)) throw error;
    }
  });
  copied[controlFile] = await writeNew(path.join(data, controlFile), await readControlFile(cluster));
  return { folders, files: copied };
}

function walIsThere(backups: string, timeline: number, start: string, stop: string, segmentSize: number): boolean {
  // What ends exactly where a segment does is whole with that segment.
  const last = segmentOf(parseLsn(stop) - 1n, segmentSize);
  for (let segment = segmentOf(parseLsn(start), segmentSize); segment <= last; segment += 1) {
    if (!existsSync(path.join(walFolder(backups), `${segmentName(timeline, segment, segmentSize)}.gz`))) return false;
  }
  return true;
}

function putInPlace(folder: string, backups: string, startedAt: number): string {
  let moment = startedAt;
  while (existsSync(path.join(backups, nameOf(moment)))) moment += 1_000;
  const place = path.join(backups, nameOf(moment));
  renameSync(folder, place);
  syncFolder(backups);
  return place;
}

async function at<Row extends object>(client: Client, sql: string): Promise<Row> {
  const { rows } = await client.query<Row>(sql);
  if (!rows[0]) throw new Error('PostgreSQL gave no row');
  return rows[0];
}

async function writeNew(file: string, content: string | Buffer): Promise<Copied> {
  await writeWhole(file, content);
  return { size: Buffer.byteLength(content), sha256: createHash('sha256').update(content).digest('hex') };
}

async function writeWhole(file: string, content: string | Buffer): Promise<void> {
  const handle = await open(file, 'wx', 0o600);
  try {
    await handle.writeFile(content);
    await handle.sync();
  } finally {
    await handle.close();
  }
}
