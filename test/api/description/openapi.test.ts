import { readFileSync } from 'node:fs';
import path from 'node:path';
import { pathOf } from '../../../api/http/mount';
import { describeApi } from '../../../api/openapi';
import { routes } from '../../../api/routes/table';
import { eventSchema } from '../../../domain/pathway/events';
import { projectRoot } from '../../../infra/project-root';
import { against, description, type Operation } from '../support/description';
import { bodiesOfPages } from '../support/pages';

const operations = Object.entries(description.paths).flatMap(([at, methods]) =>
  Object.entries(methods).map(([method, operation]): [string, Operation] => [`${method} ${at}`, operation]),
);

/** Every schema within a value, with where it stands. */
function* schemasWithin(value: unknown, where: string): Generator<[string, Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [where, value as Record<string, unknown>];
  for (const [key, inner] of Object.entries(value))
    if (key !== 'examples' && key !== 'enum') yield* schemasWithin(inner, `${where}.${key}`);
}

describe('the description of the API', () => {
  test('is the one that is checked in (npm run openapi writes it anew)', () => {
    expect(JSON.parse(readFileSync(path.join(projectRoot, 'docs', 'openapi.json'), 'utf8'))).toEqual(
      JSON.parse(JSON.stringify(describeApi(routes))),
    );
  });

  test('is OpenAPI 3.1 and has every route of the table, with its permission and a name of its own', () => {
    expect(describeApi(routes)).toMatchObject({ openapi: '3.1.0' });
    for (const route of routes) {
      const operation = description.paths[pathOf(route).replace(/:(\w+)/g, '{$1}')]?.[route.method];
      expect(operation).toBeDefined();
      expect(operation?.security).toHaveLength(route.permission === 'public' ? 0 : 1);
      if (route.permission !== 'public') expect(operation?.description).toContain(route.permission);
      expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(Object.keys(route.answers)));
    }
    expect(operations).toHaveLength(routes.length);
    const names = operations.map(([, { operationId }]) => operationId);
    expect(new Set(names).size).toBe(routes.length);
    for (const name of names) expect(name).toMatch(/^(get|post|put)[A-Z][A-Za-z]+$/);
  });

  test('says what every type of event that a caller may send is, and every field of everything', () => {
    const types = ['Event', 'EventPart'].map((name) => {
      const options = description.components.schemas[name]?.['oneOf'] as { $ref: string }[];
      return options.map(({ $ref }) => {
        const event = description.components.schemas[$ref.split('/').at(-1) ?? ''];
        expect(event?.['description']).toEqual(expect.stringMatching(/^[A-Z].{10,}/));
        return (event?.['properties'] as { type: { const: string } } | undefined)?.type.const;
      });
    });
    const all = eventSchema.options.map((option) => option.shape.type.value).filter((type) => type !== 'rules-adopted');
    expect(types).toEqual([all, all]);

    const speechless: string[] = [];
    for (const [where, schema] of schemasWithin(description, '')) {
      if (schema['type'] !== 'object' || typeof schema['properties'] !== 'object' || schema['properties'] === null) continue;
      for (const [field, property] of Object.entries(schema['properties'] as Record<string, { $ref?: string; description?: string }>)) {
        const named = description.components.schemas[property.$ref?.split('/').at(-1) ?? '']?.['description'];
        if (!property.description && !named) speechless.push(`${where}.${field}`);
      }
    }
    expect(speechless).toEqual([]);
    for (const [name, { parameters }] of operations)
      for (const parameter of parameters ?? [])
        expect([name, parameter.name, parameter.description]).toEqual([name, parameter.name, expect.any(String)]);
  });

  test('has patterns that every language reads alike', () => {
    const patterns = [...schemasWithin(description, '')].map(([, { pattern }]) => pattern).filter((pattern) => typeof pattern === 'string');
    expect(patterns.length).toBeGreaterThan(100);
    for (const pattern of new Set(patterns)) {
      // Flags, and classes that mean other things elsewhere.
      expect(pattern).not.toMatch(/[^/]\/[a-z]*$|\\[dDwWsSbp]|\(\?</);
      expect(new RegExp(pattern, 'u')).toBeDefined();
    }
  });

  test('accepts its own examples; every body has one', () => {
    for (const [name, { requestBody }] of operations) {
      const body = requestBody?.content['application/json'];
      if (!body) continue;
      const examples = Object.entries(body.examples ?? {});
      expect([name, examples.length > 0]).toEqual([name, true]);
      for (const [title, { value }] of examples) expect([name, title, against(body.schema, value)]).toEqual([name, title, null]);
    }
    const own = [...schemasWithin(description.components, '')].filter(([, schema]) => Array.isArray(schema['examples']));
    for (const [where, schema] of own)
      for (const example of schema['examples'] as unknown[]) expect([where, against(schema, example)]).toEqual([where, null]);
  });

  test('accepts what the README and the guide send', () => {
    const bodies = bodiesOfPages();
    expect(bodies.map(({ page }) => page)).toEqual(expect.arrayContaining(['README.md', 'docs/api.md']));
    expect(bodies.length).toBeGreaterThanOrEqual(9);
    for (const { page, path: at, body } of bodies) {
      const schema = description.paths[`/api/v1${at}`]?.['post']?.requestBody?.content['application/json']?.schema;
      expect([page, at, schema === undefined ? 'no such request' : against(schema, body)]).toEqual([page, at, null]);
    }
  });
});
