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
import { freePort } from './ports';
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
type PortName = keyof typeof firstPorts;

async function choosePorts(folder: DataFolder): Promise<Record<PortName, number>> {
  const chosen = new Map<string, number>();
  // The API's port is the one that the user knows: no part may take it.
  const given = new Set<number>([environment().PORT]);
  for (const [name, first] of Object.entries(firstPorts)) {
    const port = await freePort(folder.ports[name] ?? first, given);
    given.add(port);
    chosen.set(name, port);
  }
  const of = (name: PortName) => chosen.get(name) ?? firstPorts[name];
  const ports = { postgres: of('postgres'), temporal: of('temporal'), temporalUi: of('temporalUi'), mailPage: of('mailPage'), smtp: of('smtp'), codec: of('codec') };
  folder.rememberPorts(ports);
  return ports;
}

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
  const ports = await choosePorts(folder);
  const parts: Part[] = [];
  const pages: { mail?: string; temporal?: string } = {};
  const started = (part: Part) => {
    parts.push(part);
    if (part.child?.pid !== undefined) folder.noteChild(part.name, part.child.pid);
    onPart(part);
  };

  const keys = settings.PAYLOAD_KEYS ?? folder.secrets.payloadKeys;
  const database = settings.DATABASE_URL ?? (await startDatabase(folder, ports.postgres, started));
  await prepareDatabase(database, settings.DATABASE_URL !== undefined);
  const addresses: Record<'DATABASE_URL' | 'PAYLOAD_KEYS', string> & Addresses = { ...pickSet(settings), DATABASE_URL: database, PAYLOAD_KEYS: keys };

  if (mail && settings.SMTP_URL === undefined) {
    const catcher = await startMailCatcher({ port: ports.smtp, folder: path.join(folder.root, 'mails') });
    started({ name: 'mail catcher', stop: catcher.stop });
    const page = await startMailPage(catcher, ports.mailPage);
    started({ name: 'mail page', stop: page.stop });
    addresses.SMTP_URL = catcher.url;
    pages.mail = `http://localhost:${page.port}`;
  }
  if (temporal && settings.TEMPORAL_ADDRESS === undefined) {
    const codec = await startCodecServer({ codec: encryptionCodec(readKeyRing(keys)), port: ports.codec, uiPort: ports.temporalUi });
    started({ name: 'codec server', stop: codec.stop });
    const file = path.join(folder.root, 'temporal.db');
    const server = await startTemporal({
      file,
      namespace: settings.TEMPORAL_NAMESPACE,
      port: ports.temporal,
      uiPort: ports.temporalUi,
      codecEndpoint: `http://localhost:${codec.port}`,
      onLog: logFile(folder, 'temporal'),
    });
    started({ name: "Temporal's server", child: server.child, stop: server.stop });
    addresses.TEMPORAL_ADDRESS = server.address;
    pages.temporal = `http://localhost:${ports.temporalUi}`;
  }
  folder.noteAddresses(addresses);
  provide(addresses);
  return { parts, addresses, pages };
}

function pickSet({ TEMPORAL_ADDRESS, SMTP_URL }: Addresses): { TEMPORAL_ADDRESS?: string; SMTP_URL?: string } {
  return { ...(TEMPORAL_ADDRESS === undefined ? {} : { TEMPORAL_ADDRESS }), ...(SMTP_URL === undefined ? {} : { SMTP_URL }) };
}

const databaseName = 'pathway';

async function startDatabase(folder: DataFolder, port: number, started: (part: Part) => void): Promise<string> {
  const server = await startPostgres({
    folder: path.join(folder.root, 'postgres'),
    port,
    password: folder.secrets.postgresPassword,
    onLog: logFile(folder, 'postgres'),
  });
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
    throw new PlainError(`The database of DATABASE_URL (${hostname}:${port || 5432}) cannot be used (${code}): start it, or correct DATABASE_URL, or unset it for an embedded one.`);
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
