import type { Client, Connection } from '@temporalio/client';
import type { Pool } from 'pg';
import { openPool } from '../infra/database/database';
import { needed } from '../infra/env';
import { TemporalAway } from './frame/plain-words';
import { withParts } from '../operations/parts/parts';
import { temporalClient, temporalOfEnvironment } from '../infra/temporal/client';
import { freshAreas } from '../services/areas/versions';

/**
 * Does a command's work with the database and Temporal of the environment, and closes both. `identity` is the command's name in Temporal's
 * pages. Throws where Temporal is away, a PlainError where one of their addresses is not set, and whatever the work throws.
 */
export async function connected<Result>(
  identity: string,
  work: (parts: { pool: Pool; client: Client }) => Promise<Result>,
): Promise<Result> {
  const pool = openPool({ url: needed('DATABASE_URL') });
  const { client, close } = temporalClient({ ...temporalOfEnvironment(), identity });
  try {
    // Asked first, and once: a call would go on trying for half a minute.
    await (client.connection as Connection).ensureConnected().catch((error: unknown) => {
      throw new TemporalAway('Temporal did not let us connect', { cause: error });
    });
    return await work({ pool, client });
  } finally {
    await close();
    await pool.end();
  }
}

/**
 * Does a command's work with the database, whether the service runs or not, and closes it; the areas are as the database has them. `make`:
 * makes an installation where there is none; otherwise throws a PlainError there. Throws whatever the work throws.
 */
export function withDatabase<Result>(work: (pool: Pool) => Promise<Result>, { make = false } = {}): Promise<Result> {
  return withParts({ temporal: false, existing: !make }, async () => {
    const pool = openPool({ url: needed('DATABASE_URL') });
    try {
      await freshAreas(pool, { now: true });
      return await work(pool);
    } finally {
      await pool.end();
    }
  });
}
