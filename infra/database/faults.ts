const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'ETIMEDOUT',
  'ENOENT',
  'ENOTFOUND',
  'EAI_AGAIN',
  'EHOSTUNREACH',
  'ENETUNREACH',
]);
/** Lock not available, statement cancelled, deadlock, serialisation: the same call may succeed in a moment. */
const BUSY_STATES = new Set(['55P03', '57014', '40P01', '40001']);
/** Read-only: after a fail-over the old primary, or a standby, is at the other end. */
const READ_ONLY_STATE = '25006';
const CLOCK_WRONG = 'CLOCK_WRONG';
/** Node-postgres's words for a connection that is gone, or that nothing is heard of any more. */
const GONE =
  /connection terminated|timeout exceeded when trying to connect|connection error|connection ended|query read timeout|not queryable/i;

// Looked at by their fields, not by their class: errors of Node's own code are of another realm where tests run in a sandbox.
function field(error: unknown, name: 'code' | 'message' | 'constraint'): string {
  if (typeof error !== 'object' || error === null) return '';
  const value: unknown = Reflect.get(error, name);
  return typeof value === 'string' ? value : '';
}

function innerOf(error: unknown): readonly unknown[] | undefined {
  const inner: unknown = typeof error === 'object' && error !== null ? Reflect.get(error, 'errors') : undefined;
  return Array.isArray(inner) ? inner : undefined;
}

/** True where the two sides could not agree on TLS: a certificate of somebody else's, for another name, or out of date; or a server without TLS. */
export function isTlsProblem(error: unknown): boolean {
  if (/^(CERT_|ERR_TLS_|ERR_SSL_|UNABLE_TO_|SELF_SIGNED_|DEPTH_ZERO_)/.test(field(error, 'code'))) return true;
  return /server does not support SSL/i.test(field(error, 'message'));
}

/** A statement was prepared before the table got its present columns: a new connection prepares it anew. */
const isStalePlan = (error: unknown): boolean =>
  field(error, 'code') === '0A000' && /cached plan must not change result type/i.test(field(error, 'message'));

/**
 * True where the fault lies with the connection or with the server at its other end, so that another connection may serve: it is broken or
 * silent, the server is going or coming (57P), refuses to write (25006), or has changed under a prepared statement. Such a connection is
 * thrown away.
 */
export function isConnectionFault(error: unknown): boolean {
  const inner = innerOf(error);
  if (inner) return inner.some(isConnectionFault);
  const code = field(error, 'code');
  if (CONNECTION_CODES.has(code) || code === READ_ONLY_STATE || isTlsProblem(error) || isStalePlan(error)) return true;
  return /^(08|57P)/.test(code) || GONE.test(field(error, 'message'));
}

/**
 * True where the database is away, too busy, or cannot write (read-only, or its disk is full): nothing was recorded, and the same call may
 * be made again.
 */
export function isUnavailable(error: unknown): boolean {
  const inner = innerOf(error);
  if (inner) return inner.some(isUnavailable);
  if (isConnectionFault(error) || isClockWrong(error)) return true;
  const code = field(error, 'code');
  // Classes 53 (no more disk, memory or connections) and 58 (the server's own files and devices).
  return BUSY_STATES.has(code) || /^(53|58)/.test(code);
}

/** True where the server has no room to write: its disk is full, or a file or device of it fails. */
export const isDiskFull = (error: unknown): boolean => /^(53100|58030)$/.test(field(error, 'code'));

/** True where the server refuses to write because it is a standby, or was told to. */
export const isReadOnly = (error: unknown): boolean => field(error, 'code') === READ_ONLY_STATE;

/** True where the same call may succeed in a moment, on this very connection. */
export const isBusy = (error: unknown): boolean => BUSY_STATES.has(field(error, 'code'));

/** This machine's clock is not the database's: nothing may be recorded by it. */
export class ClockWrongError extends Error {
  readonly code = CLOCK_WRONG;
  constructor(
    /** How far this machine's clock is ahead of the database's, in milliseconds; below 0: behind. */
    readonly aheadMs: number,
  ) {
    super(
      `this machine's clock is ${Math.abs(Math.round(aheadMs / 1_000))} s ${aheadMs > 0 ? 'ahead of' : 'behind'} the database's: nothing is recorded by it`,
    );
    this.name = 'ClockWrongError';
  }
}

/** True where a clock stood in the way. */
export const isClockWrong = (error: unknown): boolean => field(error, 'code') === CLOCK_WRONG;

/** The unique constraint that stood in the way, by name; null where it was something else. */
export function uniqueViolation(error: unknown): string | null {
  return field(error, 'code') === '23505' ? field(error, 'constraint') : null;
}
