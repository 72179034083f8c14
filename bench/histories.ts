import path from 'node:path';
import { temporal } from '@temporalio/proto';
import { newKeyRing, readKeyRing } from '../infra/codec';
import { projectRoot } from '../infra/project-root';
import { workflowSource } from '../infra/temporal';
import { coreContext } from '../services/policies';
import { rehearse } from '../services/rehearsal';
import { openParts } from '../services/rehearsal/parts';
import type { RunHistory } from '../services/rehearsal/runs';
import { readScenario, type Playable } from '../services/scenario';
import type { Figure } from './support/figures';
import { addCounts, leastOf, total, type Counts } from './support/least';
import type { Scenario } from './support/scenario';
import type { Sizes } from './support/settings';

const STORIES = ['tom', 'adult-stay', 'ten-years'] as const;
const TOLD: Sizes = { small: 2, '1': 3, '10': 3 };
const scenario = 'c';

/** (c) Events and bytes of history per pathway-year, counted in real histories, against the least that the same story could write. */
export const histories: Scenario = async ({ scale, say }) => {
  const stories = STORIES.slice(0, TOLD[scale]).map((name) => ({
    name,
    story: readScenario(path.join(projectRoot, 'scenarios', `${name}.json`)),
  }));
  const parts = await openParts();
  try {
    const figures: Figure[] = [];
    for (const { name, story } of stories) {
      say(`histories: ${name}`);
      const runs: RunHistory[] = [];
      await rehearse([story], {
        ...parts,
        core: coreContext(),
        keys: readKeyRing(newKeyRing('of-a-bench')),
        workflows: workflowSource(),
        onHistories: (found) => void runs.push(...found),
      });
      figures.push(...figuresOf(name, story, runs, say));
    }
    return figures;
  } finally {
    await parts.close();
  }
};

function figuresOf(name: string, story: Playable, runs: readonly RunHistory[], say: (line: string) => void): Figure[] {
  const { counts, bytes } = countedIn(runs);
  const { counts: least, years, turns } = leastOf(story);
  say(`histories: ${name}: ${runs.length} runs, ${years.toFixed(2)} pathway-years, ${turns} turns at the least`);
  for (const kind of new Set([...Object.keys(counts), ...Object.keys(least)])) {
    const [real = 0, fewest = 0] = [counts[kind], least[kind]];
    if (real !== fewest) say(`histories: ${name}: ${kind}: ${real}, and ${fewest} at the least`);
  }
  const of = (what: string, unit: string, value: number, bare: number): Figure => ({
    scenario,
    what: `${name}: ${what} per pathway-year`,
    unit,
    value: value / years,
    baseline: { what: 'the least for the same story', value: bare / years },
    aim: { atMost: 1.3 },
  });
  return [of('events', 'events', total(counts), total(least)), of('bytes', 'bytes', total(bytes), bytesOf(least, counts, bytes))];
}

/** The bytes of the least history: as many events of each kind, each as long as those of its kind are. */
function bytesOf(least: Counts, counts: Counts, bytes: Counts): number {
  return Object.entries(least).reduce((sum, [kind, count]) => sum + (count * (bytes[kind] ?? 0)) / (counts[kind] ?? 1), 0);
}

/** The rehearsal ends the workflows that still run: that is none of the service's doing. */
const OF_THE_REHEARSAL = 'workflowExecutionTerminated';

function countedIn(runs: readonly RunHistory[]): { counts: Counts; bytes: Counts } {
  const counts: Record<string, number> = {};
  const bytes: Record<string, number> = {};
  for (const { history } of runs) {
    for (const event of history.events ?? []) {
      const kind =
        Object.keys(event)
          .find((field) => field.endsWith('EventAttributes'))
          ?.replace('EventAttributes', '') ?? 'unknown';
      if (kind === OF_THE_REHEARSAL) continue;
      addCounts(counts, { [kind]: 1 });
      addCounts(bytes, { [kind]: temporal.api.history.v1.HistoryEvent.encode(event).finish().length });
    }
  }
  return { counts, bytes };
}
