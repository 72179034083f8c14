import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { coreContext } from '../../services/rules/policies';
import { readTimeline } from '../../services/pathway/timeline';
import { countNoticesInTrouble } from '../../services/pathway/belongings';
import { readReminded } from '../../services/pathway/reminded';
import { readAskedOfSecond } from '../../services/pathway/second-person';
import { readOffers } from '../../services/meetings/places/offers';
import { readMember } from '../../services/staff/members';
import type { Standing } from '../../services/pathway/standing';
import type { Viewer } from '../../services/staff/viewers';
import type { WebContext } from '../app/context';
import { type Page, page, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { type Done, readDone } from '../parts/done';
import { foundOf } from '../../services/upkeep/proof/of-person';
import { alteredWords } from '../content/integrity';
import { paths } from '../paths';
import { byUrgency, deadlineRow, type DeadlineRow } from './deadlines';
import { headerOf, type PersonHeader, subnavOf, type SubItem } from './header';
import { handOverTo } from './hand-over';
import { overviewModel, type OverviewModel } from './overview';
import { standingOf } from './standing';
import { yearModel, type YearModel } from './year';
import { whyModel, type WhyModel } from './why';

interface DeadlinesModel {
  readonly person: PersonHeader;
  readonly subnav: readonly SubItem[];
  readonly groups: readonly { readonly title: string; readonly empty: string; readonly rows: readonly DeadlineRow[] }[];
}

const overviewView = view<OverviewModel & { done: Done | null; year: YearModel | null; altered: string | null }>('person/overview.njk');
const deadlinesView = view<DeadlinesModel>('person/deadlines.njk');
const whyView = view<WhyModel>('person/why.njk');

const person = z.object({ registerId: z.string() });
const nothing = z.object({});

const register = { text: 'Register', href: paths.register() };

/** Who may not read history sees what is due, and nothing of what was. */
const seesPast = ({ permissions }: Pick<Viewer, 'permissions'>): boolean => permissions.has('history:read');

async function yearOf({ pool, clock }: WebContext, standing: Standing): Promise<YearModel> {
  const lines = await readTimeline(pool, standing.registerId, null, londonDate(clock()));
  return yearModel(coreContext(), standing, lines, clock());
}

export const personPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.person,
    permission: 'pathways:read',
    audit: 'person-shown',
    params: person,
    query: z.object({
      done: z.string().optional(),
      undone: z.string().optional(),
      recorded: z.string().optional(),
      again: z.string().optional(),
    }),
    answer: async ({ params: { registerId }, query, viewer }, context) => {
      const standing = await standingOf(context, registerId);
      const done = await readDone(context, viewer, registerId, query, 'person');
      const year = seesPast(viewer) ? await yearOf(context, standing) : null;
      const owner = standing.owner === null ? null : await readMember(context.pool, standing.owner);
      const found = seesPast(viewer) ? await foundOf(context.pool, registerId) : null;
      const altered = found && alteredWords(found, londonDate(context.clock()));
      const model = overviewModel(
        standing,
        owner?.name ?? null,
        await readAskedOfSecond(context.pool, registerId),
        viewer.permissions.has('notices:read') && seesPast(viewer) ? await countNoticesInTrouble(context.pool, registerId) : null,
        viewer,
        handOverTo(context, standing).length > 0,
        await readOffers(context.pool, registerId, standing.pathway),
        context.clock(),
      );
      return shows(
        overviewView,
        { ...model, done, year, altered },
        { title: 'Overview', registerId, section: 'register', crumbs: [register], wide: true },
      );
    },
  }),
  page({
    method: 'get',
    path: paths.deadlines,
    permission: 'deadlines:read',
    audit: 'deadlines-shown',
    params: person,
    query: nothing,
    answer: async ({ params: { registerId }, viewer }, context) => {
      const standing = await standingOf(context, registerId);
      const today = londonDate(context.clock());
      const offers = await readOffers(context.pool, registerId, standing.pathway);
      const all = [...standing.snapshot.deadlines.values()].toSorted(byUrgency);
      const rows = (owed: boolean) => all.filter((one) => one.owed === owed).map((one) => deadlineRow(standing, one, today, offers));
      const model = {
        person: headerOf(standing, today),
        subnav: subnavOf(standing, 'deadlines', viewer),
        groups: [
          { title: 'Still to be done', empty: 'Nothing is owed.', rows: rows(true) },
          ...(seesPast(viewer)
            ? [{ title: 'Done or ended', empty: 'Nothing was done or has ended yet.', rows: rows(false).toReversed() }]
            : []),
        ],
      };
      return shows(deadlinesView, model, {
        title: 'Deadlines',
        registerId,
        section: 'register',
        crumbs: [register],
        wide: true,
        saysItself: 'sure',
      });
    },
  }),
  page({
    method: 'get',
    path: paths.deadline,
    permission: 'deadlines:read',
    audit: 'deadline-shown',
    params: person.extend({ deadline: z.string() }),
    query: nothing,
    answer: async ({ params: { registerId, deadline: id }, viewer }, context) => {
      const standing = await standingOf(context, registerId);
      const deadline = standing.snapshot.deadlines.get(id);
      if (!deadline || !(deadline.owed || seesPast(viewer))) throw new PageProblem('not-found');
      const lines = seesPast(viewer) ? await readTimeline(context.pool, registerId, standing.pathway, londonDate(context.clock())) : null;
      const reminded = lines && (await readReminded(context.pool, { registerId, pathway: standing.pathway, deadline: id }));
      const reader = { mayRecord: viewer.permissions.has('events:write'), lines, reminded };
      const crumbs = [
        register,
        { text: registerId, href: paths.person({ registerId }) },
        { text: 'Deadlines', href: paths.deadlines({ registerId }) },
      ];
      return shows(whyView, whyModel(coreContext(), standing, deadline, reader, context.clock()), {
        title: 'Why this date',
        registerId,
        section: 'register',
        crumbs,
        wide: true,
      });
    },
  }),
];
