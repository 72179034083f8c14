import { z } from 'zod';
import { londonDate } from '../../../domain/calendar/dates';
import { readAsWas } from '../../../services/pathway/as-was';
import { coreContext } from '../../../services/rules/policies';
import { type Page, page, shows } from '../../app/page';
import { view } from '../../app/view';
import { paths } from '../../paths';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from '../../person/header';
import { standingOf } from '../../person/standing';
import { thenModel, type ThenModel, type TwoDays, twoDaysOf } from './model';

interface AsWasModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly action: string;
  readonly days: TwoDays;
  /** Null: the days cannot be read. */
  readonly then: ThenModel | null;
  /** Of how many deadlines what stands now is not what the rules give, and is not shown here. */
  readonly kept: number;
  readonly story: string;
  readonly registerThen: string | null;
}

const asWasView = view<AsWasModel>('history/then/as-was.njk');
const typed = z.string().max(40).trim().default('');

/** The record of one person as it was on a day, and as it was known. */
export const asWasPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.asWas,
    permission: 'history:read',
    audit: 'record-as-was-shown',
    params: z.object({ registerId: z.string() }),
    query: z.object({ on: typed, known: typed }),
    answer: async ({ params: { registerId }, query, viewer }, context) => {
      const now = context.clock();
      const standing = await standingOf(context, registerId);
      const today = londonDate(now);
      const days = twoDaysOf(query.on, query.known, today);
      const read = days.asked && (await readAsWas({ pool: context.pool, core: coreContext() }, registerId, days.asked, now));
      const model: AsWasModel = {
        person: headerOf(standing, today),
        subnav: subnavOf(standing, 'history', viewer),
        action: paths.asWas({ registerId }),
        days,
        then: days.asked && read && thenModel(read, days.asked, now),
        kept: standing.record.pathways.reduce((sum, { kept }) => sum + (kept?.deadlines.length ?? 0), 0),
        story: paths.history({ registerId }),
        registerThen: days.asked && paths.registerAsAt({ on: days.asked.on }),
      };
      const ill = days.errors.length > 0;
      const crumbs = [
        { text: 'Register', href: paths.register() },
        { text: registerId, href: paths.person({ registerId }) },
        { text: 'History', href: paths.history({ registerId }) },
      ];
      const around = { title: `${ill ? 'Error: ' : ''}As it was on a day`, registerId, section: 'register', crumbs, wide: true } as const;
      return shows(asWasView, model, around, ill ? { status: 400 } : {});
    },
  }),
];
