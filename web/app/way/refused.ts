import type { ErrorRequestHandler } from 'express';
import type { SessionData } from 'express-session';
import { logAccess } from '../../../services/access/access-log';
import type { createPageLimits } from '../../../services/access/limits';
import { actorOf } from '../../../services/staff/viewers';
import type { WebContext } from '../context';
import type { Trouble } from '../page-problem';
import { toPageProblem } from './errors';
import { passing } from './passing';

/** What somebody who has signed in is refused before a page is served, which logs all else itself. */
const BEFORE_SERVED: ReadonlySet<Trouble> = new Set(['no-role', 'form-expired']);

/**
 * Logs what a member of staff was refused before anything was served: they have no role any more, or their form had no token of theirs. Of
 * somebody who has not signed in nothing is written, and of one member no more than the limit in a minute: nobody fills the log by it.
 */
export function refusedLogged({ pool }: WebContext, limits: ReturnType<typeof createPageLimits>): ErrorRequestHandler {
  return async (error: unknown, request, response, next) => {
    const { trouble } = toPageProblem(error);
    // With the database away there is none.
    const session = Reflect.get(request, 'session') as Partial<SessionData> | undefined;
    const { asked, served } = passing(response);
    if (session?.staff !== undefined && served === undefined && BEFORE_SERVED.has(trouble)) {
      const actor = actorOf({ id: session.staff });
      const auditEvent = asked?.audit ?? 'request-refused';
      if (await limits('refused', actor))
        await logAccess(pool, { actor, auditEvent, registerId: asked?.registerId ?? null, outcome: trouble });
    }
    next(error);
  };
}
