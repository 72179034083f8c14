import type { Pool } from 'pg';
import { allEnded } from '../../infra/all-ended';
import { isConnectionFault } from '../../infra/database/faults';
import { rowsOf, type Statement } from '../tables/query';

/** A page of a list is read by an index in some milliseconds: one that takes this long keeps others from their work. Below the pool's own limit. */
const LIMIT_MS = 2_000;

/**
 * Asks for a page of a list across everyone, in a transaction that only reads and with a limit of its own on how long it may take.
 * Throws what the database throws; 57014 where the limit ended it.
 */
export async function listQuery<Row>(pool: Pool, statement: Statement<Row>): Promise<Row[]> {
  const client = await pool.connect();
  let broken = false;
  try {
    const begun = client.query(`begin read only; set local statement_timeout = ${LIMIT_MS}; set local lock_timeout = ${LIMIT_MS / 2}`);
    const read = rowsOf(client, statement);
    const ended = client.query('rollback');
    const [, rows] = await allEnded([begun, read, ended]);
    return rows;
  } catch (error) {
    broken = isConnectionFault(error);
    throw error;
  } finally {
    client.release(broken);
  }
}
