import type { Request, RequestHandler } from 'express';
import { sweepKeptForms } from '../../../services/staff/kept-forms';
import type { WebContext } from '../context';
import { PageProblem } from '../page-problem';
import type { IdleLock } from './lock';

/**
 * Lets a form through that was made in this session (`isRight`). One that was made for the same member of staff in another session (they have
 * signed in again meanwhile) is not acted upon: it is kept, and shown again, to be pressed on a page of now. One of somebody else is kept for
 * them, and refused.
 */
export function heldToToken(lock: IdleLock, isRight: (request: Request) => boolean): RequestHandler {
  return async (request, response, next) => {
    if (isRight(request)) {
      next();
      return;
    }
    const kept = await lock.keep(request, request.originalUrl);
    const { session } = request;
    if (kept === null || kept.staff !== session.staff) throw new PageProblem('form-expired');
    session.kept = [...(session.kept ?? []), kept.id];
    response.redirect(303, lock.pageAbove(request.path));
  };
}

/** What was kept has been sent again: it is forgotten. Where that fails it is shown once more, and is still the same entry. */
export async function used({ logger }: WebContext, lock: IdleLock, { session }: Request, id: string): Promise<void> {
  if (session.staff === undefined) return;
  await lock
    .drop(session, session.staff, id)
    .catch((error: unknown) => logger.warn({ err: error }, 'what was typed before somebody was away was not forgotten'));
}

/** Forgets what was typed more than a day ago. */
export function sweep({ pool, clock, logger }: WebContext): void {
  sweepKeptForms(pool, clock()).catch((error: unknown) => logger.warn({ err: error }, 'what was typed a day ago was not forgotten'));
}
