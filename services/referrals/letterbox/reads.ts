import { type InferResult, sql } from 'kysely';
import type { Pool } from 'pg';
import { instantOf } from '../../pathway/rows';
import { db, firstOf, prepared, rowsOf, unprepared } from '../../tables/query';
import type { Referred } from './referrals';

export type ReferralStatus = 'received' | 'matched' | 'not-taken';

/** A referral as its sender sees it: nothing of who is known, until a person of the team has decided. */
export interface SenderView {
  readonly reference: string;
  readonly status: ReferralStatus;
  /** Only where the team lets the sender know. */
  readonly registerId?: string;
}

const ownReferral = prepared('own-referral', (sender: string, reference: string) =>
  db.selectFrom('held_referral').select(['status', 'register_id', 'told']).where('reference', '=', reference).where('sender', '=', sender),
);

/** Reads what its sender may know of a referral; null where this sender sent none of this reference. */
export async function readOwnReferral(pool: Pool, sender: string, reference: string): Promise<SenderView | null> {
  const row = await firstOf(pool, ownReferral(sender, reference));
  if (!row) return null;
  return { reference, status: row.status, ...(row.told && row.register_id !== null ? { registerId: row.register_id } : {}) };
}

/** A referral as the team sees it. */
export interface TeamView {
  readonly reference: string;
  readonly sender: string;
  readonly receivedAt: string;
  readonly status: ReferralStatus;
  /** Null when it has been decided. */
  readonly referred: Referred | null;
  readonly candidates: readonly string[];
  readonly registerId: string | null;
  readonly reason: string | null;
  readonly decidedBy: string | null;
  readonly decidedAt: string | null;
  readonly told: boolean;
}

const referrals = db
  .selectFrom('held_referral')
  .select(['reference', 'sender', 'received_at', 'status', 'candidates', 'register_id', 'reason', 'decided_by', 'decided_at', 'told'])
  .select(({ ref }) => ref('referred').$castTo<Referred | null>().as('referred'));
type Row = InferResult<typeof referrals>[number];

const view = (row: Row): TeamView => ({
  reference: row.reference,
  sender: row.sender,
  receivedAt: instantOf(row.received_at),
  status: row.status,
  referred: row.referred,
  candidates: row.candidates,
  registerId: row.register_id,
  reason: row.reason,
  decidedBy: row.decided_by,
  decidedAt: row.decided_at && instantOf(row.decided_at),
  told: row.told,
});

const referralOf = prepared('referral', (reference: string) => referrals.where('reference', '=', reference));

/** Reads one referral for the team; null where there is none of this reference. */
export async function readReferral(pool: Pool, reference: string): Promise<TeamView | null> {
  const row = await firstOf(pool, referralOf(reference));
  return row && view(row);
}

/** Where a page of the list ended: the instant as the database writes it, and the reference. */
export type ReferralPlace = readonly [string, string];

/** Reads a page of the referrals of one status, the oldest first. `next`: where the next page begins. */
export async function listReferrals(
  pool: Pool,
  status: ReferralStatus,
  { after, limit }: { readonly after: ReferralPlace | null; readonly limit: number },
): Promise<{ rows: TeamView[]; next: ReferralPlace | null }> {
  let query = referrals.select(sql<string>`received_at::text`.as('place')).where('status', '=', status);
  if (after) {
    const [receivedAt, reference] = after;
    query = query.where(({ eb, refTuple, tuple }) =>
      eb(refTuple('received_at', 'reference'), '>', tuple(sql<Date>`${receivedAt}::timestamptz`, reference)),
    );
  }
  const rows = await rowsOf(
    pool,
    unprepared(
      query
        .orderBy('received_at')
        .orderBy('reference')
        .limit(limit + 1),
    ),
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(view), next: rows.length > limit && last ? [last.place, last.reference] : null };
}
