import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { sql } from 'kysely';
import type { Pool } from 'pg';
import { type Client as Database, countOf, db, firstOf, prepared } from '../tables/query';

/** The parts of the workers that say so: people's workflows with the relay that tells them, on which reminders rest; and the sender of messages. */
export type BeatPart = 'pathways' | 'notices';
const EVERY_MS = 5_000;
/** A Temporal that is there and does not answer is away. */
const CALL_LIMIT_MS = 3_000;
/** Without a beat for longer than a call and two pauses, no worker runs. */
const SILENT_SECONDS = 15;
/** So long a commit may wait to be passed on before that is told of. */
const TOLD_WITHIN_MS = 1_500;
const LOOK_EVERY_MS = 100;

export interface BeatDeps {
  readonly part: BeatPart;
  readonly pool: Pool;
  readonly client: Client;
  /** Told of what went wrong with the database: the loop goes on. */
  readonly onError: (error: unknown) => void;
}

/** Writes down every few seconds that a worker runs, and whether it reaches Temporal. Outlasts an outage of either. Out: what stops it. */
export function startBeat({ part, pool, client, onError }: BeatDeps): { stop(): Promise<void> } {
  const stopping = new AbortController();
  const { signal } = stopping;
  const reaches = async (): Promise<boolean> => {
    try {
      await client.withDeadline(Date.now() + CALL_LIMIT_MS, async () => {
        await client.connection.ensureConnected();
        await client.connection.workflowService.getSystemInfo({});
      });
      return true;
    } catch {
      return false;
    }
  };
  const run = async (): Promise<void> => {
    while (!signal.aborted) {
      const reached = await reaches();
      if (!signal.aborted) await countOf(pool, beating(part, reached)).catch(onError);
      // Told to stop in the meantime: the loop sees it.
      await sleep(EVERY_MS, undefined, { signal }).catch(() => undefined);
    }
  };
  const running = run();
  return {
    stop: async () => {
      stopping.abort();
      await running;
    },
  };
}

/** By the database's own clock: several workers, and whoever reads it, have one. */
const beating = prepared('worker-beat', (part: string, reached: boolean) =>
  db
    .insertInto('worker_beat')
    .values({ part, at: sql`now()`, temporal_away_since: sql<Date | null>`case when ${reached}::boolean then null else now() end` })
    .onConflict((conflict) =>
      conflict.column('part').doUpdateSet({
        at: sql`now()`,
        temporal_away_since: sql<Date | null>`case when ${reached}::boolean then null else coalesce(worker_beat.temporal_away_since, now()) end`,
      }),
    ),
);

/** What keeps a part from its work, and since when. */
export interface Outage {
  readonly part: 'worker' | 'temporal';
  /** Null: no worker has run yet. */
  readonly since: Date | null;
}

const beaten = prepared('worker-beat-read', (part: string) =>
  db
    .selectFrom('worker_beat')
    .select(['at', 'temporal_away_since as temporalAwaySince'])
    .select(sql<boolean>`at < now() - make_interval(secs => ${sql.lit(SILENT_SECONDS)})`.as('silent'))
    .where('part', '=', part),
);

/** Whether no worker of a part runs, or none reaches Temporal, as they last said; null: all is well. Throws where the database is away. */
export async function readOutage(database: Database, part: BeatPart): Promise<Outage | null> {
  const beat = await firstOf(database, beaten(part));
  if (!beat || beat.silent) return { part: 'worker', since: beat?.at ?? null };
  return beat.temporalAwaySince && { part: 'temporal', since: beat.temporalAwaySince };
}

const waitingFor = prepared('outbox-of-person', (registerId: string) =>
  db.selectFrom('outbox').select('id').where('register_id', '=', registerId).limit(1),
);

/** Why reminders are not set yet: what sets them is away, or much is before it in the line. */
export type RemindersWait = 'outage' | 'queue';

/**
 * Whether what was recorded of somebody waits to be passed on to their workflow: it is dated, and its reminders are not set yet; null: they are.
 * Waits a moment for what is on its way. Throws where the database is away.
 */
export async function remindersWait(database: Database, registerId: string): Promise<RemindersWait | null> {
  if ((await readOutage(database, 'pathways')) !== null) return 'outage';
  for (const end = Date.now() + TOLD_WITHIN_MS; (await firstOf(database, waitingFor(registerId))) !== null; await sleep(LOOK_EVERY_MS))
    if (Date.now() > end) return 'queue';
  return null;
}
