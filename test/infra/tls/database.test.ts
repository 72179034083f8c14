import { chmodSync, chownSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isUnavailable, openPool } from '../../../infra/database/database';
import { prepareDatabase } from '../../../operations/parts/database/prepare';
import { anyFreePort } from '../../../operations/parts/ports';
import { serverUser, startPostgres, type PostgresServer } from '../../../operations/parts/postgres';
import { readEnvironment } from '../../../infra/env';
import { newAuthority } from '../../support/mail/certificates';
import { freshDatabase, type TestDatabase } from '../../support/database/database';

const authority = newAuthority('authority');
const stranger = newAuthority('stranger');
const root = mkdtempSync(path.join(tmpdir(), 'pathway-tls-'));
let server: PostgresServer;

beforeAll(async () => {
  const folder = path.join(root, 'postgres');
  const own = authority.sign('localhost');
  const user = serverUser(folder);
  chmodSync(own.key, 0o600);
  if (user) chownSync(own.key, user.uid, user.gid);
  const settings = ['fsync=off', 'ssl=on', `ssl_cert_file=${own.certificate}`, `ssl_key_file=${own.key}`];
  server = await startPostgres({ folder, port: await anyFreePort(), password: 'of-the-tests-only', settings });
});
afterAll(async () => {
  await server?.stop();
  rmSync(root, { recursive: true, force: true });
});

/** An address as DATABASE_URL may hold it. */
function url({ host = 'localhost', ...parameters }: Readonly<Record<string, string>>, from = server.url('postgres')): string {
  const one = new URL(from);
  one.hostname = host;
  for (const [name, value] of Object.entries(parameters)) one.searchParams.set(name, value);
  return readEnvironment({ DATABASE_URL: one.href }).DATABASE_URL ?? '';
}

async function encrypted(address: string): Promise<boolean | undefined> {
  const pool = openPool({ url: address, max: 1 });
  try {
    const { rows } = await pool.query<{ ssl: boolean }>('select ssl from pg_stat_ssl where pid = pg_backend_pid()');
    return rows[0]?.ssl;
  } finally {
    await pool.end();
  }
}

describe('PostgreSQL with TLS', () => {
  it('is reached encrypted where the address says verify-full, and its schema is made', async () => {
    const address = url({ sslmode: 'verify-full', sslrootcert: authority.certificate });
    expect(await encrypted(address)).toBe(true);
    await prepareDatabase(address, { external: true, say: () => undefined });
  });

  it('is reached in the clear where the address says disable, or nothing', async () => {
    expect(await encrypted(url({ sslmode: 'disable' }))).toBe(false);
    expect(await encrypted(url({}))).toBe(false);
  });

  it.each([
    ['is signed by somebody else', { sslrootcert: stranger.certificate }, /UNABLE_TO_VERIFY|SELF_SIGNED|CERT_SIGNATURE/],
    ['is signed by nobody whom this machine trusts', {}, /UNABLE_TO_VERIFY|SELF_SIGNED/],
    ['is for another name', { sslrootcert: authority.certificate, host: '127.0.0.1' }, /ERR_TLS_CERT_ALTNAME_INVALID/],
  ])('a certificate that %s is refused, in a sentence, and nothing was recorded', async (_what, parameters, code) => {
    const address = url({ sslmode: 'verify-full', ...parameters });
    const failure = await encrypted(address).catch((error: unknown) => error);
    expect(failure).toMatchObject({ code: expect.stringMatching(code) });
    expect(isUnavailable(failure)).toBe(true);
    const prepared = prepareDatabase(address, { external: true, say: () => undefined });
    await expect(prepared).rejects.toThrow(
      /^The database of DATABASE_URL \(.*\) cannot be reached over TLS \(.*\): its certificate must be for/,
    );
    await expect(prepared).rejects.not.toThrow('of-the-tests-only');
  });
});

describe('PostgreSQL without TLS', () => {
  let plain: TestDatabase;
  beforeAll(async () => {
    plain = await freshDatabase();
  });
  afterAll(() => plain.drop());

  it('is not spoken to where the address says verify-full', async () => {
    const address = url({ sslmode: 'verify-full' }, plain.url);
    await expect(prepareDatabase(address, { external: true, say: () => undefined })).rejects.toThrow(
      /cannot be reached over TLS \(The server does not support SSL connections\)/,
    );
  });
});

describe('what is said of TLS in DATABASE_URL', () => {
  const wrong = (parameters: string) => () =>
    readEnvironment({ DATABASE_URL: `postgres://u:hidden@db.example.test/pathway?${parameters}` });
  it.each([
    [
      'sslmode=require',
      "DATABASE_URL must have sslmode=verify-full (the server shows a certificate for the host's name) or sslmode=disable",
    ],
    ['sslmode=no-verify', 'DATABASE_URL must have sslmode=verify-full'],
    ['ssl=true', 'DATABASE_URL must say sslmode=verify-full or sslmode=disable instead of ssl.'],
    ['sslmode=verify-full&uselibpqcompat=true', 'instead of uselibpqcompat.'],
    ['sslrootcert=/nowhere/ca.crt', 'DATABASE_URL has sslrootcert, which needs sslmode=verify-full.'],
    ['sslmode=verify-full&sslrootcert=/nowhere/ca.crt', 'DATABASE_URL names a file in sslrootcert that cannot be read (ENOENT).'],
    ['sslmode=verify-full&sslcert=/dev/null', 'DATABASE_URL must have both sslcert and sslkey, or neither.'],
  ])('%s is answered in a sentence', (parameters, sentence) => {
    expect(wrong(parameters)).toThrow(sentence);
    expect(wrong(parameters)).not.toThrow('hidden');
  });
});
