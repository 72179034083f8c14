import { type InferResult, sql } from 'kysely';
import type { Pool } from 'pg';
import { z } from 'zod';
import { instantOf } from '../../pathway/rows';
import { anything, at, count, dateField, flag, instant, orNull, registerId, text } from '../../shapes/fields';
import type { Shape } from '../../shapes/shape';
import { db, firstOf, prepared, rowsOf, unprepared } from '../../tables/query';
import type { AskedForm } from '../../../domain/forms/forms';
import type { Referred } from './referrals';

export const REFERRAL_STATUSES = ['received', 'matched', 'not-taken'] as const;
type ReferralStatus = (typeof REFERRAL_STATUSES)[number];

/** By what the sender and the team call a referral. */
export const referenceField = text('Made by the service; `GET /referrals/{reference}` says what came of it');
const status = z.enum(REFERRAL_STATUSES).meta({ description: 'What a person of the LDA team has decided' });

/** A referral as its sender sees it: nothing of who is known, until a person of the team has decided. */
export const ownReferralSchema = z.strictObject({
  reference: referenceField,
  status,
  registerId: registerId.optional().meta({ description: 'Only where the LDA team lets its sender know' }),
});
type SenderView = Shape<typeof ownReferralSchema>;

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
export const heldReferralSchema = z.strictObject({
  reference: referenceField,
  sender: text('The name of the token'),
  receivedAt: at('When it came in'),
  status,
  referred: orNull(
    z.strictObject({
      person: orNull(anything.meta({ description: 'The person' }), 'Who was named; null where a register id was'),
      registerId: orNull(registerId, 'The register id that was named in place of a person'),
      bornOn: orNull(dateField, 'The birth date beside it'),
      event: anything.meta({ description: 'The event' }),
    }),
    'As it was sent; null when it has been decided, and where it may be about a restricted record that the caller may not read',
  ),
  code: orNull(
    text('The code'),
    'Of somebody who asked for help on a public form: what they were told to say on the phone; null: it came from a caller',
  ),
  asked: orNull(
    z.strictObject({
      kind: text('Which form'),
      edition: count('Which edition of it'),
      answers: anything.meta({ description: 'What was answered' }),
    }),
    'The form on which somebody asked for help; null where it came from a caller, when it has been decided, and where it may be about a restricted record that the caller may not read',
  ),
  area: orNull(text('The area'), 'For which area somebody asked on a public form; null: for that of the service'),
  candidates: z.array(registerId).meta({ description: 'Those on file who may be the same person' }),
  registerId: orNull(registerId, 'Where it was taken: by the team, or by the service where nobody like them was on file'),
  reason: orNull(z.string(), 'Why, in the words of whoever decided'),
  decidedBy: orNull(z.string(), 'Who decided: the name of the token'),
  decidedAt: orNull(instant, 'When it was decided'),
  told: flag('Whether its sender is told the register id'),
});
export type TeamView = Shape<typeof heldReferralSchema>;

const referrals = db
  .selectFrom('held_referral')
  .select([
    'reference',
    'sender',
    'received_at',
    'status',
    'candidates',
    'register_id',
    'reason',
    'decided_by',
    'decided_at',
    'told',
    'code',
    'area',
  ])
  .select(({ ref }) => [ref('referred').$castTo<Referred | null>().as('referred'), ref('asked').$castTo<AskedForm | null>().as('asked')]);
type Row = InferResult<typeof referrals>[number];

const viewOf = (row: Row): TeamView => ({
  reference: row.reference,
  sender: row.sender,
  receivedAt: instantOf(row.received_at),
  status: row.status,
  referred: row.referred && { ...row.referred, person: row.referred.person && { ...row.referred.person } },
  code: row.code,
  area: row.area,
  asked: row.asked,
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
  return row && viewOf(row);
}

const byCode = prepared('referral-of-code', (code: string) => db.selectFrom('held_referral').select('reference').where('code', '=', code));

/** The reference of a request for help, by the code that its sender was told; null where there is none. */
export const referenceOfCode = async (pool: Pool, code: string): Promise<string | null> =>
  (await firstOf(pool, byCode(code)))?.reference ?? null;

/** Where a page of the list ended: the instant as the database writes it, and the reference. */
export type ReferralPlace = readonly [string, string];

interface ReferralsAsked {
  readonly after: ReferralPlace | null;
  readonly limit: number;
  /** Those of these areas alone, and, with `none`, those that name none; null: all. */
  readonly of?: { readonly areas: readonly string[]; readonly none: boolean } | null;
}

/** Reads a page of the referrals of one status, the oldest first. `next`: where the next page begins. */
export async function listReferrals(
  pool: Pool,
  wanted: ReferralStatus,
  { after, limit, of = null }: ReferralsAsked,
): Promise<{ rows: TeamView[]; next: ReferralPlace | null }> {
  let query = referrals.select(sql<string>`received_at::text`.as('place')).where('status', '=', wanted);
  if (of) query = query.where((eb) => eb.or([eb('area', 'in', ['', ...of.areas]), ...(of.none ? [eb('area', 'is', null)] : [])]));
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
  return { rows: shown.map(viewOf), next: rows.length > limit && last ? [last.place, last.reference] : null };
}
