import { formatInstant, type Instant } from '../domain/calendar/dates';
import { clusterFolder } from '../operations/parts/files/data-folder';
import { asOwner } from '../operations/parts/database/service-role';
import { backupFolder } from '../operations/parts/database/wal-archive';
import { withParts } from '../operations/parts/parts';
import { SUPERUSER } from '../operations/parts/postgres';
import { readSecrets } from '../operations/parts/files/secrets';
import { PlainError } from '../infra/plain-error';
import { environment, needed } from '../infra/env';
import { makeBackup } from '../operations/backup/base';
import { removeOld } from '../operations/backup/remove-old';
import { notOurs } from '../operations/backup/running-server';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run backup [-- --keep N]

Makes a base backup of the database in BACKUP_DIR (by default the folder backups in DATA_DIR; it belongs on another disk), whether the
service runs or not. From the first one on, every change is archived there within a minute. npm run restore brings it back.
  --keep   how many base backups are kept (14); older ones go, and the archived changes from before the oldest`;

const line = (title: string, text: string) => process.stdout.write(`${title.padEnd(9)} ${text}\n`);
const megabytes = (bytes: number): string => `${(bytes / 1_000_000).toFixed(1)} MB`;

async function backUp(keep: number): Promise<void> {
  const { DATA_DIR } = environment();
  const backups = backupFolder(environment());
  const began = Date.now();
  // The service's own user may not copy the whole server.
  const url = asOwner(needed('DATABASE_URL'), { user: SUPERUSER, password: readSecrets(DATA_DIR).postgresPassword });
  const { folder, manifest } = await makeBackup({ url, cluster: clusterFolder(DATA_DIR), backups });
  const { removed, wal } = removeOld(backups, keep);
  const { person = 0, event = 0 } = manifest.counts;
  line('backup', folder);
  line('size', `${megabytes(manifest.bytes)} in ${Object.keys(manifest.files).length} files; ${person} people, ${event} events`);
  line('took', `${((Date.now() - began) / 1000).toFixed(1)} seconds`);
  line('restores', `to any instant from ${formatInstant(manifest.endedAt as Instant)} on; changes are archived within a minute`);
  if (removed.length > 0) line('removed', `${removed.join(', ')}, and ${wal} files of archived changes`);
  line('not in it', `${DATA_DIR}/secrets.json (the database's password, the payload keys): keep a copy of it somewhere else`);
}

async function main(): Promise<void> {
  const values = readOptions(USAGE, { keep: { type: 'string', default: '14' } });
  if (!values) return;
  const keep = Number(values.keep);
  if (!Number.isInteger(keep) || keep < 1) throw new PlainError(`--keep must be a whole number from 1 on (it is "${values.keep}").`);
  if (environment().DATABASE_URL !== undefined) throw new PlainError(notOurs);
  await withParts({ temporal: false, existing: true }, () => backUp(keep));
}

runScript(main);
