import { z } from 'zod';
import { noBody, nothing, type Route, route } from '../../../api/http/route';
import { pageOf } from '../../../api/schemas/lists';
import { exactly } from '../../../services/shapes/shape';

/**
 * What the compiler holds an answer to. Each of these lines is an error of its own: one that compiles is reported in its place
 * (`npm run check`).
 */
const plain = {
  method: 'get',
  path: '/anything',
  permission: 'public',
  audit: null,
  summary: '',
  description: '',
  problems: [],
  params: nothing,
  query: nothing,
  body: noBody,
} as const;
const item = z.strictObject({ id: z.string(), status: z.enum(['open', 'ended']), words: z.string().optional() });
const told = { 200: { description: '', schema: item }, 202: { description: '', schema: z.strictObject({ reference: z.string() }) } };
const html = { 200: { description: '', type: 'text/html' } } as const;
const status = 'open' as string;

const well: readonly Route[] = [
  route({ ...plain, answers: told, handle: async () => ({ status: 200, body: { id: '1', status: 'open' } }) }),
  route({ ...plain, answers: told, handle: async () => ({ status: 202, body: { reference: '1' } }) }),
  route({ ...plain, answers: { 204: { description: '' } }, handle: async () => ({ status: 204, body: undefined }) }),
  route({ ...plain, answers: html, handle: async () => ({ status: 200, body: '', type: 'text/html' }) }),
];

const wrong: readonly Route[] = [
  // @ts-expect-error: a field is left out
  route({ ...plain, answers: told, handle: async () => ({ status: 200, body: { id: '1' } }) }),
  // @ts-expect-error: a field is misspelt
  route({ ...plain, answers: told, handle: async () => ({ status: 200, body: { ids: '1', status: 'open' } }) }),
  // @ts-expect-error: a field is of another type
  route({ ...plain, answers: told, handle: async () => ({ status: 200, body: { id: 1, status: 'open' } }) }),
  // @ts-expect-error: a word that the enum does not have
  route({ ...plain, answers: told, handle: async () => ({ status: 200, body: { id: '1', status: 'opened' } }) }),
  // @ts-expect-error: any text where the schema has an enum
  route({ ...plain, answers: told, handle: async () => ({ status: 200, body: { id: '1', status } }) }),
  // @ts-expect-error: the body of another status
  route({ ...plain, answers: told, handle: async () => ({ status: 202, body: { id: '1', status: 'open' } }) }),
  // @ts-expect-error: a status that is not declared
  route({ ...plain, answers: told, handle: async () => ({ status: 201, body: { id: '1', status: 'open' } }) }),
  // @ts-expect-error: JSON is declared, and text is sent
  route({ ...plain, answers: told, handle: async () => ({ status: 200, body: '', type: 'text/html' }) }),
  // @ts-expect-error: another type than is declared
  route({ ...plain, answers: html, handle: async () => ({ status: 200, body: '', type: 'text/css' }) }),
  // @ts-expect-error: a body where none is declared
  route({ ...plain, answers: { 204: { description: '' } }, handle: async () => ({ status: 204, body: {} }) }),
];

const page = { 200: { description: '', schema: pageOf('items', item) } };
const pages: readonly Route[] = [
  route({
    ...plain,
    answers: page,
    handle: async () => ({ status: 200, body: { items: [{ id: '1', status: 'open' }], nextCursor: null } }),
  }),
  // @ts-expect-error: a list of something else
  route({ ...plain, answers: page, handle: async () => ({ status: 200, body: { items: [{ id: '1' }], nextCursor: null } }) }),
  // @ts-expect-error: a list of another name
  route({ ...plain, answers: page, handle: async () => ({ status: 200, body: { rows: [], nextCursor: null } }) }),
];

const row = { id: '1', status: 'open', secret: '1' } as const;
const one = exactly<{ readonly id: string; readonly status: string }>();

test('what a route answers is held to what it declares, by the compiler', () => {
  expect([...well, ...wrong, ...pages]).toHaveLength(17);
  const { secret: _, ...others } = row;
  expect(one(others)).toEqual({ id: '1', status: 'open' });
  // @ts-expect-error: a column that the answer does not have
  expect(one(row)).toBe(row);
});
