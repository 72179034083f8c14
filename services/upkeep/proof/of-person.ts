import type { Pool } from 'pg';
import type { Seals } from '../../../infra/seals';
import { db, firstOf, prepared } from '../../tables/query';
import type { DifferenceCode } from './difference';
import { lastProof } from './last-proof';
import { checkChain } from './log/check-chain';

/** What says that somebody's record is not as it was written: not what follows from another release or from timers. */
const ALTERED: ReadonlySet<DifferenceCode> = new Set([
  'chain-broken',
  'chain-cut',
  'chain-rewritten',
  'words-without-key',
  'record-broken',
  'record-cut',
  'record-missing',
  'identity-altered',
  'contact-altered',
  'form-altered',
  'document-altered',
  'resolution-altered',
  'held-altered',
  'owner-altered',
  'confirmation-altered',
  'restriction-altered',
]);

/** What the last check of everything found of one person; `at`: when that was; null: there was none yet. */
export interface FoundOfPerson {
  readonly altered: boolean;
  readonly at: string | null;
}

/** Whether the last check found somebody's record altered. Throws where the database is away. */
export async function foundOf(pool: Pool, registerId: string): Promise<FoundOfPerson> {
  const { differences, provedAt } = await lastProof(pool);
  return { altered: differences.some((one) => one.registerId === registerId && ALTERED.has(one.code) && !one.mended), at: provedAt };
}

const linksOf = prepared('proof-links-of', (registerId: string) =>
  db
    .selectFrom('event')
    .select(({ fn }) => fn.countAll<string>().as('count'))
    .where('register_id', '=', registerId),
);

/**
 * Follows the chain of somebody's entries now. Out: how many entries there are, and whether all agree; `no-key`: they are sealed under a key
 * that this service does not have, and nothing can be said. Throws where the database is away.
 */
export async function checkEntries(
  { pool, seals }: { readonly pool: Pool; readonly seals: Seals },
  registerId: string,
): Promise<{ readonly entries: number; readonly agree: 'yes' | 'no' | 'no-key' }> {
  const [read, differences] = await Promise.all([firstOf(pool, linksOf(registerId)), checkChain({ pool, seals }, registerId)]);
  return {
    entries: Number(read?.count ?? 0),
    agree: differences.length === 0 ? 'yes' : differences.every(({ params }) => params['part'] === 'key') ? 'no-key' : 'no',
  };
}
