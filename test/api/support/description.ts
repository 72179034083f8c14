import Ajv2020, { type ValidateFunction } from 'ajv/dist/2020';
import addFormats from 'ajv-formats';
import { describeApi } from '../../../api/openapi';
import { routes } from '../../../api/routes/table';

interface Content {
  readonly schema: object;
  readonly examples?: Record<string, { value: unknown }>;
}
interface Parameter {
  readonly name: string;
  readonly description?: string;
  readonly in: 'path' | 'query' | 'header';
  readonly required: boolean;
  readonly schema: object;
}
export interface Operation {
  readonly operationId: string;
  readonly description: string;
  readonly security: readonly unknown[];
  readonly parameters?: readonly Parameter[];
  readonly requestBody?: { readonly content: Record<string, Content> };
  readonly responses: Record<string, { readonly content?: Record<string, Content> }>;
}
export interface Description {
  readonly paths: Record<string, Record<string, Operation>>;
  readonly components: { readonly schemas: Record<string, Record<string, unknown>> };
}

/** The description as a program reads it. */
export const description = JSON.parse(JSON.stringify(describeApi(routes))) as Description;

const ajv = new Ajv2020({
  allErrors: true,
  strict: true,
  strictTypes: false,
  strictRequired: false,
  allowUnionTypes: true,
  discriminator: false,
});
addFormats(ajv);
ajv.addVocabulary(['discriminator', 'example']);
const inApi = (schema: unknown): unknown => JSON.parse(JSON.stringify(schema).replaceAll('"#/components/schemas/', '"api#/$defs/'));
ajv.addSchema({ $id: 'api', $defs: inApi(description.components.schemas) });

const compiled = new WeakMap<object, ValidateFunction>();
function validator(schema: object): ValidateFunction {
  const known = compiled.get(schema);
  if (known) return known;
  const own = inApi(schema) as object;
  const made = ajv.compile(own);
  compiled.set(schema, made);
  return made;
}

/** What a schema of the description has against a value; null: nothing. */
export function against(schema: object, value: unknown): string | null {
  const validate = validator(schema);
  if (validate(value)) return null;
  return ajv.errorsText(validate.errors, { dataVar: 'it' }).slice(0, 2_000);
}

const references = new Map<string, object>();
/** The named schema of the description; always the same object for one name. */
export function named(name: string): object {
  const reference = references.get(name) ?? { $ref: `#/components/schemas/${name}` };
  references.set(name, reference);
  return reference;
}

export interface Operating {
  readonly operation: Operation;
  readonly path: string;
  readonly params: Readonly<Record<string, string>>;
}

const patterns = Object.entries(description.paths).map(([path, operations]) => ({
  path,
  operations,
  names: [...path.matchAll(/\{(\w+)\}/g)].map(([, name]) => name ?? ''),
  pattern: new RegExp(`^${path.replace(/[.]/g, '\\.').replace(/\{\w+\}/g, '([^/]+)')}$`),
}));
/** One without parameters comes before one that has them, as in the app. */
const ordered = [...patterns].sort((a, b) => a.names.length - b.names.length);

/** The operation that answers a method and path; null where none does. Throws URIError where the path cannot be decoded. */
export function operationOf(method: string, path: string): Operating | null {
  for (const { path: template, operations, names, pattern } of ordered) {
    const operation = operations[method.toLowerCase()];
    const match = operation ? pattern.exec(path) : null;
    if (!operation || !match) continue;
    const values = match.slice(1).map(decodeURIComponent);
    return { operation, path: template, params: Object.fromEntries(names.map((name, index) => [name, values[index] ?? ''])) };
  }
  return null;
}

const lists = (query: URLSearchParams): [string, string | string[]][] =>
  [...new Set(query.keys())].map((name) => {
    const values = query.getAll(name);
    return [name, values.length === 1 ? (values[0] ?? '') : values];
  });

/** What the description has against a request; null: nothing. */
export function requestAgainst(
  { operation, params }: Operating,
  sent: { readonly query: URLSearchParams; readonly header: (name: string) => string | undefined; readonly body: unknown },
): string | null {
  const parameters = operation.parameters ?? [];
  const complaints: (string | null)[] = [];
  const check = (parameter: Parameter, value: unknown): void => {
    if (value === undefined) complaints.push(parameter.required ? `${parameter.name} is missing` : null);
    else complaints.push(against(parameter.schema, value)?.replaceAll('it', parameter.name) ?? null);
  };
  const asked = new Map(lists(sent.query));
  for (const parameter of parameters) {
    if (parameter.in === 'path') check(parameter, params[parameter.name]);
    else if (parameter.in === 'query') check(parameter, asked.get(parameter.name));
    else check(parameter, sent.header(parameter.name));
    if (parameter.in === 'query') asked.delete(parameter.name);
  }
  for (const name of asked.keys()) complaints.push(`the query ${name} is not described`);
  const body = operation.requestBody?.content['application/json'];
  if (body) complaints.push(against(body.schema, sent.body));
  return complaints.filter((complaint) => complaint !== null).join('; ') || null;
}

/** What the description has against an answer; null: nothing. */
export function answerAgainst(
  { operation, path }: Operating,
  answer: { readonly status: number; readonly type: string; readonly body: unknown },
): string | null {
  const response = operation.responses[String(answer.status)];
  if (!response) return `${operation.operationId} (${path}) does not describe the status ${answer.status}`;
  const type = answer.type.split(';')[0] ?? '';
  if (!response.content) return type === '' ? null : `${operation.operationId} describes ${answer.status} without a body`;
  const content = response.content[type];
  if (!content) return `${operation.operationId} does not describe ${type} for ${answer.status}`;
  return type.endsWith('json') ? against(content.schema, answer.body) : null;
}
