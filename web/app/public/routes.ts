import { type Request, type RequestHandler, type Response, Router } from 'express';
import { createAskingLimits } from '../../../services/access/limits';
import type { KeptFields } from '../../../services/staff/kept-forms';
import { paths } from '../../paths';
import type { Assets } from '../assets';
import type { WebContext } from '../context';
import { ribbonWords } from '../../content/practice';
import { dayText, clockText } from '../../content/dates';
import { londonDate } from '../../../domain/calendar/dates';
import type { Area } from '../../../services/rules/areas';
import { render, view } from '../view';
import { passing } from '../way/passing';
import { type PublicContext, type PublicPage, type PublicShown, showsAll } from './page';

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
  /** Null: it is not known yet where somebody lives. */
  readonly team: { readonly name: string; readonly phone: string; readonly officeHours: string } | null;
  readonly emergency: readonly { readonly when: string; readonly contact: string }[];
  readonly easyRead: boolean;
  readonly printed: string;
  /** Of the area that was chosen; null: none yet, or there is one alone. */
  readonly area: { readonly id: string; readonly name: string; readonly other: string } | null;
}

/** So long a browser keeps what it was given. */
const KEPT_MS = 24 * 3_600_000;

interface Around {
  readonly practice: boolean;
  /** It is known where somebody lives. */
  readonly chosen: boolean;
}

function frameOf(context: WebContext, assets: Assets, { title, easyRead = false }: PublicShown, { practice, chosen }: Around): PublicFrame {
  const { id, name: own, team, emergency } = context.area();
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
    team: chosen ? { name: team.name, phone: team.phone, officeHours: team.officeHours } : null,
    emergency,
    easyRead,
    area: chosen && context.areas().length > 1 ? { id, name: own, other: paths.areas() } : null,
    printed: `Printed on ${dayText(londonDate(now))} at ${clockText(now)}.`,
  };
}

const fieldsOf = (body: unknown): KeptFields => (typeof body === 'object' && body !== null ? (body as KeptFields) : {});

const paramsOf = ({ params }: Request): Readonly<Record<string, string>> =>
  Object.fromEntries(Object.entries(params).flatMap(([name, value]) => (typeof value === 'string' ? [[name, value]] : [])));

/** The first word that a field has. */
const wordOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const cookieOf = (request: Request, name: string): string | undefined =>
  (request.get('cookie') ?? '')
    .split(';')
    .map((one) => one.trim().split('='))
    .find(([own]) => own === name)?.[1];

interface ChooseModel {
  readonly areas: readonly { readonly name: string; readonly covers: string | null; readonly href: string }[];
}
const chooseView = view<ChooseModel>('app/public/areas.njk');

/** Which area somebody lives in: where an installation serves several, it is asked before anything else is. `to`: where they wished to go. */
const choosing = ({ areas }: WebContext, to: string): PublicShown =>
  showsAll(
    chooseView,
    { areas: areas().map(({ id, name, covers = null }) => ({ name, covers, href: `${to}?area=${id}` })) },
    'Where do you live?',
  );

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

  const show = (response: Response, shown: PublicShown, here: WebContext, chosen = true): void => {
    const { practice = false } = passing(response);
    if (shown.goesBack) response.set('Cache-Control', 'private, no-cache');
    response
      .status(shown.status ?? 200)
      .type('html')
      .send(render(shown.view, { ...shown.model, frame: frameOf(here, assets, shown, { practice, chosen }) }));
  };
  /** The area that a request names, in its address, in its form or by what the browser keeps; the only one where there is one; null: it names none. */
  const areaIn = (request: Request): Area | null => {
    const served = context.areas();
    const named = [request.query['area'], fieldsOf(request.body)['area'], cookieOf(request, 'area')].map(wordOf);
    return served.length === 1 ? (served[0] ?? null) : (named.flatMap((id) => served.find((one) => one.id === id) ?? [])[0] ?? null);
  };
  const answerOf =
    ({ path, answer, anyArea = false }: PublicPage): RequestHandler =>
    async (request, response) => {
      response.locals['route'] = path.pattern;
      const chosen = areaIn(request);
      if (chosen === null && !anyArea) {
        if (request.method === 'POST') return response.redirect(303, request.path);
        return show(response, choosing(context, request.path), own, false);
      }
      if (chosen && context.areas().length > 1)
        response.cookie('area', chosen.id, { httpOnly: true, sameSite: 'lax', secure, path: '/', maxAge: KEPT_MS });
      const here: PublicContext = chosen ? { ...own, area: () => chosen } : own;
      const given = await answer(
        { form: fieldsOf(request.body), kept: keptIn(request, context, name), from: request.ip ?? '', params: paramsOf(request) },
        here,
      );
      if (!('redirect' in given)) {
        const { area } = given;
        return show(response, given, area ? { ...here, area: () => area } : here, chosen !== null || area !== undefined);
      }
      if (given.keep) {
        const text = packed(given.keep.text);
        const cookie = { httpOnly: true, sameSite: 'lax', secure, path: given.keep.within, maxAge: KEPT_MS } as const;
        response.cookie(name, `${text}~${packed(context.seals.make('asked', text))}`, cookie);
      }
      response.redirect(303, given.redirect);
    };
  const all: readonly PublicPage[] = [
    ...pages,
    // Whoever has chosen one chooses another here.
    { method: 'get', path: paths.areas, anyArea: true, answer: () => Promise.resolve(choosing(context, paths.printedForms())) },
  ];
  for (const page of all) router[page.method](page.path.pattern, answerOf(page));
  return router;
}
