import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createToken, revokeTokens } from '../../../services/access/tokens';
import { BAD_EVENTS } from '../support/bad-events';
import type { BadInput } from '../support/bad-input';
import { BAD_REQUESTS } from '../support/bad-requests';
import { BAD_RESOLVES } from '../support/bad-resolves';
import { conforms } from '../support/conforms';
import { aReferral, send, startService, type Service } from '../support/service';

/** The table of bad inputs. */
const BAD_INPUTS: readonly BadInput[] = [...BAD_EVENTS, ...BAD_REQUESTS, ...BAD_RESOLVES];

/** Each is answered with a 4xx and a reason that helps, and leaves nothing half done: no row anywhere, but for a refusal of the core, which is kept. */
describe(`bad inputs (${BAD_INPUTS.length})`, () => {
  let service: Service;
  let names: Record<string, string>;
  let tokens: Record<string, string>;
  beforeAll(async () => {
    service = await startService();
    service.setClock('2026-10-01T20:00');
    const tom = await aReferral(service, { nhsNumber: '9990000077' });
    const used = randomUUID();
    await send(service, tom, { id: used, type: 'contact-wish-recorded', family: 'yes' });
    names = { TOM: tom, OTHER: await aReferral(service), USED: used };
    tokens = {
      weak: await createToken(service.pool, 'weak', ['deadlines:read']),
      revoked: await createToken(service.pool, 'gone', ['all']),
    };
    await revokeTokens(service.pool, 'gone');
  });
  afterAll(() => service.close());

  const TABLES = [
    'person',
    'pathway',
    'event',
    'event_text',
    'deadline',
    'step_progress',
    'wake_up',
    'timeline',
    'meeting',
    'action',
    'notice',
    'task',
    'outbox',
  ];
  async function rowCounts(): Promise<Record<string, number>> {
    const { rows } = await service.pool.query(
      TABLES.map((table) => `select '${table}' as name, count(*)::int as n from ${table}`).join(' union all '),
    );
    return Object.fromEntries(rows.map(({ name, n }) => [name, n]));
  }
  const named = (text: string): string => text.replace(/\b(TOM|OTHER|USED)\b/g, (name) => names[name] ?? name);

  async function ask({ method = 'post', path = '/pathways/TOM/events', body, headers = {}, token }: BadInput): Promise<supertest.Response> {
    const request = supertest(service.app)[method](named(`/api/v1${path}`));
    if (token !== 'none') request.set('Authorization', `Bearer ${token === undefined ? service.token : (tokens[token] ?? '')}`);
    if (body === undefined) return request;
    request.set({ 'Content-Type': 'application/json', ...headers });
    // A text is sent as it stands, and so are bytes with this.
    if (Buffer.isBuffer(body)) return request.serialize((bytes: string) => bytes).send(body);
    return request.send(named(typeof body === 'string' ? body : JSON.stringify(body)));
  }

  test.each(BAD_INPUTS.map((input) => [input.name, input] as const))('%s', async (_name, input) => {
    const before = await rowCounts();
    const answer = await ask(input);
    expect(`${answer.status} ${answer.body.code}: ${answer.text}`).toMatch(new RegExp(`^${input.status} ${input.code}:`));
    conforms(input.method ?? 'post', named(`/api/v1${input.path ?? '/pathways/TOM/events'}`), answer);
    expect(answer.text).toContain(input.says);
    const after = await rowCounts();
    if (!input.kept) expect(after).toEqual(before);
    else {
      expect(answer.body.event.status).toBe('refused');
      const untouched = ['person', 'pathway', 'deadline', 'wake_up', 'meeting', 'action', 'outbox'];
      for (const table of untouched) expect([table, after[table]]).toEqual([table, before[table]]);
      const { rows } = await service.pool.query('select status, reason from event where id = $1', [answer.body.event.id]);
      expect(rows).toEqual([{ status: 'refused', reason: input.code }]);
    }
  });

  test('after all of them the record stands as it was, and the service works', async () => {
    const { body } = await service.get(named('/api/v1/pathways/TOM')).expect(200);
    expect(body).toMatchObject({ sequence: 2, rating: null, status: 'open', setting: 'community' });
    await send(service, names['TOM'] ?? '', { type: 'visit-held', on: '2026-10-01' }).catch(() => undefined);
    expect(service.logged.filter((line) => line.includes('request failed'))).toEqual([]);
  });
});
