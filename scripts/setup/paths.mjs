import { homedir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = path.resolve(path.dirname(fileURLToPath(import.meta.url)), '..', '..');

/** @param {...string} parts a path inside the project */
export const inProject = (...parts) => path.join(root, ...parts);

/** Where downloaded servers are kept: for all checkouts of this user, or, where that cannot be written, in this one. */
export const caches = [
  path.join(process.env.XDG_CACHE_HOME || path.join(homedir(), '.cache'), 'dynamic-support-pathway'),
  inProject('.cache', 'servers'),
];

/** What the set-up found out (paths of executables), read by the code in operations/parts/executables.ts. */
export const setupFile = inProject('.cache', 'setup.json');
