import { spawnSync } from 'node:child_process';
import { closeSync, cpSync, existsSync, mkdirSync, openSync, rmSync, writeSync } from 'node:fs';
import path from 'node:path';
import { codeOf } from '../../../infra/plain-error';

/** Holds what a storm writes several times over; it takes only the memory that is used of it. */
const MEGABYTES = 700;

/** A small disk for the database alone. */
export interface Disk {
  /** Where the database's folder lies. */
  readonly cluster: string;
  /** Fills it to its last byte; out: what makes room again. */
  fill(): () => void;
  /** Takes it away; what the database left lies in `folder` then. */
  remove(): void;
}

/** Mounts a disk in a folder; undefined where this user may not, as who is not root. */
export function mountDisk(root: string, folder: string): Disk | undefined {
  const place = path.join(root, 'disk');
  mkdirSync(place);
  const mounted =
    process.platform === 'linux' && spawnSync('mount', ['-t', 'tmpfs', '-o', `size=${MEGABYTES}m`, 'tmpfs', place]).status === 0;
  if (!mounted) {
    rmSync(place, { recursive: true });
    return undefined;
  }
  const cluster = path.join(place, 'postgres');
  return {
    cluster,
    fill: () => fillUp(path.join(place, 'everything')),
    remove: () => {
      if (existsSync(cluster)) cpSync(cluster, folder, { recursive: true, verbatimSymlinks: true });
      spawnSync('umount', ['--lazy', place]);
      rmSync(place, { recursive: true, force: true });
    },
  };
}

function fillUp(file: string): () => void {
  const handle = openSync(file, 'w');
  try {
    for (let block = Buffer.alloc(1 << 20); block.length > 0; block = block.subarray(0, block.length >> 1)) writeAll(handle, block);
  } finally {
    closeSync(handle);
  }
  return () => rmSync(file, { force: true });
}

/** Writes a block again and again until there is no room for it. */
function writeAll(handle: number, block: Buffer): void {
  try {
    for (;;) writeSync(handle, block);
  } catch (error) {
    if (codeOf(error) !== 'ENOSPC') throw error;
  }
}
