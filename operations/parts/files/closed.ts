import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { isRoot } from '../child';
import { codeOf } from '../../../infra/plain-error';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
const PASSED_THROUGH = 0o711;
const OTHERS = 0o077;

/** Makes a folder that only this user may enter, and those above it; closes it where it is there. */
export function makeClosedFolder(folder: string): void {
  make(folder);
  close(folder);
}

/** Node's own way (`recursive`) never ends in a file system that knows no new folders, such as /proc. */
function make(folder: string): void {
  if (existsSync(folder)) return;
  make(path.dirname(folder));
  mkdirSync(folder, { mode: FOLDER_MODE });
}

/** Of what lies in a data folder, the folders whose files are ours to close; PostgreSQL and the backups see to theirs. */
const OURS = ['logs', 'mails'];

/**
 * Closes a data folder to other users of the machine: what an earlier release left open, and what a program of somebody else's made with the
 * mode of its own. Where root lends PostgreSQL another user, that one may pass through, and sees no more.
 */
export function closeDataFolder(root: string): void {
  for (const folder of [root, ...OURS.map((name) => path.join(root, name))]) {
    if (!existsSync(folder)) continue;
    close(folder);
    for (const entry of readdirSync(folder, { withFileTypes: true })) if (entry.isFile()) close(path.join(folder, entry.name));
  }
  if (isRoot) chmodSync(root, PASSED_THROUGH);
}

function close(place: string): void {
  try {
    const found = lstatSync(place);
    const mode = found.isDirectory() ? FOLDER_MODE : FILE_MODE;
    if ((found.mode & OTHERS) !== 0) chmodSync(place, found.mode & mode);
  } catch (error) {
    // Gone in the meantime; or somebody else's, who closes it.
    if (!['ENOENT', 'EPERM'].includes(codeOf(error) ?? '')) throw error;
  }
}
