import type { Pool, PoolClient } from 'pg';
import { formatInstant, type Instant } from '../../domain/calendar/dates';
import type { Seals } from '../../infra/seals';
import { digestOfResolution, insertRecordSql, nextRecord, readRecordHead, recordValues } from '../commit/person-record';
import { spellingsOf } from '../commit/spelling';
import { inTransaction, type Decided } from '../commit/transaction';

/** How a person sorted out a refused event. The reason is typed text: it stays in PostgreSQL. */
export interface Resolution {
  /** It needs no event; or it was sent again and accepted. */
  readonly outcome: 'dismissed' | 'sent-again';
  /** The accepted event, or batch, that stands in its place; null where dismissed. */
  readonly as: string | null;
  readonly reason: string;
  /** Who: the name of the token. */
  readonly by: string;
  /** ISO 8601 with London's offset. */
  readonly at: string;
}

export interface ResolveRequest extends Pick<Resolution, 'outcome' | 'as' | 'reason' | 'by'> {
  readonly id: string;
  readonly clock: Instant;
}

/** Whose event it is stands in every answer but that for an unknown one. */
export type ResolveAnswer =
  | { readonly status: 'unknown-event' }
  | { readonly status: 'resolved'; readonly registerId: string; readonly resolution: Resolution }
  | { readonly status: 'already-resolved'; readonly registerId: string; readonly resolution: Resolution }
  | { readonly status: 'not-refused' | 'successor-unfit'; readonly registerId: string }
  | { readonly status: 'part-of-batch'; readonly registerId: string; readonly batch: string };

interface RefusedRow {
  readonly id: string;
  readonly register_id: string;
  readonly status: string;
  readonly batch: string | null;
  readonly position: string;
  readonly resolved: Resolution | null;
}

export interface ResolveDeps {
  readonly pool: Pool;
  readonly seals: Seals;
}

/**
 * Writes down how a person sorted out a refused event, and ends what was asked of people about it. Done again in the same words it answers as
 * the first time; a batch is sorted out as a whole. Throws where the database is away or busy.
 */
export function resolveRefused({ pool, seals }: ResolveDeps, request: ResolveRequest): Promise<ResolveAnswer> {
  return inTransaction<ResolveAnswer>({ pool }, (client) => resolve(client, seals, request));
}

async function resolve(client: PoolClient, seals: Seals, request: ResolveRequest): Promise<Decided<ResolveAnswer>> {
  const { rows } = await client.query<RefusedRow>(
    'select id, register_id, status, batch, position, resolved from event where id = any($1) for update',
    [spellingsOf(request.id)],
  );
  const [row] = rows;
  const unchanged = (answer: ResolveAnswer): Decided<ResolveAnswer> => ({ answer, write: null });
  if (!row) return unchanged({ status: 'unknown-event' });
  const registerId = row.register_id;
  if (row.status !== 'refused') return unchanged({ status: 'not-refused', registerId });
  if (row.batch !== null) return unchanged({ status: 'part-of-batch', registerId, batch: row.batch });
  if (row.resolved) {
    const same = (['outcome', 'as', 'reason'] as const).every((field) => row.resolved?.[field] === request[field]);
    return unchanged({ status: same ? 'resolved' : 'already-resolved', registerId, resolution: row.resolved });
  }
  if (request.as !== null && !(await isSuccessor(client, row, request.as))) return unchanged({ status: 'successor-unfit', registerId });
  const { outcome, as, reason, by } = request;
  const resolution: Resolution = { outcome, as, reason, by, at: formatInstant(request.clock) };
  // Nobody else adds to the person's record meanwhile.
  await client.query('select from person where register_id = $1 for update', [registerId]);
  const record = nextRecord(seals, await readRecordHead(client, registerId), {
    ...{ registerId, kind: 'resolution', subject: row.id, at: request.clock, source: by },
    digest: digestOfResolution(seals, row.id, resolution),
  });
  const write = {
    text: `with written as (update event set resolved = $4 where id = $1), recorded as (${insertRecordSql(5)})
      update task set status = 'done', done_at = $3
       where status = 'open' and (key = 'refused/' || $1 or (kind = 'alert-held' and register_id = $2 and params ->> 'event' = $1))`,
    values: [row.id, registerId, new Date(request.clock), JSON.stringify(resolution), ...recordValues(record)],
  };
  return { answer: { status: 'resolved', registerId, resolution }, write };
}

/** Accepted, about the same person, and heard later. */
async function isSuccessor(client: PoolClient, { register_id, position }: RefusedRow, id: string): Promise<boolean> {
  const { rowCount } = await client.query(
    `select from event where id = any($1) and register_id = $2 and status = 'applied' and position > $3`,
    [spellingsOf(id), register_id, position],
  );
  return rowCount === 1;
}
