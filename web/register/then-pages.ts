import { z } from 'zod';
import { londonDate } from '../../domain/calendar/dates';
import { RATINGS } from '../../domain/pathway/events';
import { coreContext } from '../../services/rules/policies';
import { PEOPLE_A_PAGE } from '../../services/today/register/register';
import { READINGS, readRegisterOverTime, readRegisterThen } from '../../services/today/register/over-time';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { paths } from '../paths';
import { type AsAtModel, asAtModel, dayOf } from './as-at';
import { type OverTimeModel, overTimeModel, sinceOf, YEARS } from './over-time';
import { chosen } from '../parts/chosen';

const overTimeView = view<OverTimeModel>('register/over-time.njk');
const asAtView = view<AsAtModel>('register/as-at.njk');

const asked = { reading: z.enum(READINGS).default('true-then'), age: chosen(z.enum(['under-18', 'adult'])) };
const crumbs = [{ text: 'Register', href: paths.register() }];

/** The register as it was. Whoever may not read history sees the present alone. */
export const thenPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.registerOverTime,
    permission: 'history:read',
    audit: 'register-over-time-shown',
    params: z.object({}),
    query: z.object({ ...asked, years: z.enum(YEARS).default('1') }),
    answer: async ({ query, viewer }, { pool, clock }) => {
      const now = clock();
      const since = sinceOf(query.years, londonDate(now));
      const weeks = await readRegisterOverTime({ pool, core: coreContext() }, viewer, { ...query, since }, now);
      return shows(overTimeView, overTimeModel(weeks, query, now), {
        title: 'The register over time',
        section: 'register',
        crumbs,
        wide: true,
      });
    },
  }),
  page({
    method: 'get',
    path: paths.registerAsAt,
    permission: 'history:read',
    audit: 'register-as-at-listed',
    params: z.object({}),
    query: z.object({
      ...asked,
      on: z.string().max(40).default(''),
      rating: chosen(z.enum(RATINGS)),
      page: z.coerce.number().int().min(1).max(10_000).default(1),
    }),
    answer: async ({ query, viewer }, { pool, clock }) => {
      const now = clock();
      const { day, errors } = dayOf(query.on, londonDate(now));
      const around = { title: 'The register on a day', section: 'register' as const, crumbs, wide: true as const };
      if (errors.length > 0)
        return shows(
          asAtView,
          asAtModel(null, { ...query, day, errors }, now),
          { ...around, title: `Error: ${around.title}` },
          { status: 400 },
        );
      const read = await readRegisterThen({ pool, core: coreContext() }, viewer, { ...query, day, size: PEOPLE_A_PAGE }, now);
      const shown = read.people.map(({ registerId }) => registerId);
      return shows(asAtView, asAtModel(read, { ...query, day, errors }, now), around, { shown });
    },
  }),
];
