import type { Pool, PoolClient } from 'pg';
import { deliverOutbox, type RelayDeps } from './outbox';

const CHANNEL = 'outbox';
const POLL_MS = 1_000;
/** Several commits within this time ring once. */
const RING_MS = 5;

/**
 * A bell for the relay: rung after commits, heard by every process that listens. It is rung outside the commit's transaction (a
 * notification inside one makes all commits wait for each other), and may be lost: the relay looks every second anyway.
 */
export function outboxBell(pool: Pool): () => void {
  let timer: NodeJS.Timeout | undefined;
  return () => {
    timer ??= setTimeout(() => {
      timer = undefined;
      pool.query(`select pg_notify('${CHANNEL}', '')`).catch(() => undefined);
    }, RING_MS);
  };
}

export interface RelayLoop {
  /** Looks at once. */
  wake(): void;
  /** Ends after what is on its way. */
  stop(): Promise<void>;
}

export interface RelayLoopDeps extends RelayDeps {
  /** Told of what went wrong: the loop goes on. */
  readonly onError: (error: unknown) => void;
  /** Told after each look of what Temporal took, and what it did not. */
  readonly onDelivered?: (counts: { readonly sent: number; readonly failed: number }) => void;
}

/** Delivers the outbox whenever the bell rings, and every second. Outlasts an outage of the database or of Temporal. */
export function startRelay(deps: RelayLoopDeps): RelayLoop {
  let stopping = false;
  let rung = false;
  let ring: (() => void) | undefined;
  const wake = (): void => {
    rung = true;
    ring?.();
  };
  const ears = listen(deps.pool, wake);

  const pause = (): Promise<void> =>
    new Promise((resolve) => {
      if (rung || stopping) return resolve();
      const timer = setTimeout(resolve, POLL_MS);
      ring = () => {
        clearTimeout(timer);
        resolve();
      };
    });

  const run = async (): Promise<void> => {
    while (!stopping) {
      rung = false;
      ears.open();
      try {
        const delivered = await deliverOutbox(deps);
        deps.onDelivered?.(delivered);
        const { failed } = delivered;
        if (failed > 0) deps.onError(new Error(`${failed} signals could not be given to Temporal; they are kept and sent again`));
      } catch (error) {
        deps.onError(error);
      }
      await pause();
      ring = undefined;
    }
  };

  const running = run();
  return {
    wake,
    stop: async () => {
      stopping = true;
      wake();
      await running;
      await ears.close();
    },
  };
}

/** Holds one connection that listens; opened again, by the next look, where it broke. */
function listen(pool: Pool, heard: () => void): { open(): void; close(): Promise<void> } {
  let client: PoolClient | undefined;
  let opening: Promise<void> | undefined;
  const lose = (): void => {
    client?.release(true);
    client = undefined;
  };
  const open = async (): Promise<void> => {
    const fresh = await pool.connect();
    fresh.once('error', lose);
    fresh.on('notification', heard);
    client = fresh;
    await fresh.query(`listen ${CHANNEL}`);
  };
  return {
    open: () => {
      if (client || opening) return;
      opening = open()
        .catch(lose)
        .finally(() => {
          opening = undefined;
        });
    },
    close: async () => {
      await opening;
      client?.removeListener('error', lose);
      lose();
    },
  };
}
