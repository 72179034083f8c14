import type { InsertType, SelectType } from 'kysely';
import { COLUMNS, KEYS } from '../../generated/tables';
import type { Table, Tables } from './tables';

/** The name of a table's column. */
export type Column<Of extends Table> = keyof (typeof COLUMNS)[Of] & keyof Tables[Of] & string;

interface Description {
  readonly type: string;
  readonly field: string;
}
const describe = (table: Table, column: string): Description => {
  const columns: Readonly<Record<string, Description>> = COLUMNS[table];
  const found = columns[column];
  if (!found) throw new RangeError(`${table} has no column ${column}`);
  return found;
};

/** The columns of a table in the order of the schema, all but those named. */
export function columnsOf<Of extends Table, But extends Column<Of> = never>(table: Of, ...but: readonly But[]): Exclude<Column<Of>, But>[] {
  const left: ReadonlySet<string> = new Set(but);
  return Object.keys(COLUMNS[table]).filter((name): name is Exclude<Column<Of>, But> => !left.has(name));
}

type Described<Of extends Table, C extends Column<Of>> = (typeof COLUMNS)[Of][C];
type TypeOf<Of extends Table, C extends Column<Of>> = Described<Of, C> extends { readonly type: infer Type } ? Type : never;
type FieldOf<Of extends Table, C extends Column<Of>> =
  Described<Of, C> extends { readonly field: infer Field extends string } ? Field : never;
type Value<Of extends Table, C extends Column<Of>> =
  TypeOf<Of, C> extends 'json' | 'jsonb' ? SelectType<Tables[Of][C]> : Exclude<InsertType<Tables[Of][C]>, undefined>;

/** A row of a statement's JSON: some columns of a table, JSON as it is and not as text. */
export type JsonRow<Of extends Table, Columns extends Column<Of>> = { readonly [C in Columns]: Value<Of, C> };

/** What an object of ours must have to become a row: `settledOn` for `settled_on`. */
export type Fields<Of extends Table, Columns extends Column<Of>> = { readonly [C in Columns as FieldOf<Of, C>]: Value<Of, C> };

/** Makes rows of objects of ours that have a field for each of these columns. */
export function rowMaker<Of extends Table, Columns extends Column<Of>>(
  table: Of,
  columns: readonly Columns[],
): (object: Fields<Of, Columns>) => JsonRow<Of, Columns> {
  const names = columns.map((column) => [column, describe(table, column).field] as const);
  return (object) => {
    const row: Record<string, unknown> = {};
    for (const [column, field] of names) row[column] = (object as Readonly<Record<string, unknown>>)[field];
    return row as JsonRow<Of, Columns>;
  };
}

/** What is read of these columns, by the names of our own objects, or by another that is given. */
export type Read<Of extends Table, Columns extends Column<Of>, Names extends Partial<Record<Column<Of>, string>> = Record<never, never>> = {
  readonly [C in Columns as C extends keyof Names ? Names[C] & string : FieldOf<Of, C>]: SelectType<Tables[Of][C]>;
};

/** Makes objects of ours of what was read of these columns; `names`: what some of them are called. */
export function reader<
  Of extends Table,
  Columns extends Column<Of>,
  const Names extends Partial<Record<Column<Of>, string>> = Record<never, never>,
>(
  table: Of,
  columns: readonly Columns[],
  names?: Names,
): (row: { readonly [C in Columns]: SelectType<Tables[Of][C]> }) => Read<Of, Columns, Names> {
  const fields = columns.map((column) => [column, names?.[column] ?? describe(table, column).field] as const);
  // Each begins as a copy of this one: V8 then knows its shape, and does not make a table of it as it fills.
  const empty: Readonly<Record<string, unknown>> = Object.fromEntries(fields.map(([, field]) => [field, null]));
  return (row) => {
    const read = { ...empty };
    for (const [column, field] of fields) read[field] = row[column];
    return read as Read<Of, Columns, Names>;
  };
}

const quoted = (name: string): string => `"${name}"`;
const list = (columns: readonly string[]): string => columns.map(quoted).join(', ');

/** The columns with their types, as `json_to_recordset` is told them. `named`: how the JSON calls them. */
const typed = (table: Table, columns: readonly string[], named: Named): string =>
  columns.map((column) => `${nameIn(table, column, named)} ${describe(table, column).type}`).join(', ');

/** By the name of the column, or by that of the field in our own objects. */
type Named = 'columns' | 'fields';
const nameIn = (table: Table, column: string, named: Named): string => quoted(named === 'fields' ? describe(table, column).field : column);

/** Rows of JSON in a parameter (`$7`) as rows of these columns, called `as`. */
export const recordset = <Of extends Table>(
  table: Of,
  columns: readonly Column<Of>[],
  rows: string,
  as: string,
  named: Named = 'columns',
): string => `json_to_recordset(${rows}) as ${as}(${typed(table, columns, named)})`;

interface Insert<Of extends Table> {
  readonly table: Of;
  readonly columns: readonly Column<Of>[];
  /** The parameter that holds the rows as JSON: `$7`. */
  readonly rows: string;
  /** The parameter that holds the register id, where it is the same for all rows and not in them. */
  readonly registerId?: string;
  readonly named?: Named;
  /** The rows get their numbers in their own order. */
  readonly inOrder?: boolean;
  /** Of which rows: a condition. */
  readonly where?: string;
}

/** `insert into … select … from json_to_recordset(…)`. */
export function insertRows<Of extends Table>({
  table,
  columns,
  rows,
  registerId,
  named = 'columns',
  inOrder = false,
  where,
}: Insert<Of>): string {
  const from = columns.map((column) => nameIn(table, column, named)).join(', ');
  const own = registerId === undefined ? { into: '', from: '' } : { into: 'register_id, ', from: `${registerId}, ` };
  const source = inOrder
    ? `rows from (json_to_recordset(${rows}) as (${typed(table, columns, named)})) with ordinality order by ordinality`
    : recordset(table, columns, rows, 'r', named);
  return `insert into ${table} (${own.into}${list(columns)}) select ${own.from}${from} from ${source}${where === undefined ? '' : ` where ${where}`}`;
}

/** `on conflict (key) do update set …`, of all these columns that are not the key; `changed`: of rows alone in which one differs. */
export function orUpdate<Of extends Table>(table: Of, columns: readonly Column<Of>[], { changed = false } = {}): string {
  const key: readonly string[] = KEYS[table];
  const others = columns.filter((column) => !key.includes(column));
  const set = others.map((column) => `${quoted(column)} = excluded.${quoted(column)}`).join(', ');
  const of = (row: string): string => `(${others.map((column) => `${row}.${quoted(column)}`).join(', ')})`;
  return `on conflict (${list(key)}) do update set ${set}${changed ? ` where ${of(table)} is distinct from ${of('excluded')}` : ''}`;
}

/** These columns of each row as an object of JSON. `named`: how it calls them. */
export const jsonOf = <Of extends Table>(table: Of, columns: readonly Column<Of>[], named: Named = 'columns'): string =>
  `json_build_object(${columns.map((column) => `'${named === 'fields' ? describe(table, column).field : column}', ${quoted(column)}`).join(', ')})`;
