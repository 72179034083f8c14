import { formatInstant, type Instant } from '../domain/calendar/dates';
import { PlainError } from '../infra/plain-error';
import { headStoreOfEnvironment } from '../infra/settings/heads';
import { sealsOfEnvironment } from '../infra/settings/log-keys';
import { readKeptHeads } from '../services/upkeep/proof/heads/head';
import { acceptHead, keepHead, type KeepDeps } from '../services/upkeep/proof/heads/keep-head';
import { withDatabase } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run heads
npm run heads -- --keep
npm run heads -- --accept REASON

Signed heads: how far every chain of the log has gone, kept in HEADS_DIR every few minutes, so that nobody who can write to the database can
cut or alter it unseen. Without an option it says what is kept.
  --keep     keeps one now
  --accept   takes the database as it is for right: after a restore from an older backup, after a removal that somebody ordered, or where the
             store is gone. npm run prove first: what it names is named no more. REASON is a code, without a name or a number of a person`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function show({ seals, store }: KeepDeps): Promise<void> {
  const kept = await readKeptHeads(seals, store);
  if (!kept) return say('no head has been kept yet');
  say(`head ${kept.number} of ${formatInstant(kept.at)}: ${kept.marks.size} chains; the first one is of ${formatInstant(kept.began)}`);
}

async function main(): Promise<void> {
  const values = readOptions(USAGE, { keep: { type: 'boolean', default: false }, accept: { type: 'string' } });
  if (!values) return;
  const { accept, keep } = values;
  if (accept !== undefined && !/^[\w.-]{1,60}$/.test(accept)) throw new PlainError('--accept needs a reason of one word, as in restored.');
  await withDatabase(async (pool) => {
    const store = headStoreOfEnvironment();
    if (!store) throw new PlainError('HEADS_DIR is not set: no heads are kept. Set it to a folder that is not where the database is.');
    const deps = { pool, store, seals: sealsOfEnvironment(), now: () => Date.now() as Instant };
    if (accept !== undefined) say(told(await acceptHead(deps, accept), 'accepted'));
    else if (keep) say(told(await keepHead(deps), 'kept'));
    else await show(deps);
  });
}

const told = (number: number | null, what: string): string =>
  number === null ? 'another process keeps one just now: run it again' : `head ${number} is ${what}`;

runScript(main);
