import { setTimeout as sleep } from 'node:timers/promises';
import type { Client } from '@temporalio/client';
import { readOutage, remindersWait, startBeat } from '../../../services/workflow/beat';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
});
afterEach(() => database.drop());

/** A Temporal that answers, or does not. */
const temporal = (answers: () => boolean): Client =>
  ({
    withDeadline: (_until: number, call: () => Promise<unknown>) => call(),
    connection: {
      ensureConnected: () => Promise.resolve(),
      workflowService: { getSystemInfo: () => (answers() ? Promise.resolve({}) : Promise.reject(new Error('away'))) },
    },
  }) as unknown as Client;

/** Lets a worker say once how it is. */
async function beatOnce(answers: boolean): Promise<void> {
  const before = await database.pool.query('select at from worker_beat');
  const beat = startBeat({
    part: 'pathways',
    pool: database.pool,
    client: temporal(() => answers),
    onError: (error) => {
      throw error;
    },
  });
  for (;;) {
    const after = await database.pool.query('select at from worker_beat');
    if (JSON.stringify(after.rows) !== JSON.stringify(before.rows)) break;
    await sleep(20);
  }
  await beat.stop();
}
const past = (seconds: number) => database.pool.query(`update worker_beat set at = at - make_interval(secs => $1)`, [seconds]);

test('no worker has run, one runs, one has been silent, and one runs again', async () => {
  expect(await readOutage(database.pool, 'pathways')).toEqual({ part: 'worker', since: null });
  await beatOnce(true);
  expect(await readOutage(database.pool, 'pathways')).toBeNull();
  expect(await readOutage(database.pool, 'notices')).toEqual({ part: 'worker', since: null });
  await past(14);
  expect(await readOutage(database.pool, 'pathways')).toBeNull();
  await past(2);
  expect(await readOutage(database.pool, 'pathways')).toEqual({ part: 'worker', since: expect.any(Date) as Date });
  await beatOnce(true);
  expect(await readOutage(database.pool, 'pathways')).toBeNull();
});

test('a Temporal that is away is away since the first time that it was', async () => {
  await beatOnce(true);
  await beatOnce(false);
  const first = await readOutage(database.pool, 'pathways');
  expect(first).toEqual({ part: 'temporal', since: expect.any(Date) as Date });
  await beatOnce(false);
  expect(await readOutage(database.pool, 'pathways')).toEqual(first);
  await beatOnce(true);
  expect(await readOutage(database.pool, 'pathways')).toBeNull();
});

test('what was recorded of somebody waits while it has not been passed on; of somebody else it does not', async () => {
  const wait = (registerId: string) =>
    database.pool.query(`insert into outbox (register_id, pathway, signal, payload) values ($1, 1, 'present', '{}')`, [registerId]);
  expect(await remindersWait(database.pool, 'AAAA-0001')).toBe('outage');
  await beatOnce(true);
  expect(await remindersWait(database.pool, 'AAAA-0001')).toBeNull();
  await wait('AAAA-0001');
  expect(await remindersWait(database.pool, 'AAAA-0002')).toBeNull();
  expect(await remindersWait(database.pool, 'AAAA-0001')).toBe('queue');
  const asked = remindersWait(database.pool, 'AAAA-0001');
  await sleep(300);
  await database.pool.query('delete from outbox');
  expect(await asked).toBeNull();
});
