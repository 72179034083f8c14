import type { ErrorRequestHandler, Request } from 'express';
import { troubleWords } from '../../content/troubles';
import type { loadAssets } from '../assets';
import type { WebContext } from '../context';
import { type Frame, frameOf } from '../frame';
import type { IdleLock } from '../lock/lock';
import type { Around } from '../page';
import { render, view } from '../view';
import { generateToken } from './csrf';
import { toPageProblem } from './errors';
import { passing } from './passing';

const troubleView = view<{
  heading: string;
  lines: readonly string[];
  /** What was sent, to be sent once more; null: nothing was, or it cannot be. */
  again: SentAgain | null;
  detail?: string | undefined;
  requestId: string;
  frame: Frame;
}>('app/layout/trouble.njk');

/** The one place where what went wrong becomes a page. */
export function troubleShown(context: WebContext, assets: ReturnType<typeof loadAssets>, lock: IdleLock): ErrorRequestHandler {
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
