import { parseInstant } from '../../../domain/calendar/dates';
import { resolveRefused } from '../../../services/pathway/resolve';
import { logAccess, sealAccessLog } from '../../../services/access/access-log';
import { entriesStamp, recordStamp, sortOutStamp } from '../../../services/record/stamp';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const both = async (): Promise<[string, string]> => [await entriesStamp(database.pool), await recordStamp(database.pool)];

test('is another one as soon as anything is recorded of anybody', async () => {
  const [entries, record] = await both();
  const registerId = newRegisterId();
  await say(commitDeps(database.pool), registerId, '2026-10-01T10:00', { type: 'referral-received', source: 'self' });
  const [after, recordAfter] = await both();
  expect(after).not.toBe(entries);
  expect(recordAfter).not.toBe(record);
});

test('is another one as soon as somebody is taken over, also twice in one instant; the other is of entries alone', async () => {
  const registerId = newRegisterId();
  await say(commitDeps(database.pool), registerId, '2026-10-01T10:00', { type: 'referral-received', source: 'self' });
  const stamps = [await recordStamp(database.pool)];
  const entries = await entriesStamp(database.pool);
  for (const number of [1, 2]) {
    await database.pool.query(
      `insert into ownership (register_id, pathway, number, from_at, staff, at, by, why) values ($1, 1, $2, '2026-10-01', null, '2026-10-01', 'tests', 'test')`,
      [registerId, number],
    );
    stamps.push(await recordStamp(database.pool));
  }
  expect(new Set(stamps).size).toBe(3);
  expect(await entriesStamp(database.pool)).toBe(entries);
});

test('an entry whose number is lower than that of one that is there already makes another one, too', async () => {
  const registerId = newRegisterId();
  const deps = commitDeps(database.pool);
  await say(deps, registerId, '2026-10-01T10:00', { type: 'referral-received', source: 'self' });
  const before = await entriesStamp(database.pool);
  await database.pool.query(
    `insert into event (id, register_id, pathway, sequence, position, type, "on", at, status, fact, source, chain)
    select 'late-' || id, register_id, pathway, 1000, 0, type, "on", at, status, fact, source, chain from event where register_id = $1`,
    [registerId],
  );
  expect(await entriesStamp(database.pool)).not.toBe(before);
});

test('what is to be sorted out has another one as soon as an entry is refused, and when it is sorted out', async () => {
  const registerId = newRegisterId();
  const deps = commitDeps(database.pool);
  await say(deps, registerId, '2026-10-01T10:00', { type: 'referral-received', source: 'self' });
  const before = await sortOutStamp(database.pool);
  await say(deps, registerId, '2026-10-01T11:00', { type: 'contact-wish-recorded', family: 'yes' });
  expect(await sortOutStamp(database.pool)).toBe(before);
  await say(deps, registerId, '2026-10-02T10:00', { type: 'discharged', destination: 'home' });
  const refused = await sortOutStamp(database.pool);
  expect(refused).not.toBe(before);
  const { rows } = await database.pool.query<{ id: string }>(`select id from event where register_id = $1 and status = 'refused'`, [
    registerId,
  ]);
  const clock = parseInstant('2026-10-02T11:00+01:00');
  await resolveRefused(deps, { id: rows[0]?.id ?? '', outcome: 'dismissed', as: null, reason: 'Made up', by: 'test', clock });
  expect(await sortOutStamp(database.pool)).not.toBe(refused);
});

test('a look at a record changes nothing', async () => {
  const stamp = await recordStamp(database.pool);
  sealAccessLog(database.pool, commitDeps(database.pool).seals);
  await logAccess(database.pool, { actor: 'test', auditEvent: 'read', registerId: newRegisterId(), outcome: 'done' });
  expect(await recordStamp(database.pool)).toBe(stamp);
});
