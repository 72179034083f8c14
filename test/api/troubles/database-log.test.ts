import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import supertest from 'supertest';
import { createApp } from '../../../api/app';
import type { Instant } from '../../../domain/calendar/dates';
import { openPool } from '../../../infra/database/database';
import { anyFreePort } from '../../../operations/parts/ports';
import { startPostgres, type PostgresServer } from '../../../operations/parts/postgres';
import { migrate } from '../../../infra/database/migrate';
import { createToken } from '../../../services/access/tokens';
import { loseIdentity } from '../../support/database/commit';
import { commit } from '../../../services/commit/commit';
import { resolveRefused } from '../../../services/pathway/resolve';
import { commitDeps } from '../../support/database/commit';
import { testSeals } from '../../support/database/seals';

let folder: string;
let server: PostgresServer;
let log = '';
beforeAll(async () => {
  folder = mkdtempSync(path.join(tmpdir(), 'pathway-log-'));
  const place = path.join(folder, 'postgres');
  server = await startPostgres({
    folder: place,
    port: await anyFreePort(),
    password: 'of-the-tests-only',
    onLog: (text) => void (log += text),
  });
});
afterAll(async () => {
  await server.stop();
  rmSync(folder, { recursive: true, force: true });
});

test('what two referrals with one NHS number leave in the log of the database names nobody', async () => {
  await migrate(server.url('postgres'));
  const pool = openPool({ url: server.url('postgres') });
  const { app } = createApp({
    pool,
    commit: (request) => commit(commitDeps(pool), request),
    resolve: (request) => resolveRefused(commitDeps(pool), request),
    seals: testSeals,
    clock: () => Date.now() as Instant,
    area: { name: 'example', ruleSet: 'england-2023' },
    logger: pino({ level: 'silent' }),
    histories: null,
  });
  try {
    const token = await createToken(pool, 'tests', ['all']);
    const post = (way: string, body: object) => supertest(app).post(`/api/v1${way}`).set('Authorization', `Bearer ${token}`).send(body);
    const event = { type: 'referral-received', source: 'family' };
    const person = { name: 'Zebedee Made-Up', bornOn: '2011-03-02', nhsNumber: '9990000018' };
    const answers = await Promise.all([1, 2, 3].map(() => post('/referrals', { person, event })));
    expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409, 409]);
    expect((await post('/referrals', { person: { ...person, name: 'Zebedee Again' }, event })).status).toBe(409);
    const { body } = await post('/referrals', { person: { name: 'Zebedee Third', bornOn: '2011-03-02' }, event });
    await loseIdentity(pool, body.registerId);
    expect((await post(`/pathways/${body.registerId}/identity`, person)).body.code).toBe('person-known');
    // Nothing of it was an error to the database.
    expect(log).not.toMatch(/duplicate key|ERROR/);

    // What is an error by another way says no value either: neither of the row nor of what was asked.
    const insert = 'insert into person (register_id, area, name, nhs_number, minutes, rule_set) values ($1, $2, $3, $4, 0, $5)';
    const clash = ['TEST-0001', 'example', 'Zebedee Clash', '9990000018', 'england-2023'];
    await expect(pool.query(insert, clash)).rejects.toMatchObject({ code: '23505' });
    await expect(pool.query('select pg_sleep(5), $1::text', ['9990000018'])).rejects.toMatchObject({ code: '57014' });
    const until = Date.now() + 5_000;
    while (!/statement timeout/.test(log) && Date.now() < until) await new Promise((resolve) => setTimeout(resolve, 50));
    expect(log).toMatch(/duplicate key value/);
    expect(log).not.toMatch(/9990000018|Zebedee|2011-03-02/);
  } finally {
    await pool.end();
  }
});
