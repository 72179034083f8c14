import { cpus, loadavg } from 'node:os';
import { messageOf, PlainError } from '../../infra/plain-error';
import { readOptions } from '../../scripts/frame/options';
import { runScript } from '../../scripts/frame/run-script';
import { core } from './core';
import { events } from './events';
import { histories } from './histories';
import { lists } from './lists';
import { pages } from './pages';
import { replay } from './replay';
import { wakeUps } from './wake-ups';
import { andStop } from '../stage/closing';
import { tellCourse } from '../stage/course';
import { start } from './start';
import { isMet, ratioOf, tableOf, type Figure } from './support/figures';
import { SCALES, type Scale, type Scenario } from './support/scenario';
import { openStage, whereOf } from './support/stage';

const USAGE = `npm run bench -- [--only a,c] [--scale ${SCALES.join('|')}] [--json]

Measures, and prints each figure beside its bare baseline, taken side by side in the same run on the same servers (proving/bench/README.md).
  --only    these scenarios alone
  --scale   how much work: 10 is ten times the work of 1 (the default); small only shows that all works
  --json    one JSON object a figure, in place of the table
Starts PostgreSQL and Temporal's development server, or uses those of DATABASE_URL and TEMPORAL_ADDRESS.`;

const SCENARIOS: Readonly<Record<string, Scenario>> = {
  a: events,
  b: wakeUps,
  c: histories,
  d: core,
  e: lists,
  f: start,
  g: replay,
  h: pages,
};

function chosenScale(text: string): Scale {
  const scale = SCALES.find((one) => one === text);
  if (!scale) throw new PlainError(`--scale must be one of ${SCALES.join(', ')} (it is "${text}").\n\n${USAGE}`);
  return scale;
}

function chosenScenarios(text: string | undefined): [string, Scenario][] {
  if (text === undefined) return Object.entries(SCENARIOS);
  return text.split(',').map((letter) => {
    const scenario = SCENARIOS[letter.trim()];
    if (!scenario) throw new PlainError(`There is no scenario "${letter}"; there are ${Object.keys(SCENARIOS).join(', ')}.\n\n${USAGE}`);
    return [letter.trim(), scenario];
  });
}

async function main(): Promise<void> {
  const values = readOptions(USAGE, {
    only: { type: 'string' },
    scale: { type: 'string', default: '1' },
    json: { type: 'boolean', default: false },
  });
  if (!values) return;
  const print = (line: string): void => void process.stdout.write(`${line}\n`);
  const scale = chosenScale(values.scale);
  const chosen = chosenScenarios(values.only);
  const say = tellCourse(process.stderr);
  const load = loadavg()[0] ?? 0;
  const figures: Figure[] = [];
  const failures: string[] = [];
  for (const [letter, scenario] of chosen) {
    // Servers of its own: what one scenario leaves in them is no part of the next one's figures.
    const stage = openStage();
    try {
      figures.push(...(await andStop(stage.close, () => scenario({ scale, stage, say }))));
    } catch (error) {
      failures.push(`(${letter}) ${error instanceof PlainError || !(error instanceof Error) ? messageOf(error) : error.stack}`);
    }
  }
  if (values.json) for (const figure of figures) print(JSON.stringify({ ...figure, ratio: ratioOf(figure), met: isMet(figure) }));
  else {
    print(
      `scale ${scale}, ${cpus().length} processors (${cpus()[0]?.model ?? 'unknown'}), load ${load.toFixed(1)} at the start; ${whereOf()}`,
    );
    for (const line of tableOf(figures)) print(line);
  }
  for (const failure of failures) process.stderr.write(`\n${failure}\n`);
  process.exitCode = failures.length > 0 ? 1 : 0;
}

runScript(main);
