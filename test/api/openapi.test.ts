import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describeApi } from '../../api/openapi';
import { pathOf } from '../../api/http/mount';
import { routes } from '../../api/routes/table';
import { projectRoot } from '../../infra/project-root';
import { eventSchema } from '../../domain/pathway/events';

const description = JSON.parse(JSON.stringify(describeApi(routes))) as {
  openapi: string;
  paths: Record<string, Record<string, { security: unknown[]; description: string; responses: Record<string, unknown> }>>;
  components: { schemas: Record<string, { oneOf?: { properties: { type: { enum: string[] } } }[] }> };
};

describe('the description of the API', () => {
  test('is the one that is checked in (npm run openapi writes it anew)', () => {
    expect(JSON.parse(readFileSync(path.join(projectRoot, 'docs', 'openapi.json'), 'utf8'))).toEqual(description);
  });

  test('is OpenAPI 3.1 and has every route of the table, with its permission', () => {
    expect(description.openapi).toBe('3.1.0');
    for (const route of routes) {
      const operation = description.paths[pathOf(route).replace(/:(\w+)/g, '{$1}')]?.[route.method];
      expect(operation).toBeDefined();
      expect(operation?.security).toHaveLength(route.permission === 'public' ? 0 : 1);
      if (route.permission !== 'public') expect(operation?.description).toContain(route.permission);
      expect(Object.keys(operation?.responses ?? {})).toEqual(expect.arrayContaining(Object.keys(route.answers)));
    }
    expect(Object.values(description.paths).flatMap((path) => Object.keys(path))).toHaveLength(routes.length);
  });

  test('has every event type that a caller may send, and not the one that only the service makes', () => {
    const named = description.components.schemas['Event']?.oneOf?.map(({ properties }) => properties.type.enum[0]);
    const all = eventSchema.options.map((option) => option.shape.type.value);
    expect(named).toEqual(all.filter((type) => type !== 'rules-adopted'));
  });

  test('refers only to what it holds', () => {
    const text = JSON.stringify(description);
    for (const [, name] of text.matchAll(/"\$ref":"#\/components\/schemas\/(\w+)"/g))
      expect(Object.keys(description.components.schemas)).toContain(name);
  });
});
