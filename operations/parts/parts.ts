import { existsSync } from 'node:fs';
import path from 'node:path';
import { encryptionCodec, readKeyRing } from '../../infra/temporal/codec';
import { environment, provide, type Environment } from '../../infra/env';
import { clusterFolder, openDataFolder, runningInstance, type Addresses, type DataFolder } from './files/data-folder';
import { findInstallation, prepareDatabase } from './database/prepare';
import { startDatabase } from './database/start-database';
import { type LocalProviderSettings, startLocalProvider } from './identity/provider';
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

/**
 * Starts the embedded parts that no address in the environment stands for, brings the database to the present schema, and sets the
 * addresses in this process's environment. What has been started when something fails is left to the caller, who was told of each part.
 * @throws {PlainError} where a part cannot be started
 */
export async function startParts(folder: DataFolder, { temporal, mail, signIn, onPart }: WantedParts): Promise<StartedParts> {
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
  const { pagesKey } = folder.secrets;
  const logKeys = settings.LOG_KEYS ?? folder.secrets.logKeys;
  const database = settings.DATABASE_URL ?? (await startDatabase(folder, ports, started, say));
  await prepareDatabase(database, { external: settings.DATABASE_URL !== undefined, say });
  const addresses: Record<'DATABASE_URL' | 'PAYLOAD_KEYS' | 'LOG_KEYS' | 'HEADS_DIR', string> & Addresses = {
    ...pickSet(settings),
    DATABASE_URL: database,
    PAYLOAD_KEYS: keys,
    LOG_KEYS: logKeys,
    HEADS_DIR: settings.HEADS_DIR ?? path.join(folder.root, 'heads'),
  };

  if (mail && settings.SMTP_URL === undefined) {
    const mails = path.join(folder.root, 'mails');
    const catcher = await ports.use(['smtp'], (port = 0) => startMailCatcher({ port, folder: mails }));
    started({ name: 'mail catcher', stop: catcher.stop });
    const page = await ports.use(['mailPage'], (port = 0) => startMailPage(catcher, { port, key: pagesKey }));
    started({ name: 'mail page', stop: page.stop });
    addresses.SMTP_URL = catcher.url;
    pages.mail = addressOf(page.port, pagesKey);
  }
  if (temporal && settings.TEMPORAL_ADDRESS === undefined) {
    const codec = encryptionCodec(readKeyRing(keys));
    const uiPort = (): number => ports.of('temporalInside');
    const shown = await ports.use(['temporalUi'], (port = 0) => startTemporalPages({ codec, port, key: pagesKey, uiPort }));
    started({ name: "Temporal's pages", stop: shown.stop });
    const common = {
      file: path.join(folder.root, 'temporal.db'),
      namespace: settings.TEMPORAL_NAMESPACE,
      onLog: logFile(folder, 'temporal'),
    };
    const server = await ports.use(['temporal', 'temporalInside'], (port = 0, inside = 0) =>
      startTemporal({ ...common, port, uiPort: inside }),
    );
    const partOf = ({ child, stop }: TemporalServer): Part => ({
      name: "Temporal's server",
      child,
      stop,
      again: async () => partOf(await startTemporal({ ...common, port: ports.of('temporal'), uiPort: uiPort() })),
    });
    started(partOf(server));
    addresses.TEMPORAL_ADDRESS = server.address;
    pages.temporal = addressOf(shown.port, pagesKey);
  }
  let signInKey: string | undefined;
  const embedded = settings.DATABASE_URL === undefined && settings.TEMPORAL_ADDRESS === undefined;
  if (signIn && embedded && settings.OIDC_ISSUER === undefined) {
    const client = { id: 'desk', secret: folder.secrets.signInSecret };
    const keyFile = path.join(folder.root, 'sign-in-keys.json');
    const provider = await ports.use(['signIn'], (port = 0) => startLocalProvider({ ...signIn, client, keyFile, port, key: pagesKey }));
    started({ name: 'sign-in', stop: provider.stop });
    provide({ OIDC_ISSUER: provider.issuer, OIDC_CLIENT_ID: client.id, OIDC_CLIENT_SECRET: client.secret });
    signInKey = pagesKey;
  }
  // Made-up people only where nobody else's records, mail or workflows can be met, whatever the environment says.
  const isAllOurs = temporal && mail && embedded && settings.SMTP_URL === undefined;
  provide({ PRACTICE: isAllOurs ? 'offered' : 'no' });
  folder.rememberPorts(ports.all());
  folder.noteAddresses(addresses);
  provide(addresses);
  return { parts, addresses, pages, ...(signInKey === undefined ? {} : { signInKey }) };
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
