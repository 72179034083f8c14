import type { Request, Response } from 'express';
import { type Ground, groundWord } from '../../../domain/access/restriction';
import { mayOpen } from '../../../domain/access/roles';
import { type Access, logAccess } from '../../../services/access/access-log';
import { accessesOf } from '../../../services/access/answered';
import type { createPageLimits } from '../../../services/access/limits';
import { readGround } from '../../../services/access/restricted';
import { readOwnReview } from '../../../services/meetings/panel/own-reviews';
import { readWhose } from '../../../services/pathway/whose';
import { coreContext } from '../../../services/rules/policies';
import { parseRegisterId } from '../../../services/people/register-id';
import { actorOf, type Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../context';
import type { Page, PageAnswer } from '../page';
import { PageProblem } from '../page-problem';
import { interruption, typedIn } from '../restricted/interruption';
import { checkNotShut, RecordShut } from '../restricted/shut';
import { toPageProblem } from './errors';
import { passing } from './passing';
import { uploaded } from './upload';

type PageLimits = ReturnType<typeof createPageLimits>;

/** Throws where a page of a person says nothing of the access log, or asks for nobody's permission: deny by default (invariant 10). */
export function checkDeclared({ method, path, permission, audit }: Page): void {
  const name = `${method.toUpperCase()} ${path.pattern}`;
  if (!permission) throw new Error(`the page ${name} declares no permission and does not start`);
  if (path.pattern.includes(':registerId') && !audit) throw new Error(`the page ${name} declares no audit event and does not start`);
}

/**
 * Does what a page declares, and logs the access before anything is shown: what cannot be logged is not shown. What a page does is logged when it
 * is done: it has a history of its own, with who did it, in the same transaction; where it has none, it is logged as begun before. A record that is not theirs is
 * to a reader as if it were not there; one that is restricted, and not open to them, is shown and worked on by nobody until they gave a reason.
 */
export async function serve(
  page: Page,
  context: WebContext,
  limits: PageLimits,
  request: Request,
  response: Response,
): Promise<PageAnswer> {
  const viewer = passing(response).viewer;
  if (!viewer) throw new PageProblem('no-role');
  passing(response).served = true;
  const named = parseRegisterId(String(request.params['registerId'] ?? ''));
  const log = async (accesses: readonly Access[]): Promise<void> =>
    void (page.audit !== null && (await logAccess(context.pool, ...accesses)));
  const actor = actorOf(viewer);
  const audit = page.audit ?? '';
  try {
    if (!opensTo(page, viewer, request)) throw new PageProblem('forbidden');
    if (page.search && !(await limits('search', actor))) throw new PageProblem('too-many');
    if ('registerId' in request.params) {
      if (page.ofOwnReview === true) await checkOnPanel(context, viewer, named, String(request.params['meeting']));
      else await checkTheirs(context, viewer, named);
      if (page.besideRecord !== true) await checkNotShut(context, viewer, named ?? '');
    }
    passing(response).begun = true;
    const answer = await page.answer(
      { params: request.params, query: request.query, form: request.body, file: uploaded(response), viewer },
      context,
    );
    const whose = ('file' in answer ? undefined : 'redirect' in answer ? answer.registerId : answer.around.registerId) ?? named;
    const ground: Ground = whose === null ? { as: 'unrestricted' } : await readGround(context.pool, viewer, whose, context.clock());
    // Whatever a page forgets to ask, and a record that was restricted while it was read.
    if (whose !== null && ground.as === 'shut' && !('redirect' in answer) && page.besideRecord !== true) throw new RecordShut(whose);
    const restricted = groundWord(ground);
    if (page.besideRecord !== true) passing(response).ground = ground;
    if ('redirect' in answer) await log([{ actor, auditEvent: audit, registerId: whose, outcome: answer.outcome ?? 'done', restricted }]);
    else if (!('file' in answer) && (answer.status ?? 200) >= 400)
      await log([{ actor, auditEvent: audit, registerId: whose, outcome: 'invalid-request', restricted }]);
    else await log(accessesOf(actor, audit, whose, answer, restricted));
    return answer;
  } catch (error) {
    if (error instanceof RecordShut) {
      const { registerId } = error;
      await log([{ actor, auditEvent: audit, registerId, outcome: 'restricted-record', restricted: 'shut' }]);
      const wanted = { to: request.originalUrl, typed: page.method === 'post' ? typedIn(request.body) : '' };
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

async function checkOnPanel({ pool, clock }: WebContext, viewer: Viewer, registerId: string | null, meeting: string): Promise<void> {
  const deps = { pool, core: coreContext() };
  const own = registerId === null ? null : await readOwnReview(deps, viewer, { registerId, meeting }, clock());
  if (own === null) throw new PageProblem('not-found');
}
