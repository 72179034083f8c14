import connectPgSimple, { type PGStore } from 'connect-pg-simple';
import type { RequestHandler } from 'express';
import session from 'express-session';
import type { Pool } from 'pg';
import type { Seals } from '../../../infra/seals';
import type { Departure, EndedThere } from '../sign-in/provider';

/** It is written no more often that somebody was here: who goes away is locked out so much earlier at the most. */
export const SEEN_AGAIN_MS = 30_000;
/** So long a session is kept at the most without a request: what was typed can come back. */
const KEPT_S = 24 * 3_600;

/** How often each process takes away the sessions that have ended. */
const PRUNE_S = 3_600;

declare module 'express-session' {
  interface SessionData {
    /** Those who are at the provider, by state: several tabs may be at once. */
    departures: Record<string, Departure & { readonly to: string }>;
    /** The id of the member of staff who has signed in, and with which identity. */
    staff: string;
    subject: string;
    providerSession: string | null;
    /** When the provider confirmed who they are, in seconds since 1970 by its own clock. */
    issuedAt: number;
    idToken: string;
    /** Kept in the database once: from then on it is changed there, and never made anew, so that what ended it stands. */
    known: true;
    /** When the last request came, in milliseconds since 1970. */
    seenAt: number;
    hideNames: boolean;
    /** The ids of what waits for them since before they signed in. */
    kept: readonly string[];
  }
}

/** The cookie's name; with TLS the browser itself keeps others from setting it. */
const cookieName = (secure: boolean): string => (secure ? '__Host-pathway' : 'pathway');

/**
 * Sessions in PostgreSQL: every process of the service sees the same, and what ends one ends it everywhere. The cookie is signed under the
 * keys of the log, so that a copy of the database opens nothing.
 * @param secure whether people come over TLS
 * @param sweep forgets what else is older than a day, whenever sessions that have ended are taken away
 */
export function sessions(pool: Pool, seals: Seals, secure: boolean, sweep: () => void = () => undefined): RequestHandler {
  return session({
    name: cookieName(secure),
    secret: [...seals.every('session', 'cookie')],
    store: sessionStore(pool, sweep),
    // TLS ends at a proxy, which says so in X-Forwarded-Proto; who says it falsely only gets a cookie that the browser sends back over TLS.
    proxy: secure,
    resave: false,
    saveUninitialized: false,
    // Strict would leave the cookie at home when somebody comes back from the provider.
    cookie: { httpOnly: true, sameSite: 'lax', secure, path: '/' },
  });
}

/** Where sessions are kept. `sweep`: as above. */
export function sessionStore(pool: Pool, sweep: () => void): PGStore {
  const Store = connectPgSimple(session);
  /** A request that is still under way when a session ends would otherwise write it again. */
  class KeptStore extends Store {
    override pruneSessions(told?: (error: Error) => void): void {
      super.pruneSessions(told);
      sweep();
    }
    override set(sid: string, sess: session.SessionData, told: (error?: unknown) => void = () => undefined): void {
      if (!sess.known) {
        super.set(sid, sess, told);
        return;
      }
      pool
        .query(`update session set sess = $2, expire = now() + $3 * interval '1 second' where sid = $1`, [
          sid,
          JSON.stringify(sess),
          KEPT_S,
        ])
        .then(
          () => told(),
          (error: unknown) => told(error),
        );
    }
  }
  // What has not changed is not written: that somebody was here changes it, now and then.
  return new KeptStore({ pool, tableName: 'session', ttl: KEPT_S, pruneSessionInterval: PRUNE_S, disableTouch: true });
}

/**
 * Ends every session of an identity, or those of one session at the provider, on every process. One whose sign-in the provider confirmed after
 * `until` goes on: it has not ended. Out: how many there were.
 */
export async function endSessions(pool: Pool, { subject, session: own, until }: EndedThere): Promise<number> {
  const { rowCount } = await pool.query(
    `delete from session where (($1::text is not null and sess ->> 'subject' = $1 and ($2::text is null or sess ->> 'providerSession' = $2))
       or ($1::text is null and sess ->> 'providerSession' = $2)) and coalesce((sess ->> 'issuedAt')::numeric, 0) <= $3`,
    [subject, own, until],
  );
  return rowCount ?? 0;
}
