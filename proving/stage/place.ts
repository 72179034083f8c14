import path from 'node:path';
import { Client as Session } from 'pg';
import { makeClosedFolder } from '../../operations/parts/files/closed';
import { appendTo } from '../../operations/parts/files/log-file';
import { PortBook } from '../../operations/parts/ports';

/** The file of a part's log in the folder of a run. */
export const logFileOf = (folder: string, name: string): string => path.join(folder, 'logs', `${name}.log`);

/** A writer to a part's log, kept over all its lives. */
export function logOf(folder: string, name: string): (chunk: string | Uint8Array) => void {
  const file = logFileOf(folder, name);
  makeClosedFolder(path.dirname(file));
  return appendTo(file);
}

/**
 * The ports of a run: the same for a part through all its lives. `first` lies below those that the system gives to outgoing connections (and
 * below 32768, as Temporal keeps its own): one of these would otherwise take the port of a part that is away.
 */
export async function portsOf(names: readonly string[], first: number): Promise<(name: string) => number> {
  const book = new PortBook(Object.fromEntries(names.map((name, index) => [name, first + index])), {}, []);
  for (const name of names) await book.next(name);
  return (name) => book.of(name);
}

/** Makes new databases on a server. `url`: that of a database that is there. Throws what the server throws. */
export async function makeDatabases(url: string, names: readonly string[]): Promise<void> {
  const session = new Session({ connectionString: url });
  await session.connect();
  try {
    for (const name of names) await session.query(`create database ${name}`);
  } finally {
    await session.end();
  }
}
