import { setTimeout as pause } from 'node:timers/promises';
import type { Pool } from 'pg';
import { CLOCK_TOLERANCE_MS, clockAhead } from '../clock';
import { ClockWrongError, isDiskFull } from './faults';

/** What keeps a process from recording anything. */
export type TroubleCode = 'database-away' | 'database-read-only' | 'database-full' | 'clock-wrong';

/** What was found at the last look, in a sentence that says what to do. */
export interface Trouble {
  readonly code: TroubleCode;
  readonly detail: string;
}

export interface DatabaseWatch {
  /** Settles with the first look, whatever it found. */
  readonly started: Promise<void>;
  /** What stood in the way at the last look; null: nothing. */
  trouble(): Trouble | null;
  /** How far this machine's clock was ahead of the database's, in milliseconds (below 0: behind); null: not known. */
  ahead(): number | null;
  /** Throws ClockWrongError where the last look found the clocks more than a minute apart. */
  assertClock(): void;
  stop(): Promise<void>;
}

export interface WatchSettings {
  readonly pool: Pool;
  /** Told of each look at which something else stood in the way than at the one before; null: nothing does any more. */
  readonly onChange?: (trouble: Trouble | null) => void;
  /** How long between two looks, in milliseconds. */
  readonly everyMs?: number;
}

const EVERY_MS = 15_000;
/** A look that takes longer has found the database away. */
const LOOK_LIMIT_MS = 8_000;

const LOOK = `select (extract(epoch from clock_timestamp()) * 1000)::float8 as now, current_setting('transaction_read_only') = 'on' as "readOnly"`;

/**
 * A disk shows that it is full only to who writes. Sorting more than fits into the memory that it is given has the server write some two
 * megabytes where its tables lie, and take them away again: nothing of it stays, in tables or in the log of changes.
 */
const SPILL = [
  'begin',
  `set local work_mem = '64kB'`,
  `select max(t) from (select repeat(md5(i::text), 40) as t from generate_series(1, 1500) i order by md5(i::text) offset 0) as sorted`,
  'rollback',
];

/**
 * Looks at the database, at once and every quarter of a minute: whether it answers and can be written to, and whether its clock is this
 * machine's. Outlasts every outage.
 */
export function watchDatabase({ pool, onChange, everyMs = EVERY_MS }: WatchSettings): DatabaseWatch {
  const stopping = new AbortController();
  const { signal } = stopping;
  let trouble: Trouble | null = null;
  let ahead: number | null = null;
  const found = (now: Trouble | null): void => {
    const changed = now?.code !== trouble?.code;
    trouble = now;
    if (changed && !signal.aborted) onChange?.(now);
  };
  const look = async (): Promise<void> => {
    try {
      const seen = await lookOnce(pool, signal);
      ahead = seen.ahead;
      found(seen.trouble);
    } catch (error) {
      // What the clock was last found to be stands.
      found(troubleOf(error));
    }
  };
  const started = look();
  const run = async (): Promise<void> => {
    await started;
    while (!signal.aborted) {
      // Told to stop in the meantime: the loop sees it.
      await pause(everyMs, undefined, { signal }).catch(() => undefined);
      if (!signal.aborted) await look();
    }
  };
  const running = run();
  return {
    started,
    trouble: () => trouble,
    ahead: () => ahead,
    assertClock: () => {
      if (ahead !== null && Math.abs(ahead) > CLOCK_TOLERANCE_MS) throw new ClockWrongError(ahead);
    },
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

interface Seen {
  readonly trouble: Trouble | null;
  readonly ahead: number;
}

async function lookOnce(pool: Pool, signal: AbortSignal): Promise<Seen> {
  const late = new AbortController();
  const work = lookAt(pool);
  try {
    return await Promise.race([
      work,
      pause(LOOK_LIMIT_MS, undefined, { signal: AbortSignal.any([late.signal, signal]) }).then(() => {
        throw new Error(`no answer from the database in ${LOOK_LIMIT_MS} ms`);
      }),
    ]);
  } finally {
    late.abort();
    // Should it fail after all, nobody waits for it any more.
    work.catch(() => undefined);
  }
}

async function lookAt(pool: Pool): Promise<Seen> {
  const client = await pool.connect();
  let broken = true;
  try {
    const asked = Date.now();
    const { rows } = await client.query<{ now: number; readOnly: boolean }>(LOOK);
    const answered = Date.now();
    const [row] = rows;
    if (!row) throw new Error('the database told no time');
    for (const statement of SPILL) await client.query(statement);
    broken = row.readOnly;
    const ahead = clockAhead(asked, row.now, answered);
    return { ahead, trouble: clockTrouble(ahead) ?? (row.readOnly ? READ_ONLY : null) };
  } finally {
    client.release(broken);
  }
}

const READ_ONLY: Trouble = {
  code: 'database-read-only',
  detail: 'The database takes no changes (it is a standby, or was set to read-only): see that the address leads to the primary.',
};

function clockTrouble(ahead: number): Trouble | null {
  if (Math.abs(ahead) <= CLOCK_TOLERANCE_MS) return null;
  const { message } = new ClockWrongError(ahead);
  return { code: 'clock-wrong', detail: `${message}. Set the clock right (NTP), here or there; it is looked at again by itself.` };
}

function troubleOf(error: unknown): Trouble {
  if (isDiskFull(error))
    return { code: 'database-full', detail: "The database's disk is full: make room there. Nothing can be recorded until then." };
  return { code: 'database-away', detail: 'The database does not answer. It is looked for again by itself.' };
}
