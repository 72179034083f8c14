import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import type { PathwayEvent } from '../../domain/pathway/events';
import { openPool } from '../../infra/database/database';
import { createToken } from '../../services/access/tokens';
import { pathwayWorkflowId } from '../../workflows/names';
import { bareLeg, bareWorkflows } from './support/bare-workflows';
import type { Figure } from './support/figures';
import { armedAt, historiesOf, terminateAll } from './support/histories';
import { Callers } from './support/http';
import { median, ofRounds, paced, percentile, perSecond, together, type Leg } from './support/measure';
import { commitDeps, commitEvents, eventFor, NOON, prepareDatabase, settlePeople, vacuum } from './support/people';
import type { Bench, Scenario, Sizes } from './support/scenario';
import { startApi, startBareHttp, startWorker, type RunningWorker } from './support/service';
import { inBareTransaction, recordStatements, type Statement } from './support/statements';
import type { Database } from './support/stage';

/** Events a leg. */
const EVENTS: Sizes = { small: 20, '1': 300, '10': 3_000 };
const ROUNDS: Sizes = { small: 1, '1': 3, '10': 1 };
/** So many more events of half the first share, which are not counted: a process that was started a moment ago has not compiled its code yet. */
const WARM_UPS: Sizes = { small: 0, '1': 30, '10': 3 };
const CALLERS = 20;

const scenario = 'a';

/** One event each of some people who wait for it, over HTTP and as the same rows alone. */
interface Share {
  readonly people: readonly string[];
  readonly rows: readonly Statement[];
}

/** (a) An event over HTTP until it is committed and answered, and from there until its timers are armed. */
export const events: Scenario = async (bench) => {
  const { stage, scale, say } = bench;
  const rounds = ROUNDS[scale];
  say(`events: ${rounds} rounds of ${EVENTS[scale]}`);
  const prepared = await prepare(bench, 2 * rounds + 2);
  const told = { clockOffset: NOON - Date.now() };
  const api = await startApi(stage, prepared.real, told);
  const callers = new Callers(api.url, prepared.token, CALLERS);
  const bare = openPool({ url: prepared.copy.url });
  const http = (share: Share): Promise<Leg> => together(CALLERS, [...share.people.entries()], ([number, id]) => post(callers, id, number));
  const rows = (share: Share): Promise<Leg> => together(CALLERS, share.rows, (statement) => inBareTransaction(bare, statement));
  const [first, atPace, ...shares] = prepared.shares;
  if (!first || !atPace) throw new Error('nobody was prepared');
  const forAlone = shares.slice(0, rounds);
  const leastHttp = await bareHttp(bench, prepared, forAlone);
  await http(first);
  await rows(first);
  await warmUp(callers, first, WARM_UPS[scale]);

  say('events: the API alone');
  const alone: Alone[] = [];
  for (const share of forAlone) alone.push({ http: await http(share), rows: await rows(share), overHttp: await leastHttp.leg(share) });
  await leastHttp.stop();

  say('events: with the worker');
  const pool = openPool({ url: prepared.real.url, max: 1 });
  const waiting = [...shares.slice(rounds), atPace];
  // Those of the API alone have had their event: their workflows are not needed.
  await pool.query('delete from outbox where register_id <> all($1)', [waiting.flatMap(({ people }) => people)]);
  await pool.end();
  const worker = await startWorker(stage, prepared.real, told);
  const workflows = await bareWorkflows(stage, prepared.copy, EVENTS[scale]);
  await worker.untilTurns(waiting.flatMap(({ people }) => people).length);
  await bareLeg(workflows, CALLERS);
  const whole: Whole[] = [];
  for (const share of shares.slice(rounds)) {
    const { leg, done } = await untilDone(worker, share, () => http(share));
    whole.push({ http: leg, done, rows: await rows(share), bare: await bareLeg(workflows, CALLERS) });
  }

  const pace = median(whole.map(({ done }) => done)) / 2;
  say(`events: at ${pace.toFixed(0)} a second`);
  const delays = await armingDelays(bench, { callers, worker, share: atPace, pace });
  const bareAtPace = await paced(pace, workflows.ids.slice(0, atPace.people.length), workflows.update);
  callers.close();
  await bare.end();
  await worker.stop();
  await api.stop();
  await workflows.stop();
  await terminateAll(
    (await stage.temporal()).client,
    waiting.flatMap(({ people }) => people).map((id) => pathwayWorkflowId(id, 1)),
  );
  return [...figuresAlone(alone, whole), ...figuresWhole(whole), ...figuresArmed(delays, bareAtPace)];
};

interface Alone {
  readonly http: Leg;
  readonly rows: Leg;
  /** The same rows, for calls over HTTP to the least that can answer them. */
  readonly overHttp: Leg;
}

interface Whole {
  readonly http: Leg;
  readonly rows: Leg;
  readonly bare: Leg;
  /** Events that the workflow side has done a second. */
  readonly done: number;
}

interface BareHttp {
  readonly leg: (share: Share) => Promise<Leg>;
  readonly stop: () => Promise<void>;
}

/** The same rows behind the least that answers over HTTP, made warm by as many calls as the API is, which write nothing. */
async function bareHttp({ stage, scale }: Bench, { overHttp, token }: Prepared, shares: readonly Share[]): Promise<BareHttp> {
  const statements = shares.flatMap(({ rows }) => rows);
  const server = await startBareHttp(stage, overHttp, [...statements, { text: 'select 1', values: [] }]);
  const callers = new Callers(server.url, token, CALLERS);
  const call = (place: number): Promise<unknown> => callers.call('POST', `/${place}`, { id: randomUUID(), ...eventFor(place) });
  const warm = Array.from({ length: (WARM_UPS[scale] * EVENTS[scale]) / 2 }, () => statements.length);
  await together(CALLERS, warm, call);
  const places = new Map(statements.map((statement, place) => [statement, place]));
  const placesOf = ({ rows }: Share): number[] => rows.flatMap((statement) => places.get(statement) ?? []);
  return {
    leg: (share) => together(CALLERS, placesOf(share), call),
    stop: async () => {
      callers.close();
      await server.stop();
    },
  };
}

/** Those of the community are rated again and again: whoever makes the same rows alone has committed thousands of events while preparing. */
async function warmUp(callers: Callers, { people }: Share, times: number): Promise<void> {
  const inCommunity = people.filter((_, number) => eventFor(number).type === 'rating-set');
  for (let time = 0; time < times; time += 1) {
    const rating = time % 2 === 0 ? 'amber' : 'red';
    await together(CALLERS, inCommunity, (id) => send(callers, id, { type: 'rating-set', rating, reason: 'A made-up reason' }));
  }
}

interface Prepared {
  readonly real: Database;
  /** The same people, for the rows alone. */
  readonly copy: Database;
  /** The same people once more, for the rows alone over HTTP. */
  readonly overHttp: Database;
  readonly token: string;
  readonly shares: readonly Share[];
}

/** Puts people on the register, and finds out, on a copy of them, which rows their events will write. */
async function prepare({ stage, scale }: Bench, count: number): Promise<Prepared> {
  const size = EVENTS[scale];
  const real = await stage.database();
  const pool = openPool({ url: real.url });
  await prepareDatabase(pool);
  const token = await createToken(pool, 'Bench callers', ['all']);
  const ids = await settlePeople(pool, count * size, NOON);
  await vacuum(pool);
  await pool.end();
  const copy = await stage.database(real);
  const overHttp = await stage.database(real);
  const known = await rowsOf(await stage.database(real), ids);
  const bare = openPool({ url: copy.url });
  await bare.query('create table bare (id bigserial primary key, text text not null, at timestamptz not null default now())');
  await bare.end();
  const shares = Array.from({ length: count }, (_, index) => {
    const from = index * size;
    return { people: ids.slice(from, from + size), rows: known.slice(from, from + size) };
  });
  return { real, copy, overHttp, token, shares };
}

/** The one statement with which the service writes each person's event, in the order of the people. */
async function rowsOf(database: Database, ids: readonly string[]): Promise<Statement[]> {
  const pool: Pool = openPool({ url: database.url, max: 1 });
  const written: Statement[] = [];
  recordStatements(pool, (statement) => {
    if (statement.name === 'commit-write') written.push(statement);
  });
  const deps = commitDeps(pool);
  for (const [number, id] of ids.entries()) await commitEvents(deps, { registerId: id, events: [eventFor(number)], clock: NOON });
  await pool.end();
  if (written.length !== ids.length) throw new Error(`${ids.length} events wrote ${written.length} times`);
  return written;
}

const send = (callers: Callers, registerId: string, event: PathwayEvent): Promise<unknown> =>
  callers.call('POST', `/pathways/${registerId}/events`, { id: randomUUID(), ...event });

const post = (callers: Callers, registerId: string, number: number): Promise<unknown> => send(callers, registerId, eventFor(number));

/** A leg, and how many events a second the workflow side has done until the last. */
async function untilDone(worker: RunningWorker, { people }: Share, work: () => Promise<Leg>): Promise<{ leg: Leg; done: number }> {
  const before = await worker.turns();
  const begun = performance.now();
  const leg = await work();
  await worker.untilTurns(before + people.length);
  return { leg, done: (people.length * 1_000) / (performance.now() - begun) };
}

interface AtPace {
  readonly callers: Callers;
  readonly worker: RunningWorker;
  readonly share: Share;
  readonly pace: number;
}

/** Milliseconds from each event's answer until its workflow had armed, at a pace. */
async function armingDelays({ stage }: Bench, { callers, worker, share, pace }: AtPace): Promise<number[]> {
  const answered = new Map<string, number>();
  const before = await worker.turns();
  await paced(pace, [...share.people.entries()], async ([number, id]) => {
    await post(callers, id, number);
    answered.set(id, Date.now());
  });
  await worker.untilTurns(before + share.people.length);
  const { client } = await stage.temporal();
  const histories = await historiesOf(
    client,
    share.people.map((id) => pathwayWorkflowId(id, 1)),
  );
  return share.people.flatMap((id, index) => {
    const history = histories[index];
    return history ? [Math.max(0, armedAt(history) - (answered.get(id) ?? 0))] : [];
  });
}

function compared(
  what: string,
  beside: string,
  legs: { readonly ours: readonly Leg[]; readonly bare: readonly Leg[] },
  least?: number,
): Figure[] {
  const [ours, bare] = [ofRounds(legs.ours), ofRounds(legs.bare)];
  const figure = (name: string, unit: string, key: keyof typeof ours): Figure => ({
    scenario,
    what: `${what}, ${name}`,
    unit,
    value: ours[key],
    baseline: { what: beside, value: bare[key] },
  });
  const rate = figure('a second', '/s', 'perSecond');
  return [least === undefined ? rate : { ...rate, aim: { atLeast: least } }, figure('p50', 'ms', 'p50'), figure('p95', 'ms', 'p95')];
}

function figuresAlone(alone: readonly Alone[], whole: readonly Whole[]): Figure[] {
  const ours = alone.map(({ http }) => http);
  const what = 'events over HTTP, API alone';
  const rate = (beside: string, bare: readonly Leg[], least?: number): Figure[] =>
    compared(what, beside, { ours, bare }, least).slice(0, 1);
  return [
    ...compared(what, 'a bare transaction of the same rows', { ours, bare: alone.map(({ rows }) => rows) }, 0.5),
    ...rate(
      'the same transaction behind bare HTTP',
      alone.map(({ overHttp }) => overHttp),
    ),
    ...rate(
      'a bare workflow: update, one insert',
      whole.map(({ bare }) => bare),
      3,
    ),
  ];
}

function figuresWhole(legs: readonly Whole[]): Figure[] {
  const ours = legs.map(({ http }) => http);
  const bare = legs.map((leg) => leg.bare);
  return [
    ...compared('events over HTTP, with the worker', 'a bare transaction of the same rows', { ours, bare: legs.map(({ rows }) => rows) }),
    ...compared('events over HTTP, with the worker', 'a bare workflow: update, one insert', { ours, bare }, 3),
    {
      scenario,
      what: 'events armed, the worker never idle, a second',
      unit: '/s',
      value: median(legs.map(({ done }) => done)),
      baseline: { what: 'a bare workflow: update, one insert', value: median(bare.map(perSecond)) },
    },
  ];
}

function figuresArmed(delays: readonly number[], bare: Leg): Figure[] {
  const figure = (name: string, of: (values: readonly number[]) => number): Figure => ({
    scenario,
    what: `from answered to armed at half that rate, ${name}`,
    unit: 'ms',
    value: of(delays),
    baseline: { what: 'a bare update and its answer, at the same rate', value: of(bare.milliseconds) },
  });
  const worst = Math.max(...delays);
  return [
    figure('p50', (values) => percentile(values, 50)),
    figure('p95', (values) => percentile(values, 95)),
    { scenario, what: 'from answered to armed at half that rate, the slowest', unit: 'ms', value: worst, aim: { atMost: 2_000 } },
  ];
}
