import type { Client } from '@temporalio/client';
import type { Pool } from 'pg';
import type { Instant } from '../../domain/calendar/dates';
import type { Seals } from '../../infra/seals';
import { coreContext } from '../../services/rules/policies';
import { checkChain } from '../../services/upkeep/proof/log/check-chain';
import { checkDerived } from '../../services/upkeep/proof/log/check-derived';
import type { Difference } from '../../services/upkeep/proof/difference';
import { lookAtPathway } from '../../services/upkeep/proof/timers/timers';
import { Counts, type Count } from './count';

const shown = ({ code, registerId, pathway, params }: Difference): string => `${code} ${registerId}/${pathway} ${JSON.stringify(params)}`;

/** Holds the log against the core derived afresh, and follows its chain: all that stands in lists and timelines must follow from it. */
export async function countDerived(pool: Pool, seals: Seals): Promise<Count[]> {
  const derived = 'differences between the log played afresh and what is kept';
  const chain = 'breaks of the hash chain';
  const counts = new Counts([derived, chain]);
  const { rows } = await pool.query<{ register_id: string }>('select register_id from person order by 1');
  for (const { register_id } of rows) {
    for (const one of await checkDerived({ pool, core: coreContext() }, register_id)) counts.add(derived, shown(one));
    for (const one of await checkChain({ pool, seals }, register_id)) counts.add(chain, shown(one));
  }
  return counts.all();
}

const UNWELL = "ExecutionStatus in ('Failed', 'TimedOut', 'Terminated', 'Canceled')";

/** Holds the timers in Temporal against the wake-ups in the database, for every pathway that has any or is open, and looks for workflows that failed. Mends nothing. */
export async function countTimers(
  pool: Pool,
  client: Client,
  now: Instant,
  clockOffset = 0,
): Promise<{ counts: Count[]; expected: number; found: number }> {
  const name = 'differences between timers and wake-ups';
  const failed = 'workflows that failed';
  const counts = new Counts([name, failed]);
  let expected = 0;
  let found = 0;
  const { rows } = await pool.query<{ register_id: string; number: number }>(
    'select register_id, number from pathway where ended_type is null union select register_id, pathway from wake_up order by 1, 2',
  );
  for (const { register_id, number } of rows) {
    const look = await lookAtPathway({ pool, client, now: () => now, clockOffset }, register_id, number);
    expected += look.expected;
    found += look.found;
    for (const one of look.differences) counts.add(name, shown(one));
  }
  // One that was started again since has lost what had been signalled to it alone.
  for await (const { workflowId, status } of client.workflow.list({ query: UNWELL })) counts.add(failed, `${workflowId} ${status.name}`);
  return { counts: counts.all(), expected, found };
}
