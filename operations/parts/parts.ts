import { existsSync } from 'node:fs';
import path from 'node:path';
import { allEnded } from '../../infra/all-ended';
import { encryptionCodec, readKeyRing } from '../../infra/temporal/codec';
import { environment, provide, type Environment } from '../../infra/env';
import { clusterFolder, openDataFolder, runningInstance, type Addresses, type DataFolder } from './files/data-folder';
import { findInstallation, prepareDatabase } from './database/prepare';
import { startDatabase } from './database/start-database';
import type { LocalProviderSettings } from './identity/provider';
import { startMailCatcher } from './mail-catcher';
import { logFile } from './files/log-file';
import { addressOf } from './pages/gate';
import { startMailPage } from './pages/mail-page';
import { startTemporalPages } from './pages/temporal-pages';
import type { Part } from './part';
import { PlainError } from '../../infra/plain-error';
import { PortBook } from './ports';
import { startTemporal, type TemporalServer } from './temporal-server';

export interface StartedParts {
  /** In the order of starting; to be stopped from the last to the first. */
  readonly parts: readonly Part[];
  readonly addresses: Addresses;
  /** Where a person looks: the pages for mail and for Temporal, of those parts that are embedded. */
  readonly pages: { readonly mail?: string; readonly temporal?: string };
  /** The key that the sign-in of this machine asks for, where it was started. */
  readonly signInKey?: string;
}

export interface WantedParts {
  readonly temporal: boolean;
  readonly mail: boolean;
  /** Brings a sign-in of this machine's own, where everything else is embedded too and the environment names none; absent: never. */
  readonly signIn?: Pick<LocalProviderSettings, 'publicUrl' | 'paths' | 'staff'>;
  /** Told of each part that starts, as soon as it has. */
  readonly onPart: (part: Part) => void;
}

/**
 * Where a part begins to look for a port; the next free one is taken, and remembered. Below those that systems give to outgoing connections:
 * one of these could take the port of a part that is being started again.
 */
const firstPorts = {
  postgres: 15_432,
  temporal: 7243,
  temporalUi: 8243,
  mailPage: 8025,
  smtp: 8026,
  temporalInside: 8244,
  signIn: 8027,
} as const;

const say = (sentence: string): void => void process.stderr.write(`${sentence}\n`);

/** What a part is started with. */
interface Starting {
  readonly folder: DataFolder;
  readonly ports: PortBook;
  /** Told of each part as soon as it is there. */
  readonly started: (part: Part) => void;
}

/** The database, ours or that of the environment, at the present schema. Out: its address. */
async function databaseReady({ folder, ports, started }: Starting): Promise<string> {
  const { DATABASE_URL } = environment();
  const database = DATABASE_URL ?? (await startDatabase(folder, ports, started, say));
  await prepareDatabase(database, { external: DATABASE_URL !== undefined, say });
  return database;
}

/** The mail catcher, and the page of what it caught. */
async function startMail({ folder, ports, started }: Starting): Promise<{ readonly address: string; readonly page: string }> {
  const { pagesKey } = folder.secrets;
  const mails = path.join(folder.root, 'mails');
  const catcher = await ports.use(['smtp'], (port = 0) => startMailCatcher({ port, folder: mails }));
  started({ name: 'mail catcher', stop: catcher.stop });
  const page = await ports.use(['mailPage'], (port = 0) => startMailPage(catcher, { port, key: pagesKey }));
  started({ name: 'mail page', stop: page.stop });
  return { address: catcher.url, page: addressOf(page.port, pagesKey) };
}

/** Temporal's development server, and its own pages behind our key. */
async function startWorkflows(
  { folder, ports, started }: Starting,
  keys: string,
): Promise<{ readonly address: string; readonly page: string }> {
  const { pagesKey } = folder.secrets;
  const codec = encryptionCodec(readKeyRing(keys));
  const uiPort = (): number => ports.of('temporalInside');
  const common = {
    file: path.join(folder.root, 'temporal.db'),
    namespace: environment().TEMPORAL_NAMESPACE,
    onLog: logFile(folder, 'temporal'),
  };
  const partOf = ({ child, stop }: TemporalServer): Part => ({
    name: "Temporal's server",
    child,
    stop,
    again: async () => partOf(await startTemporal({ ...common, port: ports.of('temporal'), uiPort: uiPort() })),
  });
  const server = await ports.use(['temporal', 'temporalInside'], (port = 0, inside = 0) =>
    startTemporal({ ...common, port, uiPort: inside }),
  );
  started(partOf(server));
  const shown = await ports.use(['temporalUi'], (port = 0) => startTemporalPages({ codec, port, key: pagesKey, uiPort }));
  started({ name: "Temporal's pages", stop: shown.stop });
  return { address: server.address, page: addressOf(shown.port, pagesKey) };
}

/** A sign-in of this machine's own. Out: what the pages are told of it. */
async function startSignIn({ folder, ports, started }: Starting, settings: NonNullable<WantedParts['signIn']>): Promise<SignInTold> {
  const client = { id: 'desk', secret: folder.secrets.signInSecret };
  const keyFile = path.join(folder.root, 'sign-in-keys.json');
  // It brings much code of its own, which is read while the other parts start.
  const { startLocalProvider } = await import('./identity/provider.js');
  const provider = await ports.use(['signIn'], (port = 0) =>
    startLocalProvider({ ...settings, client, keyFile, port, key: folder.secrets.pagesKey }),
  );
  started({ name: 'sign-in', stop: provider.stop });
  return { OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret };
}

type SignInTold = Readonly<Record<'OIDC_ISSUER' | 'OIDC_CLIENT_ID' | 'OIDC_CLIENT_SECRET', string>>;

/**
 * Starts the embedded parts that no address in the environment stands for, all at once, brings the database to the present schema, and sets the
 * addresses in this process's environment. What has been started when something fails is left to the caller, who was told of each part.
 * @throws {PlainError} where a part cannot be started, when all the others are up or have failed
 */
export async function startParts(folder: DataFolder, { temporal, mail, signIn, onPart }: WantedParts): Promise<StartedParts> {
  const settings = environment();
  // The API's port is the one that the user knows: no part may take it.
  const ports = new PortBook(firstPorts, folder.ports, [settings.PORT]);
  const parts: Part[] = [];
  const started = (part: Part): void => {
    parts.push(part);
    if (part.child?.pid !== undefined) folder.noteChild(part.name, part.child.pid);
    onPart(part);
  };
  const starting: Starting = { folder, ports, started };
  const keys = settings.PAYLOAD_KEYS ?? folder.secrets.payloadKeys;
  const embedded = settings.DATABASE_URL === undefined && settings.TEMPORAL_ADDRESS === undefined;
  const [workflows, database, mails, signedIn] = await allEnded([
    // What takes longest begins first.
    temporal && settings.TEMPORAL_ADDRESS === undefined ? startWorkflows(starting, keys) : null,
    databaseReady(starting),
    mail && settings.SMTP_URL === undefined ? startMail(starting) : null,
    signIn && embedded && settings.OIDC_ISSUER === undefined ? startSignIn(starting, signIn) : null,
  ]);
  const addresses: Record<'DATABASE_URL' | 'PAYLOAD_KEYS' | 'LOG_KEYS' | 'HEADS_DIR', string> & Addresses = {
    ...pickSet(settings),
    ...(mails ? { SMTP_URL: mails.address } : {}),
    ...(workflows ? { TEMPORAL_ADDRESS: workflows.address } : {}),
    DATABASE_URL: database,
    PAYLOAD_KEYS: keys,
    LOG_KEYS: settings.LOG_KEYS ?? folder.secrets.logKeys,
    HEADS_DIR: settings.HEADS_DIR ?? path.join(folder.root, 'heads'),
  };
  if (signedIn) provide(signedIn);
  // Made-up people only where nobody else's records, mail or workflows can be met, whatever the environment says.
  const isAllOurs = temporal && mail && embedded && settings.SMTP_URL === undefined;
  provide({ PRACTICE: isAllOurs ? 'offered' : 'no' });
  folder.rememberPorts(ports.all());
  folder.noteAddresses(addresses);
  provide(addresses);
  return {
    parts,
    addresses,
    pages: { ...(mails ? { mail: mails.page } : {}), ...(workflows ? { temporal: workflows.page } : {}) },
    ...(signedIn ? { signInKey: folder.secrets.pagesKey } : {}),
  };
}

function pickSet({ TEMPORAL_ADDRESS, SMTP_URL }: Addresses): { TEMPORAL_ADDRESS?: string; SMTP_URL?: string } {
  return { ...(TEMPORAL_ADDRESS === undefined ? {} : { TEMPORAL_ADDRESS }), ...(SMTP_URL === undefined ? {} : { SMTP_URL }) };
}

export interface Needed {
  readonly temporal: boolean;
  /** True for work on what is there: where nothing is, that is said, and nothing is made. */
  readonly existing?: boolean;
}

/** Throws a PlainError where no installation lies in the data folder, or only a part of what is needed of one. */
function checkInstallation({ DATA_DIR, DATABASE_URL, TEMPORAL_ADDRESS }: Environment, temporal: boolean): void {
  const there =
    (DATABASE_URL !== undefined || existsSync(path.join(clusterFolder(DATA_DIR), 'PG_VERSION'))) &&
    (!temporal || TEMPORAL_ADDRESS !== undefined || existsSync(path.join(DATA_DIR, 'temporal.db')) || DATABASE_URL === undefined);
  if (!there)
    throw new PlainError(`There is no installation in ${DATA_DIR}: set DATA_DIR to the folder of one (npm start makes a new one).`);
}

/**
 * Does work that needs the database, and Temporal where asked: those of the environment, or of the instance that runs on the data folder,
 * or else embedded ones for as long as the work takes. Their addresses are in `environment()` by then.
 * @throws {PlainError} where they cannot be had
 */
export async function withParts<T>({ temporal, existing = false }: Needed, work: () => Promise<T>): Promise<T> {
  const settings = environment();
  const running = runningInstance(settings.DATA_DIR);
  if (running) {
    const own = Object.entries(running).filter(([name]) => settings[name as keyof Addresses] === undefined);
    provide(Object.fromEntries(own));
    return work();
  }
  const { DATABASE_URL, TEMPORAL_ADDRESS, PAYLOAD_KEYS } = settings;
  if (DATABASE_URL !== undefined && (!temporal || (TEMPORAL_ADDRESS !== undefined && PAYLOAD_KEYS !== undefined))) {
    // Nothing of ours is needed, and a container may have no folder to write to.
    await (existing ? findInstallation(DATABASE_URL, say) : prepareDatabase(DATABASE_URL, { external: true, say }));
    return work();
  }
  if (existing) checkInstallation(settings, temporal);
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
