import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { makeCursor } from '../../api/http/cursor';
import { addDays, londonDate } from '../../domain/calendar/dates';
import { openPool } from '../../infra/database/database';
import { createToken } from '../../services/access/tokens';
import { type DeadlineFilter, listDeadlines, readDeadlines } from '../../services/pathway/deadlines';
import { readPathway, readRegister, type RegisterFilter } from '../../services/pathway/pathways';
import { copyPeople, modelPeople } from './support/crowd';
import type { Figure } from './support/figures';
import { Callers } from './support/http';
import { ofRounds, percentile, together, type Leg } from './support/measure';
import { NOON, prepareDatabase } from './support/people';
import type { Bench, Scale, Scenario, Sizes } from './support/scenario';
import { startApi, startBareHttp } from './support/service';
import { again, statementsOf, type Statement, whole } from './support/statements';
import type { Database } from './support/stage';

const PEOPLE: Readonly<Record<Scale, readonly [number, number]>> = { small: [300, 1_000], '1': [5_000, 50_000], '10': [5_000, 50_000] };
/** Pages asked for in a leg. */
const PAGES: Sizes = { small: 60, '1': 600, '10': 3_000 };
const ROUNDS: Sizes = { small: 1, '1': 3, '10': 3 };
const EVENTS: Sizes = { small: 20, '1': 200, '10': 1_000 };
const USERS = 20;
const PAGE = 50;
const scenario = 'e';

/** One kind of page: the requests for it, and the statements that each of them comes down to, of whole rows. */
interface List {
  readonly what: string;
  readonly paths: readonly string[];
  readonly statements: readonly Statement[];
}

/** (e) Lists and a person's page under 20 users, at two sizes of the register; and one event. */
export const lists: Scenario = async (bench) => {
  const { stage, scale, say } = bench;
  const database = await stage.database();
  const pool = openPool({ url: database.url });
  await prepareDatabase(pool);
  const tokens = await Promise.all(Array.from({ length: USERS }, (_, user) => createToken(pool, `Bench user ${user + 1}`, ['all'])));
  const models = await modelPeople(pool);
  const people = [...models];
  const [few, many] = PEOPLE[scale];
  const figures: Figure[][] = [];
  const api = await startApi(stage, database, { clockOffset: NOON - Date.now() });
  const callers = new Callers(api.url, tokens, USERS);
  for (const size of [few, many]) {
    say(`lists: ${size} people`);
    people.push(...(await copyPeople(pool, models, people.length, size)));
    say(`lists: ${size} people are there`);
    figures.push(await measured(bench, { database, callers, tokens, people, size }));
  }
  callers.close();
  await api.stop();
  await pool.end();
  return [...figures.flat(), ...grown(figures, few)];
};

interface Register {
  readonly database: Database;
  readonly callers: Callers;
  /** One for each user: of lists across everyone only some are read at a time with one token. */
  readonly tokens: readonly string[];
  readonly people: readonly string[];
  readonly size: number;
}

async function measured({ scale, stage }: Bench, register: Register): Promise<Figure[]> {
  const { database, callers, tokens, size } = register;
  const bare = openPool({ url: database.url });
  const found = await listsOf(register);
  const least = await startBareHttp(
    stage,
    database,
    found.flatMap(({ statements }) => statements),
  );
  const leastCallers = new Callers(least.url, tokens, USERS);
  const figures: Figure[] = [];
  let from = 0;
  for (const list of found) {
    const turns = Array.from({ length: PAGES[scale] }, (_, index) => index);
    const places = [...list.statements.keys()].map((place) => `/${from + place}`);
    const works = {
      ours: () => together(USERS, turns, (turn) => callers.call('GET', pick(list.paths, turn))),
      overHttp: () => together(USERS, turns, (turn) => leastCallers.call('GET', pick(places, turn))),
      query: () => together(USERS, turns, (turn) => again(bare, pick(list.statements, turn))),
    };
    figures.push(...figuresOf(`${size} people: ${list.what}`, await inTurns(ROUNDS[scale], works)));
    from += list.statements.length;
  }
  leastCallers.close();
  await least.stop();
  await bare.end();
  // One after the other: the time of an event, not of a queue.
  const { milliseconds } = await together(1, await openPeople(database, EVENTS[scale]), (id) =>
    callers.call('POST', `/pathways/${id}/events`, { id: randomUUID(), type: 'contact-wish-recorded', family: 'yes' }),
  );
  figures.push({ scenario, what: `${size} people: one event, p50`, unit: 'ms', value: percentile(milliseconds, 50) });
  return figures;
}

interface Rounds {
  readonly ours: readonly Leg[];
  readonly overHttp: readonly Leg[];
  readonly query: readonly Leg[];
}

/** Each once that does not count, then so many rounds in turns. */
async function inTurns(rounds: number, { ours, overHttp, query }: Readonly<Record<keyof Rounds, () => Promise<Leg>>>): Promise<Rounds> {
  await query();
  await overHttp();
  await ours();
  const legs: { ours: Leg; overHttp: Leg; query: Leg }[] = [];
  for (let round = 0; round < rounds; round += 1) legs.push({ ours: await ours(), overHttp: await overHttp(), query: await query() });
  return { ours: legs.map((leg) => leg.ours), overHttp: legs.map((leg) => leg.overHttp), query: legs.map((leg) => leg.query) };
}

function figuresOf(what: string, rounds: Rounds): Figure[] {
  const [ours, overHttp, query] = [ofRounds(rounds.ours), ofRounds(rounds.overHttp), ofRounds(rounds.query)];
  const figure = (key: 'p50' | 'p95', baseline: NonNullable<Figure['baseline']>): Figure => ({
    scenario,
    what: `${what}, ${key}`,
    unit: 'ms',
    value: ours[key],
    baseline,
  });
  return [
    { ...figure('p50', { what: 'the bare query', value: query.p50 }), aim: { atMost: 2 } },
    { ...figure('p95', { what: 'the bare query', value: query.p95 }), aim: { atMost: 2 } },
    figure('p50', { what: 'the same query behind bare HTTP', value: overHttp.p50 }),
  ];
}

/** Some people whose pathways are open, from the whole register. */
async function openPeople(database: Database, count: number): Promise<string[]> {
  const pool = database.open(1);
  const { rows } = await pool.query<{ id: string }>(
    'select register_id as id from pathway where ended_type is null and number = 1 order by md5(register_id) limit $1',
    [count],
  );
  await pool.end();
  return rows.map(({ id }) => id);
}

function pick<Item>(items: readonly Item[], index: number): Item {
  const item = items[index % items.length];
  if (item === undefined) throw new Error('there is nothing to ask for');
  return item;
}

/** The pages that users look at: the register, people, and deadlines across everyone; of the long lists one in the middle too. */
async function listsOf({ database, people }: Register): Promise<List[]> {
  const today = londonDate(NOON);
  const some = Array.from({ length: 50 }, (_, index) => pick(people, Math.floor((index * people.length) / 50)));
  const middle = pick([...people].sort(), Math.floor(people.length / 2));
  const register = (filter: RegisterFilter, after: Parameters<typeof readRegister>[1]['after']) => ({
    query: after
      ? `?cursor=${makeCursor(['register', { status: 'on-register', ...filter }], [after.due, after.registerId, after.pathway])}`
      : '',
    work: (pool: Pool) => readRegister(pool, { status: 'on-register', ...filter, limit: PAGE, after }, today),
  });
  const deadlines = (filter: DeadlineFilter, after: Parameters<typeof listDeadlines>[1]['after']) => {
    const cursor = after ? makeCursor(['deadlines', filter], [after.due, after.registerId, after.pathway, after.id]) : undefined;
    const asked = Object.entries({ ...filter, cursor }).filter((one): one is [string, string] => one[1] !== undefined);
    return {
      query: `?${new URLSearchParams(asked).toString()}`,
      work: (pool: Pool) => listDeadlines(pool, { ...filter, limit: PAGE, after }, today),
    };
  };
  const late = { rating: 'red', dueBefore: addDays(today, 1) } as const;
  const place = { registerId: middle, pathway: 1 };
  const pages: [string, readonly string[], (pool: Pool) => Promise<unknown>][] = [
    ['the register, first page', ['/pathways'], register({}, null).work],
    [
      'the register, a page in the middle',
      [`/pathways${register({}, { due: null, ...place }).query}`],
      register({}, { due: null, ...place }).work,
    ],
    ['the register, red and due, by date', [`/pathways?rating=red&dueBefore=${late.dueBefore}`], register(late, null).work],
    ['a person', some.map((id) => `/pathways/${id}`), (pool) => eachOf(some, (id) => readPathway(pool, id, null, today))],
    [
      "a person's deadlines",
      some.map((id) => `/pathways/${id}/deadlines`),
      (pool) => eachOf(some, (id) => readDeadlines(pool, id, null, today)),
    ],
    ...([{}, { status: 'owed' }, { status: 'missed' }] as const).flatMap((filter): typeof pages => {
      const [first, later] = [deadlines(filter, null), deadlines(filter, { due: today, ...place, id: '' })];
      const what = 'status' in filter ? `deadlines across everyone, ${filter.status}` : 'deadlines across everyone';
      return [
        [`${what}, first page`, [`/deadlines${first.query}`], first.work],
        [`${what}, from today on`, [`/deadlines${later.query}`], later.work],
      ];
    }),
  ];
  const found: List[] = [];
  for (const [what, paths, work] of pages) {
    const pool = database.open(1);
    found.push({ what, paths, statements: (await statementsOf(pool, () => work(pool))).map(whole) });
    await pool.end();
  }
  return found;
}

async function eachOf(ids: readonly string[], work: (id: string) => Promise<unknown>): Promise<void> {
  for (const id of ids) await work(id);
}

/** The larger register's figures beside the smaller one's. */
function grown([few = [], many = []]: readonly (readonly Figure[])[], size: number): Figure[] {
  return many.flatMap((figure, index): Figure[] => {
    const before = few[index];
    // Each page once: the row beside the bare query, or the one that stands beside nothing.
    if (!before || !figure.what.endsWith('p50') || (figure.baseline && !figure.aim)) return [];
    const baseline = { what: `the same at ${size} people`, value: before.value };
    return [{ scenario, what: figure.what, unit: figure.unit, value: figure.value, baseline, aim: { atMost: 2 } }];
  });
}
