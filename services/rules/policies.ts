import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { holidayCalendar } from '../../domain/calendar/working-days';
import type { CoreContext } from '../../domain/pathway/types';
import { compileRuleSet, refOf, ruleSetFileSchema, type RuleSet, type RuleSetFile } from '../../domain/rules/rule-set';
import { projectRoot } from '../../infra/project-root';
import { canonicalJson, digestOf } from '../../infra/canonical';
import { laidOverNewer, type Written } from './laid-over';

/**
 * Reads every rule set and the bank holidays from a folder of policies. Throws, naming the file, where one is not as it should be, and where a
 * released rule set is no longer what was released: live dates rest on it, so that its figures change by a new version alone.
 */
export function loadPolicies(folder: string): CoreContext {
  const raw = new Map(
    readdirSync(path.join(folder, 'rule-sets'))
      .filter((name) => name.endsWith('.json'))
      .map((name) => [name.slice(0, -'.json'.length), readJson(path.join(folder, 'rule-sets', name))]),
  );
  const all = new Map<string, unknown>([...raw, ...laidOverNewer(writtenOf(raw))]);
  checkReleased(all, readJson(path.join(folder, 'released.json')) as Record<string, string>);
  const files = new Map([...all].map(([ref, json]) => [ref, readRuleSet(ref, json)]));
  const compiled = new Map<string, RuleSet>([...files.keys()].map((ref) => [ref, compileRuleSet(ref, files)]));
  for (const ruleSet of [...compiled.values()].sort(byVersion)) compiled.set(ruleSet.name, ruleSet);
  const holidays = readJson(path.join(folder, 'holidays', 'england-and-wales.json')) as { holidays: { date: string }[] };
  return {
    ruleSet: (ref) => {
      const found = compiled.get(ref);
      if (!found) throw new RangeError(`unknown rule set: ${ref}; known are ${[...files.keys()].join(', ')}`);
      return found;
    },
    hasRuleSet: (ref) => compiled.has(ref),
    holidays: holidayCalendar(holidays.holidays.map(({ date }) => date)),
    stamp: stampOf([...raw.values(), holidays]),
  };
}

function readRuleSet(ref: string, json: unknown): RuleSetFile {
  const parsed = ruleSetFileSchema.safeParse(json);
  if (!parsed.success) throw new Error(`policies/rule-sets/${ref}.json is not a rule set: ${parsed.error.message}`);
  if (refOf(parsed.data) !== ref)
    throw new Error(`policies/rule-sets/${ref}.json holds ${refOf(parsed.data)}: the file of a rule set is named <name>@<version>.json.`);
  return parsed.data;
}

/** The files as they are written, each held against what a rule set is. Throws, naming the file. */
function writtenOf(raw: ReadonlyMap<string, unknown>): Map<string, Written> {
  for (const [ref, json] of raw) readRuleSet(ref, json);
  return new Map([...raw] as [string, Written][]);
}

/** The hash under which a rule set is released: SHA-256 over all that its file says, in one spelling. */
export const releaseHash = (json: unknown): string => digestOf(json);

function checkReleased(raw: ReadonlyMap<string, unknown>, released: Readonly<Record<string, string>>): void {
  for (const [ref, hash] of Object.entries(released)) {
    const json = raw.get(ref);
    if (json === undefined)
      throw new Error(
        `policies/rule-sets/${ref}.json is missing: ${ref} was released, and live dates may rest on it. Put it back beside its newer versions.`,
      );
    if (releaseHash(json) !== hash)
      throw new Error(
        `policies/rule-sets/${ref}.json is not what was released as ${ref}: live dates rest on that. Put it back, and write the change as a new version, which npm run adopt-rules then shows and adopts.`,
      );
  }
}

const byVersion = (a: RuleSet, b: RuleSet): number => a.version.localeCompare(b.version, 'en', { numeric: true });

/**
 * Says which core, rules and holidays these are. It is made of the core's sources, so that no release forgets to say that it answers differently,
 * and so that compiled and tested code of one release say the same.
 */
function stampOf(data: readonly unknown[]): string {
  const hash = createHash('sha256');
  const code = path.join(projectRoot, 'domain');
  const modules = readdirSync(code, { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .sort();
  for (const name of modules) hash.update(name).update(readFileSync(path.join(code, name)));
  for (const json of data) hash.update(canonicalJson(json));
  return hash.digest('hex').slice(0, 32);
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
  return (context ??= loadPolicies(path.join(projectRoot, 'policies')));
}
