import { setTimeout as pause } from 'node:timers/promises';
import { Registry } from 'prom-client';
import { assertSameClock, clockAhead } from '../../../infra/clock';
import { openPool } from '../../../infra/database/database';
import { isClockWrong, isConnectionFault, isUnavailable } from '../../../infra/database/faults';
import { watchDatabase, type Trouble } from '../../../infra/database/watch';
import { addWatchFigures } from '../../../infra/metrics/watch-figures';
import { alarmedDatabase } from '../../../services/tasks/database-alarm';
import { openTasks } from '../../../services/tasks/tasks';
import { cutLine } from '../../support/mail/cut-line';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());
afterEach(() => jest.restoreAllMocks());

/** Sets this process's clock ahead of the database's, which runs on. */
function clockIsAhead(by: number): void {
  jest.restoreAllMocks();
  const real = Date.now.bind(Date);
  if (by !== 0) jest.spyOn(Date, 'now').mockImplementation(() => real() + by);
}

async function until(so: () => boolean): Promise<void> {
  while (!so()) await pause(20);
}

describe('how far a clock is ahead', () => {
  test.each([
    ['within the round trip, however long that was', [1_000, 1_500, 90_000], 0],
    ['the database looked before we asked', [100_000, 30_000, 100_010], 70_000],
    ['the database looked after we were answered', [1_000, 70_000, 1_010], -68_990],
  ] as const)('%s', (_, [asked, at, answered], ahead) => expect(clockAhead(asked, at, answered)).toBe(ahead));

  test('a minute is borne, more is not', () => {
    expect(() => assertSameClock(160_000, 100_000, 160_001)).not.toThrow();
    expect(() => assertSameClock(160_001, 100_000, 160_001)).toThrow('60 s ahead of the database');
    expect(() => assertSameClock(40_000, 100_001, 40_000)).toThrow('60 s behind the database');
  });
});

test('a wrong clock is seen at once and when it comes, shouted, shown, and put before the team; a right one ends it', async () => {
  const told: string[] = [];
  clockIsAhead(86_400_000);
  const watch = alarmedDatabase({
    pool: database.pool,
    part: 'api',
    alarm: ({ alarm }) => told.push(alarm),
    well: () => told.push('well'),
    everyMs: 30,
  });
  const registry = new Registry();
  addWatchFigures(registry, watch);
  await watch.started;
  expect(watch.trouble()).toMatchObject({ code: 'clock-wrong', detail: expect.stringContaining('86400 s ahead of the database') });
  expect(() => watch.assertClock()).toThrow('nothing is recorded by it');
  expect(Number(/^pathway_clock_ahead_seconds (\S+)$/m.exec(await registry.metrics())?.[1])).toBeCloseTo(86_400, -1);
  expect(await registry.metrics()).toContain('pathway_database_trouble{code="clock-wrong"} 1');
  let tasks: string[] = [];
  while (tasks.length === 0) tasks = (await openTasks(database.pool, 10)).map(({ key }) => key);
  expect(tasks).toEqual(['clock-wrong/api']);

  clockIsAhead(0);
  await until(() => watch.trouble() === null);
  expect(() => watch.assertClock()).not.toThrow();
  clockIsAhead(-61_000);
  await until(() => watch.trouble() !== null);
  expect(watch.trouble()?.code).toBe('clock-wrong');
  expect(told).toEqual(['clock-wrong', 'well', 'clock-wrong']);
  await watch.stop();
});

test('a database that takes no changes, is gone, or falls silent is seen, and seen again when it is back', async () => {
  const line = await cutLine(database.url);
  const pool = openPool({ url: line.url, max: 2 });
  const told: (Trouble['code'] | null)[] = [];
  const watch = watchDatabase({ pool, everyMs: 30, onChange: (trouble) => told.push(trouble?.code ?? null) });
  await watch.started;
  expect(watch.trouble()).toBeNull();
  const name = new URL(database.url).pathname.slice(1);
  await database.pool.query(`alter database ${name} set default_transaction_read_only = on`);
  line.cut();
  await until(() => watch.trouble()?.code === 'database-away');
  line.mend();
  await until(() => watch.trouble()?.code === 'database-read-only');
  const setBack = `begin read write; alter database ${name} set default_transaction_read_only = off; commit`;
  await database.pool.query(setBack);
  await until(() => watch.trouble() === null);
  line.hush();
  await until(() => watch.trouble()?.code === 'database-away');
  line.mend();
  await until(() => watch.trouble() === null);
  expect(told.filter((code, index) => code !== told[index - 1])).toEqual(told);
  expect(told).toEqual(['database-away', 'database-read-only', null, 'database-away', null]);
  await watch.stop();
  await pool.end();
  await line.stop();
});

test('the look really has the server write where its tables lie', async () => {
  const written = async (): Promise<number> => {
    await database.pool.query('select pg_stat_force_next_flush()');
    const { rows } = await database.pool.query<{ bytes: string }>(
      'select temp_bytes as bytes from pg_stat_database where datname = current_database()',
    );
    return Number(rows[0]?.bytes);
  };
  const before = await written();
  const own = openPool({ url: database.url, max: 1 });
  const watch = watchDatabase({ pool: own });
  await watch.started;
  await watch.stop();
  // What a session wrote is counted at its end.
  await own.end();
  let bytes = 0;
  while (bytes < 1_000_000) bytes = (await written()) - before;
  expect(bytes).toBeGreaterThan(1_000_000);
});

describe('what the database answers, by what is to be done about it', () => {
  const answer = (code: string, message = '') => Object.assign(new Error(message), { code });
  test.each([
    ['25006', 'away, and the connection goes'],
    ['57P01', 'away, and the connection goes'],
    ['57P02', 'away, and the connection goes'],
    ['57P03', 'away, and the connection goes'],
    ['08006', 'away, and the connection goes'],
    ['ECONNRESET', 'away, and the connection goes'],
    ['53100', 'away'],
    ['53300', 'away'],
    ['58030', 'away'],
    ['55P03', 'away'],
    ['57014', 'away'],
    ['CLOCK_WRONG', 'away'],
    ['23505', 'its own fault'],
    ['42703', 'its own fault'],
    ['0A000', 'its own fault'],
  ])('%s: %s', (code, meant) => {
    const error = answer(code);
    const found = isUnavailable(error) ? `away${isConnectionFault(error) ? ', and the connection goes' : ''}` : 'its own fault';
    expect(found).toBe(meant);
    expect(isClockWrong(error)).toBe(code === 'CLOCK_WRONG');
  });
  test.each([
    'Query read timeout',
    'Connection terminated unexpectedly',
    'timeout exceeded when trying to connect',
    'Client has encountered a connection error and is not queryable',
  ])('%s: away, and the connection goes', (message) =>
    expect([isUnavailable(new Error(message)), isConnectionFault(new Error(message))]).toEqual([true, true]),
  );
  test('a plan that no longer fits: away, and the connection goes', () => {
    expect(isConnectionFault(answer('0A000', 'cached plan must not change result type'))).toBe(true);
  });
});
