import type { RequestHandler } from 'express';
import { parseRegisterId } from '../../../services/people/register-id';
import { actorOf, readViewer } from '../../../services/staff/viewers';
import { paths } from '../../paths';
import type { WebContext } from '../context';
import type { IdleLock } from '../lock/lock';
import type { Page } from '../page';
import { PageProblem } from '../page-problem';
import { passing } from './passing';
import { SEEN_AGAIN_MS } from './sessions';

/** Who has signed in, as they stand now: what was taken from them a minute ago counts. Sends everybody else to sign in, and keeps what they post. */
export function signedIn(context: WebContext, page: Page, lock: IdleLock): RequestHandler {
  return async (request, response, next) => {
    const { session } = request;
    passing(response).asked = { audit: page.audit, registerId: parseRegisterId(String(request.params['registerId'] ?? '')) };
    const now = context.clock();
    if (session.staff === undefined || lock.leftOf(session) === 0) {
      const kept = page.method === 'post' ? await lock.keep(request, request.originalUrl) : null;
      const to = page.method === 'post' ? lock.pageAbove(request.path) : request.originalUrl;
      response.redirect(303, paths.signIn({ to, idle: session.staff === undefined ? undefined : 'yes', kept: kept ? 'yes' : undefined }));
      return;
    }
    const viewer = await readViewer(context.pool, session.staff, now);
    if (!viewer || viewer.roles.length === 0) throw new PageProblem('no-role');
    passing(response).viewer = viewer;
    response.locals['caller'] = actorOf(viewer);
    // Not at each page: it would be written, and waited for, each time.
    if (session.seenAt === undefined || now - session.seenAt >= SEEN_AGAIN_MS) session.seenAt = now;
    session.known = true;
    next();
  };
}
