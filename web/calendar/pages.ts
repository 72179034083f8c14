import { z } from 'zod';
import { seesEveryone } from '../../domain/access/roles';
import { addDays, londonDate } from '../../domain/calendar/dates';
import { dateSchema } from '../../domain/pathway/events';
import { coreContext } from '../../services/rules/policies';
import { makeCalendarFeed, readCalendarFeed, takeBackCalendarFeed } from '../../services/staff/calendar-feeds';
import { readCalendar } from '../../services/today/calendar/calendar';
import { CALENDAR_KINDS, CALENDAR_SORTS, mondayOf, TWELVE_WEEKS, WHOLE_WEEK } from '../../services/today/calendar/shape';
import { type Page, page, shows } from '../app/page';
import { PageProblem } from '../app/page-problem';
import { view } from '../app/view';
import { logBegun } from '../app/way/begun';
import { paths } from '../paths';
import { calendarModel, type CalendarModel } from './model';
import { chosen } from '../parts/chosen';

interface FeedModel {
  readonly address: string;
  readonly calendar: string;
}

const calendarView = view<CalendarModel>('calendar/calendar.njk');
const feedView = view<FeedModel>('calendar/feed.njk');

/** So far ahead somebody may look. */
const MOST_DAYS_AHEAD = 10 * 366;

const nothing = z.object({});

export const calendarPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.calendar,
    permission: 'deadlines:read',
    audit: 'calendar-shown',
    params: nothing,
    query: z.object({
      whose: z.enum(['mine', 'all']).default('mine'),
      sort: chosen(z.enum(CALENDAR_SORTS)),
      kind: chosen(z.enum(CALENDAR_KINDS)),
      site: chosen(z.string().regex(/^(?:[A-Z0-9_.-]{1,64}|not-known)$/)),
      from: chosen(dateSchema),
      week: chosen(z.enum(['whole'])),
      feed: chosen(z.enum(['taken-back'])),
    }),
    answer: async ({ query: { feed: told, from: asked, week, site: at, ...rest }, viewer }, { pool, clock }) => {
      // Of the hospital nobody is told, or may ask, who is not told it on the page of the person.
      const mayAskSite = viewer.permissions.has('history:read') && seesEveryone(viewer.roles);
      const filter = { ...rest, site: mayAskSite ? at : undefined };
      const now = clock();
      const today = londonDate(now);
      // What has passed stands on other pages: the calendar begins this week at the earliest.
      const from = asked === undefined || asked < mondayOf(today) ? undefined : asked;
      if (from !== undefined && from > addDays(today, MOST_DAYS_AHEAD)) throw new PageProblem('bad-address');
      const size = week === 'whole' ? WHOLE_WEEK : TWELVE_WEEKS;
      const [read, feed] = await Promise.all([
        readCalendar(pool, viewer, { ...filter, from }, now, size),
        readCalendarFeed(pool, viewer.id),
      ]);
      const { bankHolidays, holidays } = coreContext();
      const reader = { seesEveryone: seesEveryone(viewer.roles), feed, takenBack: told !== undefined, mayAskSite };
      const model = calendarModel(read, { ...filter, from }, { bankHolidays, lastKnownYear: holidays.lastKnownYear }, reader, now);
      const shown = read.weeks.flatMap(({ lines }) => lines.map(({ registerId }) => registerId));
      return shows(calendarView, model, { title: 'Calendar', section: 'calendar', wide: true, saysItself: 'sure' }, { shown });
    },
  }),
  page({
    method: 'post',
    path: paths.myFeed,
    permission: 'deadlines:read',
    audit: 'calendar-feed-made',
    params: nothing,
    query: nothing,
    answer: async ({ viewer }, context) => {
      const { pool, clock, publicUrl } = context;
      await logBegun(context, viewer, 'calendar-feed-made');
      const secret = await makeCalendarFeed(pool, viewer.id, clock());
      const model = { address: new URL(paths.calendarFeed({ file: `${secret}.ics` }), publicUrl).href, calendar: paths.calendar() };
      return shows(feedView, model, {
        title: 'Your calendar feed',
        section: 'calendar',
        back: { href: paths.calendar(), text: 'Back to the calendar' },
      });
    },
  }),
  page({
    method: 'post',
    path: paths.myFeedBack,
    permission: 'deadlines:read',
    audit: 'calendar-feed-taken-back',
    params: nothing,
    query: nothing,
    answer: async ({ viewer }, { pool }) => {
      await logBegun({ pool }, viewer, 'calendar-feed-taken-back');
      await takeBackCalendarFeed(pool, viewer.id);
      return { redirect: `${paths.calendar({ feed: 'taken-back' })}#feed` };
    },
  }),
];
