import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import {
  EVENTS_A_RUN,
  PATHWAY_QUEUE,
  PERSON_PATHWAY,
  pathwayWorkflowId,
  PATHWAY_TASK_TIMEOUT,
  type SignalName,
} from '../../../workflows/names';
import type { PathwayInput } from '../../../workflows/carried-state';
import { among, countOf, db, prepared } from '../../tables/query';

/** At most so many signals are on their way at once. */
const BATCH = 50;
/** A lease outlasts the call's own deadline, so that only a death lets another send the same signal too. */
const LEASE_SECONDS = 15;
const CALL_DEADLINE_MS = 5_000;
const FIRST_DELAY_SECONDS = 0.5;
const LONGEST_DELAY_SECONDS = 15;

export interface RelayDeps {
  readonly pool: Pool;
  readonly client: Client;
  /** Added to the workflows' clock: 0 in service, something else only in a rehearsal of other years. */
  readonly clockOffset?: number;
  /** A run ends and continues as new after so many events of history; absent: the workflow's own bound. */
  readonly eventLimit?: number;
  /** Told which run took a signal. */
  readonly told?: (workflowId: string, runId: string) => void;
}

interface OutboxRow {
  readonly id: string;
  readonly register_id: string;
  readonly pathway: number;
  readonly signal: SignalName;
  readonly payload: string;
  readonly attempts: number;
}

// Only the first row of each person is taken: the next one follows when that has gone, so that a person's signals stay in order.
const LEASE = `update outbox set lease_until = now() + make_interval(secs => ${LEASE_SECONDS}), attempts = attempts + 1
  where id in (
    select o.id from outbox o
    where o.next_at <= now() and (o.lease_until is null or o.lease_until < now())
      and not exists (select from outbox earlier where earlier.register_id = o.register_id and earlier.id < o.id)
    order by o.id limit ${BATCH} for update skip locked)
  returning id, register_id, pathway, signal, payload, attempts`;

const PUT_BACK = `update outbox set lease_until = null, last_error = $2,
  next_at = now() + make_interval(secs => least(${FIRST_DELAY_SECONDS} * 2 ^ least(attempts - 1, 10), ${LONGEST_DELAY_SECONDS}))
  where id = $1`;

/**
 * Sends what waits in the outbox to Temporal, until nothing more can go now. A row is deleted when Temporal has it; one that could not go
 * stays, with a delay that rises. Returns how many went and how many failed. Throws only where the database is away.
 */
export async function deliverOutbox(deps: RelayDeps): Promise<{ sent: number; failed: number }> {
  let sent = 0;
  let failed = 0;
  for (;;) {
    const { rows } = await deps.pool.query<OutboxRow>({ name: 'relay-lease', text: LEASE });
    if (rows.length === 0) return { sent, failed };
    const outcomes = await Promise.all(rows.map((row) => send(deps, row)));
    const gone = outcomes.flatMap(({ id, error }) => (error === null ? [id] : []));
    if (gone.length > 0) await countOf(deps.pool, dropping(gone));
    const back = outcomes.filter(({ error }) => error !== null);
    await Promise.all(back.map(({ id, error }) => deps.pool.query({ name: 'relay-back', text: PUT_BACK, values: [id, error] })));
    sent += gone.length;
    failed += back.length;
  }
}

const dropping = prepared('relay-gone', (ids: readonly string[]) => db.deleteFrom('outbox').where('id', '=', among(ids)));

async function send(deps: RelayDeps, row: OutboxRow): Promise<{ id: string; error: string | null }> {
  try {
    await tellPathway(deps, row.register_id, row.pathway, row.signal, JSON.parse(row.payload));
    return { id: row.id, error: null };
  } catch (error) {
    return { id: row.id, error: (error instanceof Error ? error.message : String(error)).slice(0, 500) };
  }
}

/** Signals that wait for Temporal. */
export interface Waiting {
  readonly signals: number;
  /** When the oldest was committed; null where none waits. */
  readonly since: Date | null;
  /** Why the oldest that was tried did not go; null: none was tried in vain. */
  readonly lastError: string | null;
}

/** What waits in the outbox. Throws where the database is away. */
export async function waitingSignals(pool: Pool): Promise<Waiting> {
  const { rows } = await pool.query<Waiting>(
    `select count(*)::int as signals, min(created_at) as since,
            (array_agg(last_error order by id) filter (where last_error is not null))[1] as "lastError" from outbox`,
  );
  return rows[0] ?? { signals: 0, since: null, lastError: null };
}

/** Signals a pathway's workflow, and starts it where it does not run: first start, reopening and rebuild are the same act. */
export async function tellPathway(
  { client, clockOffset, eventLimit, told }: Omit<RelayDeps, 'pool'>,
  registerId: string,
  pathway: number,
  signal: SignalName,
  payload: unknown,
): Promise<void> {
  const input: PathwayInput = {
    version: 1,
    registerId,
    pathway,
    sequence: 0,
    wakeUps: [],
    clockOffset: clockOffset ?? 0,
    eventLimit: eventLimit ?? EVENTS_A_RUN,
  };
  const workflowId = pathwayWorkflowId(registerId, pathway);
  const handle = await client.withDeadline(Date.now() + CALL_DEADLINE_MS, () =>
    client.workflow.signalWithStart(PERSON_PATHWAY, {
      workflowId,
      taskQueue: PATHWAY_QUEUE,
      workflowTaskTimeout: PATHWAY_TASK_TIMEOUT,
      args: [input],
      signal,
      signalArgs: [payload],
    }),
  );
  told?.(workflowId, handle.signaledRunId);
}
