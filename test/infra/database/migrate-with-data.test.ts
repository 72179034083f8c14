import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { migrate, readMigrations } from '../../../infra/database/migrate';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

const FOLDER = path.join('prisma', 'migrations');

let database: TestDatabase;
let client: Client;
let before: string;
beforeAll(async () => {
  database = await freshDatabase();
  const url = new URL(database.url);
  url.pathname = `/with_data_${process.pid}`;
  await database.pool.query(`CREATE DATABASE ${url.pathname.slice(1)}`);
  before = mkdtempSync(path.join(tmpdir(), 'migrations-'));
  // As the release before had them.
  for (const { name } of readMigrations(FOLDER))
    if (name < '20261128') cpSync(path.join(FOLDER, name), path.join(before, name), { recursive: true });
  await migrate(url.href, before);
  client = new Client({ connectionString: url.href });
  await client.connect();
  await client.query(
    `insert into token (hash, name, scopes, created_at, revoked_at) values
       ('aaaaaaaaaaaa', 'ward', '["all"]', now() - interval '2 days', null), ('bbbbbbbbbbbb', 'ward', '["all"]', now(), null),
       ('cccccccccccc', 'ward', '["all"]', now(), now()), ('dddddddddddd', 'school', '["all"]', now(), null)`,
  );
  const people = [
    ['DEAD', '9990000018'],
    ['LIVE', null],
    ['ODD1', '9990000026'],
    ['GONE', '9990000034'],
  ];
  for (const [id, number] of people) {
    await client.query(
      `insert into person (register_id, area, nhs_number, minutes, rule_set) values ($1, 'example', $2, 0, 'england-2023')`,
      [id, number],
    );
    await client.query(
      `insert into pathway (register_id, number, pinned_rule_set, rule_set, opened_at, ended_type)
       values ($1, 1, 'england-2023', 'england-2023', now(), case when $1 = 'LIVE' then null else 'pathway-closed' end)`,
      [id],
    );
  }
  for (const [id, of] of [
    ['DEAD', 'LIVE'],
    ['ODD1', 'misspelt'],
    ['GONE', 'DEAD'],
  ])
    await client.query(
      `insert into event (id, register_id, pathway, sequence, type, at, status, fact, source, chain)
       values ('closing-' || $1, $1, 1, 1, 'pathway-closed', now(), 'applied', json_build_object('type', 'pathway-closed', 'duplicateOf', $2::text)::text, 'test', 'x')`,
      [id, of],
    );
  await migrate(url.href);
});
afterAll(async () => {
  await client.end();
  await database.pool.query(`DROP DATABASE with_data_${process.pid} WITH (FORCE)`);
  await database.drop();
  rmSync(before, { recursive: true, force: true });
});

test('tokens that are there go on working, each in use under a name of its own, for a year', async () => {
  const { rows } = await client.query(
    `select hash, name, expires_at between now() + interval '364 days' and now() + interval '367 days' as year from token order by hash`,
  );
  expect(rows).toEqual([
    { hash: 'aaaaaaaaaaaa', name: 'ward-aaaaaaaa', year: true },
    { hash: 'bbbbbbbbbbbb', name: 'ward', year: true },
    { hash: 'cccccccccccc', name: 'ward', year: true },
    { hash: 'dddddddddddd', name: 'school', year: true },
  ]);
});

test('records closed as duplicates lead to an open one that they named, and to no other', async () => {
  const { rows } = await client.query(
    'select register_id as id, nhs_number as number, former_nhs_number as former, duplicate_of as of from person order by register_id',
  );
  expect(rows).toEqual([
    { id: 'DEAD', number: null, former: '9990000018', of: 'LIVE' },
    { id: 'GONE', number: '9990000034', former: null, of: null },
    { id: 'LIVE', number: '9990000018', former: null, of: null },
    { id: 'ODD1', number: '9990000026', former: null, of: null },
  ]);
});
