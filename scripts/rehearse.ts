import { PlainError } from '../infra/plain-error';
import { playThroughCore, type Rehearsal } from '../services/rehearsal/rehearsal-core';
import { coreContext } from '../services/rules/policies';
import { readScenario, type Playable } from '../services/rehearsal/scenario';
import { lineJson } from '../services/pathway/lines';
import { COLOURED, PLAIN, timelineText } from '../services/rehearsal/timeline-text';
import { readWords } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run rehearse -- FILE… [--json] [--core]

Plays scenario files and prints their timelines, in the order of the files, each ended by its summary.
  --core   through the pure core alone: no server, no database
  --json   one JSON object a line`;

async function main(): Promise<void> {
  const flag = { type: 'boolean', default: false } as const;
  const read = readWords(USAGE, { json: flag, core: flag });
  if (!read) return;
  const { values, positionals } = read;
  if (positionals.length === 0) throw new PlainError(`Name at least one scenario file, such as scenarios/tom.json.\n\n${USAGE}`);
  const context = coreContext();
  const scenarios = positionals.map(readScenario);
  for (const { ruleSet } of scenarios) context.ruleSet(ruleSet);
  const print = (scenario: Playable, rehearsal: Rehearsal): void => write(scenario, rehearsal, values);
  if (values.core) {
    for (const scenario of scenarios) print(scenario, playThroughCore(context, scenario));
    return;
  }
  const { rehearseAll } = await import('../services/rehearsal/rehearsal.js');
  await rehearseAll(scenarios, print);
}

function write(scenario: Playable, rehearsal: Rehearsal, { json, core }: { json: boolean; core: boolean }): void {
  if (json) {
    const rows = [...rehearsal.lines.map(lineJson), rehearsal.summary];
    process.stdout.write(rows.map((row) => `${JSON.stringify(row)}\n`).join(''));
    return;
  }
  const how = core ? 'the core alone' : 'the real workflow';
  process.stdout.write(`${timelineText(scenario, rehearsal, how, process.stdout.isTTY ? COLOURED : PLAIN)}\n`);
}

runScript(main, { failed: 2 });
