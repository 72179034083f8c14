import { db, prepared } from '../tables/query';

/**
 * Drops what was to be sent of somebody before an instant: their past was never lived, and nobody is to be told of it. What is of that instant or
 * later goes its way.
 */
export const dropBefore = prepared('practice-drop-notices', (registerId: string, before: Date) =>
  db
    .updateTable('notice')
    .set({ status: 'dropped', reason: 'day-passed' })
    .where('register_id', '=', registerId)
    .where('status', 'in', ['queued', 'held'])
    .where('planned_at', '<', before),
);
