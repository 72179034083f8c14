import { csrfSync } from 'csrf-sync';
import express, { type ErrorRequestHandler, type Express, type Request, type RequestHandler, type Response, Router } from 'express';
import helmet from 'helmet';
import { mayOpen } from '../../domain/access/roles';
import { type Access, logAccess } from '../../services/access/access-log';
import { type Ground, groundWord } from '../../domain/access/restriction';
import { accessesOf } from '../../services/access/answered';
import { createPageLimits } from '../../services/access/limits';
import { readGround } from '../../services/access/restricted';
import { readWhose } from '../../services/pathway/whose';
import { isPractice } from '../../services/practice/standing';
import { parseRegisterId } from '../../services/people/register-id';
import { actorOf, readViewer, type Viewer } from '../../services/staff/viewers';
import { troubleWords } from '../content/troubles';
import { paths } from '../paths';
import { loadAssets } from './assets';
import type { WebContext } from './context';
import { toPageProblem } from './errors';
import { type Frame, frameOf } from './frame';
import { readMenuCounts } from './menu';
import type { Around, Page, PageAnswer } from './page';
import { namesRoutes } from './names';
import { PageProblem } from './page-problem';
import { interruption, keptOf } from './restricted/interruption';
import { checkNotShut, RecordShut } from './restricted/shut';
import { feedRoutes } from './feed/routes';
import { type Away, awayOf, elsewhereOf } from './lock/away';
import { fillForm } from './lock/fill';
import { idleLock, type IdleLock } from './lock/lock';
import { heldToToken, sweep, used } from './lock/kept';
import { lockRoutes } from './lock/routes';
import { csrfOf } from './lock/token';
import { SEEN_AGAIN_MS, sessions } from './sessions';
import { signInRoutes } from './sign-in/routes';
import { render, view } from './view';
import { zippedPages } from './zipped';

const { csrfSynchronisedProtection, generateToken, isRequestValid } = csrfSync({
  getTokenFromRequest: ({ body }: Request) => {
    const sent: unknown = typeof body === 'object' && body !== null ? Reflect.get(body, 'token') : undefined;
    return typeof sent === 'string' ? csrfOf(sent) : undefined;
  },
});

const troubleView = view<{
  heading: string;
  lines: readonly string[];
  /** What was sent, to be sent once more; null: nothing was, or it cannot be. */
  again: SentAgain | null;
  detail?: string | undefined;
  requestId: string;
  frame: Frame;
}>('app/layout/trouble.njk');

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
  ground?: Ground;
  practice?: boolean;
  /** Its page has begun with what was sent. */
  begun?: true;
}
const passing = (response: Response): Passing => response.locals as Passing;

/** The pages of the desk, behind one router, for the app that also has the API. Throws where a page is not fully declared. */
export function mountPages(app: Express, pages: readonly Page[], context: WebContext): void {
  const assets = loadAssets();
  const limits = createPageLimits(context.pool);
  const lock = idleLock(context, pages);
  const router = Router();
  const show = async (request: Request, response: Response, answer: Extract<PageAnswer, { view: unknown }>): Promise<void> => {
    const { viewer = null, practice = false, ground } = passing(response);
    const counts = await readMenuCounts(context, viewer);
    const token = viewer ? lock.tokenOf(generateToken(request), viewer.id) : '';
    const { here, elsewhere } = viewer ? await lock.waiting(request, viewer.id) : { here: null, elsewhere: [] };
    const posted = request.method === 'POST';
    const idle = {
      left: lock.leftOf(request.session),
      at: posted ? lock.pageAbove(request.path) : request.originalUrl,
      posted,
      elsewhere: elsewhere.map((one) => elsewhereOf(context, one)),
    };
    const html = (away: Away | null): string => {
      const seen = { viewer, practice, token, hideNames: request.session.hideNames ?? false, counts, ground, idle: { ...idle, away } };
      return render(answer.view, { ...answer.model, frame: frameOf(context, assets, answer.around, seen) });
    };
    // What is said on top depends on what the page still has a place for.
    const shown = here ? fillForm(html(awayOf(context, here, fillForm(html(null), here))), here).html : html(null);
    if (answer.around.refreshAfter !== undefined) response.set('Refresh', String(answer.around.refreshAfter));
    response
      .status(answer.status ?? 200)
      .type('html')
      .send(shown);
  };

  app.use(assets.handler);
  router.use(policy);
  router.use(zippedPages);
  router.use(feedRoutes(context));
  // Read before anything is asked of the database: with it away, what was typed is given back.
  router.use(express.urlencoded({ extended: false, limit: '100kb' }));
  const practice = practiceMarked(context);
  router.use(practice.known);
  router.use(sessions(context.pool, context.seals, context.publicUrl.protocol === 'https:', () => sweep(context)));
  router.use(practice.looked);
  router.use(lockRoutes(context, lock, isRequestValid));
  router.use(
    signInRoutes(context, limits, csrfSynchronisedProtection, (request, response, answer) => show(request, response, answer), lock),
  );
  router.use(namesRoutes(csrfSynchronisedProtection));
  for (const page of pages) {
    checkDeclared(page);
    const steps: RequestHandler[] = [signedIn(context, page, lock), ...(page.method === 'post' ? [heldToToken(lock, isRequestValid)] : [])];
    router[page.method](page.path.pattern, ...steps, async (request, response) => {
      response.locals['route'] = page.path.pattern;
      const kept = page.method === 'post' ? lock.take(request) : null;
      const answer = await serve(page, context, limits, request, response);
      if (kept !== null) await used(context, lock, request, kept);
      if ('redirect' in answer) response.redirect(303, answer.redirect);
      else await show(request, response, answer);
    });
  }
  router.use((request, _response, next) => {
    if (request.path.startsWith('/api/')) next('router');
    else throw new PageProblem('not-found');
  });
  router.use(troubleShown(context, assets, lock));
  app.use(router);
}

const LOOKED_AFTER_MS = 60_000;

/**
 * Marks each request of a practice register, as far as that is known, and looks. Once it is one it stays one; an installation that cannot become
 * one is looked at now and then.
 */
function practiceMarked({ pool, practice, logger }: WebContext): { readonly known: RequestHandler; readonly looked: RequestHandler } {
  let known = false;
  let lookedAt = -Infinity;
  return {
    known: (_request, response, next) => {
      passing(response).practice = known;
      next();
    },
    looked: async (_request, response, next) => {
      if (!known && (practice || Date.now() - lookedAt > LOOKED_AFTER_MS)) {
        lookedAt = Date.now();
        // With the database away the page itself says so.
        known = await isPractice(pool).catch(
          (error: unknown) => (logger.warn({ err: error }, 'it was not read whether this is a practice register'), false),
        );
      }
      passing(response).practice = known;
      next();
    },
  };
}

/** Throws where a page of a person says nothing of the access log, or asks for nobody's permission: deny by default (invariant 10). */
function checkDeclared({ method, path, permission, audit }: Page): void {
  const name = `${method.toUpperCase()} ${path.pattern}`;
  if (!permission) throw new Error(`the page ${name} declares no permission and does not start`);
  if (path.pattern.includes(':registerId') && !audit) throw new Error(`the page ${name} declares no audit event and does not start`);
}

/** Who has signed in, as they stand now: what was taken from them a minute ago counts. Sends everybody else to sign in, and keeps what they post. */
function signedIn(context: WebContext, page: Page, lock: IdleLock): RequestHandler {
  return async (request, response, next) => {
    const { session } = request;
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

/**
 * Does what a page declares, and logs the access before anything is shown: what cannot be logged is not shown. A record that is not theirs is
 * to a reader as if it were not there; one that is restricted, and not open to them, is shown and worked on by nobody until they gave a reason.
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
    if (!opensTo(page, viewer, request)) throw new PageProblem('forbidden');
    if (page.search && !(await limits('search', actor))) throw new PageProblem('too-many');
    if ('registerId' in request.params) {
      await checkTheirs(context, viewer, named);
      if (page.besideRecord !== true) await checkNotShut(context, viewer, named ?? '');
    }
    passing(response).begun = true;
    const answer = await page.answer({ params: request.params, query: request.query, form: request.body, viewer }, context);
    const whose = ('redirect' in answer ? answer.registerId : answer.around.registerId) ?? named;
    const ground: Ground = whose === null ? { as: 'unrestricted' } : await readGround(context.pool, viewer, whose, context.clock());
    // Whatever a page forgets to ask, and a record that was restricted while it was read.
    if (whose !== null && ground.as === 'shut' && !('redirect' in answer) && page.besideRecord !== true) throw new RecordShut(whose);
    const restricted = groundWord(ground);
    if (page.besideRecord !== true) passing(response).ground = ground;
    if ('redirect' in answer) await log([{ actor, auditEvent: audit, registerId: whose, outcome: answer.outcome ?? 'done', restricted }]);
    else if ((answer.status ?? 200) >= 400)
      await log([{ actor, auditEvent: audit, registerId: whose, outcome: 'invalid-request', restricted }]);
    else await log(accessesOf(actor, audit, whose, answer, restricted));
    return answer;
  } catch (error) {
    if (error instanceof RecordShut) {
      const { registerId } = error;
      await log([{ actor, auditEvent: audit, registerId, outcome: 'restricted-record', restricted: 'shut' }]);
      const wanted = { to: request.originalUrl, kept: page.method === 'post' ? keptOf(request.body) : '' };
      return interruption(registerId, wanted);
    }
    const { trouble, status } = toPageProblem(error);
    if (status < 500) await log([{ actor, auditEvent: audit, registerId: named, outcome: trouble }]);
    throw error;
  }
}

function opensTo({ permission, opensToo }: Page, { permissions }: Viewer, { params }: Request): boolean {
  if (permission === 'signed-in' || permissions.has(permission)) return true;
  return opensToo !== undefined && permissions.has(opensToo.permission) && opensToo.where(params);
}

async function checkTheirs(context: WebContext, viewer: Viewer, registerId: string | null): Promise<void> {
  const whose = registerId === null ? null : await readWhose(context.pool, registerId, context.clock());
  if (!whose || !mayOpen(viewer, whose)) throw new PageProblem('not-found');
}

/** The one place where what went wrong becomes a page. */
function troubleShown(context: WebContext, assets: ReturnType<typeof loadAssets>, lock: IdleLock): ErrorRequestHandler {
  return (error: unknown, request, response, next) => {
    const problem = toPageProblem(error);
    if (problem.status >= 500) request.log.error({ err: error, code: problem.trouble }, 'a page failed');
    if (response.headersSent) {
      next(error);
      return;
    }
    const { viewer = null, practice = false, begun = false } = passing(response);
    const again = problem.status === 503 && request.method === 'POST' ? sentAgain(request) : null;
    const doing = request.method !== 'POST' ? 'looked' : begun ? 'begun' : 'not-begun';
    const { heading, lines } = troubleWords(problem.trouble, doing, again?.once ?? false);
    const around: Around = { title: heading };
    const session: unknown = Reflect.get(request, 'session');
    // Without a session (the database is away) there is nothing that could be posted.
    const token = session === undefined || !viewer ? '' : lock.tokenOf(generateToken(request), viewer.id);
    // It would be written before the page ends, and keep the reader waiting for a database that is away.
    if (problem.status === 503) Reflect.deleteProperty(request, 'session');
    const frame = frameOf(context, assets, around, { viewer, practice, token, hideNames: false });
    response
      .status(problem.status)
      .type('html')
      .send(
        render(troubleView, {
          heading,
          lines,
          again,
          detail: problem.message === problem.trouble ? undefined : problem.message,
          requestId: typeof request.id === 'string' ? request.id : '',
          frame,
        }),
      );
  };
}

/** What was sent, to be sent once more from the page that says that nobody could answer. */
interface SentAgain {
  readonly action: string;
  readonly fields: readonly { readonly name: string; readonly value: string }[];
  /** It bears an id of its own. */
  readonly once: boolean;
}

function sentAgain({ body, originalUrl }: Request): SentAgain | null {
  if (typeof body !== 'object' || body === null) return null;
  const fields = Object.entries(body as Record<string, unknown>).flatMap(([name, value]) =>
    (Array.isArray(value) ? value : [value]).map((single) => ({ name, value: String(single) })),
  );
  return { action: originalUrl, fields, once: fields.some(({ name }) => name === 'event' || name === 'act') };
}
