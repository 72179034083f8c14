import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { parseArgs } from 'node:util';
import type { Instant } from '../../domain/calendar/dates';
import { messageOf, PlainError } from '../../infra/embedded/plain-error';
import { openPool } from '../../infra/database';
import { readKeyRing } from '../../infra/codec';
import { temporalClient } from '../../infra/temporal';
import { createToken } from '../../services/access/tokens';
import { coreContext } from '../../services/policies';
import { checkEverything } from '../../services/proof/check';
import { logChecks } from '../../services/proof/log-checks';
import { Caller } from './callers';
import { untilQuiet, wrongs } from './checks';
import { openTopology, type Topology } from './parts';
import { tellOthers, tellTom } from './story';

const USAGE = `npm run topology [-- --people N] [--keep]

Runs the service as docker-compose.yml does, without containers: PostgreSQL, a Temporal server on PostgreSQL (built from its Go modules), two
workers, a sender, two API processes, each with the variables of its container. Tells Tom's story and those of N others (50), kills a worker and
an API process in the middle, and counts afterwards.
  --keep   lets it run until Ctrl-C, and says where`;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

async function prove(topology: Topology, people: number): Promise<void> {
  const { apis, workers, databaseUrl, temporalAddress, namespace, payloadKeys } = topology;
  const pool = openPool({ url: databaseUrl, max: 4 });
  const { client, close } = temporalClient({ address: temporalAddress, namespace, keys: readKeyRing(payloadKeys), identity: 'topology' });
  try {
    const caller = new Caller(apis, await createToken(pool, 'The story', ['all']));
    const killTwo = async (): Promise<void> => {
      for (const victim of [workers[0], apis[0]]) {
        await victim?.kill();
        say(`${victim?.name} killed`);
      }
    };
    const [tom, others] = await Promise.all([tellTom(caller, killTwo), tellOthers(caller, people, 8)]);
    const told = [tom, ...others];
    say(`told: ${told.length} people, ${told.reduce((sum, { events }) => sum + events, 0)} events accepted`);
    await untilQuiet(pool);
    const now = (): Instant => Date.now() as Instant;
    const proof = await checkEverything({ pool, client, now, perPerson: logChecks({ pool, core: coreContext(), now }) });
    const mended = proof.differences.filter((difference) => difference.mended).length;
    say(
      `${proof.pathways} pathways compared: ${proof.timersExpected} timers expected, ${proof.timersFound} found; ${mended} differences mended`,
    );
    say(`${topology.mails().length} mails`);
    const wrong = [
      ...proof.differences.filter((difference) => !difference.mended).map(({ code, registerId }) => `${registerId}: ${code}`),
      ...(await wrongs(pool, told, topology.mails())),
    ];
    if (wrong.length > 0) throw new PlainError(`topology: ${wrong.length} things wrong\n${wrong.join('\n')}`);
    say('topology: well');
  } finally {
    await close();
    await pool.end();
  }
}

const interrupted = (): Promise<void> => new Promise((resolve) => process.once('SIGINT', resolve));

async function main(): Promise<void> {
  const { values } = parseArgs({
    options: {
      people: { type: 'string', default: '50' },
      keep: { type: 'boolean', default: false },
      help: { type: 'boolean', default: false },
    },
  });
  if (values.help) return say(USAGE);
  const people = Number(values.people);
  if (!Number.isInteger(people) || people < 0) throw new PlainError('--people must be a whole number');
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-topology-'));
  say(`data and logs in ${folder}`);
  const topology = await openTopology(folder, say);
  try {
    await prove(topology, people);
    if (values.keep) {
      say(`it runs: ${topology.apis[1]?.url}, DATABASE_URL=${topology.databaseUrl} TEMPORAL_ADDRESS=${topology.temporalAddress}`);
      await interrupted();
    }
  } finally {
    await topology.stop();
  }
}

main().catch((error: unknown) => {
  process.stderr.write(`${messageOf(error)}\n`);
  process.exitCode = 1;
});
