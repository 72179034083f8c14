import { commit, type CommitDeps } from '../../../services/commit/commit';
import { parseInstant } from '../../../domain/calendar/dates';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
let deps: CommitDeps;
beforeAll(async () => {
  database = await freshDatabase();
  deps = commitDeps(database.pool);
});
afterAll(() => database.drop());
afterEach(() => jest.restoreAllMocks());

const A_DAY_MS = 86_400_000;

async function everything(registerId: string): Promise<unknown> {
  const { rows } = await database.pool.query(
    `select (select to_json(p) from person p where register_id = $1) as person, (select json_agg(e order by position) from event e where register_id = $1) as events,
       (select json_agg(t order by ordinal) from timeline t where register_id = $1) as timeline, (select json_agg(w) from wake_up w where register_id = $1) as wake_ups`,
    [registerId],
  );
  return rows[0];
}

test.each([
  ['a day ahead', A_DAY_MS],
  ['61 seconds ahead', 61_500],
  ['61 seconds behind', -61_500],
])('by a clock that is %s of the database nothing is recorded: no event, no refusal, no wake-up', async (_, by) => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', { type: 'referral-received', source: 'family' });
  const before = await everything(registerId);
  const real = Date.now.bind(Date);
  jest.spyOn(Date, 'now').mockImplementation(() => real() + by);
  const event = say(deps, registerId, '2026-10-02T10:00', { type: 'contact-wish-recorded', family: 'yes' });
  await expect(event).rejects.toMatchObject({ code: 'CLOCK_WRONG' });
  const refused = say(deps, registerId, '2026-10-02T10:00', { type: 'action-done', action: 'unknown' });
  await expect(refused).rejects.toMatchObject({ code: 'CLOCK_WRONG' });
  const wake = commit(deps, { kind: 'wake', registerId, clock: parseInstant('2026-12-01T10:00') });
  await expect(wake).rejects.toMatchObject({ code: 'CLOCK_WRONG' });
  expect(await everything(registerId)).toEqual(before);

  jest.spyOn(Date, 'now').mockImplementation(() => real() + Math.sign(by) * 50_000);
  expect(await say(deps, registerId, '2026-10-02T10:00', { type: 'contact-wish-recorded', family: 'yes' })).toMatchObject({
    status: 'applied',
  });
});
