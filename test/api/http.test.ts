import supertest from 'supertest';
import { BASE } from '../../api/http/mount';
import { aPerson, admission, aReferral, startService, type Service } from './support/service';

let service: Service;
let tom: string;
beforeAll(async () => {
  service = await startService();
  tom = await aReferral(service, { name: 'Zebedee Quixote', nhsNumber: '9990000069' });
});
afterAll(() => service.close());

describe('addresses and methods', () => {
  test('an unknown route is 404', async () => {
    for (const path of ['/', '/api/v1', `${BASE}/nothing`, `${BASE}/pathways/${tom}/nothing`, '/.env', '/api/v2/pathways']) {
      const { status, body } = await service.get(path);
      expect([status, body.code]).toEqual([404, 'unknown-route']);
    }
  });

  test('another method is 405 with what is allowed; OPTIONS says it, HEAD is as GET', async () => {
    const server = supertest(service.app);
    for (const method of ['put', 'patch', 'delete', 'post'] as const) {
      const answer = await server[method](`${BASE}/pathways/${tom}`);
      expect([answer.status, answer.body.code, answer.headers['allow']]).toEqual([405, 'method-not-allowed', 'GET, HEAD, OPTIONS']);
    }
    expect((await server.get(`${BASE}/pathways/${tom}/identity`)).headers['allow']).toBe('OPTIONS, POST');
    const options = await server.options(`${BASE}/pathways/${tom}/events`);
    expect([options.status, options.headers['allow']]).toEqual([204, 'GET, HEAD, OPTIONS, POST']);
    await server.head(`${BASE}/pathways/${tom}`).set('Authorization', `Bearer ${service.token}`).expect(200);
    await server.head(`${BASE}/pathways/${tom}`).expect(401);
  });
});

describe('what every answer carries', () => {
  test('headers that keep it safe, and nothing of the machinery', async () => {
    const { headers } = await service.get(`${BASE}/pathways/${tom}`).expect(200);
    expect(headers).toMatchObject({
      'cache-control': 'no-store',
      'x-content-type-options': 'nosniff',
      'content-security-policy': "default-src 'none';frame-ancestors 'none'",
      'referrer-policy': 'no-referrer',
    });
    expect(headers['strict-transport-security']).toBeDefined();
    expect(headers['x-powered-by']).toBeUndefined();
    expect(headers['etag']).toBeUndefined();
    expect(headers['access-control-allow-origin']).toBeUndefined();
  });

  test('a request id: the caller’s where it is a random one, otherwise a new one; no other is logged', async () => {
    const given = 'F81D4FAE-7DEC-11D0-A765-00A0C91E6BF6';
    const mine = await supertest(service.app).get('/health/live').set('X-Request-Id', given);
    expect(mine.headers['x-request-id']).toBe(given.toLowerCase());
    service.logged.length = 0;
    for (const unfit of ['x y "z"', 'Zebedee-Quixote', '9990000069', '999-000-0069', 'my-id-1', 'a'.repeat(65)]) {
      const answer = await supertest(service.app).get('/nothing').set('X-Request-Id', unfit);
      expect(answer.headers['x-request-id']).toMatch(/^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/);
      expect(answer.body.requestId).toBe(answer.headers['x-request-id']);
      expect(service.logged.join('')).not.toContain(unfit);
    }
    const problem = await supertest(service.app).get('/nothing').set('X-Request-Id', given);
    expect(problem.body.requestId).toBe(given.toLowerCase());
  });
});

describe('the logs', () => {
  test('hold no name, number, birth date, text, body, address or token', async () => {
    service.logged.length = 0;
    await service.post(`${BASE}/referrals`, {
      person: aPerson({ name: 'Zebedee Quixote', nhsNumber: '9990000069' }),
      event: { type: 'referral-received', source: 'family' },
    });
    await service.post(`${BASE}/pathways/${tom}/events`, { type: 'rating-set', rating: 'red', reason: 'Spoke of the canal' });
    await service.post(`${BASE}/pathways/${tom}/events`, 'Spoke of the canal').set('Content-Type', 'application/json');
    await service.post(`${BASE}/pathways/${tom}/events`, { type: 'Zebedee' });
    await service.get(`${BASE}/pathways?rating=Zebedee`);
    const logged = service.logged.join('');
    expect(service.logged.length).toBeGreaterThanOrEqual(5);
    expect(logged).not.toMatch(/Zebedee|Quixote|9990000069|2011-03-02|canal|Bearer|dsp_/);
    expect(logged).not.toContain(service.token);
    expect(service.logged[0]?.match(/"route":/g)).toHaveLength(1);
    expect(JSON.parse(service.logged[0] ?? '{}')).toMatchObject({
      req: { method: 'POST' },
      res: { statusCode: 409 },
      route: `${BASE}/referrals`,
      caller: 'tests',
    });
  });

  test('an error of ours is logged with its place in the code, and without the values that the database quotes', async () => {
    service.logged.length = 0;
    await service.pool.query('alter table person add constraint odd check (name <> $$Zebedee Odd$$)');
    try {
      const answer = await supertest(service.app)
        .post(`${BASE}/referrals`)
        .set('Authorization', `Bearer ${service.token}`)
        .send({ person: aPerson({ name: 'Zebedee Odd' }), event: { type: 'referral-received', source: 'self' } });
      expect([answer.status, answer.body.code]).toEqual([500, 'internal-error']);
      expect(answer.text).not.toMatch(/Zebedee|odd|person_|check|stack/);
      const line = service.logged.map((text) => JSON.parse(text)).find(({ msg }) => msg === 'request failed');
      expect(line.err).toMatchObject({ code: '23514', constraint: 'odd' });
      expect(line.err.stack.length).toBeGreaterThan(0);
      expect(service.logged.join('')).not.toContain('Zebedee');
    } finally {
      await service.pool.query('alter table person drop constraint odd');
    }
  });
});

describe('the service about itself', () => {
  test('live and ready', async () => {
    expect((await service.get('/health/live')).body).toEqual({ status: 'live' });
    expect((await service.get('/health/ready')).body).toEqual({ status: 'ready' });
  });

  test('figures for Prometheus, with routes and never addresses', async () => {
    await service.post(`${BASE}/pathways/${tom}/events`, admission).expect(200);
    const text = await service.figures();
    expect(text).toContain(`route="${BASE}/pathways/:registerId/events",status="200"`);
    expect(text).toContain('pathway_events_total{type="admitted",outcome="applied"} 1');
    expect(text).toMatch(/pathway_waiting\{what="outbox"\} \d+/);
    expect(text).not.toContain(tom);
  });

  test('the description, and a page to try it that loads from here alone', async () => {
    expect((await service.get(`${BASE}/openapi.json`)).body.openapi).toBe('3.1.0');
    const page = await supertest(service.app).get(`${BASE}/docs`).expect(200);
    expect(page.headers['content-security-policy']).toContain("script-src 'self'");
    expect(page.text).not.toMatch(/https?:|<script>|onclick|style=/);
    for (const [, file] of page.text.matchAll(/(?:src|href)="(docs\/[^"]+)"/g))
      await supertest(service.app).get(`${BASE}/${file}`).expect(200);
    for (const path of ['package.json', '..%2fpackage.json', '%2e%2e%2fpackage.json', 'swagger-ui.js.map']) {
      expect((await supertest(service.app).get(`${BASE}/docs/${path}`)).status).toBe(400);
    }
  });
});
