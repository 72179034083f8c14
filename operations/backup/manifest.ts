import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { PlainError } from '../../infra/plain-error';
import { parseLsn } from './wal';

const instant = z.string().transform((text, context) => {
  const at = Date.parse(text);
  if (!Number.isNaN(at)) return at;
  context.addIssue({ code: 'custom', message: 'is no instant' });
  return z.NEVER;
});
const lsn = z.string().transform(parseLsn);

const schema = z.object({
  /** Of this file. */
  format: z.literal(1),
  /** By the database's clock. Only an instant after the end can be restored to. */
  startedAt: instant,
  endedAt: instant,
  startLsn: lsn,
  stopLsn: lsn,
  timeline: z.number().int(),
  /** Tells one cluster from every other. */
  systemIdentifier: z.string(),
  /** Of the WAL, in bytes. */
  segmentSize: z.number().int(),
  postgres: z.string(),
  /** The newest migration of prisma/migrations that the database had. */
  migration: z.string().nullable(),
  /** Rows of some tables when the backup began. */
  counts: z.record(z.string(), z.number().int()),
  /** Of all files together. */
  bytes: z.number().int(),
  /** Every folder, from the top; those that PostgreSQL needs though they are empty are among them. */
  folders: z.array(z.string()),
  files: z.record(z.string(), z.object({ size: z.number().int(), sha256: z.string() })),
});

/** What a base backup holds, as its `manifest.json` says it; instants in milliseconds since 1970. */
export type Manifest = z.output<typeof schema>;
export type WrittenManifest = z.input<typeof schema>;

/** A whole base backup. */
export interface Backup {
  readonly name: string;
  readonly folder: string;
  readonly manifest: Manifest;
}

/** The rows that a manifest counts. */
export const countedTables = ['person', 'pathway', 'event', 'notice'] as const;

/** Where a backup keeps the files of the data folder. */
export const dataOf = (backup: string): string => path.join(backup, 'data');

const manifestOf = (backup: string): string => path.join(backup, 'manifest.json');
const digestOf = (content: unknown): string => createHash('sha256').update(JSON.stringify(content)).digest('hex');

/** The text of a manifest, with a digest of itself. */
export function writeManifest(content: WrittenManifest): { file: string; text: string } {
  return { file: 'manifest.json', text: `${JSON.stringify({ content, digest: digestOf(content) }, null, 1)}\n` };
}

/**
 * Reads a base backup's manifest.
 * @throws {PlainError} where it is missing or damaged
 */
export function readBackup(folder: string): Backup {
  const file = manifestOf(folder);
  if (!existsSync(file))
    throw new PlainError(
      `${folder} is no whole backup: it has no manifest.json. Choose another one (npm run restore -- --list shows them).`,
    );
  try {
    const { content, digest } = z.object({ content: z.unknown(), digest: z.string() }).parse(JSON.parse(readFileSync(file, 'utf8')));
    if (digestOf(content) !== digest) throw new Error('its digest is another');
    return { name: path.basename(folder), folder, manifest: schema.parse(content) };
  } catch (error) {
    throw new PlainError(`The backup ${folder} is damaged: its manifest.json is not what was written. Choose another one.`, {
      cause: error,
    });
  }
}

const baseName = /^base-\d{8}T\d{6}Z$/;

/** The name of a base backup that begins at an instant. */
export const nameOf = (at: number): string => `base-${new Date(at).toISOString().replaceAll(/[-:]|\.\d+/g, '')}`;

export interface Listed {
  /** From the oldest to the newest. */
  readonly backups: readonly Backup[];
  /** The names of those whose manifest cannot be read. */
  readonly damaged: readonly string[];
}

/** The base backups of a folder; those that were cut off or damaged are named apart. */
export function listBackups(backups: string): Listed {
  const names = existsSync(backups) ? readdirSync(backups).filter((name) => baseName.test(name)) : [];
  const whole: Backup[] = [];
  const damaged: string[] = [];
  for (const name of names.sort()) {
    try {
      whole.push(readBackup(path.join(backups, name)));
    } catch (error) {
      if (!(error instanceof PlainError)) throw error;
      damaged.push(name);
    }
  }
  return { backups: whole, damaged };
}
