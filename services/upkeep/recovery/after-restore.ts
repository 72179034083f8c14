import type { Instant } from '../../../domain/calendar/dates';
import type { CommitDeps } from '../../commit/commit';
import { holdWaiting } from '../../notices/by-hand/hold-waiting';
import { catchUp } from '../../workflow/catch-up';
import type { HeadStore } from '../proof/heads/head';
import { acceptHead, type KeepDeps } from '../proof/heads/keep-head';
import { closeAlarmsOfRestore } from './recovered-tasks';

/**
 * Takes the steps of the time that a restore lost, and counts the notices that wait to go, or holds them: all of them are there before any is
 * counted or held. To be called before a sender runs.
 */
export async function noticesOfLostTime(
  deps: CommitDeps,
  { now, hold }: { readonly now: Instant; readonly hold: boolean },
): Promise<{ waiting: number; held: number }> {
  await catchUp(deps.pool, deps, now);
  return holdWaiting(deps.pool, deps.core.holidays, { now, stop: hold });
}

/**
 * Somebody has seen to all that a restored log lacks: its alarms are closed, and the signed heads go on from the log as it is.
 * Out: whether heads are kept at all.
 */
export async function closeRestore(deps: Omit<KeepDeps, 'store'> & { readonly store: HeadStore | undefined }): Promise<boolean> {
  const { store } = deps;
  await closeAlarmsOfRestore(deps.pool);
  if (store) await acceptHead({ ...deps, store }, 'restored');
  return store !== undefined;
}
