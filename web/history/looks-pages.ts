import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { EVERY_LOOK, type LooksPage, readLooks } from '../../services/access/looks';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { paths } from '../paths';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../person/header';
import { standingOf } from '../person/standing';
import { type LookRow, lookRows, type Turns, turnsOf } from './looks-model';
import { linksOf, type PeriodLink, type Period, periodOf } from './period';

interface LookedModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly action: string;
  readonly period: Period;
  readonly periods: readonly PeriodLink[];
  readonly rows: readonly LookRow[];
  readonly turns: Turns;
}

const lookedView = view<LookedModel>('history/looked.njk');

const typed = z.string().max(100).trim().default('');
const number = z.coerce.number().int().min(1).max(10_000).default(1);
const nobody: LooksPage = { looks: [], count: 0 };

export const looksPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.looked,
    permission: 'history:read',
    audit: 'looks-shown',
    params: z.object({ registerId: z.string() }),
    query: z.object({ from: typed, to: typed, page: number }),
    answer: async ({ params: { registerId }, query, viewer }, context) => {
      const standing = await standingOf(context, registerId);
      const today = londonDate(context.clock());
      const period = periodOf(query.from, query.to);
      const ill = period.errors.length > 0;
      const asked = { ...EVERY_LOOK, registerId, from: period.since, before: period.before };
      const read = ill ? nobody : await readLooks(context.pool, { ...asked, page: query.page });
      const to = (from: string, until: string, place?: number): string =>
        paths.looked({ registerId }, { from, to: until, page: place === 1 ? undefined : place });
      const model: LookedModel = {
        person: headerOf(standing, today),
        subnav: subnavOf(standing, 'looked', viewer),
        action: paths.looked({ registerId }),
        period,
        periods: [
          ...linksOf(period, today, to),
          { text: 'At any time', href: to('', ''), current: period.from === '' && period.to === '' },
        ],
        rows: lookRows(read),
        turns: turnsOf(read, query.page, (place) => to(period.asked.from, period.asked.to, place)),
      };
      const around = { title: ill ? 'Error: Who looked' : 'Who looked', registerId, section: 'register', wide: true } as const;
      const crumbs = [{ text: 'Register', href: paths.register() }];
      return shows(lookedView, model, { ...around, crumbs }, ill ? { status: 400 } : {});
    },
  }),
];
