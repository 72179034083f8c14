import type { Instant } from '../../../../domain/calendar/dates';
import { recordsAhead } from '../../../../services/upkeep/proof/log/ahead';
import { commitDeps, newRegisterId, say } from '../../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

test('whose record tells of what has not come yet is named, with what it tells; nobody else is', async () => {
  const deps = commitDeps(database.pool);
  const [well, ahead] = [newRegisterId(), newRegisterId()];
  const now = Date.now();
  for (const registerId of [well, ahead])
    await say(deps, registerId, (now - 3_600_000) as Instant, { type: 'referral-received', source: 'family' });
  await say(deps, ahead, now as Instant, { type: 'action-agreed', action: 'a1', due: new Date(now).toISOString().slice(0, 10) } as never);
  expect(await recordsAhead(database.pool)).toEqual([]);
  // As an API did whose clock was two days ahead, before such a commit was refused.
  const twoDays = (now + 2 * 86_400_000) as Instant;
  await say(deps, ahead, twoDays, { type: 'contact-wish-recorded', family: 'yes' });
  const named = await recordsAhead(database.pool);
  expect(named).toEqual([{ registerId: ahead, until: new Date(twoDays).toISOString(), events: 1, misses: 1, madeBy: expect.any(String) }]);
  // By the database's clock, not by the one that was ahead.
  const madeBy = Date.parse(named[0]?.madeBy ?? '');
  expect(madeBy).toBeGreaterThanOrEqual(now - 60_000);
  expect(madeBy).toBeLessThanOrEqual(now + 60_000);
});
