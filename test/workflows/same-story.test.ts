import { readdirSync } from 'node:fs';
import path from 'node:path';
import type { TestWorkflowEnvironment } from '@temporalio/testing';
import type { WorkflowBundleWithSourceMap } from '@temporalio/worker';
import { addDays, earlierOf, londonDate, startOfDay } from '../../domain/calendar/dates';
import { projectRoot } from '../../infra/project-root';
import { coreContext } from '../../services/policies';
import { rehearse } from '../../services/rehearsal';
import { playThroughCore } from '../../services/rehearsal-core';
import type { RunHistory } from '../../services/rehearsal/runs';
import { playable, readScenario, type Playable } from '../../services/scenario';
import { lineJson } from '../../services/timeline-json';
import { freshDatabase } from '../support/database';
import { checkHistories } from '../support/harvest';
import { seededHistory } from '../support/random-history';
import { bundleWorkflows, testKeys } from '../support/stage';
import { timeSkipping } from '../support/temporal';

let environment: TestWorkflowEnvironment;
let workflowBundle: WorkflowBundleWithSourceMap;
beforeAll(async () => {
  [environment, workflowBundle] = await Promise.all([timeSkipping(), bundleWorkflows()]);
}, 60_000);
afterAll(() => environment?.teardown());

/** So many people share the stage at a time. */
const AT_ONCE = 20;
const HISTORIES = 200;
/** Most random histories are of some months, and end soon after their last event; each twenty-fifth goes on for up to three years. */
function historyOf(seed: number): Playable {
  const long = seed % 25 === 0;
  const history = playable(seededHistory(seed, { steps: long ? 40 : 4 }));
  const soon = addDays(londonDate(history.steps.at(-1)?.at ?? startOfDay(history.until)), 40);
  return { ...history, title: `random history ${seed}`, until: long ? history.until : earlierOf(history.until, soon) };
}

/** Plays scenarios through the real workflow and through the core alone; the timelines must be the same, line for line. */
async function sameStory(scenarios: readonly Playable[]): Promise<void> {
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
    expect(through[index]?.summary.runs).toBeGreaterThan(0);
  }
  await checkHistories(workflowBundle, testKeys, runs);
}

const inGroups = <One>(all: readonly One[]): One[][] =>
  Array.from({ length: Math.ceil(all.length / AT_ONCE) }, (_, group) => all.slice(group * AT_ONCE, (group + 1) * AT_ONCE));

const files = readdirSync(path.join(projectRoot, 'scenarios'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.json'))
  .sort();
test.each(inGroups(files))(
  'the scenarios %s and on are the same story through the workflow as through the core',
  async (...group) => {
    await sameStory(group.map((name) => readScenario(path.join(projectRoot, 'scenarios', name))));
  },
  400_000,
);

const seeds = Array.from({ length: HISTORIES }, (_, index) => index + 1);
test.each(inGroups(seeds))(
  'random histories %d and on are the same story through the workflow as through the core',
  async (...group) => {
    await sameStory(group.map(historyOf));
  },
  400_000,
);
