import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { isPlainDate, type PlainDate } from '../../domain/calendar/dates';
import { holidayCalendar } from '../../domain/calendar/working-days';
import { dateSchema } from '../../domain/pathway/events';
import type { CoreContext } from '../../domain/pathway/types';
import { compileRuleSet, refOf, ruleSetFileSchema, type RuleSet, type RuleSetFile } from '../../domain/rules/rule-set';
import { PlainError } from '../../infra/plain-error';
import { projectRoot } from '../../infra/project-root';
import { canonicalJson, digestOf } from '../../infra/canonical';
import { byVersion, followersOf, writtenFor, type Written } from './laid-over';

type Released = Readonly<Record<string, string>>;
/** Rule sets as they are written, by reference. */
type Files = ReadonlyMap<string, Written>;

/** A rule set as a reader of the rules is shown it: ready for use, and what its file says besides. */
export interface PolicyRuleSet extends RuleSet {
  /** The rule set, with its version, that it is laid over; null: none. */
  readonly over: string | null;
  readonly inForceFrom: PlainDate | null;
}

/** What the core works with, and what of it only readers ask for. */
export interface Policies extends CoreContext {
  /** Every version of every rule set, by name, the newest first. */
  readonly ruleSets: readonly PolicyRuleSet[];
  /** The bank holidays by date, with their names. */
  readonly bankHolidays: ReadonlyMap<PlainDate, string>;
}

const holidaysSchema = z.object({ holidays: z.array(z.object({ date: dateSchema, title: z.string() })) });

/**
 * Reads every rule set and the bank holidays from a folder of policies. Throws, naming the file, where one is not as it should be, and where a
 * released rule set is no longer what was released: live dates rest on it, so that its figures change by a new version alone.
 */
export function loadPolicies(folder: string): Policies {
  const released = readJson(path.join(folder, 'released.json')) as Released;
  const all = withFollowers(readFiles(path.join(folder, 'rule-sets')), released);
  const files = new Map([...all].map(([ref, json]) => [ref, readRuleSet(ref, json)]));
  const compiled = new Map<string, RuleSet>([...files.keys()].map((ref) => [ref, compileRuleSet(ref, files)]));
  const ruleSets = [...compiled.values()].sort((a, b) => a.name.localeCompare(b.name) || byVersion(b, a));
  for (const ruleSet of ruleSets.toReversed()) compiled.set(ruleSet.name, ruleSet);
  const written = readJson(path.join(folder, 'holidays', 'england-and-wales.json'));
  const { holidays } = holidaysSchema.parse(written);
  return {
    ruleSet: (ref) => {
      const found = compiled.get(ref);
      if (!found) throw new RangeError(`unknown rule set: ${ref}; known are ${[...files.keys()].join(', ')}`);
      return found;
    },
    hasRuleSet: (ref) => compiled.has(ref),
    holidays: holidayCalendar(holidays.map(({ date }) => date)),
    stamp: stampOf([...all.values(), written]),
    bankHolidays: new Map(holidays.map(({ date, title }) => [date, title])),
    ruleSets: ruleSets.map((ruleSet) => {
      const { over = null, inForceFrom } = files.get(ruleSet.ref) ?? {};
      return { ...ruleSet, over, inForceFrom: inForceFrom !== undefined && isPlainDate(inForceFrom) ? inForceFrom : null };
    }),
  };
}

function readFiles(folder: string): Files {
  const refs = readdirSync(folder)
    .filter((name) => name.endsWith('.json'))
    .map((name) => name.slice(0, -'.json'.length));
  return new Map(refs.map((ref) => [ref, readWritten(ref, readJson(path.join(folder, `${ref}.json`)))]));
}

/** What a file says, as it is written, which is what its hash is made of. Throws, naming the file, where that is no rule set. */
function readWritten(ref: string, json: unknown): Written {
  const { version } = readRuleSet(ref, json);
  if (!/^\d+$/.test(version))
    throw new Error(
      `policies/rule-sets/${ref}.json: the version of a file is a whole number; 2.3 is what a version 2 is called that is laid over a version 3.`,
    );
  return json as Written;
}

function readRuleSet(ref: string, json: unknown): RuleSetFile {
  const parsed = ruleSetFileSchema.safeParse(json);
  if (!parsed.success) throw new Error(`policies/rule-sets/${ref}.json is not a rule set: ${parsed.error.message}`);
  if (refOf(parsed.data) !== ref)
    throw new Error(`policies/rule-sets/${ref}.json holds ${refOf(parsed.data)}: the file of a rule set is named <name>@<version>.json.`);
  return parsed.data;
}

/** The hash under which a rule set is released: SHA-256 over all that its file says, in one spelling. */
export const releaseHash = (json: unknown): string => digestOf(json);

/** The files, and what follows of them, each held against what was released under its reference. */
function withFollowers(written: Files, released: Released): Files {
  checkUnchanged(written, released);
  const followers = followersOf(written, (ref) => Object.hasOwn(released, ref));
  checkUnchanged(followers, released);
  checkLocked(followers, released);
  const all = new Map([...written, ...followers]);
  for (const ref of Object.keys(released)) {
    if (!all.has(ref))
      throw new PlainError(
        `policies/rule-sets/${ref}.json is missing: ${ref} was released, and live dates may rest on it. Put it back beside its newer versions.`,
      );
  }
  return all;
}

function checkUnchanged(files: Files, released: Released): void {
  for (const [ref, json] of files) {
    if (!Object.hasOwn(released, ref) || releaseHash(json) === released[ref]) continue;
    const of = json.version.includes('.') ? `${ref}, ${writtenFor(json)} laid over ${json.over},` : `policies/rule-sets/${ref}.json`;
    throw new PlainError(
      `${of} is not what was released as ${ref}: live dates rest on that. Put it back, and write the change as a new version, which npm run adopt-rules then shows and adopts.`,
    );
  }
}

/**
 * What follows of two released rule sets is in use with them. Only its own lock keeps it there once a newer file takes its place, and says so where
 * it is no longer made as it was.
 */
function checkLocked(followers: Files, released: Released): void {
  const locked = new Set(Object.keys(released));
  const lines: string[] = [];
  for (const [ref, json] of followers) {
    if (locked.has(ref) || !locked.has(writtenFor(json)) || !locked.has(json.over ?? '')) continue;
    locked.add(ref);
    lines.push(`"${ref}": "${releaseHash(json)}"`);
  }
  if (lines.length > 0)
    throw new PlainError(
      `policies/released.json locks a new version of a rule set, and not what is laid over it from now on. Add there: ${lines.join(', ')}`,
    );
}

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

let context: Policies | undefined;

/** The rule sets and holidays that the core works with; read once. */
export function coreContext(): Policies {
  return (context ??= loadPolicies(path.join(projectRoot, 'policies')));
}
