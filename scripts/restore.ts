import { existsSync } from 'node:fs';
import path from 'node:path';
import { formatInstant, parseInstant, type Instant } from '../domain/calendar/dates';
import { clusterFolder, openDataFolder, runningInstance } from '../operations/parts/files/data-folder';
import { backupFolder } from '../operations/parts/database/wal-archive';
import { logFile } from '../operations/parts/files/log-file';
import { messageOf, PlainError } from '../infra/plain-error';
import { environment } from '../infra/env';
import { rangesOf } from '../operations/backup/restore/choose';
import { listBackups, readBackup } from '../operations/backup/manifest';
import { restore } from '../operations/backup/restore/restore';
import { notOurs } from '../operations/backup/running-server';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run restore -- --from FOLDER|latest [--until INSTANT]
npm run restore -- --list

Brings the database back from a base backup and the changes archived since. The service must be stopped.
  --from    the folder of a base backup, or latest: the newest in BACKUP_DIR that will do
  --until   to this instant (2026-11-22T14:30, London's time; or with an offset); without it, to the newest state
  --list    shows the backups, and to which instants each can be restored`;

const line = (title: string, text: string) => process.stdout.write(`${title.padEnd(9)} ${text}\n`);

/** Throws a PlainError where there is no folder of backups. */
function folderOf(backups: string): string {
  if (existsSync(backups)) return backups;
  throw new PlainError(`There is no folder of backups ${backups}: correct BACKUP_DIR, or DATA_DIR in which it lies.`);
}

function list(backups: string): void {
  const { backups: whole, damaged } = listBackups(backups);
  line('backups', `in ${backups}${whole.length === 0 ? ': none' : ''}`);
  for (const { backup, from, to } of rangesOf(backups, whole)) {
    const { bytes, counts } = backup.manifest;
    const range = to === undefined ? 'cannot be restored: its WAL is not in the archive' : `${formatInstant(from)} to ${ends(from, to)}`;
    line('', `${backup.name}  ${(bytes / 1_000_000).toFixed(1)} MB  ${counts['event'] ?? 0} events  ${range}`);
  }
  for (const name of damaged) line('', `${name}  damaged: its manifest cannot be read`);
}

/** The end of a range; the last WAL may have been archived in the very moment in which the backup was whole. */
const ends = (from: Instant, to: Instant): string => formatInstant(Math.max(from, Math.floor(to / 1000) * 1000) as Instant);

async function bringBack(from: string, until: Instant | undefined): Promise<void> {
  const settings = environment();
  if (runningInstance(settings.DATA_DIR))
    throw new PlainError(`The service runs on ${settings.DATA_DIR}: stop it (Ctrl-C where npm start runs), and restore then.`);
  // Asked before anything is made: a name that was misspelt leaves nothing behind.
  if (from === 'latest') folderOf(backupFolder(settings));
  else readBackup(path.resolve(from));
  const folder = await openDataFolder(settings.DATA_DIR);
  try {
    const back = await restore({
      cluster: clusterFolder(folder.root),
      from,
      backups: backupFolder(settings),
      until,
      password: folder.secrets.postgresPassword,
      onLog: logFile(folder, 'restore'),
      say: (sentence) => process.stderr.write(`${sentence}\n`),
    });
    const { person = 0, event = 0 } = back.counts;
    line('restored', `${back.name} (made ${formatInstant(back.manifest.endedAt as Instant)})`);
    line('to', back.lastChange === undefined ? 'the moment of the backup' : `its last change after that, of ${back.lastChange}`);
    if (back.endedBefore) line('', `The archive holds nothing as late as the instant asked for: this is its end.`);
    line('holds', `${person} people, ${event} events (the backup began with ${back.manifest.counts['event'] ?? 0})`);
    if (back.migrated.length > 0) line('migrated', back.migrated.join(', '));
    if (back.aside !== undefined) line('kept', `${back.aside}, the database as it was; remove it when all is well`);
    line(
      'next',
      'npm run rebuild -- --from-histories --hold, then npm start: Temporal may hold events that are not in it (docs/runbook.md)',
    );
    if (until === undefined) return;
    line('', 'What was left out on purpose stays out with npm run rebuild -- --restored --hold instead.');
    line(
      '',
      'Where a clock was ahead: npm run rebuild -- --from-histories --clock-was-ahead --hold (docs/runbook.md, "A clock was wrong").',
    );
  } finally {
    folder.release();
  }
}

async function main(): Promise<void> {
  const text = { type: 'string' } as const;
  const values = readOptions(USAGE, { from: text, until: text, list: { type: 'boolean', default: false } });
  if (!values) return;
  if (environment().DATABASE_URL !== undefined) throw new PlainError(notOurs);
  if (values.list) return list(folderOf(backupFolder(environment())));
  if (values.from === undefined) throw new PlainError(`--from is needed.\n\n${USAGE}`);
  await bringBack(values.from, values.until === undefined ? undefined : readUntil(values.until));
}

function readUntil(text: string): Instant {
  try {
    return parseInstant(text);
  } catch (error) {
    throw new PlainError(`--until: ${messageOf(error)}`, { cause: error });
  }
}

runScript(main);
