import { sql } from 'kysely';
import type { PoolClient } from 'pg';
import type { Instant } from '../../../domain/calendar/dates';
import { type AskedForm, askedFormSchema } from '../../../domain/forms/forms';
import type { Seals } from '../../../infra/seals';
import type { EventAnswer } from '../../commit/types';
import { toWriteForm } from '../../forms/written-forms';
import { ASKED } from '../../notices/askers/source';
import { inTransaction, type Decided } from '../../record/transaction';
import { area } from '../../rules/areas';
import { db, firstOf, prepared, type RowOf } from '../../tables/query';
import { type AboutAsked, type AskedRow, type Needed, takeAsked } from '../asking/take';
import { refer, type ReferralDeps } from '../referral';
import { asReferral, eventIdOf, lookAtAll, type HeldRow, type Referred } from './referrals';

/** What a person of the team says of a referral. The reason is typed text: it stays in PostgreSQL. */
export interface Decision extends AboutAsked {
  readonly reference: string;
  readonly outcome: 'matched' | 'new' | 'not-taken';
  /** Whom it is about, where matched. */
  readonly registerId: string | null;
  readonly reason: string | null;
  /** Whether the sender is told the register id. */
  readonly tell: boolean;
  /** Who: the name of the token. */
  readonly by: string;
}

export interface DecideDeps extends ReferralDeps {
  readonly seals: Seals;
}

export type DecisionAnswer =
  | { readonly status: 'decided'; readonly registerId: string | null }
  | { readonly status: 'unknown-referral' }
  /** Otherwise, before; `registerId`: where it was taken. */
  | { readonly status: 'already-decided'; readonly registerId: string | null }
  /** Of a request for help something more is to be said first. */
  | Needed
  /** The event was not accepted there, or nobody is. */
  | { readonly status: 'not-accepted'; readonly answer: EventAnswer };

const referralForUpdate = prepared('referral-for-update', (reference: string) =>
  db
    .selectFrom('held_referral')
    .select(['reference', 'sender', 'status', 'register_id', 'code', 'received_at', 'area'])
    .select(({ ref }) => [ref('referred').$castTo<Referred | null>().as('referred'), ref('asked').$castTo<AskedForm | null>().as('asked')])
    .where('reference', '=', reference)
    .forUpdate(),
);
type Row = RowOf<typeof referralForUpdate>;

interface Settled extends Pick<Decision, 'reference' | 'reason' | 'by'> {
  readonly status: 'matched' | 'not-taken';
  readonly registerId: string | null;
  readonly told: boolean;
  /** The key of the task that asked for it. */
  readonly task: string;
}

/** What was said first stands, but for what the sender is told. */
const settling = prepared('settle-referral', ({ reference, status, registerId, reason, told, by, task }: Settled) =>
  db
    .with('task_done', (also) =>
      also
        .updateTable('task')
        .set({ status: 'done', done_at: sql`now()` })
        .where('key', '=', task)
        .where('status', '=', 'open'),
    )
    .updateTable('held_referral')
    .set((eb) => ({
      status,
      register_id: registerId,
      reason: eb.fn.coalesce('reason', eb.val(reason)),
      told: eb.or([eb.ref('told'), eb.val(told)]).$castTo<boolean>(),
      decided_by: eb.fn.coalesce('decided_by', eb.val(by)),
      decided_at: eb.fn.coalesce('decided_at', sql<Date>`now()`),
      referred: null,
      asked: null,
    }))
    .where('reference', '=', reference),
);

/**
 * Does with a referral what a person of the team says: it becomes an event of somebody on file, or somebody new, or nothing. The same again
 * changes nothing but that the sender may be told the register id now. Throws where the database is away; the same call may then be made again.
 */
export async function decideReferral(deps: DecideDeps, decision: Decision): Promise<DecisionAnswer> {
  // It may have come in a moment ago: the service looks first.
  await lookAtAll(deps);
  return inTransaction<DecisionAnswer>(deps, (client) => decide(deps, client, decision));
}

async function decide(deps: DecideDeps, client: PoolClient, decision: Decision): Promise<Decided<DecisionAnswer>> {
  const row = await firstOf(client, referralForUpdate(decision.reference));
  const unchanged = (answer: DecisionAnswer): Decided<DecisionAnswer> => ({ answer, write: null });
  if (!row) return unchanged({ status: 'unknown-referral' });
  const settled = row.status !== 'received' || row.register_id !== null;
  if (settled && !agrees(row, decision)) return unchanged({ status: 'already-decided', registerId: row.register_id });
  if (settled || decision.outcome === 'not-taken') return written(decision, row.register_id);
  const asked = askedIn(row);
  if (asked) return decideAsked(inArea(deps, row.area), client, asked, decision);
  if (row.referred === null) throw new Error(`the referral ${row.reference} has nobody in it`);
  const answer = await accept(deps, { ...row, referred: row.referred }, decision);
  return answer.status === 'applied' ? written(decision, answer.registerId) : unchanged({ status: 'not-accepted', answer });
}

/** Somebody new belongs to the area for which they asked. */
const inArea = (deps: DecideDeps, id: string | null): DecideDeps =>
  id === null ? deps : { ...deps, area: { name: id, ruleSet: area(id).ruleSet } };

/** What somebody asked on a public form; null: a system referred somebody. */
function askedIn({ reference, code, received_at: receivedAt, asked }: Row): AskedRow | null {
  if (asked === null || code === null) return null;
  return { reference, code, form: askedFormSchema.parse(asked), receivedAt: receivedAt.getTime() as Instant };
}

/** What was answered on the form goes into the record of whom it is about, with the event that it became. */
async function decideAsked(deps: DecideDeps, client: PoolClient, asked: AskedRow, decision: Decision): Promise<Decided<DecisionAnswer>> {
  const where = decision.outcome === 'matched' && decision.registerId !== null ? decision.registerId : 'new';
  const id = eventIdOf(asked.reference, where);
  const answer = await takeAsked(deps, asked, where, id, decision);
  if (answer.status === 'needed') return { answer, write: null };
  if (answer.status !== 'applied') return { answer: { status: 'not-accepted', answer }, write: null };
  const { registerId } = answer;
  const { reference, code, form, receivedAt } = asked;
  const settled = written(decision, registerId);
  const source = `${ASKED}${code}`;
  const also = await toWriteForm(client, deps.seals, { registerId, id: reference, form, at: receivedAt, source, eventId: id });
  return { ...settled, also };
}

/** Whether a decision says what has been decided, or what the service did already for want of anybody like them. */
function agrees({ status, register_id }: Row, { outcome, registerId }: Decision): boolean {
  if (outcome === 'not-taken') return status === 'not-taken';
  if (status === 'not-taken') return false;
  return outcome === 'new' || registerId === register_id;
}

function accept(deps: ReferralDeps, row: HeldRow, { outcome, registerId }: Decision): Promise<EventAnswer> {
  if (outcome === 'matched' && registerId !== null) {
    const { event, ...about } = asReferral(row, registerId);
    return deps.commit({ kind: 'event', registerId, events: [event], batch: false, clock: deps.clock(), ...about });
  }
  const { person } = row.referred;
  // One that names a register id in place of a person has nobody new in it.
  return person === null ? Promise.resolve({ status: 'unknown-person' }) : refer(deps, { ...asReferral(row, 'new'), who: person });
}

/** What was sent is not kept beside the record that it became, nor where it became none. */
function written({ reference, outcome, reason, tell, by }: Decision, registerId: string | null): Decided<DecisionAnswer> {
  const status = outcome === 'not-taken' ? 'not-taken' : 'matched';
  const told = tell && registerId !== null;
  return {
    answer: { status: 'decided', registerId },
    write: settling({ reference, status, registerId, reason, told, by, task: `referral-held/${reference}` }),
  };
}
