import { formatInstant, type Instant } from '../domain/calendar/dates';
import { openPool } from '../infra/database';
import { PlainError } from '../infra/embedded/plain-error';
import { withParts } from '../infra/embedded/parts';
import { needed } from '../infra/env';
import { adoptRuleSet, type Adoption } from '../services/adoption';
import { sealsOfEnvironment } from '../infra/settings/log-keys';
import { area } from '../services/areas';
import { coreContext } from '../services/policies';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run adopt-rules -- --rule-set NAME [--apply] [--not-in-force-understood]

Shows, for every open pathway under another rule set, what adopting this one would change; with --apply, adopts it.`;

async function main(): Promise<void> {
  const values = readOptions(USAGE, {
    'rule-set': { type: 'string' },
    apply: { type: 'boolean', default: false },
    'not-in-force-understood': { type: 'boolean', default: false },
  });
  if (!values) return;
  const ruleSet = values['rule-set'];
  if (ruleSet === undefined) throw new PlainError(USAGE);
  await withParts({ temporal: false, existing: true }, async () => {
    const pool = openPool({ url: needed('DATABASE_URL') });
    try {
      const adoptions = await adoptRuleSet(
        { pool, core: coreContext(), seals: sealsOfEnvironment(), book: (id) => area(id).book },
        {
          ruleSet,
          clock: Date.now() as Instant,
          apply: values.apply,
          source: 'cli:adopt-rules',
          notInForceUnderstood: values['not-in-force-understood'],
        },
      );
      process.stdout.write(report(adoptions, ruleSet, values.apply));
    } finally {
      await pool.end();
    }
  });
}

function report(adoptions: readonly Adoption[], ruleSet: string, applied: boolean): string {
  const of = (adoption: Adoption): string =>
    [
      `${adoption.registerId}, pathway ${adoption.pathway}: ${adoption.status}`,
      ...adoption.changes.map((line) =>
        'deadline' in line && 'due' in line
          ? `  ${formatInstant(line.at)}  ${line.what}  ${line.deadline}  due ${line.due ?? 'without a date'}`
          : `  ${line.what}`,
      ),
    ].join('\n');
  const changed = adoptions.filter(({ changes }) => changes.length > 0).length;
  const end = applied ? `${ruleSet} was adopted.` : `Nothing was written. With --apply, ${ruleSet} is adopted.`;
  return [
    ...adoptions.map(of),
    `${adoptions.length} open pathways under another rule set, ${changed} with deadlines that change. ${end}`,
    '',
  ].join('\n');
}

runScript(main, { failed: 2 });
