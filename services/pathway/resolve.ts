import type { Pool, PoolClient } from 'pg';
import { z } from 'zod';
import { formatInstant, type Instant } from '../../domain/calendar/dates';
import { allEnded } from '../../infra/all-ended';
import type { DecideDeps } from '../commit/decide';
import { withStoredAnswers } from '../record/stored-answers';
import { readPerson, readStored } from '../record/read';
import { isWaiting, tryHeld } from '../commit/waiting/wait';
import { digestOfResolution, insertRecord, nextRecord, readRecordHead, storedRecord, type StoredRecord } from '../record/person-record';
import { spellingsOf } from '../../domain/uuids';
import { inTransaction, type Decided } from '../record/transaction';
import { at, orNull, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
import { among, countOf, db, firstOf, prepared, type RowOf } from '../tables/query';

/** How a person sorted out a refused event, or one that waited. The reason is typed text: it stays in PostgreSQL. */
export const resolutionSchema = z.strictObject({
  /** It needs no event; or it was sent again and accepted. */
  outcome: z.enum(['dismissed', 'sent-again']).meta({ description: 'What came of it' }),
  /** Null where dismissed. */
  as: orNull(z.string(), 'The accepted event, or batch, that stands in its place'),
  reason: text('Why, in words'),
  by: text('Who: the name of the token'),
  at: at('When'),
});
export type Resolution = Shape<typeof resolutionSchema>;

export interface ResolveRequest extends Pick<Resolution, 'outcome' | 'as' | 'reason' | 'by'> {
  readonly id: string;
  readonly clock: Instant;
}

/** Whose event it is stands in every answer but that for an unknown one. */
export type ResolveAnswer =
  | { readonly status: 'unknown-event' }
  | { readonly status: 'resolved'; readonly registerId: string; readonly resolution: Resolution }
  | { readonly status: 'already-resolved'; readonly registerId: string; readonly resolution: Resolution }
  | { readonly status: 'not-refused' | 'successor-unfit' | 'fits-now'; readonly registerId: string }
  | { readonly status: 'part-of-batch'; readonly registerId: string; readonly batch: string };

const refusedForUpdate = prepared('refused-for-update', (ids: readonly string[]) =>
  db
    .selectFrom('event')
    .select(['id', 'register_id', 'status', 'batch', 'position', 'received_at'])
    // Written by this service, in this form.
    .select(({ ref }) => ref('resolved').$castTo<Resolution | null>().as('resolved'))
    .where('id', '=', among(ids))
    .forUpdate(),
);
type RefusedRow = RowOf<typeof refusedForUpdate>;

/** Nobody else adds to the person's record until the transaction has ended. */
export const holdingPerson = prepared('hold-person', (registerId: string) =>
  db.selectFrom('person').select('register_id').where('register_id', '=', registerId).forUpdate(),
);

interface ToResolve {
  readonly event: string;
  readonly registerId: string;
  /** The key of the task that asks for it. */
  readonly task: string;
  readonly resolution: string;
  readonly at: Date;
}

const resolving = prepared('resolve-refused', ({ event, registerId, task, resolution, at }: ToResolve, record: StoredRecord) =>
  db
    .with('written', (also) => also.updateTable('event').set({ resolved: resolution }).where('id', '=', event))
    .with('recorded', (also) => insertRecord(also, record))
    .updateTable('task')
    .set({ status: 'done', done_at: at })
    .where('status', '=', 'open')
    .where((eb) =>
      eb.or([
        eb('key', '=', task),
        eb.and([eb('kind', '=', 'alert-held'), eb('register_id', '=', registerId), eb(eb.ref('params', '->>').key('event'), '=', event)]),
      ]),
    ),
);

/** Accepted, about the same person, and heard later; of one that waited, later than it was heard. */
const successors = prepared('successor-of-refused', (ids: readonly string[], { register_id, position, received_at }: RefusedRow) =>
  db
    .selectFrom('event')
    .select('id')
    .where('id', '=', among(ids))
    .where('register_id', '=', register_id)
    .where('status', '=', 'applied')
    .where(({ eb }) => eb.or([eb('position', '>', position), eb('at', '>=', received_at)])),
);

export interface ResolveDeps extends DecideDeps {
  readonly pool: Pool;
  /** Told after it was written: a pathway may have a wake-up less. */
  readonly committed?: () => void;
}

/**
 * Writes down how a person sorted out a refused event, and ends what was asked of people about it. One that still waits is refused by that, and
 * nobody is alarmed. Done again in the same words it answers as the first time; a batch is sorted out as a whole. Throws where the database is
 * away or busy.
 */
export function resolveRefused(deps: ResolveDeps, request: ResolveRequest): Promise<ResolveAnswer> {
  return inTransaction<ResolveAnswer>(deps, async (client) => {
    const waiting = await isWaiting(client, request.id);
    if (!waiting) return resolve(client, deps.seals, request);
    if (waiting.batch !== null)
      return { answer: { status: 'part-of-batch', registerId: waiting.registerId, batch: waiting.batch }, write: null };
    return resolveWaiting(deps, client, waiting, request);
  });
}

/** Ends the waiting of an event, in the same transaction in which the refusal that comes of it is sorted out. */
async function resolveWaiting(
  deps: ResolveDeps,
  client: PoolClient,
  { id, registerId }: { readonly id: string; readonly registerId: string },
  request: ResolveRequest,
): Promise<Decided<ResolveAnswer>> {
  const read = await readStored(client, { registerId }, readPerson(client, registerId, true));
  const stored = read && (await withStoredAnswers(client, deps.core, read));
  const held = stored?.held.find((one) => one.id === id);
  // Decided while we waited for the person's row: the log has it.
  if (!stored || !held) return resolve(client, deps.seals, request);
  const at = Math.max(request.clock, held.at) as Instant;
  const { answer, write, also = [] } = await tryHeld(deps, client, stored, held, at, { seenTo: true });
  if (answer.status === 'applied' || !write) return { answer: { status: 'fits-now', registerId }, write: null };
  await allEnded([write, ...also].map((statement) => client.query(statement)));
  const resolved = await resolve(client, deps.seals, request);
  if (resolved.answer.status === 'resolved') return resolved;
  // Nothing is half done: what was refused for this goes on waiting.
  return { answer: resolved.answer, write: null };
}

async function resolve(client: PoolClient, seals: ResolveDeps['seals'], request: ResolveRequest): Promise<Decided<ResolveAnswer>> {
  const row = await firstOf(client, refusedForUpdate(spellingsOf(request.id)));
  const unchanged = (answer: ResolveAnswer): Decided<ResolveAnswer> => ({ answer, write: null });
  if (!row) return unchanged({ status: 'unknown-event' });
  const registerId = row.register_id;
  if (row.status !== 'refused') return unchanged({ status: 'not-refused', registerId });
  if (row.batch !== null) return unchanged({ status: 'part-of-batch', registerId, batch: row.batch });
  if (row.resolved) {
    const same = (['outcome', 'as', 'reason'] as const).every((field) => row.resolved?.[field] === request[field]);
    return unchanged({ status: same ? 'resolved' : 'already-resolved', registerId, resolution: row.resolved });
  }
  if (request.as !== null && (await countOf(client, successors(spellingsOf(request.as), row))) !== 1)
    return unchanged({ status: 'successor-unfit', registerId });
  const { outcome, as, reason, by } = request;
  const resolution: Resolution = { outcome, as, reason, by, at: formatInstant(request.clock) };
  // Nobody else adds to the person's record meanwhile.
  await countOf(client, holdingPerson(registerId));
  const record = nextRecord(seals, await readRecordHead(client, registerId), {
    ...{ registerId, kind: 'resolution', subject: row.id, at: request.clock, source: by },
    digest: digestOfResolution(seals, row.id, resolution),
  });
  const at = new Date(request.clock);
  const resolved = { event: row.id, registerId, task: `refused/${row.id}`, resolution: JSON.stringify(resolution), at };
  return { answer: { status: 'resolved', registerId, resolution }, write: resolving(resolved, storedRecord(record)) };
}
