import { db, prepared } from '../tables/query';
import { LAEP_TASK, LOOK_BACK, OUT_OF_PLACE } from '../tasks/tasks';

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

/** Ends the work that the past of somebody left: it was never lived, and nobody is to look back at it. */
export const finishBefore = prepared('practice-finish-tasks', (registerId: string, at: Date) =>
  db
    .updateTable('task')
    .set({ status: 'done', done_at: at })
    .where('register_id', '=', registerId)
    .where('status', '=', 'open')
    .where('kind', 'in', [LOOK_BACK, LAEP_TASK, OUT_OF_PLACE]),
);
