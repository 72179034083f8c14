import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { STANDARDS } from '../../domain/measures/standards/standards';
import { readShut } from '../../services/access/restricted';
import { readMeasures } from '../../services/measures/measures';
import { coreContext } from '../../services/rules/policies';
import type { Viewer } from '../../services/staff/viewers';
import { areaChosen, areaQuery, areasOf } from '../app/areas';
import type { WebContext } from '../app/context';
import { type Page, page, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { type Path, paths } from '../paths';
import { countedText, filterModel, type MeasuresQuery, measuresQuery, readPeriod } from './asked';
import { foundModel, type MeasuresModel } from './model';
import { sharedFound, type SharedModel, SMALL_SAID } from './shared';
import { type StandardModel, standardModel } from './standard';

const measuresView = view<MeasuresModel>('measures/measures.njk');
const standardView = view<StandardModel>('measures/standard.njk');
const sharedView = view<SharedModel>('measures/shared.njk');

const measures = { text: 'Measures', href: paths.measures() };

/** What is asked for, read: whom it is about, of which days, what is wrong with these, and the address that says the same. */
function askedOf(context: WebContext, viewer: Viewer, query: MeasuresQuery, at: Path) {
  const today = londonDate(context.clock());
  const area = areaChosen(context, viewer, query.area);
  const read = readPeriod(query, today);
  const { period, errors } = read;
  return {
    ...{ area, today, errors },
    asked: { area: area.id, group: query.group, period },
    again: { ...areaQuery(context, viewer, area), group: query.group, from: period.from, to: period.to },
    filter: filterModel(at.pattern, areasOf(context, viewer), query, read, area.id),
    counted: countedText(area.name, query.group, period),
  };
}
const found = ({ pool, clock }: WebContext, asked: ReturnType<typeof askedOf>['asked']) =>
  readMeasures({ pool, core: coreContext() }, asked, clock());

/** How the pathway goes in numbers, which records did not keep a standard, and the sheet for those who monitor with us. */
export const measuresPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.measures,
    permission: 'history:read',
    audit: 'measures-shown',
    params: z.object({}),
    query: measuresQuery,
    answer: async ({ query, viewer }, context) => {
      const { asked, again, filter, counted, errors } = askedOf(context, viewer, query, paths.measures);
      const wrong = errors.length > 0;
      const model: MeasuresModel = {
        ...{ filter, said: counted, shared: paths.measuresShared(again) },
        found: wrong ? null : foundModel(await found(context, asked), (standard) => paths.measuresStandard({ standard }, again)),
      };
      return shows(
        measuresView,
        model,
        { title: wrong ? 'Error: Measures' : 'Measures', section: 'measures', wide: true },
        wrong ? { status: 400 } : {},
      );
    },
  }),
  page({
    method: 'get',
    path: paths.measuresStandard,
    permission: 'history:read',
    audit: 'measures-standard-listed',
    params: z.object({ standard: z.string() }),
    query: measuresQuery.extend({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    answer: async ({ params, query, viewer }, context) => {
      const standard = STANDARDS.find((one) => one === params.standard);
      const { asked, again, counted, errors, today } = askedOf(context, viewer, query, paths.measures);
      // Its address comes from the page of the measures, where what is wrong with the days is said.
      if (errors.length > 0) return { redirect: paths.measures({ ...again, from: query.from, to: query.to }) };
      const tally = standard && (await found(context, asked)).standards.find((one) => one.standard === standard);
      if (!tally) throw new PageProblem('not-found');
      const shut = new Set(await readShut(context.pool, viewer, context.clock()));
      const hrefOf = (number: number): string => paths.measuresStandard({ standard }, { ...again, page: number });
      const { model, shown } = standardModel(tally, shut, { page: query.page, counted, hrefOf, today });
      const crumbs = [{ ...measures, href: paths.measures(again) }];
      return shows(standardView, model, { title: model.heading, section: 'measures', crumbs, wide: true }, { shown });
    },
  }),
  page({
    method: 'get',
    path: paths.measuresShared,
    permission: 'history:read',
    audit: 'measures-shared-shown',
    params: z.object({}),
    query: measuresQuery,
    answer: async ({ query, viewer }, context) => {
      const { area, asked, again, filter, counted, errors } = askedOf(context, viewer, query, paths.measuresShared);
      const wrong = errors.length > 0;
      const title = 'How the Dynamic Support Pathway is going';
      const model: SharedModel = {
        ...{ filter, counted, back: paths.measures(again), small: SMALL_SAID, who: area.registerReview.whoComes },
        found: wrong ? null : sharedFound(await found(context, asked)),
      };
      const around = { title: wrong ? `Error: ${title}` : title, section: 'measures' as const, crumbs: [measures] };
      return shows(sharedView, model, around, wrong ? { status: 400 } : {});
    },
  }),
];
