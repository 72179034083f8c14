import { Socket } from 'node:net';
import { Duplex } from 'node:stream';
import pg from 'pg';
import { isConnectionFault } from './faults';

export { isTlsProblem, isUnavailable, uniqueViolation } from './faults';

/** Limits below the 3 s of the commit activity, so that the database gives up before the activity does. */
const LOCK_TIMEOUT_MS = 2_000;
const STATEMENT_TIMEOUT_MS = 2_500;
const CONNECT_TIMEOUT_MS = 2_500;
/**
 * The database ends whatever takes longer itself, and says so: a connection on which nothing has been heard for so long has gone silent. Two
 * statements that were sent together may each take their whole time.
 */
const SILENCE_MS = 2 * STATEMENT_TIMEOUT_MS;
/** A connection that nobody uses is asked by the system whether it is still there: first after so long, then each second, ten times. */
const KEEP_ALIVE_AFTER_MS = 10_000;

/** How every connection of ours, one of a pool or a single one, finds out that its other end is gone. */
export const STAYS_ALIVE = {
  connectionTimeoutMillis: CONNECT_TIMEOUT_MS,
  keepAlive: true,
  keepAliveInitialDelayMillis: KEEP_ALIVE_AFTER_MS,
} as const;

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

/**
 * Opens a pool of connections whose statements and waits for locks end within 2.5 seconds, and which notice within 5 that their other end has
 * gone silent: that connection is thrown away then, and with it all that lie idle. Connects when first used; never throws by itself.
 */
export function openPool(settings: PoolSettings): pg.Pool {
  const pool = new pg.Pool({
    connectionString: settings.url,
    max: settings.max ?? 10,
    stream: () => new GatheringSocket(),
    // What need not wait for an answer before it is sent goes out together: half the round trips of a commit.
    pipeline: true,
    ...STAYS_ALIVE,
    query_timeout: SILENCE_MS,
    lock_timeout: LOCK_TIMEOUT_MS,
    statement_timeout: STATEMENT_TIMEOUT_MS,
    application_name: 'dynamic-support-pathway',
  });
  pool.on('error', (error) => settings.onError?.(error));
  dropIdleWithOneThatBroke(pool);
  // A connection lent out can break too, between two statements of one transaction.
  pool.on('connect', (client) => client.on('error', (error) => settings.onError?.(error)));
  return pool;
}

/**
 * What broke one connection has, as a rule, broken all: one that lies idle would only be found out by the next caller, after its whole
 * patience. So those that lie idle go with one that is given back broken, at once, and the pool makes new ones.
 */
function dropIdleWithOneThatBroke(pool: pg.Pool): void {
  const idle = new Set<pg.PoolClient>();
  for (const event of ['acquire', 'remove'] as const) pool.on(event, (client) => void idle.delete(client));
  pool.on('release', (error, client) => {
    if (!isConnectionFault(error)) return void idle.add(client);
    const gone = [...idle];
    idle.clear();
    for (const one of gone) {
      // The pool listens for this on what lies idle, and forgets it at once; the end of the socket alone it would hear of a moment too late.
      one.emit('error', new Error('connection ended: another one to the same server broke'));
      socketOf(one)?.destroy();
    }
  });
}

function socketOf(client: pg.PoolClient): Duplex | undefined {
  const connection: unknown = Reflect.get(client, 'connection');
  const stream: unknown = typeof connection === 'object' && connection !== null ? Reflect.get(connection, 'stream') : undefined;
  return stream instanceof Duplex ? stream : undefined;
}
