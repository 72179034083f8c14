import type { ReplayWorkerOptions } from '@temporalio/worker';
import type { KeyRing } from '../../../infra/temporal/codec';
import type { RunHistory } from '../../../infra/temporal/run-history';
import { inTheClear, replayAll } from './replay';
import { scan } from './scan';

/** Words that the tests type where a person may type: none may turn up in Temporal. */
export const MARKERS = ['Ottoline', 'Grimshaw-Test', 'made-up street', 'ottoline@example.test', '999 000 0018', '9990000018'];

/**
 * What every test that ran a workflow does with what it ran: replays each run of it, and looks through each for what may never be in
 * Temporal. Throws where one does not replay or says too much.
 */
export async function checkHistories(
  workflowBundle: NonNullable<ReplayWorkerOptions['workflowBundle']>,
  keys: KeyRing,
  runs: readonly RunHistory[],
): Promise<void> {
  await replayAll(workflowBundle, keys, runs);
  for (const { workflowId, history } of runs) {
    const findings = [...scan(JSON.stringify({ workflowId }), MARKERS), ...scan(await inTheClear(history, keys), MARKERS)];
    if (findings.length > 0) throw new Error(`the history of ${workflowId} says too much: ${JSON.stringify(findings.slice(0, 5))}`);
  }
}
