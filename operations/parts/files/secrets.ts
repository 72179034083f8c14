import { randomBytes } from 'node:crypto';
import path from 'node:path';
import { z } from 'zod';
import { newKeyRing, readKeyRing } from '../../../infra/temporal/codec';
import { readJson, writeJson } from './json-file';
import { PlainError } from '../../../infra/plain-error';

const secretsSchema = z.object({
  payloadKeys: z.string(),
  logKeys: z.string(),
  /** Of PostgreSQL's own user, who may do everything. */
  postgresPassword: z.string(),
  /** Of the user as whom the service works. */
  servicePassword: z.string(),
  /** Who has it may look at the pages for mail and for Temporal. */
  pagesKey: z.string(),
  /** What the pages show to the sign-in of this machine. */
  signInSecret: z.string(),
});
/** Earlier releases made fewer. */
const keptSchema = secretsSchema.partial({ logKeys: true, servicePassword: true, pagesKey: true, signInSecret: true });

/** What only this installation knows. */
export type Secrets = z.infer<typeof secretsSchema>;

const fileOf = (root: string): string => path.join(root, 'secrets.json');

const random = (): string => randomBytes(24).toString('base64url');

/** The secrets of a data folder; those that are not there yet are made. Throws a PlainError where their file cannot be read. */
export function readSecrets(root: string): Secrets {
  const kept = readJson(keptSchema, fileOf(root));
  const made = {
    payloadKeys: newKeyRing('embedded-1'),
    logKeys: newKeyRing('log-1'),
    postgresPassword: random(),
    servicePassword: random(),
    pagesKey: random(),
    signInSecret: random(),
  };
  const whole = secretsSchema.parse({ ...made, ...kept });
  if (Object.keys(made).some((name) => !(name in (kept ?? {})))) writeJson(fileOf(root), whole);
  return whole;
}

/** The secrets that are there. Throws a PlainError where there are none: nobody's key can be changed then. */
function keptSecrets(root: string): Secrets {
  if (readJson(keptSchema, fileOf(root))) return readSecrets(root);
  throw new PlainError(
    `There is no installation in ${root}: set DATA_DIR to the folder of one. Where PAYLOAD_KEYS come from the environment, set it here as well (deploy/make-env.sh makes the first ones).`,
  );
}

/** Puts a new payload key before those that there are: it encrypts from the next start on, the others still decrypt. Out: its id. */
export function addPayloadKey(root: string): string {
  const secrets = keptSecrets(root);
  const id = freshId(readKeyRing(secrets.payloadKeys));
  writeJson(fileOf(root), { ...secrets, payloadKeys: `${newKeyRing(id)},${secrets.payloadKeys}` });
  return id;
}

/** Takes a payload key away. Throws a PlainError for one that is not there, and for the one that encrypts. */
export function removePayloadKey(root: string, id: string): void {
  const secrets = keptSecrets(root);
  const [first, ...others] = readKeyRing(secrets.payloadKeys).keys();
  if (id === first) throw new PlainError(`${id} is the key that encrypts: add another one first.`);
  if (!others.includes(id)) throw new PlainError(`There is no key ${id}; there are ${[first, ...others].join(', ')}.`);
  const parts = secrets.payloadKeys.split(',').filter((part) => !part.trim().startsWith(`${id}:`));
  writeJson(fileOf(root), { ...secrets, payloadKeys: parts.join(',') });
}

function freshId(ring: ReadonlyMap<string, Buffer>): string {
  for (let number = ring.size + 1; ; number += 1) if (!ring.has(`embedded-${number}`)) return `embedded-${number}`;
}
