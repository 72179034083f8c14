import { z } from 'zod';
import { CONDITIONS, type JsonSchema } from './conditions';
import { portable } from './patterns';
import { wordsFor } from './event-words';

const DEFINITIONS = '#/$defs/';
const COMPONENTS = '#/components/schemas/';

/** The type of an event, where a schema is one: an object with one constant `type`. */
export function eventTypeOf(schema: z.core.$ZodType): string | null {
  if (!(schema instanceof z.ZodObject)) return null;
  const type: unknown = schema.shape['type'];
  const value: unknown = type instanceof z.ZodLiteral ? type.value : undefined;
  return typeof value === 'string' && wordsFor(value) !== undefined ? value : null;
}

const isObject = (value: unknown): value is JsonSchema => typeof value === 'object' && value !== null && !Array.isArray(value);

/** Gives an event and its fields their words, and what ties the fields together. */
function describeEvent(type: string, json: JsonSchema): void {
  json['description'] = wordsFor(type);
  const properties = isObject(json['properties']) ? json['properties'] : {};
  for (const [field, property] of Object.entries(properties)) {
    if (!isObject(property)) continue;
    const words = field === 'type' ? 'What happened' : wordsFor(type, field);
    if (words !== undefined) property['description'] = words;
  }
  Object.assign(json, CONDITIONS[type as keyof typeof CONDITIONS]);
}

/** Mends what zod writes of a schema, where it says more or less than the schema checks. */
function mended({ zodSchema, jsonSchema }: { readonly zodSchema: z.core.$ZodTypes; readonly jsonSchema: JsonSchema }): void {
  // Its pattern is what is checked. Others' idea of a mail address is another one.
  if (jsonSchema['format'] === 'email') delete jsonSchema['format'];
  if (typeof jsonSchema['pattern'] === 'string') jsonSchema['pattern'] = portable(jsonSchema['pattern']);
  if (Array.isArray(jsonSchema['allOf'])) {
    for (const part of jsonSchema['allOf'])
      if (isObject(part) && typeof part['pattern'] === 'string') part['pattern'] = portable(part['pattern']);
  }
  const names = jsonSchema['propertyNames'];
  if (isObject(names) && Object.keys(names).length === 1 && names['type'] === 'string') delete jsonSchema['propertyNames'];
  if (zodSchema instanceof z.ZodDiscriminatedUnion && Array.isArray(jsonSchema['oneOf'])) {
    const property: unknown = zodSchema.def.discriminator;
    if (property === 'type') jsonSchema['discriminator'] = { propertyName: property };
  }
  const type = eventTypeOf(zodSchema);
  if (type !== null) describeEvent(type, jsonSchema);
}

function withRefs(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(withRefs);
  if (!isObject(value)) return value;
  return Object.fromEntries(
    Object.entries(value).map(([key, inner]) => [
      key,
      key === '$ref' && typeof inner === 'string' ? inner.replace(DEFINITIONS, COMPONENTS) : withRefs(inner),
    ]),
  );
}

/** Writes zod's schemas as JSON Schema 2020-12, which OpenAPI 3.1 holds, and gathers those that have a name. */
export interface SchemaWriter {
  /** What is accepted (`input`) or answered (`output`). */
  readonly write: (schema: z.ZodType, io: 'input' | 'output') => JsonSchema;
  /** The named ones so far, by name. */
  readonly named: () => Record<string, JsonSchema>;
}

/** Makes a writer. Its `write` throws where one name stands for two schemas. */
export function schemaWriter(): SchemaWriter {
  const known = new Map<string, JsonSchema>();
  return {
    write: (schema, io) => {
      const whole = z.toJSONSchema(schema, { target: 'draft-2020-12', io, unrepresentable: 'any', override: mended });
      const { $schema: _dialect, $defs: definitions, ...own } = withRefs(whole) as JsonSchema;
      for (const [name, definition] of Object.entries(isObject(definitions) ? definitions : {})) {
        if (!isObject(definition)) continue;
        const before = known.get(name);
        if (before && JSON.stringify(before) !== JSON.stringify(definition)) throw new Error(`the schema ${name} is described in two ways`);
        known.set(name, definition);
      }
      return own;
    },
    named: () => Object.fromEntries([...known].sort(([a], [b]) => (a < b ? -1 : 1))),
  };
}
