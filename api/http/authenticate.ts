import type { Pool } from 'pg';
import { allows } from '../../services/access/scopes';
import { type Caller, findCaller } from '../../services/access/tokens';
import { Problem } from './problem';
import type { Permission } from './route';

const CHALLENGE = 'Bearer realm="dynamic-support-pathway"';

const unauthorised = (detail: string, challenge: string): Problem =>
  Problem.of('unauthorised', detail, { headers: { 'WWW-Authenticate': challenge } });

/** Finds who calls by the Authorization header. Throws the problem `unauthorised` where it is missing, unknown or revoked. */
export async function authenticate(pool: Pool, header: string | undefined): Promise<Caller> {
  if (header === undefined)
    throw unauthorised('A token is needed. Send Authorization: Bearer <token>; `npm run token` makes one.', CHALLENGE);
  const token = /^Bearer +([\w.~+/-]{1,200}=*)$/i.exec(header)?.[1];
  const caller = token === undefined ? null : await findCaller(pool, token);
  if (!caller)
    throw unauthorised(
      'The token is unknown or was revoked. Ask for a new one, and send Authorization: Bearer <token>.',
      `${CHALLENGE}, error="invalid_token"`,
    );
  return caller;
}

/** Throws the problem `forbidden` where the caller lacks the scope that a route asks for. */
export function permit(caller: Caller, permission: Permission): void {
  if (permission === 'public' || allows(caller.scopes, permission)) return;
  throw Problem.of('forbidden', `Your token lacks the scope ${permission}. Ask for a token that has it.`);
}
