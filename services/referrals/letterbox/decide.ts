import type { PoolClient } from 'pg';
import type { EventAnswer } from '../../commit/types';
import { inTransaction, type Decided } from '../../record/transaction';
import { refer, type ReferralDeps } from '../referral';
import { asReferral, lookAtAll, type HeldRow, type Referred } from './referrals';

/** What a person of the team says of a referral. The reason is typed text: it stays in PostgreSQL. */
export interface Decision {
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

export type DecisionAnswer =
  | { readonly status: 'decided'; readonly registerId: string | null }
  | { readonly status: 'unknown-referral' }
  /** Otherwise, before; `registerId`: where it was taken. */
  | { readonly status: 'already-decided'; readonly registerId: string | null }
  /** The event was not accepted there, or nobody is. */
  | { readonly status: 'not-accepted'; readonly answer: EventAnswer };

interface Row extends Omit<HeldRow, 'referred'> {
  readonly referred: Referred | null;
  readonly status: string;
  readonly register_id: string | null;
}

/**
 * Does with a referral what a person of the team says: it becomes an event of somebody on file, or somebody new, or nothing. The same again
 * changes nothing but that the sender may be told the register id now. Throws where the database is away; the same call may then be made again.
 */
export async function decideReferral(deps: ReferralDeps, decision: Decision): Promise<DecisionAnswer> {
  // It may have come in a moment ago: the service looks first.
  await lookAtAll(deps);
  return inTransaction<DecisionAnswer>(deps, (client) => decide(deps, client, decision));
}

async function decide(deps: ReferralDeps, client: PoolClient, decision: Decision): Promise<Decided<DecisionAnswer>> {
  const { rows } = await client.query<Row>(
    'select reference, sender, referred, status, register_id from held_referral where reference = $1 for update',
    [decision.reference],
  );
  const [row] = rows;
  const unchanged = (answer: DecisionAnswer): Decided<DecisionAnswer> => ({ answer, write: null });
  if (!row) return unchanged({ status: 'unknown-referral' });
  const settled = row.status !== 'received' || row.register_id !== null;
  if (settled && !agrees(row, decision)) return unchanged({ status: 'already-decided', registerId: row.register_id });
  if (settled || decision.outcome === 'not-taken') return written(decision, row.register_id);
  if (row.referred === null) throw new Error(`the referral ${row.reference} has nobody in it`);
  const answer = await accept(deps, { ...row, referred: row.referred }, decision);
  return answer.status === 'applied' ? written(decision, answer.registerId) : unchanged({ status: 'not-accepted', answer });
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
  return {
    answer: { status: 'decided', registerId },
    write: {
      text: `with task_done as (
          update task set status = 'done', done_at = now() where key = 'referral-held/' || $1 and status = 'open')
        update held_referral set status = $2, register_id = $3, reason = coalesce(reason, $4), told = told or $5,
          decided_by = coalesce(decided_by, $6), decided_at = coalesce(decided_at, now()), referred = null where reference = $1`,
      values: [reference, status, registerId, reason, tell && registerId !== null, by],
    },
  };
}
