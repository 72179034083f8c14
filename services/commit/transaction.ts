import type { Pool, PoolClient } from 'pg';

/** What came of the work in a transaction. */
export interface Decided<Answer> {
  readonly answer: Answer;
  /** False: the transaction is rolled back. */
  readonly wrote: boolean;
}

export interface TransactionDeps {
  readonly pool: Pool;
  /** Told after each transaction that wrote something. */
  readonly committed?: () => void;
}

/** Does work in one transaction on one connection. Whatever the work throws is thrown on, after a rollback. */
export async function inTransaction<Answer>(
  deps: TransactionDeps,
  work: (client: PoolClient) => Promise<Decided<Answer>>,
): Promise<Answer> {
  const client = await deps.pool.connect();
  let broken: Error | undefined;
  try {
    await client.query('begin');
    const { answer, wrote } = await work(client);
    await client.query(wrote ? 'commit' : 'rollback');
    if (wrote) deps.committed?.();
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
