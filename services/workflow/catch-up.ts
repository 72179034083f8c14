import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { commit, type CommitDeps } from '../commit/commit';

/**
 * Takes every wake-up whose instant has passed, without its workflow: after a restore, so that all notices that come of the lost time are
 * there to be seen, and held, before a sender runs. Throws where the database is away; the same call may then be made again.
 */
export async function catchUp(pool: Pool, deps: CommitDeps, now: Instant): Promise<void> {
  const { rows } = await pool.query<{ register_id: string }>('select distinct register_id from wake_up where at <= $1 order by 1', [
    new Date(now),
  ]);
  for (const { register_id } of rows) await commit(deps, { kind: 'wake', registerId: register_id, clock: now });
}
