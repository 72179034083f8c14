import { readKeyRing } from '../infra/codec';
import { openPool } from '../infra/database';
import { withParts } from '../infra/embedded/parts';
import { environment, needed } from '../infra/env';
import { temporalClient } from '../infra/temporal';
import { rebuild } from '../services/pathway/rebuild';

/** Starts every open pathway again from the event log: after Temporal's store was lost, or to be sure. */
async function run(): Promise<void> {
  const pool = openPool({ url: needed('DATABASE_URL') });
  const { client, close } = temporalClient({
    address: needed('TEMPORAL_ADDRESS'),
    namespace: environment().TEMPORAL_NAMESPACE,
    keys: readKeyRing(needed('PAYLOAD_KEYS')),
    identity: 'rebuild',
  });
  try {
    const told = await rebuild({ pool, client, onProgress: (so) => process.stdout.write(`${so} pathways told\n`) });
    process.stdout.write(`${told} open pathways have their workflow.\n`);
  } finally {
    await close();
    await pool.end();
  }
}

withParts({ temporal: true }, run).catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 1;
});
