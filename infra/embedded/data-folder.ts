import { randomBytes } from 'node:crypto';
import { accessSync, constants, existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { newKeyRing } from '../codec';
import { codeOf, messageOf, PlainError } from './plain-error';
import { endLeftovers, isRunning, known, knownProcessSchema, type KnownProcess } from './processes';

const addressesSchema = z.object({
  DATABASE_URL: z.string().optional(),
  TEMPORAL_ADDRESS: z.string().optional(),
  SMTP_URL: z.string().optional(),
  PAYLOAD_KEYS: z.string().optional(),
});

/** Where the parts of a running instance are reached, under the names of the environment. */
export type Addresses = z.infer<typeof addressesSchema>;

const instanceSchema = z.object({ holder: knownProcessSchema, children: z.array(knownProcessSchema), addresses: addressesSchema });
type Instance = z.infer<typeof instanceSchema>;

const secretsSchema = z.object({ payloadKeys: z.string(), postgresPassword: z.string() });
const portsSchema = z.record(z.string(), z.number());

/** The data folder, held by this process alone until `release`. */
export interface DataFolder {
  readonly root: string;
  /** Made at the first start, and readable by this user only. */
  readonly secrets: z.infer<typeof secretsSchema>;
  /** Notes a child, so that the next start can end it should this process die without doing so. */
  noteChild(name: string, pid: number): void;
  /** Notes where the parts are reached, for other commands (`npm run token`, `npm run rebuild`). */
  noteAddresses(addresses: Addresses): void;
  /** The ports of the last start, by name. */
  readonly ports: Readonly<Record<string, number>>;
  rememberPorts(ports: Readonly<Record<string, number>>): void;
  release(): void;
}

const fileOf = (root: string, name: string): string => path.join(root, name);

function readJson<T>(schema: z.ZodType<T>, file: string): T | undefined {
  if (!existsSync(file)) return undefined;
  try {
    return schema.parse(JSON.parse(readFileSync(file, 'utf8')));
  } catch {
    throw new PlainError(`${file} cannot be read: put it back from a copy, or set DATA_DIR to a new folder.`);
  }
}

function writeJson(file: string, value: unknown): void {
  writeFileSync(`${file}.new`, `${JSON.stringify(value, null, 2)}\n`, { mode: 0o600 });
  renameSync(`${file}.new`, file);
}

/** Makes a folder and those above it. Node's own way (`recursive`) never ends in a file system that knows no new folders, such as /proc. */
function makeFolder(folder: string): void {
  if (existsSync(folder)) return;
  makeFolder(path.dirname(folder));
  mkdirSync(folder);
}

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
    makeFolder(root);
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
  // PostgreSQL's own lock names a process that has ended by now; its number may belong to another, which would be taken for it.
  rmSync(path.join(root, 'postgres', 'postmaster.pid'), { force: true });
  return held(root);
}

function held(root: string): DataFolder {
  const instance = { holder: known('npm start', process.pid), children: new Array<KnownProcess>(), addresses: {} as Addresses };
  const write = () => writeJson(fileOf(root, 'instance.json'), instance);
  try {
    write();
    return {
      root,
      secrets: readSecrets(root),
      ports: readPorts(root),
      noteChild: (name, pid) => {
        instance.children.push(known(name, pid));
        write();
      },
      noteAddresses: (addresses) => {
        instance.addresses = addresses;
        write();
      },
      rememberPorts: (ports) => writeJson(fileOf(root, 'ports.json'), ports),
      release: () => rmSync(fileOf(root, 'instance.json'), { force: true }),
    };
  } catch (error) {
    if (codeOf(error) === undefined) throw error;
    throw new PlainError(
      `A file in the data folder ${root} cannot be written (${codeOf(error)}): make the folder and what is in it writable for your user, or set DATA_DIR to another one.`,
    );
  }
}

function readSecrets(root: string): z.infer<typeof secretsSchema> {
  const file = fileOf(root, 'secrets.json');
  const kept = readJson(secretsSchema, file);
  if (kept) return kept;
  const made = { payloadKeys: newKeyRing('embedded-1'), postgresPassword: randomBytes(24).toString('base64url') };
  writeJson(file, made);
  return made;
}

function readPorts(root: string): Record<string, number> {
  try {
    return readJson(portsSchema, fileOf(root, 'ports.json')) ?? {};
  } catch {
    return {};
  }
}
