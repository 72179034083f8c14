import { randomUUID } from 'node:crypto';
import type { Pool } from 'pg';
import { makeCursor } from '../api/http/cursor';
import { addDays, londonDate } from '../domain/calendar/dates';
import { openPool } from '../infra/database';
import { createToken } from '../services/access/tokens';
import { type DeadlineFilter, listDeadlines, readDeadlines } from '../services/reads/deadlines';
import { readPathway, readRegister, type RegisterFilter } from '../services/reads/pathways';
import { copyPeople, modelPeople } from './support/crowd';
import type { Figure } from './support/figures';
import { Callers } from './support/http';
import { ofRounds, percentile, together, type Leg } from './support/measure';
import { NOON, prepareDatabase } from './support/people';
import type { Bench, Scenario } from './support/scenario';
import { startApi } from './support/service';
import type { Scale, Sizes } from './support/settings';
import { again, statementsOf, type Statement } from './support/statements';
import type { Database } from './support/stage';

const PEOPLE: Readonly<Record<Scale, readonly [number, number]>> = { small: [300, 1_000], '1': [5_000, 50_000], '10': [5_000, 50_000] };
/** Pages asked for in a leg. */
const PAGES: Sizes = { small: 60, '1': 600, '10': 3_000 };
const ROUNDS: Sizes = { small: 1, '1': 3, '10': 3 };
const EVENTS: Sizes = { small: 20, '1': 200, '10': 1_000 };
const USERS = 20;
/** As the API's own pool. */
const CONNECTIONS = 10;
const PAGE = 50;
const scenario = 'e';

/** One kind of page: the requests for it, and the statements that each of them comes down to. */
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
  const token = await createToken(pool, 'Bench users', ['all']);
  const models = await modelPeople(pool);
  const people = [...models];
  const [few, many] = PEOPLE[scale];
  const figures: Figure[][] = [];
  const api = await startApi(stage, database, { clockOffset: NOON - Date.now() });
  const callers = new Callers(api.url, token, USERS);
  for (const size of [few, many]) {
    say(`lists: ${size} people`);
    people.push(...(await copyPeople(pool, models, people.length, size)));
    say(`lists: ${size} people are there`);
    figures.push(await measured(bench, { database, callers, people, size }));
  }
  callers.close();
  await api.stop();
  await pool.end();
  return [...figures.flat(), ...grown(figures, few)];
};

interface Register {
  readonly database: Database;
  readonly callers: Callers;
  readonly people: readonly string[];
  readonly size: number;
}

async function measured({ scale }: Bench, register: Register): Promise<Figure[]> {
  const { database, callers, size } = register;
  const bare = openPool({ url: database.url, max: CONNECTIONS });
  const figures: Figure[] = [];
  for (const list of await listsOf(register)) {
    const turns = Array.from({ length: PAGES[scale] }, (_, index) => index);
    const ask = (): Promise<Leg> => together(USERS, turns, (turn) => callers.call('GET', pick(list.paths, turn)));
    const query = (): Promise<Leg> => together(USERS, turns, (turn) => again(bare, pick(list.statements, turn)));
    await query();
    await ask();
    const legs: { ours: Leg; bare: Leg }[] = [];
    for (let round = 0; round < ROUNDS[scale]; round += 1) legs.push({ ours: await ask(), bare: await query() });
    const [ours, theirs] = [ofRounds(legs.map((leg) => leg.ours)), ofRounds(legs.map((leg) => leg.bare))];
    for (const key of ['p50', 'p95'] as const) {
      const baseline = { what: 'the bare query', value: theirs[key] };
      figures.push({ scenario, what: `${size} people: ${list.what}, ${key}`, unit: 'ms', value: ours[key], baseline, aim: { atMost: 2 } });
    }
  }
  await bare.end();
  // One after the other: the time of an event, not of a queue.
  const { milliseconds } = await together(1, await openPeople(database, EVENTS[scale]), (id) =>
    callers.call('POST', `/pathways/${id}/events`, { id: randomUUID(), type: 'contact-wish-recorded', family: 'yes' }),
  );
  figures.push({ scenario, what: `${size} people: one event, p50`, unit: 'ms', value: percentile(milliseconds, 50) });
  return figures;
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
  const register = (filter: Pick<RegisterFilter, 'rating' | 'dueBefore'>, after: RegisterFilter['after']) => ({
    query: after
      ? `?cursor=${makeCursor(['register', { status: 'on-register', ...filter }], [after.due, after.registerId, after.pathway])}`
      : '',
    work: (pool: Pool) => readRegister(pool, { status: 'on-register', ...filter, limit: PAGE, after }, today),
  });
  const deadlines = (status: DeadlineFilter['status'], after: DeadlineFilter['after']) => {
    const filter = { status, kind: null, from: null, to: null };
    const cursor = after ? makeCursor(['deadlines', filter], [after.due, after.registerId, after.pathway, after.id]) : undefined;
    const query = new URLSearchParams({ ...(status === null ? {} : { status }), ...(cursor === undefined ? {} : { cursor }) });
    return { query: `?${query.toString()}`, work: (pool: Pool) => listDeadlines(pool, { ...filter, limit: PAGE, after }, today) };
  };
  const everyone = { rating: null, dueBefore: null };
  const late = { rating: 'red', dueBefore: addDays(today, 1) };
  const place = { registerId: middle, pathway: 1 };
  const pages: [string, readonly string[], (pool: Pool) => Promise<unknown>][] = [
    ['the register, first page', ['/pathways'], register(everyone, null).work],
    [
      'the register, a page in the middle',
      [`/pathways${register(everyone, { due: null, ...place }).query}`],
      register(everyone, { due: null, ...place }).work,
    ],
    ['the register, red and due, by date', [`/pathways?rating=red&dueBefore=${late.dueBefore}`], register(late, null).work],
    ['a person', some.map((id) => `/pathways/${id}`), (pool) => eachOf(some, (id) => readPathway(pool, id, null, today))],
    [
      "a person's deadlines",
      some.map((id) => `/pathways/${id}/deadlines`),
      (pool) => eachOf(some, (id) => readDeadlines(pool, id, null, today)),
    ],
    ...([null, 'owed', 'missed'] as const).flatMap((status): typeof pages => {
      const [first, later] = [deadlines(status, null), deadlines(status, { due: today, ...place, id: '' })];
      const what = status === null ? 'deadlines across everyone' : `deadlines across everyone, ${status}`;
      return [
        [`${what}, first page`, [`/deadlines${first.query}`], first.work],
        [`${what}, from today on`, [`/deadlines${later.query}`], later.work],
      ];
    }),
  ];
  const found: List[] = [];
  for (const [what, paths, work] of pages) {
    const pool = database.open(1);
    found.push({ what, paths, statements: await statementsOf(pool, () => work(pool)) });
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
    if (!before || !figure.what.endsWith('p50')) return [];
    const baseline = { what: `the same at ${size} people`, value: before.value };
    return [{ scenario, what: figure.what, unit: figure.unit, value: figure.value, baseline, aim: { atMost: 2 } }];
  });
}
