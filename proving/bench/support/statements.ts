import type { Pool, QueryConfig } from 'pg';
import { allEnded } from '../../../infra/all-ended';
import { BEGIN, COMMIT } from '../../../services/record/transaction';

/** A statement as the service gave it to the database. */
export type Statement = Required<Pick<QueryConfig<unknown[]>, 'text' | 'values'>> & { readonly name?: string };

function statementOf(first: unknown, second: unknown): Statement | undefined {
  if (typeof first === 'string') return { text: first, values: Array.isArray(second) ? second : [] };
  if (typeof first !== 'object' || first === null) return undefined;
  const { text, values, name }: { text?: unknown; values?: unknown; name?: unknown } = first;
  if (typeof text !== 'string') return undefined;
  return { text, values: Array.isArray(values) ? values : [], ...(typeof name === 'string' ? { name } : {}) };
}

/** Notes every statement that goes through a pool's connections, from now on. The pool must be new. */
export function recordStatements(pool: Pool, note: (statement: Statement) => void): void {
  pool.on('connect', (client) => {
    const query: unknown = Reflect.get(client, 'query');
    if (typeof query !== 'function') throw new Error('a connection has no query');
    const recorded = (...args: unknown[]): unknown => {
      const statement = statementOf(args[0], args[1]);
      if (statement) note(statement);
      return Reflect.apply(query, client, args);
    };
    Reflect.set(client, 'query', recorded);
  });
}

/** What begins and ends a transaction, and sets its limits. */
const AROUND = /^(begin|commit|rollback)\b/;

/** The statements that a piece of work gives to a new pool of one connection, in order, but for those around them. */
export async function statementsOf(pool: Pool, work: () => Promise<unknown>): Promise<Statement[]> {
  const statements: Statement[] = [];
  recordStatements(pool, (statement) => {
    if (!AROUND.test(statement.text)) statements.push(statement);
  });
  await work();
  return statements;
}

/** What a `select` asks for by names alone, up to its end or to the first thing that is worked out. */
const COLUMNS = /(?<=\bselect )(?:"\w+"\.)?"\w+"(?:, (?:"\w+"\.)?"\w+")*/g;

/** Whole rows of the tables of which several columns are asked for. */
function wholeRows(columns: string): string {
  const tables = columns.split(', ').map((column) => (column.includes('.') ? column.replace(/[^.]*$/, '*') : '*'));
  return [
    ...new Set(tables.map((table, index) => (tables.indexOf(table) === tables.lastIndexOf(table) ? columns.split(', ')[index] : table))),
  ].join(', ');
}

/**
 * The same rows of the same tables, each whole. A bench that holds the service against its own choice of columns would show
 * a page as worse when it asks for fewer.
 */
export const whole = (statement: Statement): Statement => ({ ...statement, text: statement.text.replace(COLUMNS, wholeRows) });

/** The same statement again, on any connection of a pool. */
export const again = (pool: Pool, statement: Statement): Promise<unknown> => pool.query(statement);

/** The same statement in a transaction of its own. Throws what the database throws. */
export async function inBareTransaction(pool: Pool, statement: Statement): Promise<void> {
  const client = await pool.connect();
  try {
    await allEnded([client.query(BEGIN), client.query(statement), client.query(COMMIT)]);
  } catch (error) {
    await client.query('rollback');
    throw error;
  } finally {
    client.release();
  }
}
