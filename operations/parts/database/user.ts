import { chownSync, existsSync, lstatSync, readFileSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import { canOverrideAccess, isRoot, type RunAs } from '../child';
import { PlainError } from '../../../infra/plain-error';

/**
 * Who PostgreSQL runs as. It refuses to run as root, so that root lends it the user `postgres` where the machine has one, otherwise
 * `nobody`; no user is ever created. An ordinary user runs it as himself (undefined).
 * @param places folders that the server must be able to enter; of one that is not there yet, the nearest above it that is
 * @throws {PlainError} where that user cannot enter one of them and nothing can be done about it
 */
export function postgresUser(places: readonly string[]): RunAs | undefined {
  if (!isRoot) return undefined;
  const account = findAccount('postgres') ?? findAccount('nobody');
  if (!account)
    throw new PlainError(
      'PostgreSQL does not run as root, and this machine has neither a user postgres nor nobody: run the command as an ordinary user.',
    );
  const shut = places.find((place) => !mayEnter(place, account));
  if (shut === undefined) return { uid: account.uid, gid: account.gid, overridesAccess: false };
  if (canOverrideAccess()) return { uid: account.uid, gid: account.gid, overridesAccess: true };
  throw new PlainError(
    `PostgreSQL does not run as root, and the user it runs as instead (${account.name}) may not enter ${shut}: run the command as an ordinary user, or from a folder that every user may enter.`,
  );
}

/** Gives a folder to the user whom PostgreSQL runs as; does nothing for an ordinary user. */
export function giveTo(as: RunAs | undefined, place: string): void {
  if (!as) return;
  const { uid } = lstatSync(place);
  if (uid !== as.uid) chownSync(place, as.uid, as.gid);
}

interface Account {
  readonly name: string;
  readonly uid: number;
  readonly gid: number;
}

function findAccount(name: string): Account | undefined {
  let table: string;
  try {
    table = readFileSync('/etc/passwd', 'utf8');
  } catch {
    return undefined;
  }
  const fields = table
    .split('\n')
    .find((line) => line.startsWith(`${name}:`))
    ?.split(':');
  return fields ? { name, uid: Number(fields[2]), gid: Number(fields[3]) } : undefined;
}

function mayEnter(place: string, account: Account): boolean {
  for (let folder = realpathSync(nearest(place)); ; folder = path.dirname(folder)) {
    const { uid, gid, mode } = statSync(folder);
    const bit = uid === account.uid ? 0o100 : gid === account.gid ? 0o010 : 0o001;
    if ((mode & bit) === 0) return false;
    if (folder === path.dirname(folder)) return true;
  }
}

function nearest(place: string): string {
  return existsSync(place) ? place : nearest(path.dirname(path.resolve(place)));
}
