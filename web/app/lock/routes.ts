import { type Request, type Response, Router } from 'express';
import { z } from 'zod';
import { paths } from '../../paths';
import type { WebContext } from '../context';
import { PageProblem } from '../page-problem';
import type { IdleLock } from './lock';

const actionSchema = z.string().regex(/^\/(?![/\\])[^\s\\]*$/);

/**
 * What the script of the pages asks: how long somebody may still go on (in milliseconds, by the clock of this service), to stay, and to keep
 * what stands in a form.
 * @param isRight whether a request's token is that of its session
 */
export function lockRoutes({ clock }: WebContext, lock: IdleLock, isRight: (request: Request) => boolean): Router {
  const router = Router();
  const tell = ({ session }: Request, response: Response, status = 200): void =>
    void response.status(status).json({ left: lock.leftOf(session), staff: session.staff ?? null });

  router.get(paths.session.pattern, (request, response) => tell(request, response));

  router.post(paths.session.pattern, (request, response) => {
    const isTheirs = lock.leftOf(request.session) > 0 && isRight(request);
    if (isTheirs) request.session.seenAt = clock();
    tell(request, response, isTheirs ? 200 : 403);
  });

  router.post(paths.keptForms.pattern, async (request, response) => {
    const { action, lock: falls } = request.query;
    const read = actionSchema.safeParse(action);
    if (!read.success || !lock.isPosted(read.data.split('?', 1)[0] ?? '')) throw new PageProblem('bad-address');
    const kept = await lock.keep(request, read.data);
    // Somebody who types is there; what is kept because the lock falls says the opposite.
    const isThere = kept !== null && falls === undefined && lock.leftOf(request.session) > 0 && isRight(request);
    if (isThere) request.session.seenAt = clock();
    tell(request, response, kept ? 200 : 403);
  });

  router.post(paths.keptFormDrop.pattern, async (request, response) => {
    const { staff } = request.session;
    const id = lock.take(request);
    if (staff === undefined || lock.leftOf(request.session) === 0) {
      response.redirect(303, paths.signIn({ idle: 'yes' }));
      return;
    }
    if (!isRight(request) || id === null) throw new PageProblem('form-expired');
    const { to } = request.body as { readonly to?: unknown };
    const read = actionSchema.safeParse(to);
    await lock.drop(request.session, staff, id);
    response.redirect(303, read.success ? read.data : paths.start());
  });
  return router;
}
