import { type RequestHandler, Router } from 'express';
import { paths } from '../paths';

/** Hides the names on every page of this session, or shows them again: for a screen that others see too. Leads to Today. */
export function namesRoutes(protection: RequestHandler): Router {
  const router = Router();
  router.post(paths.names.pattern, protection, (request, response) => {
    request.session.hideNames = !(request.session.hideNames ?? false);
    response.redirect(303, request.session.staff === undefined ? paths.signIn() : paths.today());
  });
  return router;
}
