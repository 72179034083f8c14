import { COLUMNS, KEYS } from '../../generated/tables';
import { freshDatabase, type TestDatabase } from '../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
}

const byName = (a: { name: string }, b: { name: string }): number => (a.name < b.name ? -1 : 1);
const columnsOf = (columns: Readonly<Record<string, Omit<Column, 'name'>>>): Column[] =>
  Object.entries(columns).map(([name, { type, nullable }]) => ({ name, type, nullable }));
const keys = new Map<string, readonly string[]>(Object.entries(KEYS));

test('each table of the migrations is a model of the schema, and the other way round', async () => {
  const { rows } = await database.pool.query<{ table_name: string }>(
    `select table_name from information_schema.tables where table_schema = 'public' and table_name <> '_prisma_migrations' order by 1`,
  );
  expect(Object.keys(COLUMNS).toSorted()).toEqual(rows.map(({ table_name }) => table_name));
});

test.each(Object.entries(COLUMNS))('%s has the same columns, types and key in both', async (table, columns) => {
  const { rows } = await database.pool.query<Column>(
    `select column_name as name, udt_name::regtype::text as type, is_nullable = 'YES' as nullable
     from information_schema.columns where table_schema = 'public' and table_name = $1`,
    [table],
  );
  const named = rows.map((row) => ({ ...row, type: row.type.replace('timestamp with time zone', 'timestamptz') }));
  expect(columnsOf(columns).sort(byName)).toEqual(named.sort(byName));
  const key = await database.pool.query<{ name: string }>(
    `select a.attname as name from pg_index i join pg_attribute a on a.attrelid = i.indrelid and a.attnum = any(i.indkey)
     where i.indrelid = $1::regclass and i.indisprimary order by array_position(i.indkey::int[], a.attnum::int)`,
    [`"${table}"`],
  );
  expect(keys.get(table)).toEqual(key.rows.map(({ name }) => name));
});
