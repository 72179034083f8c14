import { type Request, type RequestHandler, type Response, Router } from 'express';
import { createAskingLimits } from '../../../services/access/limits';
import type { KeptFields } from '../../../services/staff/kept-forms';
import { paths } from '../../paths';
import type { Assets } from '../assets';
import type { WebContext } from '../context';
import { ribbonWords } from '../../content/practice';
import { dayText, clockText } from '../../content/dates';
import { londonDate } from '../../../domain/calendar/dates';
import { render } from '../view';
import { passing } from '../way/passing';
import type { PublicContext, PublicPage, PublicShown } from './page';

/** What the layout of pages for everybody is given beside the page's own model. */
export interface PublicFrame {
  readonly title: string;
  readonly ribbon: string | null;
  readonly assets: Pick<Assets, 'nhsuk' | 'desk' | 'favicon'>;
  readonly paths: {
    readonly home: string;
    readonly forms: string;
    readonly now: string;
    readonly directory: string;
    readonly status: string;
    readonly staff: string;
  };
  readonly team: { readonly name: string; readonly phone: string; readonly officeHours: string };
  readonly emergency: readonly { readonly when: string; readonly contact: string }[];
  readonly easyRead: boolean;
  readonly printed: string;
}

/** So long a browser keeps what it was given. */
const KEPT_MS = 24 * 3_600_000;

function frameOf(context: WebContext, assets: Assets, { title, easyRead = false }: PublicShown, practice: boolean): PublicFrame {
  const { team, emergency } = context.area();
  const now = context.clock();
  return {
    title: `${title} – Dynamic Support Pathway`,
    ribbon: practice ? ribbonWords(context.practice) : null,
    assets: { nhsuk: assets.nhsuk, desk: assets.desk, favicon: assets.favicon },
    paths: {
      home: paths.printedForms(),
      forms: paths.printedForms(),
      now: paths.helpNow(),
      directory: paths.directory(),
      status: paths.status(),
      staff: paths.start(),
    },
    team: { name: team.name, phone: team.phone, officeHours: team.officeHours },
    emergency,
    easyRead,
    printed: `Printed on ${dayText(londonDate(now))} at ${clockText(now)}.`,
  };
}

const fieldsOf = (body: unknown): KeptFields => (typeof body === 'object' && body !== null ? (body as KeptFields) : {});

const paramsOf = ({ params }: Request): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));

const packed = (text: string): string => Buffer.from(text, 'utf8').toString('base64url');
const plain = (text: string): string => Buffer.from(text, 'base64url').toString('utf8');

/** Of a cookie that this service sealed, what it says; null: there is none, or it is not as it was given. */
function keptIn(request: Request, context: WebContext, name: string): string | null {
  const cookies = (request.get('cookie') ?? '').split(';').map((one) => one.trim().split('='));
  const [, value = ''] = cookies.find(([own]) => own === name) ?? [];
  // Neither part has a character that a cookie escapes: there is nothing to decode that another's cookie could break.
  const [, text = '', seal = ''] = /^([\w-]+)~([\w-]+)$/.exec(value) ?? [];
  return context.seals.check('asked', text, plain(seal)) === 'right' ? plain(text) : null;
}

/** Puts pages for everybody into a router: before sessions, so that they need nothing of the database but what they ask for themselves. */
export function publicRoutes(pages: readonly PublicPage[], context: WebContext, assets: Assets): Router {
  const router = Router();
  const secure = context.publicUrl.protocol === 'https:';
  const name = secure ? '__Secure-asked' : 'asked';
  const own: PublicContext = { ...context, asking: createAskingLimits(context.pool) };

  const show = (response: Response, shown: PublicShown): void => {
    const { practice = false } = passing(response);
    if (shown.goesBack) response.set('Cache-Control', 'private, no-cache');
    response
      .status(shown.status ?? 200)
      .type('html')
      .send(render(shown.view, { ...shown.model, frame: frameOf(context, assets, shown, practice) }));
  };
  const answerOf =
    ({ path, answer }: PublicPage): RequestHandler =>
    async (request, response) => {
      response.locals['route'] = path.pattern;
      const given = await answer({ form: fieldsOf(request.body), kept: keptIn(request, context, name), from: request.ip ?? '', params: paramsOf(request) }, own);
      if (!('redirect' in given)) return show(response, given);
      if (given.keep) {
        const text = packed(given.keep.text);
        const cookie = { httpOnly: true, sameSite: 'lax', secure, path: given.keep.within, maxAge: KEPT_MS } as const;
        response.cookie(name, `${text}~${packed(context.seals.make('asked', text))}`, cookie);
      }
      response.redirect(303, given.redirect);
    };
  for (const page of pages) router[page.method](page.path.pattern, answerOf(page));
  return router;
}
