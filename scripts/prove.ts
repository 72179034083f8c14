import { parseArgs } from 'node:util';
import type { Instant } from '../domain/calendar/dates';
import { withParts } from '../infra/embedded/parts';
import { sealsOfEnvironment } from '../infra/settings/log-keys';
import { checkEverything, type Proof } from '../services/proof/check';
import { coreContext } from '../services/policies';
import type { Difference } from '../services/proof/difference';
import { logChecks } from '../services/proof/log-checks';
import { recordProof } from '../services/proof/record';
import { connected } from './connected';

const USAGE = `npm run prove [-- --only-look]

Compares, now, what every pathway waits for with the timers that run, every workflow with the log, and the log in itself; mends what it
can, and prints each thing that was not as it should be. Ends with 1 where something is left. It needs the service to run.
  --only-look   mends nothing`;

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { 'only-look': { type: 'boolean', default: false }, help: { type: 'boolean', default: false } },
  });
  if (values.help) return void process.stdout.write(`${USAGE}\n`);
  const proof = await withParts({ temporal: true }, () => prove(!values['only-look']));
  process.stdout.write(report(proof));
  if (proof.differences.some(({ mended }) => !mended)) process.exitCode = 1;
}

const prove = (mend: boolean): Promise<Proof> =>
  connected('prove', async ({ pool, client }) => {
    const now = (): Instant => Date.now() as Instant;
    const proof = await checkEverything({
      pool,
      client,
      now,
      seals: sealsOfEnvironment(),
      perPerson: logChecks({ pool, core: coreContext(), seals: sealsOfEnvironment(), now }),
      mend,
      onProgress: (pathways) => void process.stderr.write(`${pathways} pathways looked at\n`),
    });
    await recordProof(pool, proof);
    return proof;
  });

function report({ pathways, timersExpected, timersFound, differences }: Proof): string {
  const left = differences.filter(({ mended }) => !mended).length;
  const end = left === 0 ? 'All is well.' : `${left} differences are left: docs/runbook.md says what to do about each.`;
  return [
    ...differences.map(line),
    `${pathways} pathways were compared: ${timersExpected} timers expected, ${timersFound} found; ${differences.length - left} differences mended.`,
    end,
    '',
  ].join('\n');
}

function line({ code, registerId, pathway, params, mended }: Difference): string {
  const details = Object.entries(params).map(([name, value]) => `${name} ${value ?? 'none'}`);
  return [mended ? 'mended' : 'LEFT  ', code, `${registerId}, pathway ${pathway}`, ...details].join('  ');
}

main().catch((error: unknown) => {
  process.stderr.write(`${error instanceof Error ? error.message : String(error)}\n`);
  process.exitCode = 2;
});
