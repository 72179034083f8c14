import { z } from 'zod';
import { type Instant, londonDate } from '../../../domain/calendar/dates';
import { typedText } from '../../../domain/text';
import { type LooksPage, readLooks } from '../../../services/access/looks';
import { parseRegisterId } from '../../../services/people/register-id';
import { reviewLooks } from '../../../services/restricted/review-looks';
import type { Viewer } from '../../../services/staff/viewers';
import type { WebContext } from '../../app/context';
import { type Page, page, type PageAnswer, shows } from '../../app/page';
import { PageProblem } from '../../app/page-problem';
import { view } from '../../app/view';
import { paths } from '../../paths';
import { type LookRow, lookRows, type Turns, turnsOf } from '../looks-model';
import { linksOf, type PeriodLink } from '../period';
import { type Filter, filterFields, filterOf, type FilterQuery } from './filter';
import { promptsFor, type PromptsModel } from './prompts';

interface AccessLogModel {
  readonly action: string;
  readonly filter: Filter;
  readonly periods: readonly PeriodLink[];
  readonly rows: readonly LookRow[];
  readonly turns: Turns;
  readonly clear: string;
  /** Null: there is nothing to take out. */
  readonly takeOut: string | null;
  /** Null: not for this reader. */
  readonly restricted: string | null;
  /** Null: not on this page of the log, nor where some entries alone are asked for. */
  readonly prompts: PromptsModel | null;
}

const accessLogView = view<AccessLogModel>('history/access-log/access-log.njk');
const nobody: LooksPage = { looks: [], count: 0 };

/** What was said of reviewing looks: that it was kept, or why it was not. */
interface Said {
  readonly problem: string | null;
  readonly saved: string | null;
}

/** Whoever asks for some entries is told of these alone. */
const isFiltered = ({ who, by, kind, person, restricted }: FilterQuery): boolean =>
  who !== '' || person !== '' || by !== undefined || kind !== undefined || restricted !== undefined;

async function logPage(
  context: WebContext,
  viewer: Viewer,
  query: FilterQuery & { readonly page: number; readonly prompts?: 'all' | undefined },
  { problem, saved }: Said,
): Promise<PageAnswer> {
  const filter = await filterOf(query, viewer, context);
  const { asked, errors } = filter;
  const [read, prompts] = await Promise.all([
    asked ? readLooks(context.pool, { ...asked, page: query.page }) : nobody,
    query.page === 1 && errors.length === 0 && !isFiltered(query)
      ? promptsFor(context, viewer, { all: query.prompts === 'all' || problem !== null, problem, saved })
      : null,
  ]);
  const model: AccessLogModel = {
    action: paths.accessLog(),
    filter,
    periods: linksOf(filter.period, londonDate(context.clock()), (from, to) => filter.to(paths.accessLog, { from, to })),
    rows: lookRows(read),
    turns: turnsOf(read, query.page, (at) => filter.to(paths.accessLog, { page: at })),
    clear: paths.accessLog(),
    takeOut: read.count === 0 ? null : filter.to(paths.accessLogExport),
    restricted: viewer.permissions.has('restrictions:write') ? paths.restricted() : null,
    prompts: prompts?.model ?? null,
  };
  const ill = errors.length > 0 || problem !== null;
  const shown = [...read.looks.flatMap(({ registerId }) => registerId ?? []), ...(prompts?.shown ?? [])];
  const around = { title: ill ? 'Error: Access log' : 'Access log', section: 'access-log', wide: true } as const;
  return shows(accessLogView, model, around, { shown, wordsOf: prompts?.wordsOf ?? [], ...(ill ? { status: 400 } : {}) });
}

const NOTE = typedText(1_000);

/** The access log, with what in it is to be talked about. */
export const accessLogPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.accessLog,
    permission: 'access-log:read',
    audit: 'access-log-listed',
    params: z.object({}),
    query: z.object({
      ...filterFields,
      page: z.coerce.number().int().min(1).max(10_000).default(1),
      prompts: z.enum(['all']).optional(),
      saved: z.literal('reviewed').optional(),
    }),
    answer: ({ query, viewer }, context) =>
      logPage(context, viewer, query, { problem: null, saved: query.saved === undefined ? null : 'It is kept that you reviewed it.' }),
  }),
  page({
    method: 'post',
    path: paths.accessLogReviewed,
    permission: 'restrictions:write',
    audit: 'looks-reviewed',
    params: z.object({}),
    query: z.object({}),
    form: z.object({
      person: z.string().default(''),
      staff: z.string().max(200).default(''),
      until: z.coerce.number().int().min(0).max(8.64e15),
      note: z.string().default(''),
    }),
    answer: async ({ form, viewer }, context) => {
      const note = form.note.trim();
      const again = (problem: string): Promise<PageAnswer> =>
        logPage(context, viewer, { to: '', who: '', person: '', page: 1 }, { problem, saved: null });
      if (!NOTE.safeParse(note).success)
        return again(note === '' ? 'Say what you found, in a few words.' : 'Say it in at most 1,000 characters.');
      const registerId = parseRegisterId(form.person);
      if (registerId === null) throw new PageProblem('not-found');
      const { staff, until } = form;
      const about = { by: viewer.id, areas: viewer.areas, at: context.clock() };
      const answer = await reviewLooks(context, { registerId, staff, until: until as Instant, note }, about);
      switch (answer.status) {
        case 'done':
          return { redirect: paths.accessLog({ saved: 'reviewed' }), registerId };
        case 'unknown':
          throw new PageProblem('not-found');
        case 'own':
          return again('Nobody reviews their own looks. Somebody else does.');
        case 'reviewed':
          return again('Somebody else has reviewed these meanwhile. What they said stands.');
      }
    },
  }),
];
