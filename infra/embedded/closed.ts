import { chmodSync, existsSync, lstatSync, mkdirSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from './plain-error';

const FOLDER_MODE = 0o700;
const FILE_MODE = 0o600;
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

/**
 * Closes all of a data folder to other users of the machine: what an earlier release left open, and what a program of somebody else's made
 * with the mode of its own. What belongs to another user (PostgreSQL's own, where root starts it) is closed by its server, and left alone.
 */
export function closeFolder(root: string, except: readonly string[] = []): void {
  close(root);
  for (const entry of readdirSync(root, { withFileTypes: true })) {
    const place = path.join(root, entry.name);
    if (except.includes(place)) continue;
    if (entry.isDirectory()) closeFolder(place, except);
    else if (entry.isFile()) close(place);
  }
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
