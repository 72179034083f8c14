import type { Request, Response } from 'express';

/** So long after somebody has signed in on a browser whoever signs in there shows who they are: a working day. */
const SHOWN_MS = 12 * 3_600_000;

const nameOf = (secure: boolean): string => (secure ? '__Host-pathway-before' : 'pathway-before');

/**
 * Whether somebody was signed in on this browser before: in its session, or in one that is gone (the browser was closed, somebody was refused in
 * between, they have signed out here and not at the provider). The provider, which may know them still, alone lets nobody on then.
 */
export const wasBefore = ({ session, headers }: Request, secure: boolean): boolean =>
  session.staff !== undefined || (headers.cookie ?? '').split('; ').includes(`${nameOf(secure)}=yes`);

/** Notes on a browser that somebody signs in there. */
export const noteBefore = (response: Response, secure: boolean): void =>
  void response.cookie(nameOf(secure), 'yes', { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: SHOWN_MS });
