import { addDays, type Instant, londonTime, plainDate, type PlainDate } from '../../../domain/calendar/dates';
import type { CommitDeps } from '../../../services/commit/commit';
import { changeArea } from '../../../services/areas/versions';
import { keepReviews } from '../../../services/register-review/clock';
import { endReview } from '../../../services/register-review/end';
import { readReviews } from '../../../services/register-review/reviews';
import { saySomething } from '../../../services/register-review/decide';
import { type Area, areaOfFile } from '../../../services/rules/areas';
import { coreContext } from '../../../services/rules/policies';
import { fact } from '../../support/core/core';
import { commitDeps, newRegisterId, say } from '../../support/database/commit';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { testSeals } from '../../support/database/seals';
import { about } from '../notices/support/staff';

let database: TestDatabase;
let deps: CommitDeps;
let now: Instant;
beforeEach(async () => {
  database = await freshDatabase();
  deps = commitDeps(database.pool);
  now = morning(plainDate('2026-10-02'));
});
afterEach(async () => {
  await changeArea(database.pool, { profile: areaOfFile('example'), ...about(now) });
  await database.drop();
});

const every = (registerReview: Partial<Area['registerReview']>) => {
  const profile = areaOfFile('example');
  return changeArea(database.pool, {
    profile: { ...profile, registerReview: { ...profile.registerReview, ...registerReview } },
    ...about(now),
  });
};
const morning = (day: PlainDate): Instant => londonTime(day, 8 * 60 + 10);
const look = () => keepReviews({ pool: database.pool, core: coreContext(), now: () => now }, 'example');
/** Each morning from one day to another, as the schedule does. */
async function mornings(from: string, to: string): Promise<void> {
  for (let day = plainDate(from); day <= to; day = addDays(day, 1)) {
    now = morning(day);
    await look();
  }
}

let said = 0;
/** Somebody on the register, of unknown age unless it is said. */
async function member(bornOn: string | null = '1990-01-01', rating: 'amber' | 'red' = 'amber'): Promise<string> {
  const registerId = newRegisterId();
  const hear = (event: Parameters<typeof fact>[0]) => say(deps, registerId, now, fact(event), { id: `e-${(said += 1)}` });
  await hear({ type: 'eligibility-decided', outcome: 'eligible', diagnosis: 'autism' });
  if (bornOn !== null) await hear({ type: 'birth-date-recorded', bornOn: plainDate(bornOn) });
  const basis = bornOn !== null && bornOn > '2010' ? 'parental-responsibility' : 'best-interests';
  await hear({ type: 'consent-given', basis, scope: ['register'], assessedOn: plainDate('2026-10-01') });
  await hear({ type: 'rating-set', rating, reason: 'x' });
  await database.pool.query('update person set born_on = $2 where register_id = $1', [registerId, bornOn]);
  return registerId;
}

const told = async () =>
  (
    await database.pool.query<{ said: string }>(
      `select to_char(planned_at at time zone 'Europe/London', 'YYYY-MM-DD') || ' ' || split_part(split_part(key, '/', 3), '@', 1) || ' ' || audience as said
         from notice where template = 'register-review' order by planned_at, key`,
    )
  ).rows.map((row) => row.said);
const packs = async () =>
  (
    await database.pool.query<{ register_id: string; rating: string }>(
      'select register_id, rating from register_review_person order by register_id',
    )
  ).rows;

test('nobody on the register: nothing is planned. Somebody: the first review is due a month after, and its pack is made a week before', async () => {
  await look();
  expect(await readReviews(database.pool, ['example'])).toEqual([]);
  const red = await member('1990-01-01', 'red');
  await look();
  expect(await readReviews(database.pool, ['example'])).toMatchObject([
    { group: 'adult', since: '2026-10-02', due: '2026-11-02', packAt: null },
  ]);
  await mornings('2026-10-03', '2026-10-25');
  expect(await packs()).toEqual([]);
  const late = await member('1991-01-01');
  await mornings('2026-10-26', '2026-10-26');
  expect(await packs()).toEqual(
    [
      { register_id: red, rating: 'red' },
      { register_id: late, rating: 'amber' },
    ].toSorted((a, b) => a.register_id.localeCompare(b.register_id)),
  );
  const tasks = await database.pool.query('select kind, status, params from task');
  expect(tasks.rows).toMatchObject([
    { kind: 'register-review', status: 'open', params: { area: 'example', group: 'adult', due: '2026-11-02' } },
  ]);
});

test('it climbs the ladder of a deadline with a date, worked out by hand, once however often it is looked at', async () => {
  await member();
  await look();
  await mornings('2026-10-03', '2026-12-31');
  await look();
  // Due on Monday 2 November: reminders 14 and 7 days before, that day, the day after, and the commissioner 4 days, the manager 14 and every 28 days
  // after that: Friday 6 November, Monday 16 November, Monday 14 December.
  expect([...new Set(await told())]).toEqual([
    '2026-10-19 remind team',
    '2026-10-26 remind team',
    '2026-11-02 due team',
    '2026-11-03 overdue team',
    '2026-11-06 escalate commissioner',
    '2026-11-16 escalate manager',
    '2026-12-14 escalate manager',
  ]);
});

test('after an outage each hears once how it stands now, and not every word that was missed', async () => {
  await member();
  await look();
  now = morning(plainDate('2026-11-20'));
  await look();
  expect([...new Set(await told())]).toEqual([
    '2026-11-20 escalate commissioner',
    '2026-11-20 escalate manager',
    '2026-11-20 overdue team',
  ]);
});

test('of one that was held nobody is reminded any more, and the next one is due when the group said', async () => {
  const registerId = await member();
  await look();
  await mornings('2026-10-26', '2026-10-27');
  const [review] = await readReviews(database.pool, ['example']);
  if (!review) throw new Error('there is no review');
  const end = {
    id: review.id,
    heldOn: plainDate('2026-10-27'),
    nextOn: plainDate('2026-12-01'),
    who: 'All',
    outcome: 'Well',
    by: 'test',
    at: now,
  };
  // Nobody can be left out without a word.
  expect(await endReview(database.pool, end)).toEqual({ status: 'left', count: 1 });
  const note = { review: review.id, decision: 'no-change' } as const;
  const keeps = { pool: database.pool, seals: testSeals, clock: () => now };
  expect(await saySomething(keeps, { registerId, note, since: 0, source: 'staff:a' })).toBe('saved');
  expect(await endReview(database.pool, end)).toEqual({ status: 'ended' });
  expect(await endReview(database.pool, end)).toEqual({ status: 'ended-before' });
  expect(await saySomething(keeps, { registerId, note: { ...note, decision: 'note' }, since: 1, source: 'staff:a' })).toBe('closed');
  const { rows } = await database.pool.query<{ status: string }>(`select status from task where kind = 'register-review'`);
  expect(rows).toEqual([{ status: 'done' }]);
  await mornings('2026-10-28', '2026-10-28');
  expect((await readReviews(database.pool, ['example'])).filter(({ closedAt }) => closedAt === null)).toMatchObject([
    { since: '2026-10-27', due: '2026-12-01' },
  ]);
});

test('children and adults have reviews of their own, or one together, at the interval of the area; who is of unknown age counts as a child', async () => {
  await every({ number: 2, unit: 'weeks' });
  await member('1990-01-01');
  await member('2012-05-01');
  await member(null);
  await look();
  expect((await readReviews(database.pool, ['example'])).map(({ group, due }) => `${group} ${due}`)).toEqual([
    'adult 2026-10-16',
    'under-18 2026-10-16',
  ]);
  await mornings('2026-10-09', '2026-10-09');
  const counted = await database.pool.query<{ group: string; count: number }>(
    `select r."group", count(*)::int as count from register_review r join register_review_person p on p.review = r.id group by 1 order by 1`,
  );
  expect(counted.rows).toEqual([
    { group: 'adult', count: 1 },
    { group: 'under-18', count: 2 },
  ]);
});

test('two lookers at one moment open one review, and make one pack', async () => {
  await every({ apart: false });
  await member();
  await Promise.all([look(), look(), look()]);
  expect(await readReviews(database.pool, ['example'])).toHaveLength(1);
  now = morning(plainDate('2026-10-27'));
  const made = await Promise.all([look(), look(), look()]);
  expect(made.map(({ packs: count }) => count).toSorted()).toEqual([0, 0, 1]);
  expect(await packs()).toHaveLength(1);
});
