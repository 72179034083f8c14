import { createHmac, randomUUID } from 'node:crypto';
import { Agent, request } from 'node:http';
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { Pool } from 'pg';
import { readKeyRing } from '../../../../infra/temporal/codec';
import { sealsOf } from '../../../../infra/seals';
import { LOG_KEYS, NOON } from '../people';

/** A request for a page, as a link or a form makes it. */
export interface Asked {
  readonly path: string;
  /** The fields of a form, but for its token; absent: a link. */
  readonly form?: Readonly<Record<string, string>>;
}

/** What came of it: how many bytes went over the line for its body, and the page. */
interface Got {
  readonly status: number;
  readonly bytes: number;
  html(): string;
}

/** Somebody who has signed in: the cookie that the service gave them, and the token of their forms. */
export interface SignedIn {
  readonly cookie: string;
  readonly token: string;
}

const TOKEN = 'token-of-a-bench-'.padEnd(256, '0');

/**
 * Signs members of staff in: the rows of sessions, and the cookies, as the service makes them. How one comes to be signed in (the provider's
 * pages) is no part of the figures.
 */
export async function signIn(pool: Pool, staff: readonly string[]): Promise<SignedIn[]> {
  const [secret = ''] = sealsOf(readKeyRing(LOG_KEYS)).every('session', 'cookie');
  return Promise.all(
    staff.map(async (id) => {
      const sid = randomUUID();
      const cookie = { originalMaxAge: null, expires: null, secure: false, httpOnly: true, path: '/', sameSite: 'lax' };
      const session = { cookie, staff: id, subject: id, providerSession: null, known: true, seenAt: NOON, csrfToken: TOKEN };
      await pool.query(`insert into session (sid, sess, expire) values ($1, $2, now() + interval '1 day')`, [sid, JSON.stringify(session)]);
      const seal = createHmac('sha256', secret).update(sid).digest('base64').replace(/=+$/, '');
      return { cookie: `pathway=${encodeURIComponent(`s:${sid}.${seal}`)}`, token: TOKEN };
    }),
  );
}

/** Browsers that keep their connections. `close` ends them. */
export class Browsers {
  private readonly agent: Agent;

  constructor(
    private readonly url: string,
    atOnce: number,
  ) {
    this.agent = new Agent({ keepAlive: true, maxSockets: atOnce });
  }

  /** Asks as a browser does that is on a page of the service already. Throws where the answer is no page: a refused one has no place in a figure. */
  async ask({ path, form }: Asked, user: SignedIn | null): Promise<Got> {
    const body = form && user && new URLSearchParams({ token: user.token, ...form }).toString();
    const headers = {
      'accept-encoding': 'gzip, deflate, br',
      'sec-fetch-site': 'same-origin',
      ...(user ? { cookie: user.cookie } : {}),
      ...(body ? { 'content-type': 'application/x-www-form-urlencoded', 'content-length': Buffer.byteLength(body) } : {}),
    };
    const got = await new Promise<Got>((resolve, reject) => {
      const asked = request(new URL(path, this.url), { method: body ? 'POST' : 'GET', headers, agent: this.agent }, (response) => {
        const chunks: Buffer[] = [];
        response.on('data', (chunk: Buffer) => chunks.push(chunk));
        response.on('error', reject);
        response.on('end', () => {
          const sent = Buffer.concat(chunks);
          const html = () => unpacked(sent, response.headers['content-encoding']).toString('utf8');
          resolve({ status: response.statusCode ?? 0, bytes: sent.length, html });
        });
      });
      asked.on('error', reject);
      asked.end(body);
    });
    if (got.status !== 200)
      throw new Error(
        `${path} was answered with ${got.status}: ${/<main[^]*<\/main>/
          .exec(got.html())?.[0]
          .replaceAll(/\s*<[^>]*>\s*/g, ' ')
          .slice(0, 1_000)}`,
      );
    return got;
  }

  close(): void {
    this.agent.destroy();
  }
}

function unpacked(sent: Buffer, encoding: string | undefined): Buffer {
  if (encoding === 'gzip') return gunzipSync(sent);
  return encoding === 'br' ? brotliDecompressSync(sent) : sent;
}
