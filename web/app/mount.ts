import { csrfSync } from 'csrf-sync';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import { mayOpen } from '../../domain/access/roles';
import { type Access, logAccess } from '../../services/access/access-log';
import { accessesOf } from '../../services/access/answered';
import { createPageLimits } from '../../services/access/limits';
import { readWhose } from '../../services/pathway/whose';
import { isPractice } from '../../services/practice/standing';
import { parseRegisterId } from '../../services/people/register-id';
import { actorOf, readViewer, type Viewer } from '../../services/staff/viewers';
import { TROUBLE_WORDS } from '../content/troubles';
import { paths } from '../paths';
import { loadAssets } from './assets';
import type { WebContext } from './context';
import { toPageProblem } from './errors';
import { type Frame, frameOf } from './frame';
import { readMenuCounts } from './menu';
import type { Around, Page, PageAnswer } from './page';
import { namesRoutes } from './names';
import { PageProblem } from './page-problem';
import { feedRoutes } from './feed/routes';
import { IDLE_MS, SEEN_AGAIN_MS, sessions } from './sessions';
import { signInRoutes } from './sign-in/routes';
import { render, view } from './view';
import { zippedPages } from './zipped';

const { csrfSynchronisedProtection, generateToken } = csrfSync({
  getTokenFromRequest: ({ body }: Request) => {
    const sent: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'token') : undefined;
    return typeof sent === 'string' ? sent : undefined;
  },
});

const troubleView = view<{ heading: string; lines: readonly string[]; detail?: string | undefined; requestId: string; frame: Frame }>(
  'app/layout/trouble.njk',
);

const policy = helmet({
  contentSecurityPolicy: {
    useDefaults: false,
    directives: {
      defaultSrc: ["'self'"],
      baseUri: ["'none'"],
      objectSrc: ["'none'"],
      frameAncestors: ["'none'"],
      // Signing in and out leads to the provider, and browsers hold the redirect of a form to this too.
      formAction: null,
    },
  },
  referrerPolicy: { policy: 'no-referrer' },
});

type PageLimits = ReturnType<typeof createPageLimits>;

/** What a page's way through the frame keeps between its steps. */
interface Passing {
  viewer?: Viewer;
  practice?: boolean;
}
const passing = (response: Response): Passing => response.locals as Passing;

/** The pages of the desk, behind one router, for the app that also has the API. Throws where a page is not fully declared. */
export function mountPages(app: Express, pages: readonly Page[], context: WebContext): void {
  const assets = loadAssets();
  const limits = createPageLimits(context.pool);
  const router = Router();
  const show = async (request: Request, response: Response, answer: Extract<PageAnswer, { view: unknown }>): Promise<void> => {
    const { viewer = null, practice = false } = passing(response);
    const counts = await readMenuCounts(context, viewer);
    const seen = { viewer, practice, token: viewer ? generateToken(request) : '', hideNames: request.session.hideNames ?? false, counts };
    if (answer.around.refreshAfter !== undefined) response.set('Refresh', String(answer.around.refreshAfter));
    response
      .status(answer.status ?? 200)
      .type('html')
      .send(render(answer.view, { ...answer.model, frame: frameOf(context, assets, answer.around, seen) }));
  };

  app.use(assets.handler);
  router.use(policy);
  router.use(zippedPages);
  router.use(feedRoutes(context));
  router.use(practiceMarked(context));
  router.use(sessions(context.pool, context.seals, context.publicUrl.protocol === 'https:'));
  router.use(express.urlencoded({ extended: false, limit: '100kb' }));
  router.use(signInRoutes(context, limits, csrfSynchronisedProtection, (request, response, answer) => show(request, response, answer)));
  router.use(namesRoutes(csrfSynchronisedProtection));
  for (const page of pages) {
    checkDeclared(page);
    const steps: RequestHandler[] = [signedIn(context, page), ...(page.method === 'post' ? [csrfSynchronisedProtection] : [])];
    router[page.method](page.path.pattern, ...steps, async (request, response) => {
      response.locals['route'] = page.path.pattern;
      const answer = await serve(page, context, limits, request, response);
      if ('redirect' in answer) response.redirect(303, answer.redirect);
      else await show(request, response, answer);
    });
  }
  router.use((request, _response, next) => {
    if (request.path.startsWith('/api/')) next('router');
    else throw new PageProblem('not-found');
  });
  router.use(troubleShown(context, assets));
  app.use(router);
}

const LOOKED_AFTER_MS = 60_000;

/** Marks each request of a practice register. Once it is one it stays one; an installation that cannot become one is looked at now and then. */
function practiceMarked({ pool, practice, logger }: WebContext): RequestHandler {
  let known = false;
  let lookedAt = -Infinity;
  return async (_request, response, next) => {
    if (!known && (practice || Date.now() - lookedAt > LOOKED_AFTER_MS)) {
      lookedAt = Date.now();
      // With the database away the page itself says so.
      known = await isPractice(pool).catch(
        (error: unknown) => (logger.warn({ err: error }, 'it was not read whether this is a practice register'), false),
      );
    }
    passing(response).practice = known;
    next();
  };
}

/** Throws where a page of a person says nothing of the access log, or asks for nobody's permission: deny by default (invariant 10). */
function checkDeclared({ method, path, permission, audit }: Page): void {
  const name = `${method.toUpperCase()} ${path.pattern}`;
  if (!permission) throw new Error(`the page ${name} declares no permission and does not start`);
  if (path.pattern.includes(':registerId') && !audit) throw new Error(`the page ${name} declares no audit event and does not start`);
}

/** Who has signed in, as they stand now: what was taken from them a minute ago counts. Sends everybody else to sign in. */
function signedIn(context: WebContext, page: Page): RequestHandler {
  return async (request, response, next) => {
    const { session } = request;
    const now = context.clock();
    const isIdle = session.seenAt !== undefined && now - session.seenAt > IDLE_MS;
    if (session.staff === undefined || isIdle) {
      const to = page.method === 'get' ? request.originalUrl : undefined;
      response.redirect(303, paths.signIn({ to, idle: isIdle ? 'yes' : undefined }));
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

/**
 * Does what a page declares, and logs the access before anything is shown: what cannot be logged is not shown. A record that is not theirs is
 * to a reader as if it were not there.
 */
async function serve(page: Page, context: WebContext, limits: PageLimits, request: Request, response: Response): Promise<PageAnswer> {
  const viewer = passing(response).viewer;
  if (!viewer) throw new PageProblem('no-role');
  const named = parseRegisterId(String(request.params['registerId'] ?? ''));
  const log = async (accesses: readonly Access[]): Promise<void> =>
    void (page.audit !== null && (await logAccess(context.pool, ...accesses)));
  const actor = actorOf(viewer);
  const audit = page.audit ?? '';
  try {
    if (page.permission !== 'signed-in' && !viewer.permissions.has(page.permission)) throw new PageProblem('forbidden');
    if (page.search && !(await limits('search', actor))) throw new PageProblem('too-many');
    if ('registerId' in request.params) await checkTheirs(context, viewer, named);
    const answer = await page.answer({ params: request.params, query: request.query, form: request.body, viewer }, context);
    if ('redirect' in answer)
      await log([{ actor, auditEvent: audit, registerId: answer.registerId ?? named, outcome: answer.outcome ?? 'done' }]);
    else if ((answer.status ?? 200) >= 400)
      await log([{ actor, auditEvent: audit, registerId: answer.around.registerId ?? named, outcome: 'invalid-request' }]);
    else await log(accessesOf(actor, audit, answer.around.registerId ?? named, answer));
    return answer;
  } catch (error) {
    const { trouble, status } = toPageProblem(error);
    if (status < 500) await log([{ actor, auditEvent: audit, registerId: named, outcome: trouble }]);
    throw error;
  }
}

async function checkTheirs(context: WebContext, viewer: Viewer, registerId: string | null): Promise<void> {
  const whose = registerId === null ? null : await readWhose(context.pool, registerId, context.clock());
  if (!whose || !mayOpen(viewer, whose)) throw new PageProblem('not-found');
}

/** The one place where what went wrong becomes a page. */
function troubleShown(context: WebContext, assets: ReturnType<typeof loadAssets>): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toPageProblem(error);
    if (problem.status >= 500) request.log.error({ err: error, code: problem.trouble }, 'a page failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    const { heading, lines } = TROUBLE_WORDS[problem.trouble];
    const around: Around = { title: heading };
    const { viewer = null, practice = false } = passing(response);
    // Without a session (the database is away) there is nothing that could be posted either.
    const session: unknown = Reflect.get(request, 'session');
    const token = session === undefined || problem.status === 503 || !viewer ? '' : generateToken(request);
    const frame = frameOf(context, assets, around, { viewer, practice, token, hideNames: false });
    response
      .status(problem.status)
      .type('html')
      .send(
        render(troubleView, {
          heading,
          lines,
          detail: problem.message === problem.trouble ? undefined : problem.message,
          requestId: typeof request.id === 'string' ? request.id : '',
          frame,
        }),
      );
  };
}
