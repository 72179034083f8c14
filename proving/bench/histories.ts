import path from 'node:path';
import { temporal } from '@temporalio/proto';
import type { Pool } from 'pg';
import { newKeyRing, readKeyRing } from '../../infra/temporal/codec';
import { projectRoot } from '../../infra/project-root';
import { workflowSource } from '../../infra/temporal/client';
import { coreContext } from '../../services/rules/policies';
import { rehearse } from '../../services/rehearsal/rehearsal';
import { openParts } from '../../services/rehearsal/rehearsal-parts';
import type { RunHistory } from '../../infra/temporal/run-history';
import { readScenario, type Playable } from '../../services/rehearsal/scenario';
import { shown, type Figure } from './support/figures';
import { ACTIONS, actionsOf } from './support/cost/actions';
import { storedBy } from './support/cost/rows';
import { addCounts, leastOf, total, type Counts } from './support/cost/least';
import type { Scenario, Sizes } from './support/scenario';

const STORIES = ['tom', 'adult-stay', 'ten-years'] as const;
const TOLD: Sizes = { small: 2, '1': 3, '10': 3 };
/** People with the same story, of whose rows the bytes are taken. */
const COPIES: Sizes = { small: 20, '1': 200, '10': 2_000 };
const scenario = 'c';

/**
 * (c) Events and bytes of history per pathway-year, counted in real histories, against the least that the same story could write; and what a
 * pathway-year costs: actions of Temporal Cloud, bytes in PostgreSQL, mails.
 */
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
      figures.push(...figuresOf(name, story, runs, say), actionsFigure(name, story, runs, say));
      const { pool, drop } = await parts.openDatabase();
      try {
        figures.push(...(await storedFigures(name, story, { pool, copies: COPIES[scale], say })));
      } finally {
        await drop();
      }
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

function actionsFigure(name: string, story: Playable, runs: readonly RunHistory[], say: (line: string) => void): Figure {
  const counts: Record<string, number> = {};
  for (const { history } of runs) addCounts(counts, actionsOf(history));
  say(`histories: ${name}: actions: ${ACTIONS.map((kind) => `${counts[kind]} ${kind}`).join(', ')}`);
  const value = total(counts) / leastOf(story).years;
  return { scenario, what: `${name}: Temporal Cloud actions per pathway-year`, unit: 'actions', value };
}

async function storedFigures(
  name: string,
  story: Playable,
  { pool, copies, say }: { pool: Pool; copies: number; say: (line: string) => void },
): Promise<Figure[]> {
  const { years } = leastOf(story);
  const { tables, mails, digested } = await storedBy(pool, story, copies);
  for (const { table, rows, bytes } of tables)
    say(`histories: ${name}: ${table}: ${shown(rows / years)} rows and ${shown(bytes / years)} bytes per pathway-year`);
  const figure = (what: string, unit: string, value: number): Figure => ({
    scenario,
    what: `${name}: ${what} per pathway-year`,
    unit,
    value: value / years,
  });
  return [
    figure(
      'bytes in PostgreSQL',
      'bytes',
      tables.reduce((sum, { bytes }) => sum + bytes, 0),
    ),
    figure('mails', 'mails', mails),
    figure('lines of digests', 'lines', digested),
  ];
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
