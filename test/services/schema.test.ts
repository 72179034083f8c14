import { readFileSync } from 'node:fs';
import path from 'node:path';
import { prismaClient } from '../../infra/database/prisma';
import { projectRoot } from '../../infra/project-root';
import { commitDeps, newRegisterId, say } from '../support/commit';
import { freshDatabase, type TestDatabase } from '../support/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

/** How PostgreSQL names the types that Prisma's schema writes. */
const TYPES: Readonly<Record<string, string>> = {
  String: 'text',
  Int: 'integer',
  BigInt: 'bigint',
  Boolean: 'boolean',
  Json: 'jsonb',
  'Json @db.Json': 'json',
  'DateTime @db.Date': 'date',
  'DateTime @db.Timestamptz': 'timestamp with time zone',
  Bytes: 'bytea',
};

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

const schema = readFileSync(path.join(projectRoot, 'prisma', 'schema.prisma'), 'utf8');
const bodies = new Map(
  [...schema.matchAll(/^model \w+ \{\n([\s\S]*?)^\}/gm)].map(([, body = '']) => [/@@map\("(\w+)"\)/.exec(body)?.[1] ?? '', body]),
);

const models = new Set([...schema.matchAll(/^model (\w+)/gm)].map(([, name = '']) => name));

function columnsOf(body: string): Column[] {
  return body.split('\n').flatMap((line): Column[] => {
    const [, field, type, optional, rest = ''] = /^ {2}(\w+) +(\w+)(\??)(.*)$/.exec(line) ?? [];
    if (!field || !type || models.has(type)) return [];
    const kind = `${type} ${/@db\.\w+/.exec(rest)?.[0] ?? ''}`.trim();
    return [{ name: /@map\("(\w+)"\)/.exec(rest)?.[1] ?? field, type: TYPES[kind] ?? `unknown: ${kind}`, nullable: optional === '?' }];
  });
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
/** The names inside `@@id([a, b])`, in the table's spelling. */
function keyOf(body: string): string[] {
  const single = /^ {2}(\w+) .*@id\b.*$/m.exec(body);
  const names = /@@id\(\[([^\]]+)\]\)/.exec(body)?.[1]?.split(', ') ?? (single?.[1] ? [single[1]] : []);
  return names.map((field) => new RegExp(`^ {2}${field} .*@map\\("(\\w+)"\\)`, 'm').exec(body)?.[1] ?? field);
}

test('each table of the migrations is a model of the schema, and the other way round', async () => {
  const { rows } = await database.pool.query<{ table_name: string }>(
    `select table_name from information_schema.tables where table_schema = 'public' and table_name <> '_prisma_migrations' order by 1`,
  );
  expect([...bodies.keys()].sort()).toEqual(rows.map(({ table_name }) => table_name));
});

test.each([...bodies])('%s has the same columns, types and key in both', async (table, body) => {
  const { rows } = await database.pool.query<Column>(
    `select column_name as name, data_type as type, is_nullable = 'YES' as nullable from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  );
  expect(columnsOf(body).sort(byName)).toEqual(rows.sort(byName));
  const key = await database.pool.query<{ name: string }>(
    `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = $1::regclass and i.indisprimary order by array_position(i.indkey::int[], a.attnum::int)`,
    [`"${table}"`],
  );
  expect(keyOf(body)).toEqual(key.rows.map(({ name }) => name));
});

test("what the commit wrote is read through Prisma's client, with its relations", async () => {
  const registerId = newRegisterId();
  await say(commitDeps(database.pool), registerId, '2026-10-01T10:00', {
    type: 'admitted',
    security: 'low',
    detained: true,
    planned: false,
  });
  const client = prismaClient(database.url);
  try {
    const person = await client.person.findUniqueOrThrow({ where: { registerId }, include: { pathways: true, events: true } });
    expect(person).toMatchObject({
      sequence: 1,
      pathways: [{ number: 1, rating: 'blue', inpatient: true }],
      events: [{ type: 'admitted', status: 'applied' }],
    });
    const due = await client.deadline.findMany({ where: { registerId, owed: true, due: { not: null } }, orderBy: { due: 'asc' } });
    expect(due.map(({ kind, due: day }) => [kind, day?.toISOString().slice(0, 10)])).toContainEqual(['oversight-visit', '2026-11-12']);
  } finally {
    await client.$disconnect();
  }
});
