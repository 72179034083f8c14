import type { Pool } from 'pg';
import { watchDatabase, type DatabaseWatch, type Trouble } from '../../infra/database/watch';
import { raiseTask } from './tasks';

export interface DatabaseAlarmSettings {
  readonly pool: Pool;
  /** Whose clock it is: `api` or `worker`. */
  readonly part: string;
  /** Writes a line to the log whose field `alarm` never changes its name. */
  readonly alarm: (fields: { readonly alarm: string; readonly detail: string }, message: string) => void;
  /** Told when all is well again. */
  readonly well: (message: string) => void;
  /** See `watchDatabase`. */
  readonly everyMs?: number;
}

/**
 * Watches the database as `watchDatabase` does, and shouts: a line in the log for each trouble when it begins, and for a wrong clock a task of
 * the team, because somebody must look at what was recorded by it before.
 */
export function alarmedDatabase({ pool, part, alarm, well, everyMs }: DatabaseAlarmSettings): DatabaseWatch {
  const onChange = (trouble: Trouble | null): void => {
    if (!trouble) return well('the database can be written to again, by the right clock');
    const { code, detail } = trouble;
    alarm({ alarm: code, detail }, 'nothing can be recorded');
    if (code !== 'clock-wrong') return;
    const task = { key: `clock-wrong/${part}`, register_id: null, kind: 'clock-wrong', audience: 'team', params: { part } };
    // A task says by the database's own clock when it was raised.
    raiseTask(pool, task, { again: true }).catch((error: unknown) =>
      alarm({ alarm: code, detail: error instanceof Error ? error.name : 'unknown' }, 'the task could not be raised'),
    );
  };
  return watchDatabase({ pool, onChange, ...(everyMs === undefined ? {} : { everyMs }) });
}
