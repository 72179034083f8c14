import type { Pool, PoolClient } from 'pg';

/** Reads as of one moment, while commits go on: what `read` asks for sees one snapshot of the database. Throws where that is away. */
export async function reading<T>(pool: Pool, read: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect();
  try {
    await client.query('begin isolation level repeatable read read only');
    const found = await read(client);
    await client.query('rollback');
    client.release();
    return found;
  } catch (error) {
    // A connection in the middle of a transaction is not given to another.
    client.release(true);
    throw error;
  }
}
