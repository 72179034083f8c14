import type { Pool } from 'pg';
import { READINGS } from '../../../api/metrics/readings';
import { plainDate } from '../../../domain/calendar/dates';
import { listDeadlines } from '../../../services/pathway/deadlines';
import { listRefused } from '../../../services/pathway/events';
import { readRegister, type RegisterFilter } from '../../../services/pathway/pathways';
import { statementsOf } from '../../../proving/bench/support/statements';
import { openPool } from '../../../infra/database/database';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const today = plainDate('2026-12-08');
const place = { due: today, registerId: '0000-0000', pathway: 1, id: '' };
const none = { limit: 50, after: null };
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

/** Each with what its rows are found by: what has ended long ago is not read for a list of what is open. */
const registers: [string, RegisterFilter['status'], RegisterFilter & { readonly after?: typeof place }, string][] = [
  ['members', 'on-register', {}, 'pathway_member'],
  ['members, a later page', 'on-register', { after: place }, 'pathway_member'],
  ['members of a rating', 'on-register', { rating: 'red' }, 'pathway_member'],
  ['open pathways', 'open', {}, 'pathway_open'],
  ['open pathways of a rating, a later page', 'open', { rating: 'red', after: place }, 'pathway_open'],
];

/** The plan of the statement with which a read asks for its page, as if every table were long. */
async function planOf(read: (pool: Pool) => Promise<unknown>): Promise<string> {
  const pool = openPool({ url: database.url, max: 1 });
  const statement = (await statementsOf(pool, () => read(pool))).find(({ text }) => /^\s*(select|with)\b/.test(text));
  // Of the few rows of a test any plan is quick: what matters is whether there is one without a sort.
  await pool.query('set enable_seqscan = off; set enable_bitmapscan = off; set enable_sort = off; set enable_incremental_sort = off');
  const { rows } = await pool.query<{ 'QUERY PLAN': string }>({ text: `explain ${statement?.text}`, values: statement?.values ?? [] });
  await pool.end();
  return rows.map((row) => row['QUERY PLAN']).join('\n');
}

test.each(registers)('%s: found among those alone', async (_, status, filter, index) => {
  await someEnded();
  const plan = await planOf((pool) => readRegister(pool, { ...none, status, ...filter }, today));
  expect(plan).toMatch(new RegExp(`Index Scan using ${index} on pathway`));
  expect(plan).not.toMatch(/Sort +\(cost|Seq Scan|Disabled/);
});

/** The more have ended, the more it matters; made once. */
async function someEnded(): Promise<void> {
  await database.pool.query(
    `with made as (
       insert into person (register_id, area, minutes, rule_set) select 'T' || n, 'example', 0, 'england-2023' from generate_series(1, 2000) n
       on conflict do nothing returning register_id)
     insert into pathway (register_id, number, pinned_rule_set, rule_set, rating, on_register, ended_type, opened_at)
     select register_id, 1, 'england-2023', 'england-2023', 'red', register_id like 'T100_', case when register_id not like 'T100_' then 'moved-away' end, now()
       from made`,
  );
  await database.pool.query('analyze pathway');
}

test('the metrics read when a mail last went, and not every notice that ever did', async () => {
  const reading = READINGS.find(({ name }) => name === 'pathway_notice_oldest_due_seconds');
  const plan = await planOf((pool) => pool.query(reading?.sql ?? '', [new Date()]));
  expect(plan).toMatch(/Index Only Scan Backward using notice_sent/);
  expect(plan).not.toMatch(/Seq Scan|Disabled/);
});

test.each(lists)('%s: a page is read in the order of an index, and nothing is sorted for it', async (_, read) => {
  const plan = await planOf(read);
  expect(plan).not.toMatch(/Sort +\(cost|Seq Scan|Disabled/);
  expect(plan).toMatch(/Index (Only )?Scan/);
});
