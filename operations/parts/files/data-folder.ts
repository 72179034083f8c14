import { accessSync, constants, rmSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { closeDataFolder, makeClosedFolder } from './closed';
import { clearAfterDeath } from '../database/orphans';
import { readJson, writeJson } from './json-file';
import { codeOf, messageOf, PlainError } from '../../../infra/plain-error';
import { endLeftovers, isRunning, knownProcess, knownProcessSchema, type KnownProcess } from '../processes';
import { readSecrets, type Secrets } from './secrets';

const addressesSchema = z.object({
  DATABASE_URL: z.string().optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  SMTP_URL: z.string().optional(),
  PAYLOAD_KEYS: z.string().optional(),
  LOG_KEYS: z.string().optional(),
  HEADS_DIR: z.string().optional(),
});

/** Where the parts of a running instance are reached, under the names of the environment. */
export type Addresses = z.infer<typeof addressesSchema>;

const instanceSchema = z.object({ holder: knownProcessSchema, children: z.array(knownProcessSchema), addresses: addressesSchema });
type Instance = z.infer<typeof instanceSchema>;

const portsSchema = z.record(z.string(), z.number());

/** The data folder, held by this process alone until `release`. */
export interface DataFolder {
  readonly root: string;
  /** Made at the first start, and readable by this user only. */
  readonly secrets: Secrets;
  /** Notes a child in the place of an earlier one of its name, so that the next start can end it should this process die without doing so. */
  noteChild(name: string, pid: number): void;
  /** Notes where the parts are reached, for other commands (`npm run token`, `npm run rebuild`). */
  noteAddresses(addresses: Addresses): void;
  /** The ports of the last start, by name. */
  readonly ports: Readonly<Record<string, number>>;
  rememberPorts(ports: Readonly<Record<string, number>>): void;
  release(): void;
}

/** Where the embedded PostgreSQL keeps its data. */
export const clusterFolder = (root: string): string => path.join(root, 'postgres');

const fileOf = (root: string, name: string): string => path.join(root, name);

/** The addresses of the instance that runs on this data folder now; undefined where none does. */
export function runningInstance(root: string): Addresses | undefined {
  const instance = readInstance(root);
  return instance && isRunning(instance.holder) ? instance.addresses : undefined;
}

function readInstance(root: string): Instance | undefined {
  try {
    return readJson(instanceSchema, fileOf(root, 'instance.json'));
  } catch {
    // Cut off by a crash: nothing that it could tell is needed.
    return undefined;
  }
}

/**
 * Opens the data folder for this process, making it where it is not there. Ends what an earlier instance left running when it died.
 * @throws {PlainError} where it cannot be written, or another instance uses it
 */
export async function openDataFolder(root: string): Promise<DataFolder> {
  try {
    makeClosedFolder(root);
    accessSync(root, constants.R_OK | constants.W_OK | constants.X_OK);
  } catch (error) {
    throw new PlainError(
      `The data folder ${root} cannot be written (${codeOf(error) ?? messageOf(error)}): make it writable for your user, or set DATA_DIR to a folder that is.`,
    );
  }
  const before = readInstance(root);
  if (before && isRunning(before.holder)) {
    throw new PlainError(
      `The data folder ${root} is in use by another instance (process ${before.holder.pid}): stop that one, or set DATA_DIR (and PORT) for a second one.`,
    );
  }
  await endLeftovers(before?.children ?? []);
  await clearAfterDeath(clusterFolder(root));
  closeDataFolder(root);
  return held(root);
}

/** What could not be noted is tried again after so long. */
const NOTE_AGAIN_MS = 5_000;

/** Writes again and again, unseen, until it has worked: a full disk must not keep a part from being started again. */
function sooner(write: () => void): () => void {
  let timer: NodeJS.Timeout | undefined;
  const note = (): void => {
    clearTimeout(timer);
    try {
      write();
    } catch {
      timer = setTimeout(note, NOTE_AGAIN_MS).unref();
    }
  };
  return note;
}

function held(root: string): DataFolder {
  const instance = { holder: knownProcess('npm start', process.pid), children: [] as readonly KnownProcess[], addresses: {} as Addresses };
  const write = () => writeJson(fileOf(root, 'instance.json'), instance);
  let isHeld = true;
  const note = sooner(() => {
    if (isHeld) write();
  });
  try {
    write();
    return {
      root,
      secrets: readSecrets(root),
      ports: readPorts(root),
      noteChild: (name, pid) => {
        instance.children = [...instance.children.filter((child) => child.name !== name), knownProcess(name, pid)];
        note();
      },
      noteAddresses: (addresses) => {
        instance.addresses = addresses;
        note();
      },
      rememberPorts: (ports) => writeJson(fileOf(root, 'ports.json'), ports),
      release: () => {
        isHeld = false;
        rmSync(fileOf(root, 'instance.json'), { force: true });
      },
    };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new PlainError(
      `A file in the data folder ${root} cannot be written (${codeOf(error)}): make the folder and what is in it writable for your user, or set DATA_DIR to another one.`,
    );
  }
}

function readPorts(root: string): Record<string, number> {
  try {
    return readJson(portsSchema, fileOf(root, 'ports.json')) ?? {};
  } catch {
    return {};
  }
}
