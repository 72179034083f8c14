import type { PoolClient, QueryConfig } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { allEnded } from '../../../infra/all-ended';
import type { EventAnswer } from '../types';
import { decideAfresh, type Asked, type Decidable, type DecideDeps } from '../decide';
import { refusesDuplicate } from '../duplicates';
import { heldNoLonger } from './held';
import { withStoredAnswers } from '../../record/stored-answers';
import { readPerson, readStored, type HeldEvent, type Stored } from '../../record/read';
import { spellingsOf } from '../../../domain/uuids';
import type { Decided } from '../../record/transaction';
import { among, countOf, db, firstOf, prepared } from '../../tables/query';

/** What waits, tried again: what became of it, and what is to be written. */
type Tried = Decided<EventAnswer | { readonly status: 'used-otherwise' }>;

/**
 * Tries again, in the order received, what waits of a person, until nothing more fits: in the transaction of a commit that has just written what
 * may have been missing (contract section 7). `at`: the instant of that commit. Throws what the database throws.
 */
export async function tryHeldAgain(deps: DecideDeps, client: PoolClient, registerId: string, at: Instant): Promise<void> {
  for (;;) {
    const read = await readStored(client, { registerId }, readPerson(client, registerId, false));
    const stored = read && (await withStoredAnswers(client, deps.core, read));
    const fits = stored && (await firstThatFits(deps, client, stored, at));
    if (!fits) return;
    await allEnded(fits.map((statement) => client.query(statement)));
  }
}

async function firstThatFits(
  deps: DecideDeps,
  client: PoolClient,
  stored: Stored,
  at: Instant,
): Promise<QueryConfig<unknown[]>[] | undefined> {
  for (const held of stored.held) {
    const { answer, write, also = [] } = await tryHeld(deps, client, stored, held, at);
    if (answer.status === 'applied' && write) return [write, ...also];
  }
  return undefined;
}

/** What of a person has waited long enough by an instant, the first received of it; undefined: nothing. */
export const firstOver = ({ held }: Stored, clock: Instant): HeldEvent | undefined => held.find(({ until }) => until <= clock);

/**
 * Decides an event that has waited long enough, at the instant at which it had: as a rule it is refused, and a person hears of it, because its
 * sender waits for no answer any more.
 */
export async function decideOver(deps: DecideDeps, client: PoolClient, stored: Stored, held: HeldEvent): Promise<Tried> {
  const tried = await tryHeld(deps, client, stored, held, held.until);
  if (tried.answer.status !== 'applied') return tried;
  const { registerId, at } = tried.answer;
  return { ...tried, follow: (again) => tryHeldAgain(deps, again, registerId, at) };
}

/** Decides at `at` an event that waits; it goes on waiting where it does not fit and its time is not over. `seenTo`: a person has taken it in hand. */
export async function tryHeld(
  deps: DecideDeps,
  client: PoolClient,
  stored: Stored,
  held: HeldEvent,
  at: Instant,
  { seenTo = false } = {},
): Promise<Tried> {
  const registerId = stored.person.register_id;
  if (await isUsedOtherwise(client, held)) return usedOtherwise(registerId, held, at);
  const { facts } = held;
  const request: Decidable = {
    ...{ kind: 'event', registerId, id: held.id, events: facts, batch: held.batch, source: held.source },
    ...{ clock: at, received: held.at, waited: seenTo ? { ...held, until: at } : held },
    ...(seenTo ? { seenTo: true } : { unanswered: true }),
  };
  const refusal = deps.alone ? null : await refusesDuplicate(client, registerId, facts, { batch: held.batch, lock: true });
  const asked: Asked = { split: facts.map((fact, index) => ({ fact, texts: held.texts[index] ?? {} })), refusal };
  return decideAfresh(deps, request, stored, asked);
}

/** Two callers may take one id for two people at the same moment: the log has it for the one, and the other can never be decided under it. */
async function isUsedOtherwise(client: PoolClient, { id, batch, facts }: HeldEvent): Promise<boolean> {
  const ids = batch ? [id, ...facts.map((_, index) => `${id}/${index + 1}`)] : [id];
  return (await countOf(client, knownAmong(ids))) === 1;
}

const knownAmong = prepared('held-known', (ids: readonly string[]) =>
  db.selectFrom('event').select('id').where('id', '=', among(ids)).limit(1),
);

function usedOtherwise(registerId: string, { id, until }: HeldEvent, at: Instant): Tried {
  const answer = { status: 'used-otherwise' } as const;
  if (at < until) return { answer, write: null };
  const task = usedIdTask(`signal-with-used-id/${registerId}/${id}`, registerId, JSON.stringify({ event: id }));
  return { answer, write: heldNoLonger(id), also: [task] };
}

const usedIdTask = prepared('held-with-used-id', (key: string, registerId: string, params: string) =>
  db
    .insertInto('task')
    .values({ key, register_id: registerId, kind: 'signal-with-used-id', audience: 'team', params })
    .onConflict((conflict) => conflict.column('key').doNothing()),
);

const waitingAs = prepared('is-waiting', (ids: readonly string[], inBatch: boolean) =>
  db
    .selectFrom('held_event')
    .select(['id', 'register_id'])
    .where('id', '=', among(ids))
    .where(({ eb, val }) => eb.or([eb('batch', '=', eb.lit(true)), eb.not(val(inBatch))])),
);

/** Whose event of this id waits; `batch`: as a part of which. Null: none of this id waits. Throws what the database throws. */
export async function isWaiting(
  client: PoolClient,
  asked: string,
): Promise<{ readonly id: string; readonly registerId: string; readonly batch: string | null } | null> {
  const [whole = asked] = asked.split('/');
  const row = await firstOf(client, waitingAs(spellingsOf(whole), whole !== asked));
  return row ? { id: row.id, registerId: row.register_id, batch: whole === asked ? null : row.id } : null;
}
