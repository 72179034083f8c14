import { formatInstant, type Instant } from '../domain/calendar/dates';
import type { TraceStep } from '../domain/pathway/types';
import { adoptRules, type Adoption, type ChangedDate, type ChangedStep } from '../services/upkeep/adoption';
import { sealsOfEnvironment } from '../infra/settings/log-keys';
import { area } from '../services/rules/areas';
import { coreContext } from '../services/rules/policies';
import { withDatabase } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run adopt-rules [-- --rule-set NAME[@VERSION]] [--apply] [--not-in-force-understood]

Shows, for every open pathway, each date and each waiting step that stands otherwise than the present rules, holidays and core would have it,
before and after, with the reason; with --apply, adopts that.
  --rule-set NAME[@VERSION]    puts every open pathway under this rule set (its newest version, where none is named);
                               without it each the newest version of its own`;

async function main(): Promise<void> {
  const values = readOptions(USAGE, {
    'rule-set': { type: 'string' },
    apply: { type: 'boolean', default: false },
    'not-in-force-understood': { type: 'boolean', default: false },
  });
  if (!values) return;
  const ruleSet = values['rule-set'];
  await withDatabase(async (pool) => {
    const adoptions = await adoptRules(
      { pool, core: coreContext(), seals: sealsOfEnvironment(), book: (id) => area(id).book },
      {
        ...(ruleSet === undefined ? {} : { ruleSet }),
        clock: Date.now() as Instant,
        apply: values.apply,
        source: 'cli:adopt-rules',
        notInForceUnderstood: values['not-in-force-understood'],
      },
    );
    process.stdout.write(report(adoptions, values.apply));
    if (adoptions.some(({ status }) => status === 'refused')) process.exitCode = 1;
  });
}

function report(adoptions: readonly Adoption[], applied: boolean): string {
  const moving = adoptions.filter(({ dates, steps }) => dates.length + steps.length > 0).length;
  const end = applied ? 'Adopted.' : 'Nothing was written. With --apply, it is adopted.';
  return [
    ...adoptions.flatMap(ofOne),
    `${adoptions.length} open pathways are to adopt something, ${moving} of them with dates or steps that change. ${end}`,
    '',
  ].join('\n');
}

const ofOne = ({ registerId, pathway, from, to, status, dates, steps }: Adoption): string[] => [
  `${registerId}, pathway ${pathway}: ${from === to ? to : `${from} → ${to}`}  ${status}`,
  ...dates.map(dateText),
  ...steps.map(stepText),
];

const dateText = ({ what, deadline, before, after, rule, reason }: ChangedDate): string =>
  `  ${what.slice('deadline-'.length)}  ${deadline}  ${before ?? 'no date'} → ${after ?? 'no date'}  ${rule}  ${reason.map(reasonText).join('; ')}`;

const stepText = ({ deadline, before, after }: ChangedStep): string => `  step  ${deadline}  ${stepAt(before)} → ${stepAt(after)}`;
const stepAt = (step: ChangedStep['before']): string => (step === null ? 'none' : `${step.step} ${formatInstant(step.at)}`);

const reasonText = ({ code, params }: TraceStep): string =>
  `${code} ${Object.entries(params)
    .filter(([name, value]) => value !== null && name !== 'source')
    .map(([name, value]) => `${name} ${value}`)
    .join(', ')}`;

runScript(main, { failed: 2 });
