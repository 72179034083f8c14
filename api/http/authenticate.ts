import type { Request } from 'express';
import { logAccess } from '../../services/access/access-log';
import { isBound } from '../../services/access/bounds';
import { type Caller, findCaller } from '../../services/access/callers';
import { allows, type Scope } from '../../services/access/scopes';
import type { ApiContext } from '../context';
import { Problem } from './problem';
import type { Route } from './route';

const CHALLENGE = 'Bearer realm="dynamic-support-pathway"';

const unauthorised = (detail: string, challenge: string): Problem =>
  Problem.of('unauthorised', detail, { headers: { 'WWW-Authenticate': challenge } });

const tooMany = (detail: string, seconds: number): Problem =>
  Problem.of('too-many-requests', detail, { headers: { 'Retry-After': String(seconds) } });

/**
 * Finds who calls by the Authorization header, and counts the request.
 * Throws the problem `unauthorised` where the header is missing, or its token unknown, revoked or past its end, and `too-many-requests` where
 * an address fails too often, or a caller asks too often. A good token is taken whatever others have sent from the same address.
 */
export async function authenticate(context: ApiContext, request: Request): Promise<Caller> {
  const header = request.headers.authorization;
  const token = /^Bearer +([\w.~+/-]{1,200}=*)$/i.exec(header ?? '')?.[1];
  const caller = token === undefined ? null : await findCaller(context.pool, token);
  if (!caller) throw await failedSignIn(context, request, header !== undefined);
  const seconds = await context.limits.request(caller.name);
  if (seconds !== null)
    throw tooMany('Your token has been used too often in this minute. Send the same again after the time in Retry-After.', seconds);
  return caller;
}

/** Writes a failed sign-in to the access log, as far as its address does not fill it, and says what it is answered. */
async function failedSignIn(context: ApiContext, request: Request, tried: boolean): Promise<Problem> {
  const address = request.ip ?? 'unknown';
  const over = await context.limits.failedSignIn(address);
  const problem = over
    ? tooMany('Too many sign-ins from this address have failed. Send a request with a token that works, or wait.', over.seconds)
    : tried
      ? unauthorised(
          'The token is unknown, was revoked or has ended. Ask for a new one, and send Authorization: Bearer <token>.',
          `${CHALLENGE}, error="invalid_token"`,
        )
      : unauthorised('A token is needed. Send Authorization: Bearer <token>; `npm run token` makes one.', CHALLENGE);
  if (!over || over.first)
    await logAccess(context.pool, { actor: `address:${address}`, auditEvent: 'sign-in-failed', registerId: null, outcome: problem.code });
  return problem;
}

/** Throws the problem `forbidden` where a caller lacks a scope. */
export function needScope(caller: Caller | null, scope: Scope): void {
  if (!caller || !allows(caller.scopes, scope))
    throw Problem.of('forbidden', `Your token lacks the scope ${scope}. Ask for a token that has it.`);
}

/**
 * Throws the problem `forbidden` where the caller lacks the scope that a route asks for, and `not-for-this-token` where an integrator's token
 * is used for what integrators do not do: what is read across people, and whole records.
 */
export function permit(
  caller: Caller,
  { permission, orPermission, integrators }: Pick<Route, 'permission' | 'orPermission' | 'integrators'>,
): void {
  if (permission === 'public') return;
  if (!orPermission || !allows(caller.scopes, orPermission)) needScope(caller, permission);
  if (isBound(caller) && !integrators)
    throw Problem.of(
      'not-for-this-token',
      'Your token is bound to sites or types of events: it sends what happened, and opens no record. Ask the LDA team.',
    );
}
