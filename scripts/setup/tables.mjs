import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import { getDMMF } from '@prisma/get-dmmf';

/** How each type of Prisma's schema is named in PostgreSQL, and what a read and a write of it are here. */
const TYPES = {
  String: { type: 'text', ts: 'string' },
  Int: { type: 'integer', ts: 'number' },
  BigInt: { type: 'bigint', ts: 'Big' },
  Boolean: { type: 'boolean', ts: 'boolean' },
  Json: { type: 'jsonb', ts: 'Json' },
  'Json Json': { type: 'json', ts: 'Json' },
  'DateTime Date': { type: 'date', ts: 'PlainDate' },
  'DateTime Timestamptz': { type: 'timestamptz', ts: 'Timestamp' },
  Bytes: { type: 'bytea', ts: 'Buffer' },
};

const HEAD = `// Made by "npm run build" from prisma/schema.prisma: not to be edited.
import type { ColumnType } from 'kysely';
import type { PlainDate } from '../domain/calendar/dates';

/** Read as an instant; written as one, or as its text (ISO 8601). */
type Timestamp = ColumnType<Date, Date | string, Date | string>;
/** Read as text, because it may be larger than a number can be. */
type Big = ColumnType<string, string | number | bigint, string | number | bigint>;
/** Written as text; what is read is said beside the tables that are used (services/tables). */
type Json = ColumnType<unknown, string, string>;
/** May be left out of a new row: the database fills it. */
export type Filled<Type> = [Type] extends [ColumnType<infer Read, infer New, infer Changed>]
  ? ColumnType<Read, New | undefined, Changed>
  : ColumnType<Type, Type | undefined, Type>;
`;

/**
 * Writes what Prisma's schema says of the tables as TypeScript: the types of each table's columns, and its columns with their types in
 * PostgreSQL and its key, to make statements of.
 * @param {string} schema the text of prisma/schema.prisma
 * @param {string} folder where it goes, as `tables.ts`; what else is there goes
 * @throws where the schema is none, or uses a type that is not known here
 */
export function writeTables(schema, folder) {
  const { datamodel } = getDMMF({ datamodel: schema });
  const tables = datamodel.models.map(tableOf).sort((a, b) => (a.name < b.name ? -1 : 1));
  const text = [
    HEAD,
    ...tables.map(({ model, columns }) => `interface ${model} {\n${columns.map(typeLine).join('')}}\n`),
    `export interface GeneratedTables {\n${tables.map(({ name, model }) => `  ${name}: ${model};\n`).join('')}}\n`,
    '/** The columns of each table, in the order of the schema: their type in PostgreSQL, and their name in our own objects. */',
    `export const COLUMNS = {\n${tables.map(columnsBlock).join('')}} as const;\n`,
    '/** The columns that tell the rows of a table apart. */',
    `export const KEYS = {\n${tables.map(({ name, key }) => `  ${name}: ${JSON.stringify(key)},\n`).join('')}} as const;\n`,
  ].join('\n');
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  writeFileSync(`${folder}/tables.ts`, text);
}

function tableOf({ name: model, dbName, fields, primaryKey }) {
  const named = new Map(fields.map((field) => [field.name, field.dbName ?? field.name]));
  const key = primaryKey?.fields ?? fields.filter(({ isId }) => isId).map(({ name }) => name);
  const columns = fields.filter(({ kind }) => kind !== 'object').map((field) => columnOf(model, field));
  return { model, name: dbName ?? model, columns, key: key.map((field) => named.get(field)) };
}

function columnOf(model, { name, dbName, type, nativeType, isList, isRequired, hasDefaultValue }) {
  const one = TYPES[[type, ...(nativeType ? [nativeType[0]] : [])].join(' ')];
  // Only of what PostgreSQL's driver reads as what it is: an array of time stamps or JSON would need words of its own.
  const known =
    isList && ['text', 'integer'].includes(one?.type) ? { type: `${one.type}[]`, ts: `readonly ${one.ts}[]` } : isList ? undefined : one;
  if (!known) throw new Error(`${model}.${name} is of a type that scripts/setup/tables.mjs does not know`);
  return { name: dbName ?? name, field: name, nullable: !isRequired, hasDefault: hasDefaultValue, ...known };
}

function typeLine({ name, ts, nullable, hasDefault }) {
  const type = nullable ? (ts === 'Json' ? 'Json | null' : `${ts} | null`) : ts;
  return `  ${name}: ${hasDefault ? `Filled<${type}>` : type};\n`;
}

const columnsBlock = ({ name, columns }) =>
  `  ${name}: {\n${columns.map(({ name, type, field, nullable }) => `    ${name}: { type: '${type}', field: '${field}', nullable: ${nullable} },\n`).join('')}  },\n`;
