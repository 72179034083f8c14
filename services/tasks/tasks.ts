import { type OnConflictBuilder, sql, type SqlBool } from 'kysely';
import type { Pool } from 'pg';
import { countOf, db, prepared, rowsOf, type Statement } from '../tables/query';
import type { Row, Tables } from '../tables/tables';

/** A piece of work for a person that no rule's date brings. */
export type TaskRow = Readonly<Pick<Row<'task'>, 'key' | 'register_id' | 'kind' | 'audience' | 'params'>>;

/** A correction that a second person is to confirm, and one of which a second person said that it is not right. */
export const CONFIRM = 'correction-to-confirm';
export const NOT_RIGHT = 'correction-not-right';
/** The keys of both, by the id of the correction. */
export const confirmKey = (event: string): string => `confirm/${event}`;
export const notRightKey = (event: string): string => `not-right/${event}`;

/** An admission without a review that is to be looked back at, and an urgent meeting of which something is to be found out in the morning. */
export const LOOK_BACK = 'look-back';
export const LAEP_TASK = 'laep-to-complete';
export const lookBackKey = (registerId: string, pathway: number, admission: string): string =>
  `${LOOK_BACK}/${registerId}/${pathway}/${admission}`;
export const laepKey = (registerId: string, pathway: number, meeting: string): string => `${LAEP_TASK}/${registerId}/${pathway}/${meeting}`;

/** An action of which whoever is to do it says that it is not done yet. */
export const NOT_DONE = 'action-not-done';
export const notDoneKey = (registerId: string, pathway: number, action: string): string => `${NOT_DONE}/${registerId}/${pathway}/${action}`;

/** A meeting that is booked for somebody who has been admitted, or discharged, since. */
export const OUT_OF_PLACE = 'meeting-out-of-place';
export const outOfPlaceKey = (registerId: string, pathway: number, meeting: string, since: string): string =>
  `${OUT_OF_PLACE}/${registerId}/${pathway}/${meeting}/${since}`;
/** A meeting that stands again because the end of its pathway was taken back: its place may be another's by now. */
export const ON_AGAIN = 'meeting-on-again';
export const onAgainKey = (registerId: string, pathway: number, meeting: string): string =>
  `${ON_AGAIN}/${registerId}/${pathway}/${meeting}`;
/** A meeting that is booked on a day at a place that there is no more. */
export const PLACE_GONE = 'place-gone';
export const placeGoneKey = (registerId: string, pathway: number, meeting: string, on: string): string =>
  `${PLACE_GONE}/${registerId}/${pathway}/${meeting}/${on}`;

const raising = prepared('raise-task', (task: TaskRow, params: string, again: boolean) =>
  db
    .insertInto('task')
    .values({ key: task.key, register_id: task.register_id, kind: task.kind, audience: task.audience, params })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet(({ ref }) => ({ status: 'open', done_at: null, params: ref('excluded.params'), created_at: sql`now()` }))
        .where(({ val }) => val(again))
        .where('task.status', '=', 'done'),
    ),
);

/** Puts a piece of work before a person. The same key again changes nothing; with `again`, one that was done is open again. */
export async function raiseTask(pool: Pool, task: TaskRow, { again = false } = {}): Promise<void> {
  await countOf(pool, taskStatement(task, again));
}

/** For a statement that puts a piece of work before a person among other things: one that is there already is open again, with what it says now. */
export const openAgain = (conflict: OnConflictBuilder<Tables, 'task'>) =>
  conflict.column('key').doUpdateSet(({ ref }) => ({ status: 'open', params: ref('excluded.params'), done_at: null }));

/** The statement that does so, for a transaction. */
export const taskStatement = (task: TaskRow, again: boolean): Statement<unknown> => raising(task, JSON.stringify(task.params), again);

/** One piece of work that waits. */
export interface OpenTask {
  readonly key: string;
  readonly kind: string;
  readonly registerId: string | null;
  readonly since: Date;
  readonly params: Readonly<Record<string, unknown>>;
}

const open = prepared('open-tasks', (limit: number) =>
  db
    .selectFrom('task')
    .select(['key', 'kind', 'register_id as registerId', 'created_at as since', 'params'])
    .where('status', '=', 'open')
    .orderBy('created_at')
    .orderBy('key')
    .limit(limit),
);

/** The pieces of work that wait, the oldest first, at most `limit`. Throws where the database is away. */
export const openTasks = (pool: Pool, limit: number): Promise<OpenTask[]> => rowsOf(pool, open(limit));

const finishing = db
  .updateTable('task')
  .set({ status: 'done', done_at: sql`now()` })
  .where('status', '=', 'open');
// What a second person is asked ends with an answer, which is kept.
const finishingOne = prepared('finish-task', (key: string) =>
  finishing.where('key', '=', key).where('kind', 'not in', [CONFIRM, NOT_RIGHT]),
);
const finishingAll = prepared('finish-tasks', (kind: string) => finishing.where('kind', '=', kind));

const ending = prepared('end-task', (key: string) => finishing.where('key', '=', key));
/** The statement that ends a piece of work, for the transaction in which it was answered. */
export const taskEnded = (key: string): Statement<unknown> => ending(key);

const endingUnder = prepared('tasks-under', (prefix: string) =>
  finishing.where(({ ref }) => sql<SqlBool>`starts_with(${ref('key')}, ${prefix})`),
);
/** The statement by which all work whose key begins so is done. */
export const tasksEndedUnder = (prefix: string): Statement<unknown> => endingUnder(prefix);

/** A person has seen to a piece of work. Out: false where none of this key was open, or it is a second person's to answer on the pages. */
export const finishTask = async (pool: Pool, key: string): Promise<boolean> => (await countOf(pool, finishingOne(key))) === 1;

/** Every piece of work of a kind has been seen to. Out: how many were open. */
export const finishTasksOf = (pool: Pool, kind: string): Promise<number> => countOf(pool, finishingAll(kind));
