import {
  createQueryId,
  DummyDriver,
  Kysely,
  type CompiledQuery,
  type Expression,
  type ExpressionBuilder,
  type ExpressionWrapper,
  OperationNodeTransformer,
  PostgresAdapter,
  PostgresIntrospector,
  PostgresQueryCompiler,
  PrimitiveValueListNode,
  type RawBuilder,
  type RootOperationNode,
  sql,
  type SqlBool,
  type StringReference,
  ValueListNode,
  ValueNode,
} from 'kysely';
import type { Pool, QueryConfig } from 'pg';
import type { Tables } from './tables';

/** Builds statements, whose tables and columns the compiler knows. It has no connection: our own pools run what it builds. */
export const db = new Kysely<Tables>({
  dialect: {
    createAdapter: () => new PostgresAdapter(),
    createDriver: () => new DummyDriver(),
    createIntrospector: (builder) => new PostgresIntrospector(builder),
    createQueryCompiler: () => new PostgresQueryCompiler(),
  },
});

/** A statement as a connection takes it, and what each row of its answer is. */
export interface Statement<Row> extends QueryConfig<unknown[]> {
  /** For the compiler alone. */
  readonly row?: Row;
}

/** What each row of a statement's answer is. */
export type RowOf<Make extends (...values: never[]) => Statement<unknown>> = NonNullable<ReturnType<Make>['row']>;

/** Where a value of a prepared statement goes, or a field of one. */
class Place {
  constructor(readonly path: readonly (string | number)[]) {}
}

const PATH = Symbol('path');
/** What kysely asks of anything, to see whether it is more than a value. */
const ASKED: ReadonlySet<string> = new Set(['toOperationNode', 'expressionType', 'expression', 'alias', 'then', 'isDynamicReference']);

function placeOf(path: Place['path']): Place {
  return new Proxy(new Place(path), {
    get: (_, name) => {
      if (name === PATH) return path;
      // The statement is the same for every value: nobody may look at one.
      if (name === Symbol.toPrimitive || name === 'toJSON')
        throw new TypeError('a prepared statement is built before its values are known: give them to it as they are to be sent');
      return typeof name === 'symbol' || ASKED.has(name) ? undefined : placeOf([...path, name]);
    },
  });
}

const pathOf = (place: unknown): Place['path'] => Reflect.get(place as object, PATH) as Place['path'];

/** What a prepared statement says itself stays in its text, so that PostgreSQL can plan with it. */
class Literals extends OperationNodeTransformer {
  protected override transformValue(node: ValueNode): ValueNode {
    return node.value instanceof Place ? node : ValueNode.createImmediate(node.value);
  }
  protected override transformPrimitiveValueList(node: PrimitiveValueListNode): PrimitiveValueListNode {
    return ValueListNode.create(node.values.map((value) => this.transformValue(ValueNode.create(value)))) as never;
  }
}

const literals = new Literals();
const compiler = new PostgresQueryCompiler();
const names = new Set<string>();

interface Built<Row> {
  compile(): CompiledQuery<Row>;
  toOperationNode(): RootOperationNode;
}

/**
 * A statement that is built once, when its file is loaded, and that each connection plans once, under its name.
 * @param name unique in the program: a second one of this name is refused
 * @param build makes it of its values; it is called once, must not look at them, and says where they, or fields of them, go
 * @returns gives the statement for values
 */
export function prepared<Values extends readonly unknown[], Row>(
  name: string,
  build: (...values: Values) => Built<Row>,
): (...values: Values) => Statement<Row> {
  if (names.has(name)) throw new Error(`there are two prepared statements named ${name}`);
  names.add(name);
  // They stand for the values in the one call in which it is built.
  const places = Array.from({ length: build.length }, (_, index) => placeOf([index])) as unknown as Values;
  const statement = compiled(build(...places));
  return (...values) => ({ name, ...statement(values) });
}

/** Compiles what was built of places; out: gives the statement for the values that they stand for. */
function compiled<Row>(query: Built<Row>): (values: unknown) => Statement<Row> {
  const { sql: text, parameters } = compiler.compileQuery(literals.transformNode(query.toOperationNode()), createQueryId());
  const paths = parameters.map(pathOf);
  return (values) => ({ text, values: paths.map((path) => valueAt(values, path)) });
}

const textOf = <Row>(query: Built<Row>): string => compiler.compileQuery(query.toOperationNode(), createQueryId()).sql;

const valueAt = (values: unknown, path: Place['path']): unknown =>
  path.reduce<unknown>((value, step) => (value as Readonly<Record<string | number, unknown>>)[step], values);

/**
 * A statement whose shape depends on which of its values are there (not null): built once for each shape, planned for each call.
 * @param inText values that stand in its text, each one of a few known words: the statement may look at these
 * @param build makes it of its values; of the others it may only ask whether one is null, and say where they, or fields of them, go
 * @returns gives the statement for values
 */
export function shaped<Values extends object, Row>(
  inText: readonly (keyof Values & string)[],
  build: (values: Values) => Built<Row>,
): (values: Values) => Statement<Row> {
  const words: ReadonlySet<unknown> = new Set(inText);
  const known = new Map<string, (values: unknown) => Statement<Row>>();
  return (values) => {
    const shape = JSON.stringify(eachGiven(values, [], (value, path) => (words.has(path[0]) ? value : 0)));
    let statement = known.get(shape);
    if (!statement) {
      const places = eachGiven(values, [], (value, path) => (words.has(path[0]) ? value : placeOf(path)));
      const built = build(places as Values);
      // `===` with what stands for a value is false for every value, and says nothing: the text tells.
      if (textOf(built) !== textOf(build(values)))
        throw new Error('a shaped statement looks at a value that is not among its words: its text would be wrong for others');
      statement = compiled(built);
      known.set(shape, statement);
    }
    return statement(values);
  };
}

/** The same object with something else for every value in it that is there. */
const eachGiven = (values: object, path: Place['path'], made: (value: unknown, path: Place['path']) => unknown): object =>
  Object.fromEntries(
    Object.entries(values).map(([name, value]: [string, unknown]) => {
      const to = [...path, name];
      if (value === null || value === undefined) return [name, value];
      return [name, isFields(value) ? eachGiven(value, to, made) : made(value, to)];
    }),
  );

const isFields = (value: unknown): value is object => typeof value === 'object' && Object.getPrototypeOf(value) === Object.prototype;

/** A statement that is built and planned for this one call. */
export function unprepared<Row>(query: Pick<Built<Row>, 'compile'>): Statement<Row> {
  const { sql: text, parameters } = query.compile();
  return { text, values: [...parameters] };
}

/** A pool, or a connection in a transaction. */
export type Client = Pick<Pool, 'query'>;

/** Runs a statement; its rows. Throws what the database throws. */
export async function rowsOf<Row>(client: Client, statement: Statement<Row>): Promise<Row[]> {
  const { rows } = await client.query<Row & object>(statement);
  return rows;
}

/** Runs a statement; its first row, null where it gives none. Throws what the database throws. */
export async function firstOf<Row>(client: Client, statement: Statement<Row>): Promise<Row | null> {
  const [row] = await rowsOf(client, statement);
  return row ?? null;
}

/** Runs a statement; how many rows it found or changed. Throws what the database throws. */
export async function countOf(client: Client, statement: Statement<unknown>): Promise<number> {
  const { rowCount } = await client.query(statement);
  return rowCount ?? 0;
}

/** A condition on a whole number that holds for every row where none is asked for (null). */
export const numberedOrAny = <DB, TB extends keyof DB>(
  eb: ExpressionBuilder<DB, TB>,
  column: StringReference<DB, TB>,
  number: number | null,
): ExpressionWrapper<DB, TB, SqlBool> => eb.or([sql<SqlBool>`${number}::int is null`, eb(column, '=', sql<never>`${number}`)]);

/** `= any(…)`, of a list of values: the statement is the same however many there are. */
export const among = <Value>(values: readonly Value[]): RawBuilder<Value> => sql<Value>`any(${values})`;

/** `jsonb_build_object(…)`, for a column of JSON. */
export const jsonObject = (fields: Readonly<Record<string, Expression<unknown>>>): RawBuilder<string> =>
  sql<string>`jsonb_build_object(${sql.join(Object.entries(fields).flatMap(([name, value]) => [sql.lit(name), value]))})`;

/** These fields of an object; of a value of a prepared statement, too. */
export const picked = <Whole extends object, Name extends keyof Whole & string>(whole: Whole, names: readonly Name[]): Pick<Whole, Name> =>
  Object.fromEntries(names.map((name) => [name, whole[name]])) as Pick<Whole, Name>;
