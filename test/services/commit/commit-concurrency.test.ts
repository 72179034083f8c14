import { randomUUID } from 'node:crypto';
import { parseInstant, plainDate } from '../../../domain/calendar/dates';
import type { PathwayEvent } from '../../../domain/pathway/events';
import { isUnavailable, openPool } from '../../../infra/database/database';
import { commit, type CommitDeps } from '../../../services/commit/commit';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
let deps: CommitDeps;

beforeAll(async () => {
  database = await freshDatabase();
  deps = commitDeps(database.pool);
});
afterAll(() => database.drop());

const referral: PathwayEvent = { type: 'referral-received', source: 'family' };
const rating = (colour: 'green' | 'amber' | 'red'): PathwayEvent => ({ type: 'rating-set', rating: colour, reason: 'So it was decided' });

test('fifty events on one person at once: all accepted, one after the other', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', referral);
  const colours = ['green', 'amber', 'red'] as const;
  const answers = await Promise.all(
    Array.from({ length: 50 }, (_, index) => say(deps, registerId, '2026-10-01T11:00', rating(colours[index % 3] ?? 'green'))),
  );
  expect(answers.map(({ status }) => status)).toEqual(answers.map(() => 'applied'));
  const { rows } = await database.pool.query<{ sequence: number }>('select sequence from event where register_id = $1 order by position', [
    registerId,
  ]);
  expect(rows.map(({ sequence }) => sequence)).toEqual(Array.from({ length: 51 }, (_, index) => index + 1));
  const { rows: outbox } = await database.pool.query<{ payload: string }>('select payload from outbox where register_id = $1 order by id', [
    registerId,
  ]);
  expect(outbox.map(({ payload }) => (JSON.parse(payload) as { sequence: number }).sequence)).toEqual(
    Array.from({ length: 51 }, (_, index) => index + 1),
  );
});

test('one id twenty times at once counts once, and all get the same answer', async () => {
  const registerId = newRegisterId();
  const id = randomUUID();
  const answers = await Promise.all(
    Array.from({ length: 20 }, () => say(deps, registerId, '2026-10-01T10:00', referral, { id, bodyDigest: 'a' })),
  );
  expect(answers.filter((answer) => 'repeated' in answer && !answer.repeated)).toHaveLength(1);
  expect(new Set(answers.map((answer) => JSON.stringify({ ...answer, repeated: true }))).size).toBe(1);
});

test('one id at once for two people counts for one of them', async () => {
  const id = randomUUID();
  const request = (registerId: string) => ({
    kind: 'event' as const,
    registerId,
    id,
    events: [rating('red')],
    batch: false,
    clock: parseInstant('2026-10-02T10:00'),
    source: 'test',
  });
  const people = [newRegisterId(), newRegisterId()];
  for (const registerId of people) await say(deps, registerId, '2026-10-01T10:00', referral);
  const answers = await Promise.all(people.map((registerId) => commit(deps, request(registerId))));
  expect(answers.map(({ status }) => status).sort()).toEqual(['applied', 'id-reused']);
});

test('a referral for a new person twice at once, each under a register id of its own, makes one person', async () => {
  const id = randomUUID();
  const people = [newRegisterId(), newRegisterId()];
  const answers = await Promise.all(
    people.map((registerId) => say(deps, registerId, '2026-10-01T10:00', referral, { id, bodyDigest: 'a' })),
  );
  expect(answers.map(({ status }) => status)).toEqual(['applied', 'applied']);
  const { rows } = await database.pool.query('select register_id from person where register_id = any($1)', [people]);
  expect(rows).toHaveLength(1);
});

test('`at` never goes back: an event whose clock lies behind is heard at the instant that has been played to', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', referral);
  await commit(deps, { kind: 'wake', registerId, clock: parseInstant('2026-10-08T08:00') });
  const answer = await say(deps, registerId, '2026-10-08T07:59', rating('amber'));
  expect(answer).toMatchObject({ status: 'applied', at: parseInstant('2026-10-08T08:00') });
});

test('wake-ups are taken once, each at its planned instant, whoever comes first', async () => {
  const registerId = newRegisterId();
  const admitted: PathwayEvent = { type: 'admitted', on: plainDate('2026-10-01'), security: 'low', detained: true, planned: false };
  await say(deps, registerId, '2026-10-01T10:00', admitted);
  const clock = parseInstant('2026-12-15T12:00');
  await Promise.all([
    commit(deps, { kind: 'wake', registerId, clock }),
    commit(deps, { kind: 'wake', registerId, clock }),
    say(deps, registerId, clock, { type: 'visit-held' }),
  ]);
  const { rows } = await database.pool.query<{ what: string; at: Date; n: number }>(
    `select line::jsonb - 'pathway' as line, at, count(*)::int as n from timeline where register_id = $1 group by 1, 2 having count(*) > 1`,
    [registerId],
  );
  expect(rows).toEqual([]);
  const missed = await database.pool.query<{ at: Date }>(
    `select at from timeline where register_id = $1 and what = 'deadline-missed' order by at`,
    [registerId],
  );
  expect(missed.rows.map(({ at }) => at.toISOString())).toEqual(['2026-10-15T23:00:00.000Z', '2026-11-13T00:00:00.000Z']);
});

test('a connection that dies in the middle leaves nothing half done, and the same call again does it once', async () => {
  const registerId = newRegisterId();
  const id = randomUUID();
  const dying = openPool({ url: database.url, max: 1 });
  const { rows } = await dying.query<{ pid: number }>('select pg_backend_pid() as pid');
  const holder = await database.pool.connect();
  await say(deps, registerId, '2026-10-01T10:00', referral);
  await holder.query('begin');
  await holder.query('select from person where register_id = $1 for update', [registerId]);
  const attempt = say(commitDeps(dying), registerId, '2026-10-01T11:00', rating('amber'), { id }).catch((error: unknown) => error);
  await new Promise((resolve) => setTimeout(resolve, 100));
  await database.pool.query('select pg_terminate_backend($1)', [rows[0]?.pid]);
  expect(isUnavailable(await attempt)).toBe(true);
  await holder.query('rollback');
  holder.release();
  await dying.end();
  expect((await database.pool.query('select from event where id = $1', [id])).rowCount).toBe(0);
  expect(await say(deps, registerId, '2026-10-01T11:00', rating('amber'), { id })).toMatchObject({ status: 'applied', repeated: false });
});

test('a lock that is not given up ends the wait, as unavailable', async () => {
  const registerId = newRegisterId();
  await say(deps, registerId, '2026-10-01T10:00', referral);
  const holder = await database.pool.connect();
  await holder.query('begin');
  await holder.query('select from person where register_id = $1 for update', [registerId]);
  const limited = openPool({ url: database.url, max: 1 });
  const error: unknown = await say(commitDeps(limited), registerId, '2026-10-01T11:00', rating('amber')).catch(
    (failure: unknown) => failure,
  );
  expect(isUnavailable(error)).toBe(true);
  await holder.query('rollback');
  holder.release();
  await limited.end();
});

test('a database that is away is unavailable, at once', async () => {
  const away = openPool({ url: 'postgres://nobody@127.0.0.1:1/none' });
  const error: unknown = await say(commitDeps(away), newRegisterId(), '2026-10-01T11:00', referral).catch((failure: unknown) => failure);
  expect(isUnavailable(error)).toBe(true);
  await away.end();
});

test('whoever holds the lock of one person, and however many wait for it, all others are answered meanwhile', async () => {
  const held = newRegisterId();
  const others = Array.from({ length: 20 }, newRegisterId);
  for (const registerId of [held, ...others]) await say(deps, registerId, '2026-10-01T10:00', referral);
  // As many connections as a process has: without a line of their own those who wait would take them all.
  const pool = openPool({ url: database.url, max: 4 });
  const few = { ...deps, pool };
  const holder = await database.pool.connect();
  try {
    await holder.query('begin');
    await holder.query('select from person where register_id = $1 for update', [held]);
    let settled = 0;
    const waiting = Array.from({ length: 30 }, () =>
      say(few, held, '2026-10-01T11:00', rating('red')).then(
        () => 'answered',
        (error: unknown) => (isUnavailable(error) ? 'busy' : String(error)),
      ),
    );
    for (const one of waiting) void one.then(() => (settled += 1));
    const answers = await Promise.all(others.map((registerId) => say(few, registerId, '2026-10-01T11:00', rating('red'))));
    expect(answers.map(({ status }) => status)).toEqual(others.map(() => 'applied'));
    // Most of those who wait for the lock still do: the others did not have to wait until they had given up.
    expect(settled).toBeLessThan(waiting.length);
    await holder.query('rollback');
    const outcomes = await Promise.all(waiting);
    expect(outcomes.filter((outcome) => outcome !== 'answered' && outcome !== 'busy')).toEqual([]);
    const { rows } = await database.pool.query(`select from event where register_id = $1 and type = 'rating-set'`, [held]);
    expect(rows).toHaveLength(outcomes.filter((outcome) => outcome === 'answered').length);
  } finally {
    holder.release();
    await pool.end();
  }
});
