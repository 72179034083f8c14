import { parseArgs } from 'node:util';
import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Instant } from '../domain/calendar/dates';
import { readKeyRing } from '../infra/codec';
import { openPool } from '../infra/database';
import { withParts } from '../infra/embedded/parts';
import { environment, needed } from '../infra/env';
import { temporalClient } from '../infra/temporal';
import { area } from '../services/areas';
import { holdWaiting } from '../services/notices/sending/hold-waiting';
import { rebuild } from '../services/pathway/rebuild';
import { recoverFromHistories } from '../services/pathway/recover';
import { coreContext } from '../services/policies';

const USAGE = `npm run rebuild
npm run rebuild -- --from-histories [--hold]
npm run rebuild -- --renew

Starts every open pathway again from the event log: after Temporal's store was lost, or to be sure.
  --from-histories  first, after the database was restored from an older backup: takes back from Temporal's histories the events that the
                    log lacks. Whoever and whatever words are not there is put before a person, one task each.
  --hold            with it: holds every notice that waits to go, because some may have gone before; a person releases them
  --renew           lets every pathway go on in a new run, so that open ones hold nothing under an old payload key`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function recover(pool: Pool, client: Client, hold: boolean): Promise<void> {
  const profile = area(environment().AREA);
  const now = (): Instant => Date.now() as Instant;
  const done = await recoverFromHistories({
    pool,
    client,
    now,
    commit: { pool, core: coreContext(), book: (id) => area(id).book },
    area: { id: profile.id, ruleSet: profile.ruleSet },
    onUnreadable: (workflowId) => say(`${workflowId}: a signal cannot be read (is its key on PAYLOAD_KEYS?); it was left alone`),
  });
  say(`${done.people} people's histories read`);
  say(`${done.recovered} events brought back, ${done.withoutWords} of them of a kind that may have had typed words, which are gone`);
  say(`${done.withoutIdentity} people brought back of whom only the register id is known`);
  if (done.refused > 0) say(`${done.refused} events contradict what was heard since; they are kept as refused`);
  if (done.unreadable > 0) say(`${done.unreadable} signals could not be brought back`);
  const { waiting, held } = await holdWaiting(pool, now(), hold);
  say(
    hold
      ? `${held} notices that wait to go are held (npm run notices -- --release KEY)`
      : `${waiting} notices wait to go; those of them that had gone before go again, each under the Message-ID that it had`,
  );
}

async function run({ histories, hold, renew }: { histories: boolean; hold: boolean; renew: boolean }): Promise<void> {
  const pool = openPool({ url: needed('DATABASE_URL') });
  const { client, close } = temporalClient({
    address: needed('TEMPORAL_ADDRESS'),
    namespace: environment().TEMPORAL_NAMESPACE,
    keys: readKeyRing(needed('PAYLOAD_KEYS')),
    identity: 'rebuild',
  });
  try {
    if (histories) await recover(pool, client, hold);
    const told = await rebuild({ pool, client, renew, onProgress: (so) => say(`${so} pathways told`) });
    say(`${told} open pathways have their workflow.`);
  } finally {
    await close();
    await pool.end();
  }
}

const flag = { type: 'boolean', default: false } as const;

async function main(): Promise<void> {
  const { values } = parseArgs({ options: { 'from-histories': flag, hold: flag, renew: flag, help: flag } });
  if (values.help) return say(USAGE);
  const histories = values['from-histories'];
  if (values.hold && !histories) throw new Error(`--hold goes with --from-histories.\n\n${USAGE}`);
  await withParts({ temporal: true }, () => run({ histories, hold: values.hold, renew: values.renew }));
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
