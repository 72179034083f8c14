import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { readKeyRing } from '../../infra/temporal/codec';
import { openPool } from '../../infra/database/database';
import { PlainError } from '../../infra/plain-error';
import { temporalClient } from '../../infra/temporal/client';
import { createToken } from '../../services/access/tokens';
import { readOptions } from '../../scripts/frame/options';
import { runScript } from '../../scripts/frame/run-script';
import { andStop } from '../stage/closing';
import { tellCourse } from '../stage/course';
import { startBench } from './bench';
import { Caller } from './callers';
import { openGround, openTopology, type Topology } from './parts';
import type { Scene, Step } from './scene';
import { altered } from './steps/altered';
import { count } from './steps/count';
import { databaseAway } from './steps/database-away';
import { endedByHand } from './steps/ended-by-hand';
import { nobodyWorks } from './steps/nobody-works';
import { restart } from './steps/restart';
import { story } from './steps/story';

const USAGE = `npm run topology [-- --people N] [--keep]
npm run topology -- --bench a,b [--scale 1|10|small]

Runs the service as docker-compose.yml does, without containers: PostgreSQL, a Temporal server on PostgreSQL (built from its Go modules), two
workers, a sender, two API processes, each with the variables of its container. Tells Tom's story and those of N others (50), stops and kills
parts, alters what nobody may alter, says step by step what it saw, and counts at the end. Ends with "topology: well", or with 1 and what is wrong; then
its data and logs are kept.
  --keep    lets it run until Ctrl-C, and says where
  --bench   in place of all that, runs these scenarios of the bench on that PostgreSQL and that Temporal, with nothing else beside them`;

/** The worker's first minute without a check of the timers passes while PostgreSQL is away: the steps that ask for a check come after it. */
const STEPS: readonly Step[] = [story, restart, nobodyWorks, databaseAway, endedByHand, altered, count];

const say = tellCourse();

async function prove(topology: Topology, others: number): Promise<void> {
  const { databaseUrl, temporalAddress: address, namespace, payloadKeys } = topology;
  const pool = openPool({ url: databaseUrl, max: 4 });
  const { client, close } = temporalClient({ address, namespace, keys: readKeyRing(payloadKeys), identity: 'topology' });
  try {
    const caller = new Caller(topology.apis, await createToken(pool, 'Topology callers', ['all']), client);
    const scene: Scene = { topology, pool, client, caller, others, people: [], endedByHand: [], planted: [] };
    for (const [index, { title, run }] of STEPS.entries()) {
      say(`${index + 1} of ${STEPS.length}: ${title}`);
      for (const line of await run(scene)) say(`    ${line}`);
    }
  } finally {
    await close();
    await pool.end();
  }
}

const forever = (): Promise<never> => new Promise(() => undefined);

async function main(): Promise<void> {
  const values = readOptions(USAGE, {
    people: { type: 'string', default: '50' },
    keep: { type: 'boolean', default: false },
    bench: { type: 'string' },
    scale: { type: 'string', default: '1' },
  });
  if (!values) return;
  const people = Number(values.people);
  if (!Number.isInteger(people) || people < 1) throw new PlainError('--people must be a whole number from 1');
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-topology-'));
  say(`data and logs in ${folder}`);
  const { bench, scale, keep } = values;
  if (bench === undefined) {
    const topology = await openTopology(folder, say);
    await andStop(topology.stop, async () => {
      await prove(topology, people);
      say('topology: well');
      if (!keep) return;
      say(`it runs: ${topology.apis[1]?.url}, DATABASE_URL=${topology.databaseUrl} TEMPORAL_ADDRESS=${topology.temporalAddress}`);
      await forever();
    });
  } else {
    const ground = await openGround(folder, say);
    const running = startBench(ground, bench, scale);
    const stop = async (): Promise<void> => {
      await running.stop();
      await ground.stop();
    };
    await andStop(stop, () => running.finished());
  }
  // Kept where anything was wrong.
  rmSync(folder, { recursive: true, force: true });
}

runScript(main);
