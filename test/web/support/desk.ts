import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { randomUUID } from 'node:crypto';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { importJWK, type JWK, SignJWT } from 'jose';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { pino } from 'pino';
import type { Pool } from 'pg';
import { createApp } from '../../../api/app';
import { type Instant, parseInstant } from '../../../domain/calendar/dates';
import type { Rating } from '../../../domain/pathway/events';
import { startLocalProvider } from '../../../operations/parts/identity/provider';
import { createToken } from '../../../services/access/tokens';
import { commit } from '../../../services/commit/commit';
import type { HistoryReader } from '../../../services/pathway/history';
import { resolveRefused } from '../../../services/pathway/resolve';
import { area } from '../../../services/rules/areas';
import { coreContext } from '../../../services/rules/policies';
import { addFirstStaff } from '../../../services/staff/first';
import { readMembers } from '../../../services/staff/members';
import { mountPages } from '../../../web/app/mount';
import { identityProvider } from '../../../web/app/sign-in/provider';
import { pages, publicPages } from '../../../web/pages';
import { paths } from '../../../web/paths';
import { formAt } from '../../../web/printed/form-at';
import { freshDatabase } from '../../support/database/database';
import { testSeals } from '../../support/database/seals';
import { TextBrowser } from './browser';

const KEY = 'the-key-of-this-test';

/** API, pages and sign-in as they run in service, on a database of their own, with a clock that the test sets. */
export interface Desk {
  readonly url: string;
  readonly pool: Pool;
  readonly logged: string[];
  setClock(text: string): void;
  /** A browser in which a member of the example area's staff has signed in. */
  signedIn(id: string): Promise<TextBrowser>;
  /** A browser in which nobody has. */
  browser(): TextBrowser;
  /** Calls the API with a token for everything. */
  call(
    method: string,
    path: string,
    body?: object,
    headers?: Readonly<Record<string, string>>,
  ): Promise<{ status: number; body: Record<string, unknown> }>;
  /** Refers somebody made up, with a suggested rating where one is given; out: their register id. */
  refer(person?: Record<string, unknown>, suggestedRating?: Rating): Promise<string>;
  /** Sends an event that must apply. */
  send(registerId: string, event: object): Promise<void>;
  /** Waits until what came in by the public forms, and from systems that know no register id, has been looked at. */
  settled(): Promise<void>;
  /** A logout token as the provider would send it over the back channel, with these claims in place of its own. */
  logoutToken(claims: Readonly<Record<string, unknown>>): Promise<string>;
  close(): Promise<void>;
}

/** `histories`: what the workflow service tells of pathways; absent: there is none to ask. `practice`: whether made-up people may be filled in; `texts`: whether text messages can be sent; `areas`: which it serves beside the example; `book`: whether those of the area's contact book are written to. */
export async function startDesk({
  histories = null,
  practice = false,
  texts = false,
  areas = [],
  book = false,
}: {
  histories?: HistoryReader | null;
  practice?: boolean;
  texts?: boolean;
  areas?: readonly string[];
  book?: boolean;
} = {}): Promise<Desk> {
  const database = await freshDatabase();
  const { pool } = database;
  const core = coreContext();
  const folder = mkdtempSync(path.join(tmpdir(), 'pathway-desk-'));
  let now: Instant = parseInstant('2026-10-02T08:30');
  const clock = (): Instant => now;
  const logged: string[] = [];
  const logger = pino({ level: 'info' }, { write: (line: string) => void logged.push(line) });
  const deciding = { pool, core, seals: testSeals, book: (id: string) => (book ? area(id).book : []) };
  const profile = area('example');
  const served = [profile, ...areas.map(area)];
  for (const one of served) await addFirstStaff(pool, one);
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const url = `http://localhost:${(server.address() as AddressInfo).port}`;
  const keyFile = path.join(folder, 'keys.json');
  const client = { id: 'desk', secret: 'the-secret-of-this-test' };
  const provider = await startLocalProvider({
    port: 0,
    key: KEY,
    client,
    publicUrl: new URL(url),
    paths: { back: paths.signInBack(), signedOut: paths.signedOut(), ended: paths.backChannelSignOut() },
    keyFile,
    staff: async () => (await readMembers(pool, null)).map(({ id, name, email, roles }) => ({ id, name, email, role: roles.join(', ') })),
  });
  const identity = identityProvider({
    issuer: new URL(provider.issuer),
    clientId: client.id,
    clientSecret: client.secret,
    back: new URL(paths.signInBack(), url),
    signedOut: new URL(paths.signedOut(), url),
    local: true,
    trustEmail: false,
  });
  const { app, intake } = createApp(
    {
      pool,
      seals: testSeals,
      commit: (request) => commit(deciding, request),
      resolve: (request) => resolveRefused(deciding, request),
      clock,
      area: { name: 'example', ruleSet: 'england-2023' },
      logger,
      histories,
    },
    undefined,
    (made) =>
      mountPages(
        made,
        pages,
        {
          pool,
          commit: (request) => commit(deciding, request),
          resolve: (request) => resolveRefused(deciding, request),
          clock,
          area: () => area(profile.id),
          areas: () => served.map(({ id }) => area(id)),
          seals: testSeals,
          logger,
          histories,
          identity,
          publicUrl: new URL(url),
          formAt: formAt(new URL(url)),
          texts,
          idleMs: 30 * 60_000,
          practice,
        },
        publicPages,
      ),
  );
  server.on('request', app);
  const token = await createToken(pool, 'tests', ['all']);
  const call: Desk['call'] = async (method, at, body, headers = {}) => {
    const response = await fetch(`${url}/api/v1${at}`, {
      method,
      headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json', ...headers },
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    });
    return { status: response.status, body: (await response.json()) as Record<string, unknown> };
  };
  let people = 0;
  return {
    url,
    pool,
    logged,
    setClock: (text) => void (now = parseInstant(text)),
    browser: () => new TextBrowser(url),
    signedIn: async (id) => {
      const browser = new TextBrowser(url);
      await browser.go(paths.signInStart());
      await browser.press(served.flatMap(({ staff }) => staff).find((one) => one.id === id)?.name ?? id, { key: KEY });
      return browser;
    },
    call,
    refer: async (person = {}, suggestedRating) => {
      people += 1;
      const answer = await call('POST', '/referrals', {
        person: { name: `Test Person ${people}`, bornOn: '2011-03-02', ...person },
        event: { type: 'referral-received', source: 'family', ...(suggestedRating ? { suggestedRating } : {}) },
      });
      if (answer.status !== 201) throw new Error(`not referred: ${JSON.stringify(answer.body)}`);
      return String(answer.body['registerId']);
    },
    send: async (registerId, event) => {
      const answer = await call('POST', `/pathways/${registerId}/events`, event);
      if (answer.status !== 200) throw new Error(`not applied: ${JSON.stringify(answer.body)}`);
    },
    settled: () => {
      intake.wake();
      return intake.settled();
    },
    logoutToken: async (claims) => {
      const { keys } = JSON.parse(readFileSync(keyFile, 'utf8')) as { keys: JWK[] };
      const [key] = keys;
      if (!key) throw new Error('the provider has no key');
      const events = { 'http://schemas.openid.net/event/backchannel-logout': {} };
      const iat = Math.floor(Date.now() / 1000);
      const own = { iss: provider.issuer, aud: client.id, iat, exp: iat + 120, jti: randomUUID(), events };
      return new SignJWT({ ...own, ...claims }).setProtectedHeader({ alg: 'RS256', typ: 'logout+jwt' }).sign(await importJWK(key, 'RS256'));
    },
    close: async () => {
      await intake.settled();
      await provider.stop();
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
      await database.drop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
