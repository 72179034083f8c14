import { parseInstant } from '../../../../domain/calendar/dates';
import { holdWaiting } from '../../../../services/notices/by-hand/hold-waiting';
import { coreContext } from '../../../../services/rules/policies';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const now = parseInstant('2026-10-01T10:00');
const hold = (stop: boolean) => holdWaiting(database.pool, coreContext().holidays, { now, stop });
const ago = new Date(now - 60_000);
const ahead = new Date(now + 60_000);

test('after a restore what would go now is counted, or held: queued, or in hand when its sender died; nothing else', async () => {
  const put = (key: string, status: string, { channel = 'mail', planned = ago, notBefore = ago, lease = null as Date | null } = {}) =>
    database.pool.query(
      `insert into notice (key, template, audience, recipient, channel, status, planned_at, not_before, lease_until)
       values ($1, 'digest', 'team', 'staff:made-up', $2, $3, $4, $5, $6)`,
      [key, channel, status, planned, notBefore, lease],
    );
  await put('due', 'queued');
  await put('left behind', 'sending', { lease: ago });
  await put('later', 'queued', { notBefore: ahead });
  await put('in hand', 'sending', { lease: ahead });
  await put('gone', 'sent');
  await put('for the next digest', 'queued', { channel: 'digest' });
  await put('of the last digest', 'queued', { channel: 'digest', planned: new Date(now - 86_400_000) });
  expect(await hold(false)).toEqual({ waiting: 4, held: 0 });
  expect(await hold(true)).toEqual({ waiting: 4, held: 4 });
  const { rows } = await database.pool.query(`select key, reason from notice where status = 'held' order by key`);
  expect(rows).toEqual([
    { key: 'due', reason: 'after-restore' },
    { key: 'in hand', reason: 'after-restore' },
    { key: 'left behind', reason: 'after-restore' },
    { key: 'of the last digest', reason: 'after-restore' },
  ]);
  expect(await hold(true)).toEqual({ waiting: 0, held: 0 });
});
