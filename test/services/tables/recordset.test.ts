import { plainDate } from '../../../domain/calendar/dates';
import { columnsOf, insertRows, jsonOf, orUpdate, reader, rowMaker, type Column } from '../../../services/tables/recordset';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
});
afterAll(() => database.drop());

const ACTION = columnsOf('action', 'register_id');
const insert = insertRows({ table: 'action', columns: ACTION, rows: '$2', registerId: '$1', named: 'fields' });
const write = (rows: readonly object[], more = ''): Promise<{ rowCount: number | null }> =>
  database.pool.query(`${insert} ${more}`, ['A', JSON.stringify(rows)]);
const stored = async (): Promise<unknown[]> =>
  (await database.pool.query<{ row: unknown }>(`select ${jsonOf('action', ACTION, 'fields')} as row from action order by id`)).rows.map(
    ({ row }) => row,
  );

const one = { pathway: 1, id: 'a1', agreedOn: '2026-03-01', due: null, status: 'open' };
const two = { pathway: 1, id: 'a2', agreedOn: '2026-03-02', due: '2026-04-01', status: 'done' };

test('rows of JSON are written, and read as they were, by the names of our own objects', async () => {
  await write([one, two]);
  expect(await stored()).toEqual([one, two]);
});

test('where the key is there already every other column is changed, or only of rows that differ', async () => {
  const moved = { ...two, due: '2026-05-01' };
  expect((await write([one, moved], orUpdate('action', ACTION, { changed: true }))).rowCount).toBe(1);
  expect((await write([one, moved], orUpdate('action', ACTION))).rowCount).toBe(2);
  expect(await stored()).toEqual([one, moved]);
});

test('an object of ours becomes a row, and a row an object', () => {
  const object = { id: 'a1', agreedOn: plainDate('2026-03-01') };
  const row = rowMaker('action', ['id', 'agreed_on'])(object);
  expect(row).toEqual({ id: 'a1', agreed_on: '2026-03-01' });
  expect(reader('action', ['id', 'agreed_on'], {})(row)).toEqual(object);
  expect(reader('action', ['id', 'agreed_on'], { id: 'action' })(row)).toEqual({ action: 'a1', agreedOn: '2026-03-01' });
});

test('a column that the schema does not have is refused when the statement is made', () => {
  expect(() => insertRows({ table: 'action', columns: ['owner' as Column<'action'>], rows: '$1' })).toThrow('action has no column owner');
});
