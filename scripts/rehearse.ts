import { parseArgs } from 'node:util';
import { playThroughCore, type Rehearsal } from '../services/rehearsal-core';
import { coreContext } from '../services/policies';
import { readScenario, type Playable } from '../services/scenario';
import { lineJson } from '../services/timeline-json';
import { COLOURED, PLAIN, timelineText } from '../services/timeline-text';

const USAGE = `npm run rehearse -- FILE… [--json] [--core]

Plays scenario files and prints their timelines, in the order of the files, each ended by its summary.
  --core   through the pure core alone: no server, no database
  --json   one JSON object a line`;

async function main(): Promise<void> {
  const { values, positionals } = parseArgs({
    allowPositionals: true,
    options: {
      json: { type: 'boolean', default: false },
      core: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  if (positionals.length === 0) throw new Error(`Name at least one scenario file, such as scenarios/tom.json.\n\n${USAGE}`);
  const context = coreContext();
  const scenarios = positionals.map(readScenario);
  for (const { ruleSet } of scenarios) context.ruleSet(ruleSet);
  const print = (scenario: Playable, rehearsal: Rehearsal): void => write(scenario, rehearsal, values);
  if (values.core) {
    for (const scenario of scenarios) print(scenario, playThroughCore(context, scenario));
    return;
  }
  const { rehearseAll } = await import('../services/rehearsal.js');
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

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
