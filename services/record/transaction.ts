import type { Pool, PoolClient, QueryConfig } from 'pg';
import { allEnded } from '../../infra/all-ended';
import { assertSameClock } from '../../infra/clock';
import { isConnectionFault } from '../../infra/database/faults';

/** What came of the work in a transaction. */
export interface Decided<Answer> {
  readonly answer: Answer;
  /** The one statement that writes it; null: nothing is written. */
  readonly write: QueryConfig<unknown[]> | null;
  /** What follows it, in order, in the same transaction; absent: nothing. */
  readonly also?: readonly QueryConfig<unknown[]>[];
  /** What is decided upon what was written, in the same transaction; absent: nothing. */
  readonly follow?: (client: PoolClient) => Promise<void>;
}

export interface TransactionDeps {
  readonly pool: Pool;
  /** Told after each transaction that wrote something. */
  readonly committed?: () => void;
}

// By name: a prepared statement goes out together with those beside it, a plain one by itself.
export const BEGIN = { name: 'begin', text: 'begin' };
// All is read and written by key. PostgreSQL would plan the reading anew for each person, which takes it five times as long as the reading itself.
// The database's clock comes with it, for nothing.
const PLANNED = {
  name: 'planned',
  text: `select set_config('plan_cache_mode', 'force_generic_plan', true), (extract(epoch from clock_timestamp()) * 1000)::float8 as now`,
};
export const COMMIT = { name: 'commit', text: 'commit' };

/**
 * Work in a transaction: reads, decides, and says what is to be written. Work that writes before it has decided waits for `begun` first:
 * where the transaction could not begin, that would stand by itself.
 */
type Work<Answer> = (client: PoolClient, begun: Promise<unknown>) => Promise<Decided<Answer>>;

/**
 * Does work in one transaction on one connection: the work reads, decides, and says what is to be written. The pool's connections are
 * pipelines: the beginning goes out together with the work's first statement, and the end together with what is written. Where that
 * fails, the commit that follows it is a rollback to the database. Nothing is written while this machine's clock is more than a minute from
 * the database's (ClockWrongError): what was heard when would be wrong for good. Whatever the work or the database throws is thrown on, after
 * a rollback.
 */
export async function inTransaction<Answer>(deps: TransactionDeps, work: Work<Answer>): Promise<Answer> {
  const client = await deps.pool.connect();
  let broken: Error | undefined;
  try {
    const asked = Date.now();
    const begun = client.query(BEGIN);
    const planned = client.query<{ now: number }>(PLANNED).then(({ rows }) => ({ now: rows[0]?.now ?? Number.NaN, answered: Date.now() }));
    const [, { now, answered }, { answer, write, also = [], follow }] = await allEnded([begun, planned, work(client, begun)]);
    if (write) assertSameClock(asked, now, answered);
    const statements = write ? [write, ...also] : [];
    if (write && follow) {
      await allEnded(statements.map((statement) => client.query(statement)));
      await follow(client);
      await client.query(COMMIT);
    } else await (write ? allEnded([...statements, COMMIT].map((statement) => client.query(statement))) : client.query('rollback'));
    if (write) deps.committed?.();
    return answer;
  } catch (error) {
    if (isConnectionFault(error)) broken = error instanceof Error ? error : new Error(String(error));
    await client.query('rollback').catch((failure: unknown) => {
      broken = failure instanceof Error ? failure : new Error(String(failure));
    });
    throw error;
  } finally {
    // A connection that is gone, refuses to write, or could not even roll back is not given to another.
    client.release(broken);
  }
}
