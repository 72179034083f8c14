import type { ChildProcess } from 'node:child_process';
import { appendFileSync, existsSync, mkdirSync, renameSync } from 'node:fs';
import path from 'node:path';
import { Client } from 'pg';
import { encryptionCodec, readKeyRing } from '../codec';
import { startCodecServer } from '../codec-server';
import { environment, provide } from '../env';
import { migrate } from '../migrate';
import { openDataFolder, runningInstance, type Addresses, type DataFolder } from './data-folder';
import { startMailCatcher } from './mail-catcher';
import { startMailPage } from './mail-page';
import { codeOf, PlainError } from './plain-error';
import { PortBook } from './ports';
import { startPostgres } from './postgres';
import { startTemporal } from './temporal-server';

/** A part that has been started, in the order of starting. */
export interface Part {
  readonly name: string;
  /** The part's process, where it has one of its own. */
  readonly child?: ChildProcess;
  stop(): Promise<void>;
}

export interface StartedParts {
  /** In the order of starting; to be stopped from the last to the first. */
  readonly parts: readonly Part[];
  readonly addresses: Addresses;
  /** Where a person looks: the pages for mail and for Temporal, of those parts that are embedded. */
  readonly pages: { readonly mail?: string; readonly temporal?: string };
}

export interface Wanted {
  readonly temporal: boolean;
  readonly mail: boolean;
  /** Told of each part that starts, as soon as it has. */
  readonly onPart: (part: Part) => void;
}

/** Where a part begins to look for a port; the next free one is taken, and remembered. */
const firstPorts = { postgres: 54_329, temporal: 7243, temporalUi: 8243, mailPage: 8025, smtp: 8026, codec: 8244 } as const;

/** A writer to a log file of the data folder; the file of the last start is kept beside it. */
export function logFile(folder: DataFolder, name: string): (text: string | Uint8Array) => void {
  const file = path.join(folder.root, 'logs', `${name}.log`);
  mkdirSync(path.dirname(file), { recursive: true });
  if (existsSync(file)) renameSync(file, `${file}.before`);
  return (text) => appendFileSync(file, text);
}

/**
 * Starts the embedded parts that no address in the environment stands for, brings the database to the present schema, and sets the
 * addresses in this process's environment. What has been started when something fails is left to the caller, who was told of each part.
 * @throws {PlainError} where a part cannot be started
 */
export async function startParts(folder: DataFolder, { temporal, mail, onPart }: Wanted): Promise<StartedParts> {
  const settings = environment();
  // The API's port is the one that the user knows: no part may take it.
  const ports = new PortBook(firstPorts, folder.ports, [settings.PORT]);
  const parts: Part[] = [];
  const pages: { mail?: string; temporal?: string } = {};
  const started = (part: Part) => {
    parts.push(part);
    if (part.child?.pid !== undefined) folder.noteChild(part.name, part.child.pid);
    onPart(part);
  };

  const keys = settings.PAYLOAD_KEYS ?? folder.secrets.payloadKeys;
  const database = settings.DATABASE_URL ?? (await startDatabase(folder, ports, started));
  await prepareDatabase(database, settings.DATABASE_URL !== undefined);
  const addresses: Record<'DATABASE_URL' | 'PAYLOAD_KEYS', string> & Addresses = {
    ...pickSet(settings),
    DATABASE_URL: database,
    PAYLOAD_KEYS: keys,
  };

  if (mail && settings.SMTP_URL === undefined) {
    const mails = path.join(folder.root, 'mails');
    const catcher = await ports.use(['smtp'], (port = 0) => startMailCatcher({ port, folder: mails }));
    started({ name: 'mail catcher', stop: catcher.stop });
    const page = await ports.use(['mailPage'], (port = 0) => startMailPage(catcher, port));
    started({ name: 'mail page', stop: page.stop });
    addresses.SMTP_URL = catcher.url;
    pages.mail = `http://localhost:${page.port}`;
  }
  if (temporal && settings.TEMPORAL_ADDRESS === undefined) {
    const codec = encryptionCodec(readKeyRing(keys));
    const decoder = await ports.use(['codec'], (port = 0) => startCodecServer({ codec, port, uiPort: () => ports.of('temporalUi') }));
    started({ name: 'codec server', stop: decoder.stop });
    const common = {
      file: path.join(folder.root, 'temporal.db'),
      namespace: settings.TEMPORAL_NAMESPACE,
      codecEndpoint: `http://localhost:${decoder.port}`,
      onLog: logFile(folder, 'temporal'),
    };
    const server = await ports.use(['temporal', 'temporalUi'], (port = 0, uiPort = 0) => startTemporal({ ...common, port, uiPort }));
    started({ name: "Temporal's server", child: server.child, stop: server.stop });
    addresses.TEMPORAL_ADDRESS = server.address;
    pages.temporal = `http://localhost:${ports.of('temporalUi')}`;
  }
  folder.rememberPorts(ports.all());
  folder.noteAddresses(addresses);
  provide(addresses);
  return { parts, addresses, pages };
}

function pickSet({ TEMPORAL_ADDRESS, SMTP_URL }: Addresses): { TEMPORAL_ADDRESS?: string; SMTP_URL?: string } {
  return { ...(TEMPORAL_ADDRESS === undefined ? {} : { TEMPORAL_ADDRESS }), ...(SMTP_URL === undefined ? {} : { SMTP_URL }) };
}

const databaseName = 'pathway';

async function startDatabase(folder: DataFolder, ports: PortBook, started: (part: Part) => void): Promise<string> {
  const common = {
    folder: path.join(folder.root, 'postgres'),
    password: folder.secrets.postgresPassword,
    onLog: logFile(folder, 'postgres'),
  };
  const server = await ports.use(['postgres'], (port = 0) => startPostgres({ ...common, port }));
  started({ name: 'PostgreSQL', child: server.child, stop: server.stop });
  const admin = new Client({ connectionString: server.url('postgres') });
  await admin.connect();
  try {
    const { rowCount } = await admin.query('SELECT 1 FROM pg_database WHERE datname = $1', [databaseName]);
    if (!rowCount) await admin.query(`CREATE DATABASE ${databaseName}`);
  } finally {
    await admin.end();
  }
  return server.url(databaseName);
}

async function prepareDatabase(url: string, external: boolean): Promise<void> {
  try {
    await migrate(url);
  } catch (error) {
    const code = codeOf(error);
    if (!external || code === undefined || !/^(E[A-Z]+|28...|3D000|57P03)$/.test(code)) throw error;
    const { hostname, port } = new URL(url);
    throw new PlainError(
      `The database of DATABASE_URL (${hostname}:${port || 5432}) cannot be used (${code}): start it, or correct DATABASE_URL, or unset it for an embedded one.`,
    );
  }
}

/**
 * Does work that needs the database, and Temporal where asked: those of the environment, or of the instance that runs on the data folder,
 * or else embedded ones for as long as the work takes. Their addresses are in `environment()` by then.
 * @throws {PlainError} where they cannot be had
 */
export async function withParts<T>({ temporal }: { temporal: boolean }, work: () => Promise<T>): Promise<T> {
  const settings = environment();
  const running = runningInstance(settings.DATA_DIR);
  if (running) {
    const own = Object.entries(running).filter(([name]) => settings[name as keyof Addresses] === undefined);
    provide(Object.fromEntries(own));
    return work();
  }
  const folder = await openDataFolder(settings.DATA_DIR);
  const parts: Part[] = [];
  try {
    await startParts(folder, { temporal, mail: false, onPart: (part) => parts.push(part) });
    return await work();
  } finally {
    for (const part of parts.reverse()) await part.stop();
    folder.release();
  }
}
