import { closeSync, existsSync, fsyncSync, openSync, renameSync, rmSync } from 'node:fs';
import path from 'node:path';

/**
 * How a restored cluster takes the place of the present one. It is made beside it; nothing of the present one is touched before the
 * restored one is whole, and a crash at any moment leaves one of the two in its place at the next start.
 */

/** Where a cluster is being restored; worth nothing until it has been swapped in. */
export const restoringFolder = (cluster: string): string => `${cluster}.restoring`;

/** A cluster that is restored and whole, on its way into its place. */
const restoredFolder = (cluster: string): string => `${cluster}.restored`;

/** Makes room for a restore: removes what an interrupted one has left. */
export function clearRestoring(cluster: string): void {
  finishSwap(cluster);
  for (const folder of [restoringFolder(cluster), restoredFolder(cluster)]) rmSync(folder, { recursive: true, force: true });
}

/**
 * Puts the restored cluster in its place and the present one aside.
 * @param instant names the folder of the present one
 * @returns where the present one lies now; undefined where there was none
 */
export function swapIn(cluster: string, instant: string): string | undefined {
  renameSync(restoringFolder(cluster), restoredFolder(cluster));
  syncFolder(path.dirname(cluster));
  const aside = existsSync(cluster) ? freeName(`${cluster}.before-${instant}`) : undefined;
  if (aside !== undefined) renameSync(cluster, aside);
  finishSwap(cluster);
  return aside;
}

/** Keeps apart what was put aside within one second. */
function freeName(wanted: string): string {
  for (let name = wanted, more = 2; ; name = `${wanted}-${more}`, more += 1) if (!existsSync(name)) return name;
}

/** Ends a swap that a crash has interrupted between its two moves: without it, a start would make a new, empty database. */
export function finishSwap(cluster: string): void {
  if (existsSync(cluster) || !existsSync(restoredFolder(cluster))) return;
  renameSync(restoredFolder(cluster), cluster);
  syncFolder(path.dirname(cluster));
}

/** Waits until names that were changed in a folder are on disk. */
export function syncFolder(folder: string): void {
  const handle = openSync(folder, 'r');
  try {
    fsyncSync(handle);
  } finally {
    closeSync(handle);
  }
}
