import { readFileSync } from 'node:fs';
import type { Pool } from 'pg';
import { formatInstant, type Instant } from '../domain/calendar/dates';
import { messageOf, PlainError } from '../infra/plain-error';
import { changeArea, differences, readAreaVersions } from '../services/areas/versions';
import { area, parseArea, type Area } from '../services/rules/areas';
import { coreContext } from '../services/rules/policies';
import { areaNamed } from './area';
import { withDatabase } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run areas [-- [--area AREA] [--import FILE [--apply --why "WHY"]]]

Shows the versions of the profile of an area (without --area of AREA), with who made each, when and why.
  --import FILE    shows what the profile in this file would change (docs/areas.md says how to write one)
  --apply          with --import and --why: it counts from now on, in every process within some seconds
  --why "WHY"      why, in words`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const values = readOptions(USAGE, {
    area: { type: 'string' },
    import: { type: 'string' },
    apply: { type: 'boolean', default: false },
    why: { type: 'string' },
  });
  if (!values) return;
  const { import: file, apply, why } = values;
  if (apply && (file === undefined || why === undefined || why.trim() === ''))
    throw new PlainError(`--apply needs --import FILE and --why "WHY".\n\n${USAGE}`);
  const id = areaNamed(values.area);
  if (file === undefined) return withDatabase((pool) => show(pool, id));
  const profile = readProfile(file);
  await withDatabase(async (pool) => {
    if (!tell(profile)) return;
    if (!apply || why === undefined) return say('Nothing was written. With --apply and --why it counts.');
    const answer = await changeArea(pool, { profile, by: 'cli:areas', why, at: Date.now() as Instant });
    if (answer.status !== 'done') throw new PlainError(`${profile.id} is no area of this installation.`);
    say(`${profile.id} has version ${answer.version} now.`);
  });
}

async function show(pool: Pool, id: string): Promise<void> {
  for (const { version, at, by, why } of await readAreaVersions(pool, id)) say(`${version}  ${formatInstant(at)}  ${by}  ${why}`);
}

/** Says what a profile would change. Out: whether it would change anything. */
function tell(profile: Area): boolean {
  const { id, ruleSet } = profile;
  const changes = differences(id, profile);
  for (const change of changes) say(change);
  if (changes.length === 0) say('This is what stands: nothing would change.');
  else if (ruleSet !== area(id).ruleSet)
    say(
      `New pathways are then under ${ruleSet}. No live date moves by it: npm run adopt-rules -- --rule-set ${ruleSet} shows what would, and adopts it.`,
    );
  return changes.length > 0;
}

/** Throws PlainError for a profile that is not as it should be, or names a rule set that there is not. */
function readProfile(file: string): Area {
  try {
    const profile = parseArea(readFileSync(file, 'utf8'), file);
    coreContext().ruleSet(profile.ruleSet);
    return profile;
  } catch (error) {
    throw new PlainError(messageOf(error), { cause: error });
  }
}

runScript(main);
