import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { DOCS_FILES, docsPage, docsScript } from '../docs-page';
import { Problem } from '../http/problem';
import { noBody, nothing, type Route, route } from '../http/route';

const open = { method: 'get', permission: 'public', audit: null, params: nothing, query: nothing, body: noBody, problems: [] } as const;

const live = route({
  ...open,
  path: '/health/live',
  atRoot: true,
  summary: 'Whether the process runs',
  description: 'Asks nothing of anything else.',
  answers: { 200: { description: 'It runs', schema: z.strictObject({ status: z.literal('live').meta({ description: 'It runs' }) }) } },
  handle: async () => ({ status: 200, body: { status: 'live' } }),
});

const READY_LIMIT_MS = 2_000;

const ready = route({
  ...open,
  path: '/health/ready',
  atRoot: true,
  summary: 'Whether requests can be answered',
  description:
    'Asks the database, and whether it can be written to and its clock is ours. Temporal is not asked: without it events are decided and answered as always.',
  answers: {
    200: { description: 'Ready', schema: z.strictObject({ status: z.literal('ready').meta({ description: 'Requests can be answered' }) }) },
  },
  problems: ['database-away', 'database-read-only', 'database-full', 'clock-wrong'],
  handle: async (_input, context) => {
    const away = (cause?: unknown): Problem =>
      Problem.of('database-away', 'The database does not answer, or the service is stopping. Ask again after the time in Retry-After.', {
        headers: { 'Retry-After': '5' },
        ...(cause === undefined ? {} : { cause }),
      });
    if (!context.taking()) throw away();
    let timer: NodeJS.Timeout | undefined;
    const late = new Promise<never>((_resolve, reject) => {
      timer = setTimeout(() => reject(new Error(`no answer from the database in ${READY_LIMIT_MS} ms`)), READY_LIMIT_MS);
    });
    try {
      await Promise.race([context.pool.query('select 1'), late]);
    } catch (error) {
      throw away(error);
    } finally {
      clearTimeout(timer);
    }
    const trouble = context.watch?.trouble();
    if (trouble) throw Problem.of(trouble.code, trouble.detail, { headers: { 'Retry-After': '5' } });
    return { status: 200, body: { status: 'ready' } };
  },
});

const description = route({
  ...open,
  path: '/openapi.json',
  summary: 'The description of this API',
  description: 'OpenAPI 3.1, made from the schemas that check the requests.',
  answers: {
    200: { description: 'The description', schema: z.looseObject({ openapi: z.string().meta({ description: 'The version of OpenAPI' }) }) },
  },
  handle: async (_input, context) => ({ status: 200, body: context.description() }),
});

const docs = route({
  ...open,
  path: '/docs',
  summary: 'A page to try it',
  description: 'Swagger UI, served from here. Your token stays in the page.',
  answers: { 200: { description: 'The page', type: 'text/html' } },
  handle: async () => ({ status: 200, body: docsPage, type: 'text/html', headers: DOCS_HEADERS }),
});

/** The page may load what is served beside it and ask this API, and nothing else; Swagger UI sets styles in its elements. */
const DOCS_HEADERS = {
  'Content-Security-Policy':
    "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; connect-src 'self'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
};

const files = new Map<string, Buffer>();
function docsFile(name: string): Buffer {
  const known = files.get(name);
  if (known) return known;
  const read = readFileSync(path.join(path.dirname(require.resolve('swagger-ui-dist/package.json')), name));
  files.set(name, read);
  return read;
}

const docsParts = route({
  ...open,
  path: '/docs/:file',
  summary: 'What the page to try it is made of',
  description: 'Scripts and styles.',
  params: z.strictObject({ file: z.enum(['start.js', ...DOCS_FILES.keys()]).meta({ description: 'The name of the file' }) }),
  answers: { 200: { description: 'The file', type: [...new Set(['text/javascript', ...DOCS_FILES.values()])] } },
  problems: ['invalid-request'],
  handle: async ({ params: { file } }) => {
    const type = DOCS_FILES.get(file);
    if (type === undefined) return { status: 200, body: docsScript, type: 'text/javascript' };
    return { status: 200, body: docsFile(file), type, headers: { 'Cache-Control': 'public, max-age=86400' } };
  },
});

/** What the service says of itself. */
export const serviceRoutes: readonly Route[] = [live, ready, description, docs, docsParts];
