import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import { openPool } from '../infra/database';
import { needed } from '../infra/env';
import { temporalClient, temporalOfEnvironment } from '../infra/temporal';

/**
 * Does a command's work with the database and Temporal of the environment, and closes both. `identity` is the command's name in Temporal's
 * pages. Throws a PlainError where one of their addresses is not set, and whatever the work throws.
 */
export async function connected<Result>(
  identity: string,
  work: (parts: { pool: Pool; client: Client }) => Promise<Result>,
): Promise<Result> {
  const pool = openPool({ url: needed('DATABASE_URL') });
  const { client, close } = temporalClient({ ...temporalOfEnvironment(), identity });
  try {
    return await work({ pool, client });
  } finally {
    await close();
    await pool.end();
  }
}
