import type { Pool } from 'pg';
import { plainDate } from '../../domain/calendar/dates';
import { listDeadlines, type DeadlineFilter } from '../../services/reads/deadlines';
import { listRefused } from '../../services/reads/events';
import { statementsOf } from '../../bench/support/statements';
import { openPool } from '../../infra/database';
import { freshDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const today = plainDate('2026-12-08');
const place = { due: today, registerId: '0000-0000', pathway: 1, id: '' };
const none: DeadlineFilter = { status: null, kind: null, from: null, to: null, limit: 50, after: null };
const statuses = ['owed', 'open', 'met', 'late', 'missed', 'excused', 'superseded'] as const;
const lists: [string, (pool: Pool) => Promise<unknown>][] = [
  ['all deadlines', (pool) => listDeadlines(pool, none, today)],
  ['all deadlines, a later page', (pool) => listDeadlines(pool, { ...none, after: place }, today)],
  ['all deadlines, those without a date', (pool) => listDeadlines(pool, { ...none, after: { ...place, due: null } }, today)],
  ['deadlines of a kind', (pool) => listDeadlines(pool, { ...none, kind: 'oversight-visit' }, today)],
  ['deadlines of some days', (pool) => listDeadlines(pool, { ...none, from: today, to: today }, today)],
  ...statuses.map((status): (typeof lists)[number] => [`deadlines ${status}`, (pool) => listDeadlines(pool, { ...none, status }, today)]),
  ['refused events', (pool) => listRefused(pool, { resolved: false, after: 0, limit: 50 })],
  ['refused events that were sorted out', (pool) => listRefused(pool, { resolved: true, after: 0, limit: 50 })],
];

test.each(lists)('%s: a page is read in the order of an index, and nothing is sorted for it', async (_, read) => {
  const pool = openPool({ url: database.url, max: 1 });
  const [statement] = await statementsOf(pool, () => read(pool));
  // Of the few rows of a test any plan is quick: what matters is whether there is one without a sort.
  await pool.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; set enable_incremental_sort = off');
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>({ text: `explain ${statement?.text}`, values: statement?.values ?? [] });
  await pool.end();
  const plan = rows.map((row) => row['QUERY PLAN']).join('\n');
  expect(plan).not.toMatch(/Sort +\(cost|Seq Scan|Disabled/);
  expect(plan).toMatch(/Index (Only )?Scan/);
});
