import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { holidayCalendar } from '../domain/calendar/working-days';
import type { CoreContext } from '../domain/pathway/types';
import { compileRuleSet, ruleSetFileSchema, type RuleSet } from '../domain/rules/rule-set';
import { projectRoot } from '../infra/project-root';

/** Reads every rule set and the bank holidays from `policies/`. Throws, naming the file, where one is not as it should be. */
function load(folder: string): CoreContext {
  const files = new Map(
    readdirSync(path.join(folder, 'rule-sets'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => {
        const parsed = ruleSetFileSchema.safeParse(readJson(path.join(folder, 'rule-sets', name)));
        if (!parsed.success) throw new Error(`policies/rule-sets/${name} is not a rule set: ${parsed.error.message}`);
        return [parsed.data.name, parsed.data] as const;
      }),
  );
  const compiled = new Map<string, RuleSet>([...files.keys()].map((name) => [name, compileRuleSet(name, files)]));
  const { holidays } = readJson(path.join(folder, 'holidays', 'england-and-wales.json')) as { holidays: { date: string }[] };
  return {
    ruleSet: (name) => {
      const found = compiled.get(name);
      if (!found) throw new RangeError(`unknown rule set: ${name}; known are ${[...compiled.keys()].join(', ')}`);
      return found;
    },
    hasRuleSet: (name) => compiled.has(name),
    holidays: holidayCalendar(holidays.map(({ date }) => date)),
  };
}

function readJson(file: string): unknown {
  try {
    return JSON.parse(readFileSync(file, 'utf8'));
  } catch (error) {
    throw new Error(`${file} cannot be read as JSON`, { cause: error });
  }
}

let context: CoreContext | undefined;

/** The rule sets and holidays that the core works with; read once. */
export function coreContext(): CoreContext {
  return (context ??= load(path.join(projectRoot, 'policies')));
}
