import { plainDate, parseInstant } from '../../domain/calendar/dates';
import { commit, type CommitDeps } from '../../services/commit';
import { freshDatabase, type TestDatabase } from '../support/database';
import { commitDeps, newRegisterId, say } from '../support/commit';

let database: TestDatabase;
let deps: CommitDeps;

beforeAll(async () => {
  database = await freshDatabase();
  deps = commitDeps(database.pool);
});
afterAll(() => database.drop());

const admitted = { type: 'admitted', on: plainDate('2026-10-01'), security: 'non-secure', detained: false, planned: false } as const;

test('an admission is answered with its deadlines, and everything about it is on file', async () => {
  const registerId = newRegisterId();
  const answer = await say(deps, registerId, '2026-10-01T19:30', admitted, { id: 'adm-1' });
  expect(answer).toMatchObject({ status: 'applied', sequence: 1, pathway: 1, repeated: false, events: [{ id: 'adm-1', sequence: 1 }] });
  const { rows } = await database.pool.query('select kind, due, status, owed from deadline where register_id = $1 order by kind', [registerId]);
  expect(rows).toEqual(expect.arrayContaining([{ kind: 'oversight-visit', due: '2026-11-12', status: 'open', owed: true }]));
  const outbox = await database.pool.query('select signal, pathway from outbox where register_id = $1', [registerId]);
  expect(outbox.rows).toEqual([{ signal: 'admitted', pathway: 1 }]);
  const wake = await commit(deps, { kind: 'wake', registerId, clock: parseInstant('2027-01-05T12:00') });
  expect(wake).toEqual({ status: 'played', sequence: 1 });
});
