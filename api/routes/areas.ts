import { z } from 'zod';
import { formatInstant } from '../../domain/calendar/dates';
import { freshAreas, readAreaVersions } from '../../services/areas/versions';
import { area, isArea } from '../../services/rules/areas';
import { at, count, text } from '../../services/shapes/fields';
import { Problem } from '../http/problem';
import { noBody, nothing, type Route, route } from '../http/route';

const params = z.strictObject({
  id: z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a code of small letters, digits and hyphens')
    .meta({ description: 'The id of the area', examples: ['example'] }),
});
const profile = z.record(z.string(), z.unknown()).meta({ description: 'The profile, as docs/areas.md describes it' });
const version = count('Which version; 0: its file counts, because the database has none');

/** Throws the problem `unknown-area` where there is no such area. */
function known(id: string): void {
  if (!isArea(id)) throw Problem.of('unknown-area', 'There is no area of this id here. An area begins with its file in policies/areas.');
}

const getArea = route({
  method: 'get',
  path: '/areas/:id',
  permission: 'areas:write',
  audit: 'area-read',
  summary: 'The profile of an area',
  description: 'As it stands now. `npm run areas` shows what a changed file would change, and imports it.',
  params,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The profile', schema: z.strictObject({ area: text('Its id'), version, profile }) } },
  problems: ['invalid-request', 'unknown-area'],
  handle: async ({ params: { id } }, { pool }) => {
    await freshAreas(pool, { now: true });
    known(id);
    const last = (await readAreaVersions(pool, id)).at(-1);
    return { status: 200, body: { area: id, version: last?.version ?? 0, profile: area(id) } };
  },
});

const versions = z
  .array(
    z.strictObject({
      version,
      at: at('When it was made'),
      by: text('Who made it: the name of a token; `cli:areas` for what was imported, `service` for the first'),
      why: text('Why, in words'),
      profile,
    }),
  )
  .meta({ description: 'The first one first' });

const getVersions = route({
  method: 'get',
  path: '/areas/:id/versions',
  permission: 'areas:write',
  audit: 'area-versions-read',
  summary: 'Every version of the profile of an area',
  description: 'All that ever stood, with who made it, when and why.',
  params,
  query: nothing,
  body: noBody,
  answers: { 200: { description: 'The versions', schema: z.strictObject({ versions }) } },
  problems: ['invalid-request', 'unknown-area'],
  handle: async ({ params: { id } }, { pool }) => {
    known(id);
    const found = await readAreaVersions(pool, id);
    return { status: 200, body: { versions: found.map((one) => ({ ...one, at: formatInstant(one.at) })) } };
  },
});

/** What an area sets for itself. */
export const areaRoutes: readonly Route[] = [getArea, getVersions];
