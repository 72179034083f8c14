import type { Pool } from 'pg';
import type { TaskRow } from '../commit/write';

/** Puts a piece of work before a person. The same key again changes nothing. */
export async function raiseTask(pool: Pool, task: TaskRow): Promise<void> {
  await pool.query({
    name: 'raise-task',
    text: 'insert into task (key, register_id, kind, audience, params) values ($1, $2, $3, $4, $5) on conflict (key) do nothing',
    values: [task.key, task.register_id, task.kind, task.audience, JSON.stringify(task.params)],
  });
}
