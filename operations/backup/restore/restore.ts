import { existsSync, realpathSync, rmSync } from 'node:fs';
import path from 'node:path';
import type { Instant } from '../../../domain/calendar/dates';
import { clearRestoring, restoringFolder, swapIn } from '../../parts/database/swap';
import { isArchiving, setArchiving } from '../../parts/database/wal-archive';
import { PlainError } from '../../../infra/plain-error';
import { serverUser } from '../../parts/postgres';
import { readMigrations } from '../../../infra/database/migrate';
import { projectRoot } from '../../../infra/project-root';
import { choose, type Choice } from './choose';
import { listBackups, nameOf, readBackup, type Manifest } from '../manifest';
import { claimFolder, mayOwn, noteTimeline } from '../owner';
import { recover, type RecoveredDatabase } from './recover-database';
import { archiveFinished, takeUnfinished, type Salvage } from '../salvage';
import { giveArchive, unpack } from './unpack';

export interface RestoreSettings {
  /** Where the present cluster is, or was, and the restored one will be. Nothing may run on it. */
  readonly cluster: string;
  /** The folder of one base backup, or `latest` for the newest of `backups` that will do. */
  readonly from: string;
  /** Where this installation's own backups lie. */
  readonly backups: string;
  /** The instant to restore to; the newest state where undefined. */
  readonly until?: Instant | undefined;
  readonly password: string;
  /** Takes what PostgreSQL says. */
  readonly onLog: (text: string) => void;
  /** Told of what is begun. */
  readonly say: (sentence: string) => void;
}

export interface Restored extends RecoveredDatabase {
  readonly manifest: Manifest;
  readonly name: string;
  /** Where the cluster lies that was there before. */
  readonly aside: string | undefined;
}

/**
 * Restores the database from a base backup and the archive. All is done beside the present cluster, which is moved aside, and kept, when
 * the restored one is whole and checked; whatever fails leaves it where it is.
 * @throws {PlainError} with what to do, where it cannot be restored
 */
export async function restore(settings: RestoreSettings): Promise<Restored> {
  const { cluster, until, say } = settings;
  clearRestoring(cluster);
  const { backups, list } = source(settings);
  // An archive of this installation's own goes on with what is restored; somebody else's, or a copy, is only read.
  const own =
    existsSync(settings.backups) && realpathSync(settings.backups) === realpathSync(backups) && mayOwn(backups, path.resolve(cluster));
  const newest = list.at(-1)?.manifest;
  const salvage: Salvage | undefined = newest && own && isArchiving(cluster) ? { cluster, backups, ...newest } : undefined;
  if (salvage) for (const name of archiveFinished(salvage)) say(`Archived ${name}, which the present database had finished.`);
  const choice = choose(backups, list, until);
  checkRelease(choice.backup.manifest);
  if (existsSync(path.join(cluster, 'global', 'pg_control'))) {
    say(
      until === undefined
        ? `There is a database in ${cluster}. If it is sound, it holds everything, and it is better to start it (npm start) than to restore. It is kept.`
        : `The database that is in ${cluster} is kept.`,
    );
  }
  const restoring = restoringFolder(cluster);
  try {
    const recovered = await bringBack(settings, backups, choice, salvage);
    // Before it is in its place: were this cut off, the restored database would run without its archive, and nobody would know.
    if (own) setArchiving(restoring, true);
    const aside = swapIn(cluster, nameOf(Date.now()).replace('base-', ''));
    if (own) {
      claimFolder(backups, choice.backup.manifest.systemIdentifier, path.resolve(cluster));
      noteTimeline(backups, recovered.timeline, Date.now());
    }
    return { ...recovered, manifest: choice.backup.manifest, name: choice.backup.name, aside };
  } catch (error) {
    rmSync(restoring, { recursive: true, force: true });
    throw error;
  }
}

function source({ from, backups }: RestoreSettings) {
  if (from !== 'latest') {
    const folder = path.resolve(from);
    return { backups: path.dirname(folder), list: [readBackup(folder)] };
  }
  const { backups: list, damaged } = listBackups(backups);
  if (list.length === 0 && damaged.length > 0) throw new PlainError(`The backups in ${backups} are all damaged: ${damaged.join(', ')}.`);
  return { backups, list };
}

function checkRelease({ migration, postgres }: Manifest): void {
  const known = readMigrations(path.join(projectRoot, 'prisma', 'migrations')).map(({ name }) => name);
  if (migration !== null && !known.includes(migration))
    throw new PlainError(
      `The backup was made by a newer release (migration ${migration}, PostgreSQL ${postgres}): restore it with that release.`,
    );
}

async function bringBack(
  { cluster, until, password, onLog, say }: RestoreSettings,
  backups: string,
  { backup, timeline }: Choice,
  salvage: Salvage | undefined,
): Promise<RecoveredDatabase> {
  const restoring = restoringFolder(cluster);
  giveArchive(backups, serverUser(restoring));
  const as = serverUser(restoring, [backups]);
  say(`Copying and checking ${backup.name} …`);
  await unpack(backup, restoring, as);
  if (salvage) takeUnfinished(salvage, restoring, as);
  say('PostgreSQL is brought forward with the archive …');
  return recover({ cluster: restoring, backups, manifest: backup.manifest, timeline, until, password, onLog });
}
