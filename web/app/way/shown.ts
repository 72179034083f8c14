import type { Request, Response } from 'express';
import type { loadAssets } from '../assets';
import type { WebContext } from '../context';
import { frameOf } from '../frame';
import { type Away, awayOf, elsewhereOf } from '../lock/away';
import { fillForm } from '../lock/fill';
import type { IdleLock } from '../lock/lock';
import { readEverywhere } from '../everywhere';
import { readMenuCounts } from '../menu';
import type { PageAnswer } from '../page';
import { render } from '../view';
import { generateToken } from './csrf';
import { passing } from './passing';

type Show = (request: Request, response: Response, answer: Extract<PageAnswer, { view: unknown }>) => Promise<void>;

/** Sends a page in its frame, with what its reader had typed on it before they had to sign in again. */
export function shownBy(context: WebContext, assets: ReturnType<typeof loadAssets>, lock: IdleLock): Show {
  return async (request, response, answer) => {
    const { viewer = null, practice = false, ground } = passing(response);
    const [counts, everywhere] = await Promise.all([readMenuCounts(context, viewer), viewer ? readEverywhere(context, viewer) : undefined]);
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
      const seen = {
        viewer,
        practice,
        token,
        hideNames: request.session.hideNames ?? false,
        counts,
        ground,
        everywhere,
        idle: { ...idle, away },
      };
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
}
