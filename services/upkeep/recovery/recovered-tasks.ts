import type { Pool } from 'pg';
import { WORDY_TYPES } from '../../../domain/pathway/events';
import { finishTasksOf } from '../../tasks/tasks';

/** Where an event came from that was brought back. */
export const FROM_HISTORIES = 'histories';

const ASK = `with asked as (
    select 'identity-lost/' || p.register_id as key, p.register_id, 'identity-lost' as kind, '{}'::jsonb as params
      from person p where p.name is null and exists (select from event e where e.register_id = p.register_id and e.source = $1)
    union all
    select 'words-lost/' || id, register_id, 'words-lost', jsonb_build_object('event', id, 'types', type)
      from event where source = $1 and status = 'applied' and type = any($2)
    union all
    select 'refused/' || id, register_id, 'event-refused', jsonb_build_object('event', id, 'types', type, 'reason', reason)
      from event where source = $1 and status = 'refused' and batch is null)
  insert into task (key, register_id, kind, audience, params) select key, register_id, kind, 'team', params from asked
  on conflict (key) do nothing`;

/**
 * Puts before a person what the histories could not give back, as the log shows it: who somebody is, the words of an event in which there may
 * have been some, an event that was refused now. From the log, so that a recovery that broke off has asked everything in the end.
 */
export async function askForWhatIsLost(pool: Pool): Promise<void> {
  await pool.query(ASK, [FROM_HISTORIES, WORDY_TYPES]);
}

/** What workflows found missing in a log that was restored has been seen to: those tasks are done; how many. Throws where the database is away. */
export const closeAlarmsOfRestore = (pool: Pool): Promise<number> => finishTasksOf(pool, 'log-behind-workflow');
