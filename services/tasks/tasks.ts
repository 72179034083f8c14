import type { Pool, QueryConfig } from 'pg';

/** A piece of work for a person that no rule's date brings. */
export interface TaskRow {
  readonly key: string;
  readonly register_id: string | null;
  readonly kind: string;
  readonly audience: string;
  readonly params: Readonly<Record<string, string | number | boolean | null>>;
}

/** Puts a piece of work before a person. The same key again changes nothing; with `again`, one that was done is open again. */
export async function raiseTask(pool: Pool, task: TaskRow, { again = false } = {}): Promise<void> {
  await pool.query(taskStatement(task, again));
}

/** The statement that does so, for a transaction. */
export function taskStatement(task: TaskRow, again: boolean): QueryConfig<unknown[]> {
  return {
    name: 'raise-task',
    text: `insert into task (key, register_id, kind, audience, params) values ($1, $2, $3, $4, $5)
      on conflict (key) do update set status = 'open', done_at = null, params = excluded.params, created_at = now()
      where $6 and task.status = 'done'`,
    values: [task.key, task.register_id, task.kind, task.audience, JSON.stringify(task.params), again],
  };
}

/** One piece of work that waits. */
export interface OpenTask {
  readonly key: string;
  readonly kind: string;
  readonly registerId: string | null;
  readonly since: Date;
  readonly params: Readonly<Record<string, unknown>>;
}

/** The pieces of work that wait, the oldest first, at most `limit`. Throws where the database is away. */
export async function openTasks(pool: Pool, limit: number): Promise<OpenTask[]> {
  const { rows } = await pool.query<OpenTask>(
    `select key, kind, register_id as "registerId", created_at as since, params from task where status = 'open' order by created_at, key limit $1`,
    [limit],
  );
  return rows;
}

/** A person has seen to a piece of work. Out: false where none of this key was open. */
export async function finishTask(pool: Pool, key: string): Promise<boolean> {
  const { rowCount } = await pool.query(`update task set status = 'done', done_at = now() where key = $1 and status = 'open'`, [key]);
  return rowCount === 1;
}
