import type { Pool } from 'pg';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Instant } from '../../domain/calendar/dates';
import { openPool } from '../../infra/database/database';
import type { Turn } from '../../services/workflow/turn';
import { deliverOutbox } from '../../services/workflow/relay/outbox';
import { pathwayWorkflowId } from '../../workflows/names';
import type { Figure } from './support/figures';
import { terminateAll } from './support/histories';
import { median, together, until } from './support/measure';
import { NOON, prepareDatabase, settlePeople, vacuum } from './support/people';
import type { Bench, Scenario, Sizes } from './support/scenario';
import { startBareWorker, startWorker, untilQuiet } from './support/service';
import { BARE_QUEUE, BARE_TIMER } from './workflows/names';

const PATHWAYS: Sizes = { small: 20, '1': 1_000, '10': 10_000 };
const ROUNDS: Sizes = { small: 1, '1': 2, '10': 1 };
/** Delivering, starting a worker and arming must be over before the instant; the first guess, doubled where it was too short. */
const LEAD_MS: Sizes = { small: 16_000, '1': 50_000, '10': 600_000 };
const POLL_MS = 20;
const PATIENCE_A_PATHWAY_MS = 150;
const PATIENCE_MS = 150_000;

const scenario = 'b';

/** (b) Many pathways whose steps fall at the same instant, until the last is committed; against bare timers with the same activity. */
export const wakeUps: Scenario = async (bench) => {
  const { scale, say } = bench;
  const count = PATHWAYS[scale];
  const real: number[] = [];
  const bare: number[] = [];
  for (let round = 1; round <= ROUNDS[scale]; round += 1) {
    say(`wake-ups: round ${round}, ${count} pathways`);
    real.push(await patiently(bench, count, LEAD_MS[scale], realWakeUps));
    say(`wake-ups: round ${round}, bare timers`);
    bare.push(await patiently(bench, count, LEAD_MS[scale], bareTimers));
  }
  const figure: Figure = {
    scenario,
    what: `${count} pathways' steps at one instant, until the last is committed`,
    unit: 's',
    value: median(real) / 1_000,
    baseline: { what: 'bare timers with the same activity', value: median(bare) / 1_000 },
    aim: { atMost: 1.4 },
  };
  const rate = (milliseconds: readonly number[]): number => (count * 1_000) / median(milliseconds);
  return [
    figure,
    {
      scenario,
      what: 'the same, steps committed a second',
      unit: '/s',
      value: rate(real),
      baseline: { what: 'bare timers with the same activity', value: rate(bare) },
    },
  ];
};

interface Crowd {
  readonly pool: Pool;
  readonly ids: readonly string[];
  /** The first instant at which anything falls due: the same for everyone. */
  readonly instant: Instant;
  /** Milliseconds from the machine's clock to theirs: the instant comes when the lead is over. */
  readonly clockOffset: number;
  readonly database: Awaited<ReturnType<Bench['stage']['database']>>;
}

/** Null: not all timers were armed when the instant came. */
type Wait = (bench: Bench, crowd: Crowd) => Promise<number | null>;

/** Milliseconds from the instant to the last commit; with a longer lead where the timers were not armed in time. */
async function patiently(bench: Bench, count: number, firstLead: number, wait: Wait): Promise<number> {
  for (let lead = firstLead; ; lead *= 2) {
    const milliseconds = await withCrowd(bench, count, lead, wait);
    if (milliseconds !== null) return milliseconds;
    bench.say(`wake-ups: ${lead / 1_000} s were not enough to arm all timers; again with twice that`);
  }
}

async function withCrowd(bench: Bench, count: number, lead: number, wait: Wait): Promise<number | null> {
  const { stage } = bench;
  const database = await stage.database();
  const pool = openPool({ url: database.url });
  await prepareDatabase(pool);
  const ids = await settlePeople(pool, count, NOON);
  const { rows } = await pool.query<{ at: Date; people: number }>(
    'select at, count(distinct register_id)::int as people from wake_up group by at order by at limit 1',
  );
  const [first] = rows;
  if (first?.people !== count) throw new Error(`the first steps of ${count} people do not fall at one instant`);
  await vacuum(pool);
  const instant = first.at.getTime() as Instant;
  try {
    return await wait(bench, { pool, ids, instant, clockOffset: instant - (Date.now() + lead), database });
  } finally {
    await terminateAll(
      (await stage.temporal()).client,
      ids.flatMap((id) => [pathwayWorkflowId(id, 1), bareId(id)]),
    );
    await pool.end();
  }
}

const bareId = (registerId: string): string => `bare/${registerId}`;

const realWakeUps: Wait = async ({ stage }, crowd) => {
  const { client } = await stage.temporal();
  await deliverOutbox({ pool: crowd.pool, client, clockOffset: crowd.clockOffset });
  const worker = await startWorker(stage, crowd.database, { clockOffset: crowd.clockOffset });
  try {
    await worker.untilTurns(crowd.ids.length);
    return await committedAfter(crowd);
  } finally {
    await worker.stop();
  }
};

const bareTimers: Wait = async ({ stage }, crowd) => {
  const { client } = await stage.temporal();
  await crowd.pool.query('delete from outbox');
  const worker = await startBareWorker(stage, crowd.database);
  const { instant, clockOffset } = crowd;
  try {
    await together(20, crowd.ids, (registerId) => {
      const turn: Turn = { registerId, pathway: 1, heard: [], wake: instant, clock: instant, armedFor: 0, armedHead: null };
      return client.workflow.start(BARE_TIMER, {
        taskQueue: BARE_QUEUE,
        workflowId: bareId(registerId),
        args: [instant - clockOffset, turn],
      });
    });
    if (!(await isBefore(crowd))) return null;
    await untilQuiet(stage, crowd.ids.map(bareId));
    return await committedAfter(crowd);
  } finally {
    await worker.stop();
  }
};

/** Some quiet before the instant, so that nothing of the arming falls into the figure. */
const QUIET_MS = 2_000;
const isBefore = async ({ instant, clockOffset }: Crowd): Promise<boolean> => Date.now() + clockOffset < instant - QUIET_MS;

async function committedAfter(crowd: Crowd): Promise<number | null> {
  if (!(await isBefore(crowd))) return null;
  const { pool, ids, instant, clockOffset } = crowd;
  await sleep(instant - clockOffset - Date.now());
  await until('every step is committed', PATIENCE_MS + ids.length * PATIENCE_A_PATHWAY_MS, POLL_MS, async () => {
    const { rowCount } = await pool.query('select from wake_up where at <= $1 limit 1', [new Date(instant).toISOString()]);
    return rowCount === 0;
  });
  return Date.now() + clockOffset - instant;
}
