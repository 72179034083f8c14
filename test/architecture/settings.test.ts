import { COLUMNS } from '../../generated/tables';
import { environmentNames } from '../../infra/env';
import { temporalShape } from '../../infra/settings/temporal-tls';
import { areaSchema } from '../../services/rules/areas';
import { sources, textOf } from './modules';

/** Of a profile, what is there for who reads the file. */
const REMARKS = ['note', 'checkedOn'];
/** Columns that a package reads and writes. */
const OF_PACKAGES = ['rate_limit.expire', 'session.expire'];

const product = sources()
  .filter((file) => !/^(?:test|proving|prisma)\//.test(file))
  .map((file) => ({ file, words: new Set(textOf(file).match(/\w+/g)) }));
const isRead = (name: string, ...but: readonly string[]): boolean =>
  product.some(({ file, words }) => !but.includes(file) && words.has(name));

/** The names of an object's fields, and of those of the objects in it. */
function fieldsOf(schema: unknown): string[] {
  if (typeof schema !== 'object' || schema === null) return [];
  const { shape, element, def } = schema as { shape?: Record<string, unknown>; element?: unknown; def?: { innerType?: unknown } };
  return [
    ...Object.entries(shape ?? {}).flatMap(([name, field]) => [name, ...fieldsOf(field)]),
    ...fieldsOf(element),
    ...fieldsOf(def?.innerType),
  ];
}

describe('what can be set or stored is read by somebody', () => {
  test('settings from the environment', () => {
    expect(environmentNames.length).toBeGreaterThan(30);
    const own = (name: string): string[] => ['infra/env.ts', ...(name in temporalShape ? [] : ['infra/settings/temporal-tls.ts'])];
    expect(environmentNames.filter((name) => !isRead(name, ...own(name)))).toEqual([]);
  });

  test('fields of an area’s profile', () => {
    const fields = fieldsOf(areaSchema);
    expect(fields).toEqual(expect.arrayContaining(['ruleSet', 'officeHours', 'need', 'audiences']));
    expect(fields.filter((name) => !REMARKS.includes(name) && !isRead(name, 'services/rules/areas.ts'))).toEqual([]);
  });

  test('columns', () => {
    const camel = (name: string): string => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase());
    const columns = Object.entries(COLUMNS).flatMap(([table, of]) => Object.keys(of).map((column) => ({ table, column })));
    const unread = columns.filter(({ column }) => !isRead(column) && !isRead(camel(column)));
    expect(unread.map(({ table, column }) => `${table}.${column}`).filter((name) => !OF_PACKAGES.includes(name))).toEqual([]);
  });
});
