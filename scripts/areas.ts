import { readFileSync } from 'node:fs';
import { formatInstant, type Instant } from '../domain/calendar/dates';
import { openPool } from '../infra/database/database';
import { environment, needed } from '../infra/env';
import { messageOf, PlainError } from '../infra/plain-error';
import { withParts } from '../operations/parts/parts';
import { changeArea, differences, freshAreas, readAreaVersions } from '../services/areas/versions';
import { area, parseArea, type Area } from '../services/rules/areas';
import { coreContext } from '../services/rules/policies';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run areas [-- --import FILE [--apply --why "WHY"]]

Shows the versions of the profile of the area AREA, with who made each, when and why.
  --import FILE    shows what the profile in this file would change (docs/areas.md says how to write one)
  --apply          with --import and --why: it counts from now on, in every process within some seconds
  --why "WHY"      why, in words`;

const say = (line: string): void => void process.stdout.write(`${line}\n`);

async function main(): Promise<void> {
  const values = readOptions(USAGE, {
    import: { type: 'string' },
    apply: { type: 'boolean', default: false },
    why: { type: 'string' },
  });
  if (!values) return;
  const { import: file, apply, why } = values;
  if (apply && (file === undefined || why === undefined || why.trim() === ''))
    throw new PlainError(`--apply needs --import FILE and --why "WHY".\n\n${USAGE}`);
  const profile = file === undefined ? null : readProfile(file);
  await withParts({ temporal: false, existing: true }, async () => {
    const pool = openPool({ url: needed('DATABASE_URL'), max: 2 });
    try {
      await freshAreas(pool, { now: true });
      const id = profile?.id ?? environment().AREA;
      const present = area(id);
      if (!profile) {
        for (const { version, at, by, why: reason } of await readAreaVersions(pool, id))
          say(`${version}  ${formatInstant(at)}  ${by}  ${reason}`);
        return;
      }
      const changes = differences(id, profile);
      for (const change of changes) say(change);
      if (changes.length === 0) return say('This is what stands: nothing would change.');
      if (profile.ruleSet !== present.ruleSet)
        say(
          `New pathways are then under ${profile.ruleSet}. No live date moves by it: npm run adopt-rules -- --rule-set ${profile.ruleSet} shows what would, and adopts it.`,
        );
      if (!apply || why === undefined) return say('Nothing was written. With --apply and --why it counts.');
      const answer = await changeArea(pool, { profile, by: 'cli:areas', why, at: Date.now() as Instant });
      if (answer.status !== 'done') throw new PlainError(`${id} is no area of this installation.`);
      say(`${id} has version ${answer.version} now.`);
    } finally {
      await pool.end();
    }
  });
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
