import { sql } from 'kysely';
import type { PlainDate } from '../../../domain/calendar/dates';
import { among, countOf, db, firstOf, numberedOrAny, picked, prepared, rowsOf, shaped, unprepared } from '../../../services/tables/query';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(
    `insert into person (register_id, area, name, born_on, minutes, rule_set) values ('A', 'valley', 'O''Neil', '2010-03-28', 0, 'e'), ('B', 'valley', 'Tom', null, 7, 'e')`,
  );
});
afterAll(() => database.drop());

describe('a prepared statement', () => {
  const born = prepared('test-born', (on: PlainDate, who: { readonly name: string; readonly area: string }) =>
    db
      .selectFrom('person')
      .select(['register_id', 'born_on'])
      .where('area', '=', who.area)
      .where('born_on', '=', on)
      .where('name', '=', who.name),
  );

  it('is one text for all values, which go where they are used, fields of them too', async () => {
    const statement = born('2010-03-28' as PlainDate, { name: "O'Neil", area: 'valley' });
    expect(statement).toMatchObject({ name: 'test-born', values: ['valley', '2010-03-28', "O'Neil"] });
    expect(born('2011-01-01' as PlainDate, { name: 'Tom', area: 'x' }).text).toBe(statement.text);
    // A date stays a date, whatever the machine's time zone.
    expect(await rowsOf(database.pool, statement)).toEqual([{ register_id: 'A', born_on: '2010-03-28' }]);
  });

  it('keeps what it says itself in its text, quoted', async () => {
    const named = prepared('test-literal', () =>
      db.selectFrom('person').select('register_id').where('name', 'in', ["O'Neil", "'; drop table person; --"]),
    );
    expect(named()).toMatchObject({ values: [], text: expect.stringContaining(`in ('O''Neil', '''; drop table person; --')`) });
    expect(await rowsOf(database.pool, named())).toEqual([{ register_id: 'A' }]);
  });

  it('is refused where another has its name', () => {
    prepared('test-once', () => db.selectFrom('person').select('name'));
    expect(() => prepared('test-once', () => db.selectFrom('staff').select('name'))).toThrow('two prepared statements named test-once');
  });

  it('is refused where it looks at a value: it would be wrong for every other', () => {
    const looks = {
      'in a text': (id: string) => db.selectFrom('person').select('name').where('register_id', '=', `P-${id}`),
      'as JSON': (id: string) => db.selectFrom('person').select('name').where('register_id', '=', JSON.stringify(id)),
    };
    for (const [name, look] of Object.entries(looks))
      expect(() => prepared(`test-looks ${name}`, look)).toThrow('before its values are known');
  });

  it('takes a list of any length, and a number or none', async () => {
    const found = prepared('test-among', (ids: readonly string[], minutes: number | null) =>
      db
        .selectFrom('person')
        .select('register_id')
        .where('register_id', '=', among(ids))
        .where((eb) => numberedOrAny(eb, 'minutes', minutes))
        .orderBy('register_id'),
    );
    const ids = async (...asked: Parameters<typeof found>) => (await rowsOf(database.pool, found(...asked))).map((row) => row.register_id);
    expect(await ids(['A', 'B', 'C'], null)).toEqual(['A', 'B']);
    expect(await ids(['A', 'B', 'C'], 7)).toEqual(['B']);
    expect(await ids([], null)).toEqual([]);
  });

  it('writes the fields of a row that are named', async () => {
    const row = { name: 'test', value: '{"a":1}' };
    const writing = prepared('test-write', (setting: typeof row) => db.insertInto('setting').values(picked(setting, ['name', 'value'])));
    expect(await countOf(database.pool, writing(row))).toBe(1);
    expect(await firstOf(database.pool, unprepared(db.selectFrom('setting').select('value').where('name', '=', 'test')))).toEqual({
      value: { a: 1 },
    });
  });
});

describe('a statement with a shape', () => {
  interface Asked {
    readonly order: 'up' | 'down';
    readonly name: string | null;
    readonly born?: { readonly from: PlainDate | null; readonly area: string };
  }
  let builds = 0;
  const people = shaped(['order'], ({ order, name, born }: Asked) => {
    builds += 1;
    let query = db.selectFrom('person').select('register_id');
    if (name !== null) query = query.where('name', '=', name);
    if (born) query = query.where('area', '=', born.area);
    if (born?.from) query = query.where('born_on', '>=', born.from);
    return query.orderBy('register_id', order === 'up' ? 'asc' : 'desc');
  });
  const ids = async (asked: Asked) => (await rowsOf(database.pool, people(asked))).map((row) => row.register_id);

  it('is of its own for what is there and what is not, and takes the values of each call', async () => {
    expect(await ids({ order: 'down', name: null })).toEqual(['B', 'A']);
    expect(await ids({ order: 'up', name: null })).toEqual(['A', 'B']);
    expect(await ids({ order: 'up', name: 'Tom' })).toEqual(['B']);
    expect(await ids({ order: 'up', name: "O'Neil" })).toEqual(['A']);
    expect(await ids({ order: 'up', name: null, born: { from: null, area: 'valley' } })).toEqual(['A', 'B']);
    expect(await ids({ order: 'up', name: null, born: { from: '2010-03-28' as PlainDate, area: 'valley' } })).toEqual(['A']);
    expect(await ids({ order: 'up', name: null, born: { from: '2010-03-29' as PlainDate, area: 'valley' } })).toEqual([]);
  });

  it('is built once for each shape', () => {
    builds = 0;
    const first = people({ order: 'down', name: 'a' });
    expect(people({ order: 'down', name: 'b' })).toMatchObject({ text: first.text, values: ['b'] });
    // With what stands for the values, and with these, to see that it looks at none.
    expect(builds).toBe(2);
  });

  it('is refused where it looks at a value that is none of its words', () => {
    const looks = shaped([], ({ order }: Asked) => db.selectFrom('person').select(order === 'up' ? 'name' : 'area'));
    expect(() => looks({ order: 'up', name: null })).toThrow('looks at a value');
  });
});

test('a statement for one call has its values beside it, however they look', async () => {
  const statement = unprepared(db.selectFrom('person').select('register_id').where('name', '=', "' or true --"));
  expect(statement.values).toEqual(["' or true --"]);
  expect(await rowsOf(database.pool, statement)).toEqual([]);
  expect(await firstOf(database.pool, statement)).toBeNull();
  expect(await countOf(database.pool, unprepared(db.updateTable('person').set({ minutes: sql`minutes + 0` })))).toBe(2);
});
