import { testSeals } from '../../support/database/seals';
import { randomUUID } from 'node:crypto';
import { Client } from 'pg';
import supertest from 'supertest';
import { createApp } from '../../../api/app';
import { openPool } from '../../../infra/database/database';
import { watchDatabase } from '../../../infra/database/watch';
import { commit } from '../../../services/commit/commit';
import { resolveRefused } from '../../../services/pathway/resolve';
import { coreContext } from '../../../services/rules/policies';
import { cutLine } from '../../support/mail/cut-line';
import { freshDatabase, type TestDatabase } from '../../support/database/database';
import { aPerson, aReferral, onRegister, send, startService, type Service } from '../support/service';

const core = coreContext();

/** The same API, on connections of its own. */
function apiOn(service: Service, url: string, max = 10) {
  const pool = openPool({ url, max });
  const { app } = createApp({
    ...service.deps,
    pool,
    commit: (request) => commit({ pool, core, seals: testSeals, book: () => [] }, request),
    resolve: (request) => resolveRefused({ pool, core, seals: testSeals, book: () => [] }, request),
  });
  const bearer = { Authorization: `Bearer ${service.token}` };
  return {
    pool,
    get: (path: string) => supertest(app).get(path).set(bearer),
    post: (path: string, body: object) => supertest(app).post(path).set(bearer).send(body),
  };
}

const urlOf = async (pool: Service['pool']): Promise<string> => {
  const { rows } = await pool.query<{ name: string }>('select current_database() as name');
  const url = new URL(process.env['TEST_POSTGRES'] ?? '');
  url.pathname = `/${rows[0]?.name}`;
  return url.href;
};

describe('a database that misbehaves', () => {
  let service: Service;
  let url: string;
  let tom: string;
  beforeAll(async () => {
    service = await startService();
    url = await urlOf(service.pool);
    tom = await aReferral(service);
    await send(service, tom, onRegister);
  });
  afterAll(() => service.close());

  test('connections that went silent cost a caller some seconds and a 503, and are thrown away: later calls are answered', async () => {
    const line = await cutLine(url);
    const api = apiOn(service, line.url);
    // Several connections, all of them idle when the silence begins.
    await Promise.all(Array.from({ length: 6 }, () => api.pool.query('select pg_sleep(0.05)')));
    expect(api.pool.idleCount).toBeGreaterThan(3);
    line.hush();
    const id = randomUUID();
    const event = { id, type: 'contact-wish-recorded', family: 'yes' };
    const began = performance.now();
    const lost = await Promise.all([api.post(`/api/v1/pathways/${tom}/events`, event), api.get(`/api/v1/pathways/${tom}`)]);
    for (const { status, body, headers } of lost) expect([status, body.code, headers['retry-after']]).toEqual([503, 'database-away', '5']);
    expect(performance.now() - began).toBeLessThan(8_000);
    // While it stays silent: as little.
    const again = performance.now();
    expect((await api.get('/health/ready')).status).toBe(503);
    expect(performance.now() - again).toBeLessThan(4_000);
    line.mend();
    const mended = performance.now();
    const answers = await Promise.all([
      api.post(`/api/v1/pathways/${tom}/events`, event),
      ...Array.from({ length: 8 }, () => api.get(`/api/v1/pathways/${tom}`)),
    ]);
    expect(answers.map(({ status }) => status)).toEqual(Array(9).fill(200));
    expect(performance.now() - mended).toBeLessThan(4_000);
    await line.stop();
    await api.pool.end();
  });

  test('a server that became read-only is 503 with Retry-After, and is let go: the next call finds the new primary', async () => {
    const api = apiOn(service, url, 1);
    const backend = async (): Promise<number> =>
      (await api.pool.query<{ pid: number }>('select pg_backend_pid() as pid')).rows[0]?.pid ?? 0;
    await backend();
    const first = await backend();
    // As on a primary that has become a standby, for this connection alone: what is opened afterwards meets one that may be written to.
    await api.pool.query('set default_transaction_read_only = on');
    const event = { id: randomUUID(), type: 'contact-wish-recorded', family: 'yes' };
    const { status, body, headers } = await api.post(`/api/v1/pathways/${tom}/events`, event);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'database-read-only', '5']);
    expect(await backend()).not.toBe(first);
    expect((await api.post(`/api/v1/pathways/${tom}/events`, event)).status).toBe(200);
    await api.pool.end();
  });
});

describe('a clock that is wrong', () => {
  afterEach(() => jest.restoreAllMocks());
  test('is 503 for whoever would have something recorded, says so at /health/ready, and costs no record', async () => {
    const service = await startService();
    const tom = await aReferral(service);
    const watch = watchDatabase({ pool: service.pool, everyMs: 20 });
    const { app } = createApp({ ...service.deps, watch });
    const ready = () => supertest(app).get('/health/ready');
    await watch.started;
    expect((await ready()).status).toBe(200);
    const real = Date.now.bind(Date);
    jest.spyOn(Date, 'now').mockImplementation(() => real() + 86_400_000);
    const event = { id: randomUUID(), type: 'contact-wish-recorded', family: 'yes' };
    const { status, body, headers } = await service.post(`/api/v1/pathways/${tom}/events`, event);
    expect([status, body.code, headers['retry-after']]).toEqual([503, 'clock-wrong', '30']);
    let answer = await ready();
    while (answer.status === 200) answer = await ready();
    expect([answer.body.code, answer.body.detail]).toEqual(['clock-wrong', expect.stringContaining('86400 s ahead of the database')]);
    // What is read is answered: it changes nothing.
    expect((await service.get(`/api/v1/pathways/${tom}`)).status).toBe(200);
    jest.restoreAllMocks();
    expect((await service.post(`/api/v1/pathways/${tom}/events`, event)).status).toBe(200);
    while (answer.status !== 200) answer = await ready();
    await watch.stop();
    await service.close();
  });
});

describe('a migration while the release before it still runs', () => {
  let database: TestDatabase;
  let service: Service;
  beforeAll(async () => {
    service = await startService();
    database = await freshDatabase();
  });
  afterAll(async () => {
    await service.close();
    await database.drop();
  });

  test('every statement that a connection has prepared goes on when each table has a column more', async () => {
    // One connection, which prepares all of it before and is asked for all of it afterwards.
    const api = apiOn(service, await urlOf(service.pool), 1);
    const tom = await aReferral(service);
    await send(service, tom, onRegister);
    const scheduled = {
      type: 'meeting-scheduled',
      meeting: 'mam-1',
      kind: 'mam',
      on: '2026-10-20',
      time: '10:00',
      until: '11:00',
      invited: ['mum'],
    };
    await send(service, tom, scheduled);
    const reads = [
      ...['', '/deadlines', '/events', '/meetings', '/actions', '/notices', '/timeline'].map((part) => `/api/v1/pathways/${tom}${part}`),
      ...['/pathways', '/deadlines', '/deadlines?status=owed', '/deadlines?status=owed&limit=1', '/events?status=refused', '/proof'].map(
        (part) => `/api/v1${part}`,
      ),
    ];
    const look = async (): Promise<[string, number, string][]> => {
      const seen: [string, number, string][] = [];
      for (const path of reads) {
        // The access log is written by reading; of the answers all else stays.
        const { status, text } = await api.get(path);
        seen.push([path, status, text]);
      }
      return seen;
    };
    const write = async (): Promise<number[]> => {
      const event = { type: 'contact-wish-recorded', family: 'yes' };
      const referral = { person: aPerson(), event: { type: 'referral-received', source: 'family' } };
      return [(await api.post(`/api/v1/pathways/${tom}/events`, event)).status, (await api.post('/api/v1/referrals', referral)).status];
    };
    expect(await write()).toEqual([200, 201]);
    const before = await look();
    expect(before.map(([path, status]) => [path, status])).toEqual(reads.map((path) => [path, 200]));

    const migrator = new Client({ connectionString: await urlOf(service.pool) });
    await migrator.connect();
    const { rows } = await migrator.query<{ name: string }>(
      "select tablename as name from pg_tables where schemaname = 'public' and tablename <> '_prisma_migrations'",
    );
    expect(rows.length).toBeGreaterThan(10);
    for (const { name } of rows) await migrator.query(`alter table "${name}" add column of_the_next_release text default 'new'`);
    await migrator.end();

    expect(await look()).toEqual(before);
    expect(await write()).toEqual([200, 201]);
    await api.pool.end();
  });
});
