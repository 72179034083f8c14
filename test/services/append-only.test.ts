import { randomBytes } from 'node:crypto';
import { parseInstant } from '../../domain/calendar/dates';
import { openPool } from '../../infra/database/database';
import { migrate } from '../../infra/database/migrate';
import { logAccess, sealAccessLog } from '../../services/access/access-log';
import { resolveRefused } from '../../services/pathway/resolve';
import { keepHead } from '../../services/upkeep/proof/heads/keep-head';
import { commitDeps, newRegisterId, say } from '../support/database/commit';
import { freshDatabase, type TestDatabase } from '../support/database/database';

const role = `service_${randomBytes(4).toString('hex')}`;
let database: TestDatabase;
beforeAll(async () => {
  database = await freshDatabase();
  await database.pool.query(`create role ${role} login password 'of-the-tests'`);
});
afterAll(async () => {
  await database.pool.query(`drop owned by ${role} cascade; drop role ${role}`);
  await database.drop();
});

const as = (url: string) => {
  const own = new URL(url);
  own.username = role;
  own.password = 'of-the-tests';
  return own.href;
};

/** All that the service writes in the course of its work, by a role that may only add. */
async function work(url: string): Promise<void> {
  const pool = openPool({ url });
  try {
    const deps = commitDeps(pool);
    sealAccessLog(pool, deps.seals);
    const registerId = newRegisterId();
    await say(deps, registerId, '2026-10-01T10:00', { type: 'rating-set', rating: 'red', reason: 'Words' }, { id: `${registerId}-1` });
    await say(deps, registerId, '2026-10-02T10:00', { type: 'discharged' }, { id: `${registerId}-2` });
    const clock = parseInstant('2026-10-03T10:00');
    const resolution = { id: `${registerId}-2`, outcome: 'dismissed', as: null, reason: 'x', by: 'test', clock } as const;
    expect(await resolveRefused(deps, resolution)).toMatchObject({ status: 'resolved' });
    await logAccess(pool, { actor: 'test', auditEvent: 'read', registerId, outcome: 'done' });
    const store = { latest: async function* () {}, append: () => Promise.resolve() };
    expect(await keepHead({ pool, seals: deps.seals, store, now: () => clock })).toBe(0);
    for (const statement of [
      `update event set fact = '{}'`,
      'update event set chain = chain',
      'delete from event',
      `update event_text set text = 'x'`,
      'delete from event_text',
      'update person_key set key = key',
      'delete from person_key',
      `update timeline set what = 'x'`,
      'delete from timeline',
      `update access_log set actor = 'x'`,
      'delete from access_log',
      'truncate access_log',
      'update person_record set digest = digest',
      'delete from person_record',
      'update notice_seal set digest = digest',
      'delete from notice_seal',
      'update signed_head set seal = seal',
      'delete from signed_head',
      `update contact_version set state = 'present'`,
      'delete from contact_version',
      'truncate contact_version',
      `update written_form set source = 'x'`,
      'delete from written_form',
      'truncate written_form',
      `update document_file set bytes = ''`,
      'truncate document_file',
      `update staff_version set why = 'x'`,
      'delete from staff_version',
      'truncate staff_version',
      `update confirmation set outcome = 'confirmed'`,
      'delete from confirmation',
      'truncate confirmation',
      `update restriction set code = 'x'`,
      'delete from restriction',
      'truncate restriction cascade',
      `update break_glass set why = 'x'`,
      'delete from break_glass',
      `update break_glass_review set note = 'x'`,
      'delete from break_glass_review',
      `update look_review set note = 'x'`,
      'delete from look_review',
      'truncate look_review',
      `update access_export set why = 'x'`,
      'delete from access_export',
      'truncate access_export',
      'update ownership set staff = null',
      'delete from ownership',
      'truncate ownership',
      `update area_version set why = 'x'`,
      'delete from area_version',
      'truncate area_version',
      'delete from staff',
      'delete from person',
      'delete from notice',
      'truncate event cascade',
    ])
      await expect(pool.query(statement)).rejects.toMatchObject({ code: '42501' });
  } finally {
    await pool.end();
  }
}

test('a role of its own works with what grant_service gives it, and can neither alter nor remove what is append-only', async () => {
  await database.pool.query('select grant_service($1)', [role]);
  await work(as(database.url));
});

test('nor can the role that owns the tables, until somebody gives it the right', async () => {
  const own = await freshDatabase();
  const name = new URL(own.url).pathname.slice(1);
  try {
    await own.pool.query(
      `drop schema public cascade; create schema public authorization ${role}; grant create on database ${name} to ${role}`,
    );
    await migrate(as(own.url));
    await work(as(own.url));
  } finally {
    await own.pool.query(`drop owned by ${role} cascade`);
    await own.drop();
  }
});
