import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { coreContext } from '../../../services/rules/policies';
import { rehearse } from '../../../services/rehearsal/rehearsal';
import { playThroughCore } from '../../../services/rehearsal/rehearsal-core';
import type { RunHistory } from '../../../infra/temporal/run-history';
import type { Playable } from '../../../services/rehearsal/scenario';
import { lineJson } from '../../../services/pathway/lines';
import { freshDatabase } from '../database/database';
import { checkHistories } from './harvest';
import { bundleWorkflows, testKeys } from '../stage';
import { timeSkipping } from './temporal';

/** Where stories are played: a time-skipping server and the workflows' code. */
export interface Theatre {
  readonly environment: TestWorkflowEnvironment;
  readonly workflowBundle: WorkflowBundleWithSourceMap;
}

/** Opens a theatre; tear its environment down in `afterAll`. */
export async function openTheatre(): Promise<Theatre> {
  const [environment, workflowBundle] = await Promise.all([timeSkipping(), bundleWorkflows()]);
  return { environment, workflowBundle };
}

/** Plays scenarios through the real workflow and through the core alone; the timelines must be the same, line for line. */
export async function sameStory({ environment, workflowBundle }: Theatre, scenarios: readonly Playable[]): Promise<void> {
  const runs: RunHistory[] = [];
  const through = await rehearse(scenarios, {
    environment,
    core: coreContext(),
    keys: testKeys,
    workflows: { workflowBundle },
    openDatabase: freshDatabase,
    onHistories: (some) => runs.push(...some),
  });
  for (const [index, scenario] of scenarios.entries()) {
    const core = playThroughCore(coreContext(), scenario);
    const { title } = scenario;
    expect({ title, lines: through[index]?.lines.map(lineJson) }).toEqual({ title, lines: core.lines.map(lineJson) });
    expect({ ...through[index]?.summary, historyEvents: 0, runs: 0 }).toEqual(core.summary);
    // Where everything was refused nobody has a pathway, and so no workflow.
    const began = core.lines.some(({ what }) => what === 'event-applied');
    expect((through[index]?.summary.runs ?? 0) > 0).toBe(began);
  }
  await checkHistories(workflowBundle, testKeys, runs);
}

/** So many people share the stage at a time. */
const AT_ONCE = 20;

/** Splits a list into groups of those who share the stage. */
export const inGroups = <One>(all: readonly One[]): One[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, group) => all.slice(group * AT_ONCE, (group + 1) * AT_ONCE));
