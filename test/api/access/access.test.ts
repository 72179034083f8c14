import supertest from 'supertest';
import { createApp } from '../../../api/app';
import { BASE, pathOf } from '../../../api/http/mount';
import { noBody, nothing, type Permission, route } from '../../../api/http/route';
import { routes } from '../../../api/routes/table';
import { SCOPES } from '../../../services/access/scopes';
import { DEFAULT_LIMITS } from '../../../services/access/limits';
import { createToken, revokeTokens } from '../../../services/access/tokens';
import { aReferral, startService, type Service } from '../support/service';

let service: Service;
let tom: string;
/** A token with one scope alone, for each of them. */
const of = new Map<string, string>();
beforeAll(async () => {
  // Each route is tried without a token.
  service = await startService({ limits: { ...DEFAULT_LIMITS, failedSignIns: 1_000 } });
  tom = await aReferral(service);
  for (const scope of SCOPES) of.set(scope, await createToken(service.pool, `only ${scope}`.replace(':', '-'), [scope]));
});
afterAll(() => service.close());

const guarded = routes.filter(({ permission }) => permission !== 'public');
const address = (path: string): string =>
  path
    .replace(':registerId', tom)
    .replace(':contact', 'mum')
    .replace(':id', '0f8f1b9e-3c54-4a0e-8d2e-6a6a5e7f1a03')
    .replace(':file', 'start.js');
const ask = (method: 'get' | 'post' | 'put', path: string, token?: string) => {
  const request = supertest(service.app)[method](address(path));
  return token === undefined ? request : request.set('Authorization', `Bearer ${token}`);
};
const aRoute = (more: { permission?: Permission; audit?: string | null }) =>
  route({
    method: 'get',
    path: '/anything',
    permission: 'public',
    audit: null,
    summary: '',
    description: '',
    answers: { 204: { description: '' } },
    problems: [],
    params: nothing,
    query: nothing,
    body: noBody,
    handle: async () => ({ status: 204, body: undefined }),
    ...more,
  });

describe('deny by default', () => {
  test('a route without a declared permission does not start', () => {
    const undeclared = aRoute({});
    Reflect.deleteProperty(undeclared, 'permission');
    expect(() => createApp(service.deps, [undeclared])).toThrow('the route GET /anything declares no permission and does not start');
    const unknown = aRoute({});
    Reflect.set(unknown, 'permission', 'everything:read');
    expect(() => createApp(service.deps, [unknown])).toThrow('declares no permission');
  });

  test('a guarded route that the access log has no word for does not start', () => {
    expect(() => createApp(service.deps, [aRoute({ permission: 'pathways:read', audit: null })])).toThrow('declares no audit event');
  });

  test('only these routes are public', () => {
    expect(
      routes
        .filter(({ permission }) => permission === 'public')
        .map(pathOf)
        .sort(),
    ).toEqual(['/health/live', '/health/ready', `${BASE}/docs`, `${BASE}/docs/:file`, `${BASE}/openapi.json`].sort());
  });

  test.each(guarded.map((one) => [one.method, pathOf(one)] as const))('%s %s wants a token', async (method, path) => {
    for (const token of [undefined, 'dsp_wrong', '']) {
      const answer = await ask(method, path, token);
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthorised']);
      expect(answer.headers['www-authenticate']).toMatch(/^Bearer realm="dynamic-support-pathway"/);
    }
  });

  test.each(guarded.map((one) => [one.method, pathOf(one), one.permission, one.orPermission] as const))(
    '%s %s wants the scope %s',
    async (method, path, permission, orPermission) => {
      const others = SCOPES.filter((scope) => scope !== permission && scope !== orPermission);
      const without = await createToken(service.pool, `without ${method} ${path}`.replace(/[^\w -]/g, '-'), others);
      const answer = await ask(method, path, without);
      expect([answer.status, answer.body.code]).toEqual([403, 'forbidden']);
      expect(answer.body.detail).toContain(permission);
      const withIt = await createToken(service.pool, `with ${method} ${path}`.replace(/[^\w -]/g, '-'), [permission]);
      expect([401, 403]).not.toContain((await ask(method, path, withIt)).status);
    },
  );

  // Every cell of route and scope: one scope alone opens what names it, and nothing else.
  test.each(guarded.map((one) => [one.method, pathOf(one), one.permission, one.orPermission] as const))(
    '%s %s is opened by %s and by no other scope alone',
    async (method, path, permission, orPermission) => {
      for (const scope of SCOPES) {
        const { status } = await ask(method, path, of.get(scope));
        // 503: there is no Temporal here to read a history from.
        const opens = scope === permission || scope === orPermission;
        expect({ scope, opened: ![401, 403].includes(status), told: status < 500 || status === 503 }).toEqual({
          scope,
          opened: opens,
          told: true,
        });
      }
    },
  );
});

describe('tokens', () => {
  test('only the hash is stored, and of a random token of 32 bytes', async () => {
    const token = await createToken(service.pool, 'hospital', ['events:write']);
    expect(Buffer.from(token.slice('dsp_'.length), 'base64url')).toHaveLength(32);
    const { rows } = await service.pool.query("select * from token where name = 'hospital'");
    expect(JSON.stringify(rows)).not.toContain(token.slice(4));
    expect(rows[0].hash).toMatch(/^[0-9a-f]{64}$/);
  });

  test('a revoked one is refused at once', async () => {
    const token = await createToken(service.pool, 'leaver', ['all']);
    expect((await ask('get', `${BASE}/pathways`, token)).status).toBe(200);
    expect(await revokeTokens(service.pool, 'leaver')).toBe(1);
    expect((await ask('get', `${BASE}/pathways`, token)).status).toBe(401);
  });

  test('names and scopes are checked when it is made', async () => {
    await expect(createToken(service.pool, '', ['all'])).rejects.toThrow('a token needs a name');
    await expect(createToken(service.pool, 'x', [])).rejects.toThrow('no scope given');
    await expect(createToken(service.pool, 'x', ['pathways:write'])).rejects.toThrow('unknown scope pathways:write; known are');
  });

  test.each(['Basic dGVzdDp0ZXN0', 'Bearer', 'Bearer a b', `Bearer ${'x'.repeat(300)}`, "Bearer ' or 1=1 --", 'bearer\tx'])(
    '%s is no token',
    async (header) => {
      const answer = await supertest(service.app).get(`${BASE}/pathways`).set('Authorization', header);
      expect([answer.status, answer.body.code]).toEqual([401, 'unauthorised']);
    },
  );
});
