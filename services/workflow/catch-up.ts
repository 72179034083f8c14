import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import { commit, type CommitDeps } from '../commit/commit';
import { db, prepared, rowsOf } from '../tables/query';

const waitingUntil = prepared('people-waiting-until', (at: Date) =>
  db.selectFrom('wake_up').select('register_id').distinct().where('at', '<=', at).orderBy('register_id'),
);

/**
 * Takes every wake-up whose instant has passed, without its workflow: after a restore, so that all notices that come of the lost time are
 * there to be seen, and held, before a sender runs. Throws where the database is away; the same call may then be made again.
 */
export async function catchUp(pool: Pool, deps: CommitDeps, now: Instant): Promise<void> {
  const rows = await rowsOf(pool, waitingUntil(new Date(now)));
  for (const { register_id } of rows) await commit(deps, { kind: 'wake', registerId: register_id, clock: now });
}
