import { accessSync, constants } from 'node:fs';
import { z } from 'zod';
import { codeOf } from '../plain-error';

const MODES = ['disable', 'verify-full'];
const FILES = ['sslrootcert', 'sslcert', 'sslkey'];

/**
 * A PostgreSQL address. Of the modes of TLS only `disable` and `verify-full` are taken: the others do not say whether the server must
 * show who it is (node-postgres takes `require` for `verify-full` today, and will not always).
 */
export const databaseUrl = z.string().superRefine((text, context) => {
  const wrong = problemOf(text);
  if (wrong !== undefined) context.addIssue({ code: 'custom', message: wrong });
});

function problemOf(text: string): string | undefined {
  if (!URL.canParse(text) || !['postgres:', 'postgresql:'].includes(new URL(text).protocol))
    return 'must be an address that begins with postgres:// or postgresql://';
  const { searchParams } = new URL(text);
  const mode = searchParams.get('sslmode');
  if (mode !== null && !MODES.includes(mode))
    return `must have sslmode=verify-full (the server shows a certificate for the host's name) or sslmode=disable, and no other`;
  const other = ['ssl', 'uselibpqcompat', 'sslnegotiation'].find((name) => searchParams.has(name));
  if (other !== undefined) return `must say sslmode=verify-full or sslmode=disable instead of ${other}`;
  for (const name of FILES) {
    const file = searchParams.get(name);
    if (file === null) continue;
    if (mode !== 'verify-full') return `has ${name}, which needs sslmode=verify-full`;
    try {
      accessSync(file, constants.R_OK);
    } catch (error) {
      return `names a file in ${name} that cannot be read (${codeOf(error) ?? 'unknown'})`;
    }
  }
  if (searchParams.has('sslcert') !== searchParams.has('sslkey')) return 'must have both sslcert and sslkey, or neither';
  return undefined;
}
