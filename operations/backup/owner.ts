import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PlainError } from '../../infra/plain-error';

const schema = z.object({
  /** The cluster whose backups these are: another's WAL has the same names. */
  systemIdentifier: z.string(),
  /** Where that cluster lies: a copy of it beside it, to try something, has the same identifier. */
  cluster: z.string(),
  /** When each timeline that a restore began took over, in milliseconds since 1970, by its number. */
  timelines: z.record(z.string(), z.number()).default({}),
});
type Owner = z.output<typeof schema>;

const fileOf = (backups: string): string => path.join(backups, 'cluster.json');

function read(backups: string): Owner | undefined {
  const file = fileOf(backups);
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch (error) {
    throw new PlainError(`${file} cannot be read: put it back from a copy of the backups, or remove it: the next backup makes it anew.`, {
      cause: error,
    });
  }
}

function write(backups: string, owner: Owner): void {
  const file = fileOf(backups);
  writeFileSync(`${file}.new`, `${JSON.stringify(owner, null, 2)}\n`, { mode: 0o600, flush: true });
  renameSync(`${file}.new`, file);
}

/** Whether what is archived in a folder is, or may become, what this cluster goes on with: no other one, still there, has it. */
export function mayOwn(backups: string, cluster: string): boolean {
  const owner = read(backups);
  return !owner || owner.cluster === cluster || !existsSync(path.join(owner.cluster, 'global', 'pg_control'));
}

/**
 * Makes a folder that of one cluster's backups.
 * @throws {PlainError} where it is another's
 */
export function claimFolder(backups: string, systemIdentifier: string, cluster: string): void {
  const owner = read(backups);
  if (owner && owner.systemIdentifier !== systemIdentifier) {
    throw new PlainError(
      `The backups in ${backups} are of another database, whose archive must not be mixed with this one's: set BACKUP_DIR to another folder, or move these away.`,
    );
  }
  if (!mayOwn(backups, cluster)) {
    throw new PlainError(
      `The backups in ${backups} are those of ${owner?.cluster}, from which this database was restored: set BACKUP_DIR to another folder for this one.`,
    );
  }
  write(backups, { timelines: {}, ...owner, systemIdentifier, cluster });
}

/** Notes when a timeline took over. */
export function noteTimeline(backups: string, timeline: number, at: number): void {
  const owner = read(backups);
  if (owner) write(backups, { ...owner, timelines: { ...owner.timelines, [timeline]: at } });
}

/** When a timeline took over, in milliseconds since 1970; undefined where nobody noted it. */
export const timelineBegan = (backups: string, timeline: number): number | undefined => read(backups)?.timelines[timeline];
