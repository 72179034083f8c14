import type { Pool } from 'pg';
import { plainDate } from '../../../domain/calendar/dates';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase } from '../../support/database/database';

let database: Awaited<ReturnType<typeof freshDatabase>>;
let pool: Pool;
beforeAll(async () => {
  database = await freshDatabase();
  pool = database.pool;
});
afterAll(() => database.drop());

test('an ending heard late answers with what was owed on its own day, and keeps it', async () => {
  const deps = commitDeps(pool);
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', { type: 'action-agreed', action: 'ring-school', due: plainDate('2026-10-05') });
  const ended = await say(deps, registerId, '2026-10-10T10:00', { type: 'pathway-closed', on: plainDate('2026-10-03'), reason: 'made up' });
  const action = expect.objectContaining({ kind: 'action', due: '2026-10-05', status: 'open' });
  expect(ended).toMatchObject({ status: 'applied', owedAtEnd: expect.arrayContaining([action]) });
  const { rows } = await pool.query('select owed_at_end from pathway where register_id = $1', [registerId]);
  expect(rows).toEqual([{ owed_at_end: expect.arrayContaining([action]) }]);
});
