import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { readKeyRing } from '../infra/codec';
import { openPool } from '../infra/database';
import { environment, needed } from '../infra/env';
import { temporalClient } from '../infra/temporal';

/**
 * Does a command's work with the database and Temporal of the environment, and closes both. `identity` is the command's name in Temporal's
 * pages. Throws a PlainError where one of their addresses is not set, and whatever the work throws.
 */
export async function connected<Result>(
  identity: string,
  work: (parts: { pool: Pool; client: Client }) => Promise<Result>,
): Promise<Result> {
  const pool = openPool({ url: needed('DATABASE_URL') });
  const { client, close } = temporalClient({
    address: needed('TEMPORAL_ADDRESS'),
    namespace: environment().TEMPORAL_NAMESPACE,
    keys: readKeyRing(needed('PAYLOAD_KEYS')),
    identity,
  });
  try {
    return await work({ pool, client });
  } finally {
    await close();
    await pool.end();
  }
}
