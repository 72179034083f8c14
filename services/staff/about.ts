import type { PoolClient } from 'pg';
import type { Instant } from '../../domain/calendar/dates';

/** Who says something about staff, why, and when. */
export interface About {
  /** The name of a token. */
  readonly by: string;
  /** In words; they stay in the database. */
  readonly why: string;
  readonly at: Instant;
}

/** Lets nobody else change any member of staff until this transaction ends: they are few, and what one may do rests on what another is. */
export async function lockStaff(client: Pick<PoolClient, 'query'>): Promise<void> {
  await client.query({ name: 'lock-staff', text: `select pg_advisory_xact_lock(hashtextextended('staff', 0))` });
}
