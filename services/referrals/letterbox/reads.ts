import type { Pool } from 'pg';
import { instantOf } from '../../pathway/rows';
import type { Referred } from './referrals';

export type ReferralStatus = 'received' | 'matched' | 'not-taken';

/** A referral as its sender sees it: nothing of who is known, until a person of the team has decided. */
export interface SenderView {
  readonly reference: string;
  readonly status: ReferralStatus;
  /** Only where the team lets the sender know. */
  readonly registerId?: string;
}

/** Reads what its sender may know of a referral; null where this sender sent none of this reference. */
export async function readOwnReferral(pool: Pool, sender: string, reference: string): Promise<SenderView | null> {
  const { rows } = await pool.query<{ status: ReferralStatus; register_id: string | null; told: boolean }>(
    'select status, register_id, told from held_referral where reference = $1 and sender = $2',
    [reference, sender],
  );
  const [row] = rows;
  if (!row) return null;
  return { reference, status: row.status, ...(row.told && row.register_id !== null ? { registerId: row.register_id } : {}) };
}

interface Row {
  readonly reference: string;
  readonly sender: string;
  readonly received_at: Date;
  readonly status: ReferralStatus;
  readonly referred: Referred | null;
  readonly candidates: readonly string[];
  readonly register_id: string | null;
  readonly reason: string | null;
  readonly decided_by: string | null;
  readonly decided_at: Date | null;
  readonly told: boolean;
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

const COLUMNS = 'reference, sender, received_at, status, referred, candidates, register_id, reason, decided_by, decided_at, told';

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

/** Reads one referral for the team; null where there is none of this reference. */
export async function readReferral(pool: Pool, reference: string): Promise<TeamView | null> {
  const { rows } = await pool.query<Row>(`select ${COLUMNS} from held_referral where reference = $1`, [reference]);
  return rows[0] ? view(rows[0]) : null;
}

/** Where a page of the list ended: the instant as the database writes it, and the reference. */
export type ReferralPlace = readonly [string, string];

/** Reads a page of the referrals of one status, the oldest first. `next`: where the next page begins. */
export async function listReferrals(
  pool: Pool,
  status: ReferralStatus,
  { after, limit }: { readonly after: ReferralPlace | null; readonly limit: number },
): Promise<{ rows: TeamView[]; next: ReferralPlace | null }> {
  const { rows } = await pool.query<Row & { place: string }>(
    `select ${COLUMNS}, received_at::text as place from held_referral
      where status = $1 and ($2::timestamptz is null or (received_at, reference) > ($2::timestamptz, $3::text))
      order by received_at, reference limit $4`,
    [status, after?.[0] ?? null, after?.[1] ?? null, limit + 1],
  );
  const shown = rows.slice(0, limit);
  const last = shown.at(-1);
  return { rows: shown.map(view), next: rows.length > limit && last ? [last.place, last.reference] : null };
}
