import type { Instant } from '../domain/calendar/dates';
import { withParts } from '../operations/parts/parts';
import { headStoreOfEnvironment } from '../infra/settings/heads';
import { sealsOfEnvironment } from '../infra/settings/log-keys';
import type { Proof } from '../services/upkeep/proof/check-everything';
import type { Ahead } from '../services/upkeep/proof/log/ahead';
import { coreContext } from '../services/rules/policies';
import type { Difference } from '../services/upkeep/proof/difference';
import { proveNow } from '../services/upkeep/proof/prove-now';
import { connected } from './connected';
import { readOptions } from './frame/options';
import { runScript } from './frame/run-script';

const USAGE = `npm run prove [-- --only-look]

Compares, now, what every pathway waits for with the timers that run, every workflow with the log, and the log in itself; mends what it
can, and prints each thing that was not as it should be. Ends with 1 where something is left, and with 3 where timers are still
on their way, as after a start: what the last two minutes brought may take so long. It needs the service to run.
  --only-look   mends nothing`;

const STILL_ON_THE_WAY = 3;

async function main(): Promise<void> {
  const values = readOptions(USAGE, { 'only-look': { type: 'boolean', default: false } });
  if (!values) return;
  const { proof, ahead } = await withParts({ temporal: true, existing: true }, () =>
    connected('prove', (parts) =>
      proveNow({
        ...parts,
        core: coreContext(),
        seals: sealsOfEnvironment(),
        store: headStoreOfEnvironment(),
        now: () => Date.now() as Instant,
        mend: !values['only-look'],
        onProgress: (pathways) => void process.stderr.write(`${pathways} pathways looked at\n`),
      }),
    ),
  );
  process.stdout.write(report(proof, ahead));
  if (ahead.length > 0 || proof.differences.some(({ mended }) => !mended)) process.exitCode = 1;
  else if (onTheWay(proof) > 0) process.exitCode = STILL_ON_THE_WAY;
}

/** How many timers are not as they should be, and are left to a signal that may still arrive. */
const onTheWay = ({ timersExpected, timersFound }: Proof): number => Math.abs(timersExpected - timersFound);

function report(proof: Proof, ahead: readonly Ahead[]): string {
  const { pathways, timersExpected, timersFound, differences } = proof;
  const left = differences.filter(({ mended }) => !mended).length + ahead.length;
  const waiting = onTheWay(proof);
  const end =
    left > 0
      ? `${left} differences are left: docs/runbook.md says what to do about each.`
      : waiting > 0
        ? `${waiting} still on their way: nothing is wrong so far, and not all is proved. Run it again in two minutes.`
        : 'All is well.';
  return [
    ...differences.map(line),
    `${pathways} pathways were compared: ${timersExpected} timers expected, ${timersFound} found; ${differences.filter(({ mended }) => mended).length} differences mended.`,
    ...ahead.map(aheadLine),
    end,
    '',
  ].join('\n');
}

const aheadLine = ({ registerId, until, events, misses, madeBy }: Ahead): string =>
  `LEFT    record-ahead  ${registerId}  to ${until}, with ${events} events and ${misses} misses that have not come yet: a clock was wrong${
    madeBy === null ? '' : `, by ${madeBy} or before`
  }`;

function line({ code, registerId, pathway, params, mended }: Difference): string {
  const details = Object.entries(params).map(([name, value]) => `${name} ${value ?? 'none'}`);
  return [mended ? 'mended' : 'LEFT  ', code, `${registerId}, pathway ${pathway}`, ...details].join('  ');
}

runScript(main, { failed: 2 });
