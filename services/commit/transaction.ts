import type { Pool, PoolClient, QueryConfig } from 'pg';
import { allEnded } from '../../infra/all-ended';

/** What came of the work in a transaction. */
export interface Decided<Answer> {
  readonly answer: Answer;
  /** The one statement that writes it; null: nothing is written. */
  readonly write: QueryConfig<unknown[]> | null;
}

export interface TransactionDeps {
  readonly pool: Pool;
  /** Told after each transaction that wrote something. */
  readonly committed?: () => void;
}

// By name: a prepared statement goes out together with those beside it, a plain one by itself.
export const BEGIN = { name: 'begin', text: 'begin' };
// All is read and written by key. PostgreSQL would plan the reading anew for each person, which takes it five times as long as the reading itself.
const PLANNED = { name: 'planned', text: 'set local plan_cache_mode = force_generic_plan' };
export const COMMIT = { name: 'commit', text: 'commit' };

/**
 * Work in a transaction: reads, decides, and says what is to be written. Work that writes before it has decided waits for `begun` first:
 * where the transaction could not begin, that would stand by itself.
 */
type Work<Answer> = (client: PoolClient, begun: Promise<unknown>) => Promise<Decided<Answer>>;

/**
 * Does work in one transaction on one connection: the work reads, decides, and says what is to be written. The pool's connections are
 * pipelines: the beginning goes out together with the work's first statement, and the end together with what is written. Where that
 * fails, the commit that follows it is a rollback to the database. Whatever the work or the database throws is thrown on, after a rollback.
 */
export async function inTransaction<Answer>(deps: TransactionDeps, work: Work<Answer>): Promise<Answer> {
  const client = await deps.pool.connect();
  let broken: Error | undefined;
  try {
    const begun = client.query(BEGIN);
    const [, , { answer, write }] = await allEnded([begun, client.query(PLANNED), work(client, begun)]);
    await (write ? allEnded([client.query(write), client.query(COMMIT)]) : client.query('rollback'));
    if (write) deps.committed?.();
    return answer;
  } catch (error) {
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    // A connection that could not even roll back is not given to another.
    client.release(broken);
  }
}
