import express, { type Express, type RequestHandler, Router } from 'express';
import { createPageLimits } from '../../services/access/limits';
import { loadAssets } from './assets';
import type { WebContext } from './context';
import { feedRoutes } from './feed/routes';
import { heldToToken, sweep, used } from './lock/kept';
import { idleLock } from './lock/lock';
import { lockRoutes } from './lock/routes';
import { namesRoutes } from './names';
import type { Page } from './page';
import { PageProblem } from './page-problem';
import type { PublicPage } from './public/page';
import { publicRoutes } from './public/routes';
import { signInRoutes } from './sign-in/routes';
import { csrfSynchronisedProtection, isRequestValid } from './way/csrf';
import { policy } from './way/policy';
import { practiceMarked } from './way/practice';
import { refusedLogged } from './way/refused';
import { checkDeclared, serve } from './way/serve';
import { sessions } from './way/sessions';
import { shownBy } from './way/shown';
import { signedIn } from './way/signed-in';
import { troubleShown } from './way/trouble';
import { uploadOfLocked, uploadOfReader } from './way/upload';
import { zippedPages } from './way/zipped';

/** The longest answers of a form, in letters of which each takes six bytes on the way. */
const MOST_POSTED = '300kb';

/** The pages of the desk, behind one router, for the app that also has the API. Throws where a page is not fully declared. */
export function mountPages(app: Express, pages: readonly Page[], context: WebContext, forEverybody: readonly PublicPage[]): void {
  const assets = loadAssets();
  const limits = createPageLimits(context.pool);
  const lock = idleLock(context, pages);
  const router = Router();
  const show = shownBy(context, assets, lock);

  /** What a page says to whoever has not signed in. */
  const signedOutOf = ({ signedOut, path }: Page): RequestHandler[] =>
    signedOut === undefined
      ? []
      : [
          async (request, response, next) => {
            if (request.session.staff !== undefined) return next();
            response.locals['route'] = path.pattern;
            await show(request, response, await signedOut(context));
          },
        ];

  app.use(assets.handler);
  router.use(policy);
  router.use(zippedPages);
  router.use(feedRoutes(context));
  // Read before anything is asked of the database: with it away, what was typed is given back.
  router.use(express.urlencoded({ extended: false, limit: MOST_POSTED }));
  const practice = practiceMarked(context);
  router.use(practice.known);
  router.use(publicRoutes(forEverybody, context, assets));
  router.use(sessions(context.pool, context.seals, context.publicUrl.protocol === 'https:', () => sweep(context)));
  router.use(practice.looked);
  router.use(lockRoutes(context, lock, isRequestValid));
  router.use(
    signInRoutes(context, limits, csrfSynchronisedProtection, (request, response, answer) => show(request, response, answer), lock),
  );
  router.use(namesRoutes(csrfSynchronisedProtection));
  for (const page of pages) {
    checkDeclared(page);
    const steps: RequestHandler[] = [
      ...signedOutOf(page),
      ...(page.upload === undefined ? [] : [uploadOfLocked(page.upload, lock)]),
      signedIn(context, page, lock),
      ...(page.upload === undefined ? [] : [uploadOfReader(page)]),
      ...(page.method === 'post' ? [heldToToken(lock, isRequestValid)] : []),
    ];
    router[page.method](page.path.pattern, ...steps, async (request, response) => {
      response.locals['route'] = page.path.pattern;
      const kept = page.method === 'post' ? lock.take(request) : null;
      const answer = await serve(page, context, limits, request, response);
      if (kept !== null) await used(context, lock, request, kept);
      if ('redirect' in answer) response.redirect(303, answer.redirect);
      else if ('file' in answer) response.attachment(answer.file.name).type(answer.file.type).send(answer.file.content);
      else await show(request, response, answer);
    });
  }
  router.use((request, _response, next) => {
    if (request.path.startsWith('/api/')) next('router');
    else throw new PageProblem('not-found');
  });
  router.use(refusedLogged(context, limits));
  router.use(troubleShown(context, assets, lock));
  app.use(router);
}
