import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { Client } from 'pg';
import { openPool } from '../../infra/database/database';
import { asOwner, prepareServiceRole } from '../../operations/parts/database/service-role';
import { anyFreePort } from '../../operations/parts/ports';
import { startPostgres, SUPERUSER, type PostgresServer } from '../../operations/parts/postgres';
import { lacking, migrate } from '../../infra/database/migrate';
import { commitDeps, newRegisterId, say } from '../support/database/commit';

const root = mkdtempSync(path.join(tmpdir(), 'pathway-role-'));
const password = 'of-the-tests-only';
let server: PostgresServer;
beforeAll(async () => {
  server = await startPostgres({ folder: path.join(root, 'postgres'), port: await anyFreePort(), password, settings: ['fsync=off'] });
});
afterAll(async () => {
  await server.stop();
  rmSync(root, { recursive: true, force: true });
});

async function ask<Row extends object>(url: string, statement: string): Promise<Row[]> {
  const client = new Client({ connectionString: url });
  await client.connect();
  try {
    return (await client.query<Row>(statement)).rows;
  } finally {
    await client.end();
  }
}

const settings = (database: string, secret = 'service-only') => ({ url: server.url, database, password: secret });

test('the service works in a new database as a user who may do nothing beside it', async () => {
  const url = await prepareServiceRole(settings('fresh'));
  expect(await migrate(url)).not.toEqual([]);
  const rights =
    'select rolsuper or rolcreatedb or rolcreaterole or rolreplication or rolbypassrls as any from pg_roles where rolname = current_user';
  expect(await ask(url, rights)).toEqual([{ any: false }]);
  for (const forbidden of [
    `copy (select 1) to program 'true'`,
    'select * from pg_authid',
    `select pg_read_file('/etc/passwd')`,
    'create role another',
    'create database another',
    `alter role ${SUPERUSER} password 'mine'`,
  ])
    await expect(ask(url, forbidden)).rejects.toMatchObject({ code: expect.stringMatching(/^42501$/) });
  // Nor does anybody get in without a password.
  const without = new URL(url);
  without.password = 'wrong';
  await expect(ask(without.href, 'select 1')).rejects.toMatchObject({ code: '28P01' });
});

test('what an earlier release made as the server’s own user is given over, and worked with', async () => {
  await ask(server.url('postgres'), 'create database earlier');
  await migrate(server.url('earlier'));
  const before = openPool({ url: server.url('earlier') });
  const registerId = newRegisterId();
  await say(commitDeps(before), registerId, '2026-10-01T10:00', { type: 'referral-received', source: 'family' });
  await before.end();

  const url = await prepareServiceRole(settings('earlier'));
  const owners = `select distinct pg_get_userbyid(relowner) as owner from pg_class where relnamespace = 'public'::regnamespace`;
  expect(await ask(url, owners)).toEqual([{ owner: 'pathway_service' }]);
  expect(await lacking(url)).toEqual([]);
  const pool = openPool({ url });
  expect(await say(commitDeps(pool), registerId, '2026-10-02T10:00', { type: 'contact-wish-recorded', family: 'yes' })).toMatchObject({
    status: 'applied',
    sequence: 2,
  });
  // A migration of the next release.
  await pool.query('alter table person add column next text');
  await pool.end();
});

test('each start sets the password anew; a base backup is made by the server’s own user', async () => {
  const first = await prepareServiceRole(settings('fresh', 'one'));
  const second = await prepareServiceRole(settings('fresh', 'two'));
  await expect(ask(first, 'select 1')).rejects.toMatchObject({ code: '28P01' });
  expect(await ask(second, 'select 1 as one')).toEqual([{ one: 1 }]);
  expect(
    await ask(asOwner(second, { user: SUPERUSER, password }), 'select rolsuper as super from pg_roles where rolname = current_user'),
  ).toEqual([{ super: true }]);
});
