import type { Pool, PoolClient, QueryConfig } from 'pg';
import { BEGIN, COMMIT } from '../record/transaction';

/** A transaction inside another is a part of it that can be taken back by itself. */
const PARTS: Readonly<Record<string, string>> = {
  [BEGIN.text]: 'savepoint part',
  [COMMIT.text]: 'release savepoint part',
  rollback: 'rollback to savepoint part',
};

const asPart = (statement: string | QueryConfig): string | QueryConfig =>
  PARTS[typeof statement === 'string' ? statement : statement.text] ?? statement;

/**
 * A pool of one connection, which is in a transaction already: what takes a transaction of its own from it, as a commit does, becomes a part of
 * that one. Whoever is in two such parts at a time mixes them.
 */
export function within(pool: Pool, client: PoolClient): Pool {
  const lent = new Proxy(client, {
    get: (whole, name) => {
      if (name === 'release') return () => undefined;
      if (name === 'query')
        return (statement: string | QueryConfig, ...more: unknown[]) => Reflect.apply(whole.query, whole, [asPart(statement), ...more]);
      return Reflect.get(whole, name) as unknown;
    },
  });
  return new Proxy(pool, {
    get: (whole, name) => (name === 'connect' ? () => Promise.resolve(lent) : (Reflect.get(whole, name) as unknown)),
  });
}
