import { existsSync, readFileSync, renameSync, writeFileSync } from 'node:fs';
import type { z } from 'zod';
import { PlainError } from '../../../infra/plain-error';

/** Reads a file of the data folder; undefined where it is not there. Throws a PlainError where it cannot be read. */
export function readJson<T>(schema: z.ZodType<T>, file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new PlainError(`${file} cannot be read: put it back from a copy, or set DATA_DIR to a new folder.`);
  }
}

/** Writes a file that only this user may read, whole or not at all. */
export function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}
