import { newKeyRing, readKeyRing } from '../infra/temporal/codec';
import { withParts } from '../operations/parts/parts';
import { PlainError } from '../infra/plain-error';
import { addPayloadKey, removePayloadKey } from '../operations/parts/files/secrets';
import { environment, needed } from '../infra/env';
import { keyUse, type KeyUse } from '../services/workflow/key-use';
import { connected } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run keys
npm run keys -- --add
npm run keys -- --remove ID

The keys under which Temporal's payloads are encrypted: the first encrypts, any decrypts. Without an option it says what holds which.
  --add      makes a new one. The embedded parts use it from their next start on; where PAYLOAD_KEYS is set, it is printed to be put there
  --remove   takes one away that nothing holds any more

To rotate: add, start again, npm run rebuild -- --renew, wait until ended runs are past Temporal's retention, remove (docs/runbook.md).`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

function show(use: ReadonlyMap<string, KeyUse>): void {
  const ring = [...readKeyRing(needed('PAYLOAD_KEYS')).keys()];
  for (const [index, id] of ring.entries()) say(`${id}  ${index === 0 ? 'encrypts' : 'decrypts'}; ${held(use.get(id))}`);
  for (const [id, one] of use) if (!ring.includes(id)) say(`${id}  MISSING from the ring; ${held(one)}`);
}

const held = ({ open, ended }: KeyUse = { open: 0, ended: 0 }): string =>
  open + ended === 0 ? 'nothing holds it' : `held by ${open} open and ${ended} ended runs`;

function add(root: string, external: boolean): void {
  if (external) {
    const id = `key-${new Date().toISOString().slice(0, 10)}`;
    say(`Put this behind the others in PAYLOAD_KEYS of every process and start them again; then put it first, and start them again:`);
    say(newKeyRing(id));
    return;
  }
  say(`${addPayloadKey(root)} encrypts from the next start on.`);
}

function remove(root: string, id: string, use: ReadonlyMap<string, KeyUse>, external: boolean): void {
  const { open, ended } = use.get(id) ?? { open: 0, ended: 0 };
  if (open + ended > 0) throw new PlainError(`${id} is still needed: it is ${held({ open, ended })}.`);
  if (external) return say(`Nothing holds ${id}: take it out of PAYLOAD_KEYS, and start the processes again.`);
  removePayloadKey(root, id);
  say(`${id} is removed, from the next start on.`);
}

async function main(): Promise<void> {
  const flag = { type: 'boolean', default: false } as const;
  const values = readOptions(USAGE, { add: flag, remove: { type: 'string' } });
  if (!values) return;
  const { DATA_DIR: root, PAYLOAD_KEYS } = environment();
  const external = PAYLOAD_KEYS !== undefined;
  if (values.add) return add(root, external);
  await withParts({ temporal: true, existing: true }, async () => {
    const use = await connected('keys', ({ client }) => keyUse(client));
    if (values.remove !== undefined) remove(root, values.remove, use, external);
    else show(use);
  });
}

runScript(main);
