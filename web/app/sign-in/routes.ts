import { type Request, type RequestHandler, type Response, Router } from 'express';
import { z } from 'zod';
import { logAccess } from '../../../services/access/access-log';
import type { createPageLimits } from '../../../services/access/limits';
import { signIn } from '../../../services/staff/sign-in';
import { actorOf, readViewer } from '../../../services/staff/viewers';
import { paths } from '../../paths';
import type { WebContext } from '../context';
import { firstPlaceOf } from '../menu';
import { type PageAnswer, shows } from '../page';
import { PageProblem } from '../page-problem';
import type { IdleLock } from '../lock/lock';
import { endSessions } from '../way/sessions';
import { view } from '../view';
import { noteBefore, wasBefore } from './before';
import { SignInFailed, type IdentityProvider } from './provider';

/** So many tabs may be at the provider at once; of more, those that left first are forgotten. */
const MOST_DEPARTURES = 5;

/** Only an address of our own: nobody is sent elsewhere by a link to the sign-in. */
const ownAddress = z
  .string()
  .regex(/^\/(?![/\\])[^\s\\]*$/)
  .catch(paths.start());
const textOf = (value: unknown): string => (typeof value === 'string' ? value : '');

const signInView = view<{ to: string; idle: boolean; minutes: number; kept: boolean; local: boolean }>('app/sign-in/sign-in.njk');
const signedOutView = view<{ signIn: string }>('app/sign-in/signed-out.njk');

type Show = (request: Request, response: Response, answer: Extract<PageAnswer, { view: unknown }>) => Promise<void>;
const viewed = (answer: PageAnswer): Extract<PageAnswer, { view: unknown }> => {
  if (!('view' in answer)) throw new Error('not a page');
  return answer;
};

/** Signing in and out, by OpenID Connect: who somebody is, the organisation's own sign-in says; what they may do, the staff's record. */
export function signInRoutes(
  context: WebContext,
  limits: ReturnType<typeof createPageLimits>,
  protection: RequestHandler,
  show: Show,
  lock: IdleLock,
): Router {
  const router = Router();
  const secure = context.publicUrl.protocol === 'https:';
  const provider = (): IdentityProvider => {
    if (!context.identity) throw new PageProblem('sign-in-away');
    return context.identity;
  };

  router.get(paths.start.pattern, async (request, response) => {
    const { staff } = request.session;
    const viewer = staff === undefined ? null : await readViewer(context.pool, staff, context.clock());
    if (staff !== undefined && !viewer) throw new PageProblem('no-role');
    const place = viewer && firstPlaceOf(viewer);
    if (viewer && place === undefined) throw new PageProblem('no-role');
    response.redirect(303, place ?? paths.signIn());
  });

  router.get(paths.signIn.pattern, async (request, response) => {
    const { staff } = request.session;
    const to = ownAddress.parse(request.query['to']);
    const idle = request.query['idle'] === 'yes';
    // Another tab has signed in again meanwhile.
    if (idle && staff !== undefined && lock.leftOf(request.session) > 0) {
      await lock.gather(request.session, staff);
      response.redirect(303, to);
      return;
    }
    const model = {
      to,
      idle,
      minutes: Math.round(context.idleMs / 60_000),
      kept: request.query['kept'] === 'yes',
      local: context.identity?.local ?? false,
    };
    await show(request, response, viewed(shows(signInView, model, { title: 'Sign in' })));
  });

  router.get(paths.signInStart.pattern, async (request, response) => {
    if (!(await limits('sign-in', request.ip ?? 'unknown'))) throw new PageProblem('too-many');
    // Whoever finds an open screen is not let on by the provider alone: who was here before must show again who they are.
    const afresh = wasBefore(request, secure);
    const { to, departure } = await provider().depart({ afresh });
    const waiting = Object.entries(request.session.departures ?? {}).slice(1 - MOST_DEPARTURES);
    // Where somebody else signs in, the provider ends the sessions of the one before: the way back is not in these.
    if (request.session.staff !== undefined && lock.leftOf(request.session) === 0) await regenerated(request);
    if (afresh) noteBefore(response, secure);
    request.session.departures = {
      ...Object.fromEntries(waiting),
      [departure.state]: { ...departure, to: ownAddress.parse(request.query['to']) },
    };
    await saved(request);
    response.redirect(303, to.href);
  });

  router.get(paths.signInBack.pattern, async (request, response) => {
    const state = textOf(request.query['state']);
    const kept = request.session.departures ?? {};
    const departure = Object.hasOwn(kept, state) ? kept[state] : undefined;
    // Come back twice, or in another browser: whoever is signed in already goes on, and everybody else begins again.
    if (!departure) {
      response.redirect(303, request.session.staff === undefined ? paths.signIn() : paths.start());
      return;
    }
    // Begun before somebody signed in on this browser: it shows nothing of who comes back now, whom the provider may have taken for them.
    if (!departure.afresh && wasBefore(request, secure)) {
      response.redirect(303, lock.leftOf(request.session) > 0 ? departure.to : paths.signInStart({ to: departure.to }));
      return;
    }
    // It counts once, whatever comes of it.
    const { [departure.state]: _, ...others } = kept;
    request.session.departures = others;
    await saved(request);
    const returned = new URL(request.originalUrl, context.publicUrl);
    let who;
    try {
      who = await provider().arrive(returned, departure);
    } catch (error) {
      if (error instanceof SignInFailed && error.code === 'refused')
        await logAccess(context.pool, {
          actor: `address:${request.ip ?? 'unknown'}`,
          auditEvent: 'sign-in-failed',
          registerId: null,
          outcome: 'refused',
        });
      throw error;
    }
    const { issuer, subject, email } = who;
    const answer = email === null ? ({ status: 'unknown' } as const) : await signIn(context, { issuer, subject, email }, context.clock());
    // A new id for whoever is somebody now: one that was planted before opens nothing.
    await regenerated(request);
    request.session.departures = others;
    if (answer.status !== 'known') {
      const [actor, outcome] =
        answer.status === 'unknown' ? (['staff:unknown', 'no-role'] as const) : ([actorOf(answer), answer.status] as const);
      await logAccess(context.pool, { actor, auditEvent: 'sign-in-failed', registerId: null, outcome });
      await saved(request);
      throw new PageProblem(outcome);
    }
    const { viewer } = answer;
    await logAccess(context.pool, { actor: actorOf(viewer), auditEvent: 'signed-in', registerId: null, outcome: 'done' });
    Object.assign(request.session, {
      staff: viewer.id,
      subject,
      providerSession: who.session,
      issuedAt: who.issuedAt,
      idToken: who.idToken,
      seenAt: context.clock(),
    });
    await lock.gather(request.session, viewer.id);
    await saved(request);
    noteBefore(response, secure);
    response.redirect(303, departure.to);
  });

  router.post(paths.signOut.pattern, protection, async (request, response) => {
    const { idToken, staff } = request.session;
    if (staff !== undefined)
      await logAccess(context.pool, { actor: actorOf({ id: staff }), auditEvent: 'signed-out', registerId: null, outcome: 'done' });
    await destroyed(request);
    // Signed out here whatever becomes of it there.
    const leave =
      idToken === undefined
        ? null
        : await provider()
            .leave(idToken)
            .catch(() => null);
    response.redirect(303, leave?.href ?? paths.signedOut());
  });

  router.get(paths.signedOut.pattern, async (request, response) => {
    await show(request, response, viewed(shows(signedOutView, { signIn: paths.signIn() }, { title: 'You have signed out' })));
  });

  router.post(paths.backChannelSignOut.pattern, async (request, response) => {
    const body: unknown = request.body;
    const token = typeof body === 'object' && body !== null && 'logout_token' in body ? textOf(body.logout_token) : '';
    const ended = token === '' ? null : await provider().ended(token);
    if (!ended) {
      response.status(400).json({ error: 'invalid_request' });
      return;
    }
    await endSessions(context.pool, ended);
    response.status(200).end();
  });
  return router;
}

/** express-session's calls as promises. */
const told = (call: (done: (error?: unknown) => void) => void): Promise<void> =>
  new Promise((resolve, reject) => call((error) => (error ? reject(error instanceof Error ? error : new Error('session')) : resolve())));
const saved = ({ session }: Request): Promise<void> => told((done) => session.save(done));
const regenerated = ({ session }: Request): Promise<void> => told((done) => session.regenerate(done));
const destroyed = ({ session }: Request): Promise<void> => told((done) => session.destroy(done));
