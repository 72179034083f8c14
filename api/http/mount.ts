import type { Express, Request, Response } from 'express';
import { type Access, logAccess } from '../../services/access/access-log';
import { accessesOf } from '../../services/access/answered';
import { SCOPES } from '../../services/access/scopes';
import type { Caller } from '../../services/access/callers';
import { isRestricted } from '../../services/access/restricted';
import { parseRegisterId } from '../../services/people/register-id';
import type { ApiContext } from '../context';
import { groundOfCaller } from '../common/restricted';
import { authenticate, permit } from './authenticate';
import { readBody } from './body';
import { toProblem } from './error-mapper';
import { Problem } from './problem';
import type { Answer, Route } from './route';

/** Where the routes live that are not at the root. */
export const BASE = '/api/v1';

/** The whole path of a route, as express writes it. */
export const pathOf = (route: Pick<Route, 'path' | 'atRoot'>): string => (route.atRoot ? route.path : `${BASE}${route.path}`);

const permissions: ReadonlySet<unknown> = new Set([...SCOPES, 'public']);

/** Throws where a route declares no known permission, or shows records without saying what the access log calls it: deny by default. */
function checkDeclared(route: Route): void {
  const name = `${route.method.toUpperCase()} ${route.path}`;
  if (!permissions.has(route.permission)) throw new Error(`the route ${name} declares no permission and does not start`);
  if (route.permission !== 'public' && !route.audit) throw new Error(`the route ${name} declares no audit event and does not start`);
}

function send(response: Response, answer: Answer): void {
  if (answer.headers) response.set(answer.headers);
  response.status(answer.status);
  if (answer.type === undefined) response.json(answer.body);
  else response.type(answer.type).send(answer.body);
}

/** Whose record a request is about, where its address says so. */
interface Concerned {
  readonly named: string | null;
  /** Whether it is restricted; null: that is not asked. */
  readonly restricted: Promise<boolean> | null;
}

/** Asked beside who calls: neither waits for the other, and nothing is told before both are known. */
function concernedBy(route: Route, { pool }: ApiContext, request: Request): Concerned {
  const named = parseRegisterId(String(request.params['registerId'] ?? ''));
  // An event is taken whether or not the record is restricted, and its answer has codes and dates alone: there is nothing to ask.
  const asks = named !== null && route.permission !== 'public' && (route.method === 'get' || route.details === true);
  const restricted = asks ? isRestricted(pool, named) : null;
  // Where nobody is let in, nobody waits for it.
  restricted?.catch(() => undefined);
  return { named, restricted };
}

/**
 * Does what a route declares, and logs the access before it is answered, whatever came of it.
 * What cannot be logged is not shown; only an event that was decided is answered all the same, because it is in the log of events.
 */
async function serve(
  route: Route,
  context: ApiContext,
  caller: Caller | null,
  { named, restricted: standing }: Concerned,
  request: Request,
  response: Response,
): Promise<Answer> {
  const audit = async (kept: boolean, accesses: (name: string, event: string) => readonly Access[]): Promise<void> => {
    if (!caller || !route.audit) return;
    const logged = logAccess(context.pool, ...accesses(caller.name, route.audit));
    await (kept ? logged.catch((failure: unknown) => request.log.error({ err: failure }, 'access not logged')) : logged);
  };
  let answer: Answer;
  // On which ground a restricted record is looked at: asked for beside the answer, and before it where it decides who is answered.
  let ground = Promise.resolve<string | null>(null);
  try {
    if (caller) permit(caller, route);
    if (caller && standing) ground = groundOfCaller(standing, caller, route.details ?? false);
    if (route.details) await ground;
    const raw = {
      params: request.params,
      query: request.query,
      headers: request.headers,
      caller,
      readBody: () => readBody(request, response, route.takesFile ? 'file' : 'usual'),
    };
    const answering = route.list && caller ? context.lists(caller.name, () => route.answer(raw, context)) : route.answer(raw, context);
    [answer] = await Promise.all([answering, ground]);
  } catch (error) {
    const { status, code: outcome, kept } = toProblem(error);
    // Where it could not be read, the problem is that of the database, or of the record itself.
    const restricted = await ground.catch(() => null);
    if (status < 500)
      await audit(kept, (actor, auditEvent) => [
        {
          actor,
          auditEvent,
          registerId: named,
          outcome,
          restricted: outcome === 'restricted-record' && named !== null ? 'shut' : restricted,
        },
      ]);
    throw error;
  }
  const restricted = await ground;
  await audit(answer.kept ?? false, (actor, event) => accessesOf(actor, event, answer.registerId ?? named, answer, restricted));
  return answer;
}

/** Puts the table's routes into the app; a known path with another method answers 405. Throws where a route is not fully declared. */
export function mountRoutes(app: Express, routes: readonly Route[], context: ApiContext): void {
  for (const route of routes) {
    checkDeclared(route);
    app[route.method](pathOf(route), async (request, response) => {
      response.locals['route'] = pathOf(route);
      const concerned = concernedBy(route, context, request);
      const caller = route.permission === 'public' ? null : await authenticate(context, request);
      response.locals['caller'] = caller?.name;
      send(response, await serve(route, context, caller, concerned, request, response));
    });
  }
  for (const path of new Set(routes.map(pathOf))) {
    const methods = routes.filter((route) => pathOf(route) === path).map((route) => route.method.toUpperCase());
    const allow = [...(methods.includes('GET') ? ['HEAD'] : []), ...methods, 'OPTIONS'].sort().join(', ');
    app.all(path, (request, response) => {
      if (request.method === 'OPTIONS') {
        response.set('Allow', allow).status(204).end();
        return;
      }
      throw Problem.of('method-not-allowed', `${request.method} is not possible here; ${allow} are.`, { headers: { Allow: allow } });
    });
  }
}
