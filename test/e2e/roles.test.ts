import { spawn, type ChildProcess } from 'node:child_process';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { Connection } from '@temporalio/client';
import { Client as Database } from 'pg';
import { newKeyRing } from '../../infra/temporal/codec';
import { hasEnded, stopChild } from '../../operations/parts/child';
import { startMailCatcher, type MailCatcher } from '../../operations/parts/mail-catcher';
import { anyFreePort } from '../../operations/parts/ports';
import { startPostgres, type PostgresServer } from '../../operations/parts/postgres';
import { startTemporal, type TemporalServer } from '../../operations/parts/temporal-server';
import { projectRoot } from '../../infra/project-root';
import { readMigrations } from '../../infra/database/migrate';
import { ask, newFolder } from './support/service';

const dist = path.join(projectRoot, 'dist');
const folder = newFolder();
let database: PostgresServer;
let temporal: TemporalServer;
let mail: MailCatcher;
/** As docker-compose.yml gives it to all. */
let common: Record<string, string>;
const programs: ChildProcess[] = [];

beforeAll(async () => {
  const ports = { port: await anyFreePort(), uiPort: await anyFreePort() };
  database = await startPostgres({ folder: path.join(folder, 'postgres'), port: await anyFreePort(), password: 'of-the-tests-only' });
  const admin = new Database({ connectionString: database.url('postgres') });
  await admin.connect();
  await admin.query('create database pathway');
  await admin.end();
  const file = path.join(folder, 'temporal.db');
  temporal = await startTemporal({ ...ports, file, namespace: 'pathway', onLog: () => undefined });
  mail = await startMailCatcher({ port: 0, folder: path.join(folder, 'mails') });
  common = {
    DATABASE_URL: database.url('pathway'),
    TEMPORAL_ADDRESS: temporal.address,
    TEMPORAL_NAMESPACE: 'pathway',
    PAYLOAD_KEYS: newKeyRing('of-the-tests'),
    LOG_KEYS: newKeyRing('of-the-tests'),
    // Nobody may need it.
    DATA_DIR: '/proc/nowhere',
  };
});
afterAll(async () => {
  for (const child of programs) if (!hasEnded(child)) await stopChild(child, 'SIGTERM', 20_000);
  await mail?.stop();
  await temporal?.stop();
  await database?.stop();
});

interface Program {
  readonly child: ChildProcess;
  readonly said: () => string;
  readonly ended: Promise<number | null>;
}

function run(file: string, variables: Readonly<Record<string, string>>, ...args: string[]): Program {
  const child = spawn(process.execPath, [path.join(dist, file), ...args], { cwd: '/', env: { ...common, ...variables } });
  programs.push(child);
  let said = '';
  for (const stream of [child.stdout, child.stderr]) stream.on('data', (chunk: Buffer) => (said += chunk.toString('utf8')));
  return { child, said: () => said, ended: new Promise((resolve) => child.once('close', resolve)) };
}

/** As the health check of its container sees it. */
async function healthy({ child, said }: Program, part: 'api' | 'worker', variables: Readonly<Record<string, string>>): Promise<void> {
  while ((await run('scripts/healthy.js', variables, part).ended) !== 0) {
    if (hasEnded(child)) throw new Error(said());
    await sleep(200);
  }
}

async function pollers(taskQueue: string): Promise<(string | null | undefined)[]> {
  const connection = await Connection.connect({ address: temporal.address });
  try {
    const answer = await connection.workflowService.describeTaskQueue({
      namespace: 'pathway',
      taskQueue: { name: taskQueue },
      taskQueueType: 1,
    });
    return [...new Set(answer.pollers?.map(({ identity }) => identity))];
  } finally {
    await connection.close();
  }
}

test('the database is made ready by one command, also where two run at once, which is repeated at no cost', async () => {
  const both = [run('scripts/migrate.js', { SMTP_URL: mail.url }), run('scripts/migrate.js', { SMTP_URL: mail.url })];
  for (const one of both) expect([await one.ended, one.said()]).toEqual([0, expect.stringContaining('is ready for this release')]);
  const again = run('scripts/migrate.js', { SMTP_URL: mail.url });
  expect(await again.ended).toBe(0);
  const look = new Database({ connectionString: database.url('pathway') });
  await look.connect();
  const { rows } = await look.query<{ migration_name: string }>('select migration_name from _prisma_migrations order by 1');
  const staff = await look.query('select 1 from staff');
  await look.end();
  const known = readMigrations(path.join(projectRoot, 'prisma', 'migrations'));
  expect(rows.map(({ migration_name }) => migration_name)).toEqual(known.map(({ name }) => name));
  expect(staff.rowCount).toBeGreaterThan(0);
});

test('a worker and a sender, each on its own queues, do together what one would; the worker needs no mail server', async () => {
  const [api, work, send] = await Promise.all([anyFreePort(), anyFreePort(), anyFreePort()]);
  const asWorker = { WORKER_ROLES: 'pathways,upkeep', METRICS_PORT: String(work) };
  const asSender = { WORKER_ROLES: 'notices', METRICS_PORT: String(send), SMTP_URL: mail.url };
  const worker = run('worker.js', asWorker);
  const sender = run('worker.js', asSender);
  const server = run('server.js', { PORT: String(api) });
  await healthy(server, 'api', { PORT: String(api) });
  await healthy(worker, 'worker', asWorker);
  await healthy(sender, 'worker', asSender);

  const token = run('scripts/token.js', {}, '--name', 'Test', '--scopes', 'all');
  expect(await token.ended).toBe(0);
  const bearer = token.said().trim().split('\n').at(-1) ?? '';
  const url = `http://127.0.0.1:${api}`;
  const event = { type: 'admitted', security: 'low', detained: true, planned: false };
  await ask(url, bearer, '/referrals', {
    person: { name: 'Test Person', bornOn: '2011-03-02', contacts: [] },
    event: { type: 'referral-received', source: 'family' },
  }).then((answer) => ask(url, bearer, `/pathways/${(answer as { registerId: string }).registerId}/events`, event));
  while (mail.mails().length === 0) await sleep(200);

  expect(await pollers('pathways')).toEqual(['worker (pathways, upkeep)']);
  expect(await pollers('upkeep')).toEqual(['worker (pathways, upkeep)']);
  expect(await pollers('notices')).toEqual(['worker (notices)']);
  for (const { child } of [sender, worker, server]) child.kill('SIGTERM');
  expect(await Promise.all([sender.ended, worker.ended, server.ended])).toEqual([0, 0, 0]);
});

test('a sender without a mail server says so, and ends', async () => {
  const sender = run('worker.js', { WORKER_ROLES: 'notices' });
  expect(await sender.ended).toBe(1);
  expect(sender.said()).toContain('SMTP_URL is not set: this program needs it');
});
