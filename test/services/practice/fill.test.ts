import { type Instant, parseInstant } from '../../../domain/calendar/dates';
import { fillPractice, type PracticeDeps } from '../../../services/practice/fill';
import { readStanding } from '../../../services/practice/standing';
import { area } from '../../../services/rules/areas';
import { coreContext } from '../../../services/rules/policies';
import { addFirstStaff } from '../../../services/staff/first';
import { readRegisterPage } from '../../../services/today/register/register';
import { readToday } from '../../../services/today/today';
import { logChecks, wholeChecks } from '../../../services/upkeep/proof/log/log-checks';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { testSeals } from '../../support/database/seals';

const NOW = parseInstant('2026-10-02T10:30');
const core = coreContext();
const looker = { id: 'kim-manager', roles: ['manager'], areas: ['example'] } as const;

let database: TestDatabase;
beforeEach(async () => {
  database = await freshDatabase();
  await addFirstStaff(database.pool, area('example'));
});
afterEach(() => database.drop());

const odd: unknown[] = [];
const deps = (more: Partial<PracticeDeps> = {}): PracticeDeps => ({
  ...{ offered: true, pool: database.pool, core, seals: testSeals, area: () => area('example'), clock: () => NOW },
  ...{ book: (id) => area(id).book, onOdd: (one) => void odd.push(one) },
  ...more,
});

async function fill(more: Partial<PracticeDeps> = {}): Promise<string> {
  const begun = await fillPractice(deps(more));
  if (begun.status === 'begun') await begun.filled;
  return begun.status;
}

const rowsOf = async <Row extends object>(text: string): Promise<Row[]> => (await database.pool.query<Row>(text)).rows;

test('an empty register gets a working day: all ratings, late, due today, this week, waiting, held up, and nothing of the past to send', async () => {
  expect(await fill()).toBe('begun');
  expect(odd).toEqual([]);
  expect(await readStanding(database.pool, true)).toEqual({ state: 'filled', done: 60, of: 60 });

  const { all, byRating } = await readRegisterPage(database.pool, core, looker, { status: 'open', order: 'next', page: 1 }, NOW);
  expect(all).toBe(56);
  expect(byRating).toEqual({ green: 8, amber: 21, red: 8, blue: 13, none: 6, restricted: 0 });
  const { counts, onRegister, lines } = await readToday(database.pool, looker, { whose: 'all' }, NOW, core.holidays);
  expect(onRegister).toBeGreaterThan(40);
  expect(counts.overdue.all).toBeGreaterThan(4);
  expect(lines.filter(({ due }) => due === '2026-10-02').length).toBeGreaterThan(4);
  expect(counts['next-7-days'].all).toBeGreaterThan(10);
  expect(counts.waiting.all).toBeGreaterThan(10);
  const owned = lines.filter(({ owner }) => owner !== null);
  expect(owned.length).toBeGreaterThan(10);
  expect(owned.length).toBeLessThan(lines.length);

  expect(await rowsOf(`select id from held_event`)).toHaveLength(1);
  expect(await rowsOf(`select id from event where status = 'refused'`)).toHaveLength(1);
  expect(await rowsOf(`select kind from task where status = 'open' order by kind`)).toEqual([
    { kind: 'correction-to-confirm' },
    { kind: 'event-refused' },
  ]);
  expect(await rowsOf(`select id from staff where away <> '[]'`)).toHaveLength(1);
  const waiting = await rowsOf<{ planned_at: Date }>(`select planned_at from notice where status in ('queued', 'held')`);
  expect(waiting.length).toBeGreaterThan(0);
  expect(waiting.length).toBeLessThan(100);
  expect(waiting.filter(({ planned_at }) => planned_at.getTime() < parseInstant('2026-10-02T00:00'))).toEqual([]);
  expect(await rowsOf(`select key from notice where status in ('sent', 'sending', 'digested')`)).toEqual([]);
});

test('the record of everybody is as it was written, and as the core has it', async () => {
  await fill();
  const proof = { pool: database.pool, core, seals: testSeals, now: () => NOW as Instant };
  const people = await rowsOf<{ register_id: string }>(`select register_id from person`);
  for (const check of logChecks(proof)) for (const { register_id } of people) expect(await check(register_id)).toEqual([]);
  for (const check of wholeChecks(proof)) expect(await check()).toEqual([]);
});

test('pressed twice it is filled once, and afterwards not again', async () => {
  const first = await fillPractice(deps());
  expect((await fillPractice(deps())).status).toBe('busy');
  expect((await readStanding(database.pool, true)).state).toBe('filling');
  if (first.status === 'begun') await first.filled;
  expect(await fill()).toBe('filled');
  expect(await rowsOf(`select register_id from person`)).toHaveLength(60);
});

test('broken off in the middle of a story, everybody who is there is whole, and it goes on where it was', async () => {
  let asked = 0;
  const book: PracticeDeps['book'] = (id) => {
    asked += 1;
    if (asked === 150) throw new Error('the process ends');
    return area(id).book;
  };
  await expect(fill({ book })).rejects.toThrow('the process ends');
  const [{ done } = { done: 0 }] = await rowsOf<{ done: number }>(
    `select (value ->> 'done')::int as done from setting where name = 'practice'`,
  );
  expect(done).toBeGreaterThan(1);
  expect(await readStanding(database.pool, true)).toEqual({ state: 'stopped', done, of: 60 });
  expect(await rowsOf(`select register_id from person`)).toHaveLength(done);
  expect(await fill()).toBe('begun');
  expect(odd).toEqual([]);
  expect(await rowsOf(`select register_id from person`)).toHaveLength(60);
});

test('where somebody is on file, or where it is not offered, nobody is added', async () => {
  expect(await fill({ offered: false })).toBe('barred');
  await say(commitDeps(database.pool), newRegisterId(), '2026-10-01T10:00', { type: 'referral-received', source: 'self' });
  expect(await fill()).toBe('barred');
  expect(await readStanding(database.pool, true)).toEqual({ state: 'barred', why: 'people-there' });
  expect(await rowsOf(`select register_id from person`)).toHaveLength(1);
  expect(await rowsOf(`select name from setting where name = 'practice'`)).toEqual([]);
});
