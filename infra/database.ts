import pg from 'pg';

/** Limits below the 3 s of the commit activity, so that the database gives up before the activity does. */
const LOCK_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 2_500;
const CONNECT_TIMEOUT_MS = 2_500;

export interface PoolSettings {
  readonly url: string;
  readonly max?: number;
  /** Told of a connection that broke while idle: without a listener that would end the process. */
  readonly onError?: (error: Error) => void;
}

// A date stays the text that it is: node-postgres would make it midnight of the machine's own time zone.
pg.types.setTypeParser(pg.types.builtins.DATE, (text) => text);

/** Opens a pool of connections whose statements and waits for locks end within 2.5 seconds. Connects when first used; never throws by itself. */
export function openPool(settings: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.max ?? 10,
    connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'dynamic-support-pathway',
  });
  pool.on('error', (error) => settings.onError?.(error));
  // A connection lent out can break too, between two statements of one transaction.
  pool.on('connect', (client) => client.on('error', (error) => settings.onError?.(error)));
  return pool;
}

const CONNECTION_CODES = new Set(['ECONNREFUSED', 'ECONNRESET', 'EPIPE', 'ETIMEDOUT', 'ENOENT', 'ENOTFOUND', 'EAI_AGAIN']);
/** Lock not available, statement cancelled, deadlock, serialisation: the same call may succeed in a moment. */
const BUSY_STATES = new Set(['55P03', '57014', '40P01', '40001']);

const codeOf = (error: unknown): string => (error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : '');

/** True where the database is away or too busy: nothing was recorded, and the same call may be made again. */
export function isUnavailable(error: unknown): boolean {
  if (error instanceof AggregateError) return error.errors.some(isUnavailable);
  if (!(error instanceof Error)) return false;
  const code = codeOf(error);
  if (CONNECTION_CODES.has(code) || BUSY_STATES.has(code)) return true;
  // Classes 08 (connection), 53 (no more connections) and 57P (the server is stopping or starting).
  if (/^(08|53|57P)/.test(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect|client has encountered a connection error|Connection ended/i.test(error.message);
}

/** True where a unique constraint stood in the way; `constraint` names which. */
export function uniqueViolation(error: unknown): string | null {
  if (codeOf(error) !== '23505') return null;
  return error instanceof Error && 'constraint' in error && typeof error.constraint === 'string' ? error.constraint : '';
}
