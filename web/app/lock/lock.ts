import type { Request } from 'express';
import type { SessionData } from 'express-session';
import { type Instant, londonDate } from '../../../domain/calendar/dates';
import { isUuid } from '../../../domain/pathway/events';
import {
  dropKeptForm,
  keepForm,
  type KeptFields,
  type KeptForm,
  type KeptFormAt,
  listKeptForms,
  openKeptForm,
} from '../../../services/staff/kept-forms';
import type { WebContext } from '../context';
import type { Page } from '../page';
import { placesOf } from './places';
import { formTokens } from './token';

/** The session as far as it says who somebody is, and since when nothing came of them. */
type Known = Partial<Pick<SessionData, 'staff' | 'seenAt'>>;

/** What waits for somebody since before they signed in. */
export interface Waiting {
  /** What they had typed on the page that is shown. */
  readonly here: KeptForm | null;
  readonly elsewhere: readonly KeptFormAt[];
}

/** The lock that falls when nothing comes of somebody for a while, and what becomes of the forms that come after it. */
export interface IdleLock {
  /** So long somebody may still go on, in milliseconds; 0: nobody is signed in, or the lock has fallen. */
  leftOf(session: Known): number;
  /** What a form posts as its token, for a member of staff. */
  tokenOf(csrf: string, staff: string): string;
  /** The page that has the form which is posted to an address. */
  pageAbove(pathname: string): string;
  /** Whether forms are posted to an address. */
  isPosted(pathname: string): boolean;
  /** Keeps a form that is not acted upon, for whom it was made. Out: their id, null where it is none of ours, or older than a week: then nothing is kept. */
  keep(request: Request, action: string): Promise<{ readonly staff: string; readonly id: string } | null>;
  /** Notes in the session of somebody who has just signed in what waits for them. */
  gather(session: Partial<SessionData>, staff: string): Promise<void>;
  waiting(request: Request, staff: string): Promise<Waiting>;
  /**
   * Makes of what was posted what its page is to read: days as they were when the form was shown, and without the id under which it was kept.
   * Out: that id, null where it has none.
   */
  take(request: Request): string | null;
  /** Forgets what was kept: it is used, or left out. */
  drop(session: Partial<SessionData>, staff: string, id: string): Promise<void>;
}

/** A form that was shown longer ago is kept for nobody: who once came by a page that was left open or saved puts nothing before its reader for ever. */
const SHOWN_MS = 7 * 24 * 3_600_000;

const NOTHING: Waiting = { here: null, elsewhere: [] };
const isFields = (value: unknown): value is string | string[] =>
  typeof value === 'string' || (Array.isArray(value) && value.every((one) => typeof one === 'string'));
const bodyOf = ({ body }: Request): Record<string, unknown> =>
  typeof body === 'object' && body !== null ? (body as Record<string, unknown>) : {};
const pathOf = (address: string): string => address.split('?', 1)[0] ?? '';

/** What was posted, without what is ours. */
function fieldsOf(request: Request): KeptFields {
  const { token: _token, kept: _kept, ...typed } = bodyOf(request);
  return Object.fromEntries(Object.entries(typed).flatMap(([name, value]) => (isFields(value) ? [[name, value]] : [])));
}

export function idleLock({ pool, seals, clock, idleMs }: WebContext, pages: readonly Page[]): IdleLock {
  const tokens = formTokens(seals);
  const places = placesOf(pages);

  /** What was answered on the day of an instant, read now: “today” of another day is that day. */
  const asOf = (fields: KeptFields, action: string, at: Instant): KeptFields => {
    const day = londonDate(at);
    const { later } = places.posted(pathOf(action)) ?? {};
    return later && day !== londonDate(clock()) ? later(fields, day) : fields;
  };

  const leftOf: IdleLock['leftOf'] = ({ staff, seenAt }) =>
    staff === undefined || seenAt === undefined ? 0 : Math.max(0, idleMs - (clock() - seenAt));

  return {
    leftOf,
    tokenOf: (csrf, staff) => tokens.make(csrf, { staff, at: clock() }),
    pageAbove: places.above,
    isPosted: (pathname) => places.posted(pathname) !== undefined,
    keep: async (request, action) => {
      const shown = tokens.read(bodyOf(request)['token']);
      if (!shown || clock() - shown.at > SHOWN_MS) return null;
      const { staff } = shown;
      const { kept } = bodyOf(request);
      const id = typeof kept === 'string' && isUuid(kept) ? kept.toLowerCase() : null;
      const form = { id, staff, action, page: places.above(pathOf(action)), fields: asOf(fieldsOf(request), action, shown.at) };
      return { staff, id: await keepForm(pool, seals, form, clock()) };
    },
    gather: async (session, staff) => {
      session.kept = (await listKeptForms(pool, staff, clock())).map(({ id }) => id);
    },
    waiting: async ({ method, path, session }, staff) => {
      if (method !== 'GET' || !session.kept?.length) return NOTHING;
      const now: Instant = clock();
      const noted = new Set(session.kept);
      const listed = (await listKeptForms(pool, staff, now)).filter(({ id }) => noted.has(id));
      session.kept = listed.map(({ id }) => id);
      const onPage = listed.find(({ page }) => page === path);
      const found = onPage && (await openKeptForm(pool, seals, staff, onPage.id, now));
      return {
        here: found ? { ...found, fields: asOf(found.fields, found.action, found.at) } : null,
        elsewhere: listed.filter(({ page }) => page !== path),
      };
    },
    take: (request) => {
      const { kept, ...others } = bodyOf(request);
      const shown = tokens.read(others['token']);
      const dated = shown ? asOf(fieldsOf(request), request.originalUrl, shown.at) : {};
      request.body = { ...others, ...dated };
      return typeof kept === 'string' && isUuid(kept) ? kept.toLowerCase() : null;
    },
    drop: async (session, staff, id) => {
      session.kept = (session.kept ?? []).filter((one) => one !== id);
      await dropKeptForm(pool, staff, id);
    },
  };
}
