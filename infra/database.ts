import { Socket } from 'node:net';
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

/**
 * Sends statements that are given to it at one moment in one go: one by one, each would be a packet and a call of the system.
 * (pg puts a socket of TLS in its place, which sends one by one.)
 */
class GatheringSocket extends Socket {
  #gathers = false;

  // Called by pg before each statement.
  override cork(): void {
    super.cork();
    if (this.#gathers) return;
    this.#gathers = true;
    super.cork();
    process.nextTick(() => {
      this.#gathers = false;
      this.uncork();
    });
  }
}

/** Opens a pool of connections whose statements and waits for locks end within 2.5 seconds. Connects when first used; never throws by itself. */
export function openPool(settings: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.max ?? 10,
    stream: () => new GatheringSocket(),
    // What need not wait for an answer before it is sent goes out together: half the round trips of a commit.
    pipeline: true,
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

// Looked at by their fields, not by their class: errors of Node's own code are of another realm where tests run in a sandbox.
function field(error: unknown, name: 'code' | 'message' | 'constraint'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

/** True where the two sides could not agree on TLS: a certificate of somebody else's, for another name, or out of date; or a server without TLS. */
export function isTlsProblem(error: unknown): boolean {
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(field(error, 'code'))) return true;
  return /server does not support SSL/i.test(field(error, 'message'));
}

/** True where the database is away or too busy: nothing was recorded, and the same call may be made again. */
export function isUnavailable(error: unknown): boolean {
  const inner: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'errors') : undefined;
  if (Array.isArray(inner)) return inner.some(isUnavailable);
  const code = field(error, 'code');
  if (CONNECTION_CODES.has(code) || BUSY_STATES.has(code) || isTlsProblem(error)) return true;
  // Classes 08 (connection), 53 (no more connections) and 57P (the server is stopping or starting).
  if (/^(08|53|57P)/.test(code)) return true;
  return /connection terminated|timeout exceeded when trying to connect|connection error|connection ended/i.test(field(error, 'message'));
}

/** The unique constraint that stood in the way, by name; null where it was something else. */
export function uniqueViolation(error: unknown): string | null {
  return field(error, 'code') === '23505' ? field(error, 'constraint') : null;
}
