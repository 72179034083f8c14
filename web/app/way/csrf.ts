import { csrfSync } from 'csrf-sync';
import type { Request } from 'express';
import { csrfOf } from '../lock/token';

/** A form bears a token of its session: what another site posts in somebody's name has none. */
export const { csrfSynchronisedProtection, generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: ({ body }: Request) => {
    const sent: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'token') : undefined;
    return typeof sent === 'string' ? csrfOf(sent) : undefined;
  },
});
