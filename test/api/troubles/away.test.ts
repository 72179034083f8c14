import { randomUUID } from 'node:crypto';
import supertest from 'supertest';
import { createApp } from '../../../api/app';
import { startApi } from '../../../api/server';
import { openPool } from '../../../infra/database/database';
import { TemporalAway } from '../../../services/pathway/history';
import { admission, aPerson, aReferral, startService, type Service } from '../support/service';

describe('when something is away', () => {
  let service: Service;
  let tom: string;
  beforeAll(async () => {
    service = await startService();
    tom = await aReferral(service);
  });
  afterAll(() => service.close());
  const bearer = () => ({ Authorization: `Bearer ${service.token}` });

  test('without PostgreSQL everything that needs it is 503 with Retry-After; what does not is answered', async () => {
    // Port 9 is "discard": nothing listens there.
    const pool = openPool({ url: 'postgres://nobody@127.0.0.1:9/nothing' });
    const { app, registry } = createApp({ ...service.deps, pool });
    const requests = [
      supertest(app).get(`/api/v1/pathways/${tom}`),
      supertest(app).get('/api/v1/deadlines'),
      supertest(app)
        .post('/api/v1/referrals')
        .send({ person: aPerson(), event: { type: 'referral-received', source: 'self' } }),
      supertest(app).get('/health/ready'),
    ];
    for (const request of requests) {
      const { status, body, headers } = await request.set(bearer());
      expect([status, body.code, headers['retry-after'], headers['content-type']]).toEqual([
        503,
        'database-away',
        '5',
        'application/problem+json; charset=utf-8',
      ]);
    }
    await supertest(app).get('/health/live').expect(200);
    await supertest(app).get('/api/v1/openapi.json').expect(200);
    expect(await registry.metrics()).not.toContain('pathway_waiting{');
    await pool.end();
  });

  test('connections cut in the middle of work are 503 or done, never half done; the same id afterwards gets one answer', async () => {
    const ids = Array.from({ length: 30 }, () => randomUUID());
    const path = `/api/v1/pathways/${tom}/events`;
    const event = (id: string) => ({ id, type: 'contact-wish-recorded', family: 'yes' });
    const sent = ids.map((id) =>
      supertest(service.app)
        .post(path)
        .set(bearer())
        .send(event(id))
        .then((answer) => answer),
    );
    for (let round = 0; round < 5; round += 1) {
      await new Promise((resolve) => setTimeout(resolve, 15));
      await service.pool
        .query('select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()')
        .catch(() => undefined);
    }
    for (const { status, body } of await Promise.all(sent)) {
      expect([200, 503]).toContain(status);
      if (status === 503) expect(['database-away', 'busy']).toContain(body.code);
    }
    for (const id of ids) expect((await service.post(path, event(id))).status).toBe(200);
    const { rows } = await service.pool.query(
      "select count(*)::int as n, max(sequence)::int as last from event where register_id = $1 and status = 'applied'",
      [tom],
    );
    expect(rows[0]).toEqual({ n: 31, last: 31 });
  });

  test('a person whose row another holds is answered 503, busy, and recorded not at all', async () => {
    const holder = await service.pool.connect();
    try {
      await holder.query('begin');
      await holder.query('select 1 from person where register_id = $1 for update', [tom]);
      const { status, body, headers } = await service.post(`/api/v1/pathways/${tom}/events`, admission);
      expect([status, body.code, headers['retry-after']]).toEqual([503, 'busy', '1']);
      expect((await service.get(`/api/v1/pathways/${tom}`)).status).toBe(200);
    } finally {
      await holder.query('rollback');
      holder.release();
    }
  });

  test('without Temporal the history is 503, a pathway that it does not know 404, and events are decided', async () => {
    const away = createApp({ ...service.deps, histories: { read: () => Promise.reject(new TemporalAway('away')) } });
    const answer = await supertest(away.app).get(`/api/v1/pathways/${tom}/history`).set(bearer());
    expect([answer.status, answer.body.code]).toEqual([503, 'temporal-away']);
    await supertest(away.app).post(`/api/v1/pathways/${tom}/events`).set(bearer()).send(admission).expect(200);
    const unknown = createApp({ ...service.deps, histories: { read: () => Promise.resolve(null) } });
    expect((await supertest(unknown.app).get(`/api/v1/pathways/${tom}/history`).set(bearer())).body.code).toBe('no-history');
  });
});

describe('stopping', () => {
  test('lets what is under way finish, says that it is not ready, and closes', async () => {
    const service = await startService();
    let release: (() => void) | undefined;
    const held = new Promise<void>((resolve) => {
      release = resolve;
    });
    const server = await startApi({
      port: 0,
      host: '127.0.0.1',
      deps: { ...service.deps, commit: (request) => held.then(() => service.deps.commit(request)) },
    });
    const headers = { Authorization: `Bearer ${service.token}`, 'Content-Type': 'application/json' };
    const body = JSON.stringify({ person: aPerson(), event: { type: 'referral-received', source: 'self' } });
    const address = server.url.replace('localhost', '127.0.0.1');
    const underWay = fetch(`${address}/api/v1/referrals`, { method: 'POST', headers, body });
    await new Promise((resolve) => setTimeout(resolve, 100));
    const stopped = server.stop();
    release?.();
    expect((await underWay).status).toBe(201);
    await stopped;
    await expect(fetch(`${address}/health/live`)).rejects.toThrow();
    service.stopTaking();
    expect((await service.get('/health/ready')).status).toBe(503);
    await service.close();
  });

  test('a connection is kept for longer than a reverse proxy keeps it', async () => {
    const service = await startService();
    const server = await startApi({ port: 0, host: '127.0.0.1', deps: service.deps });
    const answer = await fetch(`${server.url.replace('localhost', '127.0.0.1')}/health/live`);
    expect(answer.headers.get('keep-alive')).toBe('timeout=75');
    await server.stop();
    await service.close();
  });

  test('a port that is taken is told', async () => {
    const service = await startService();
    const first = await startApi({ port: 0, host: '127.0.0.1', deps: service.deps });
    const port = Number(new URL(first.url).port);
    await expect(startApi({ port, host: '127.0.0.1', deps: service.deps })).rejects.toThrow('EADDRINUSE');
    await first.stop();
    await service.close();
  });
});
