import { Router } from 'express';
import { logAccess } from '../../../services/access/access-log';
import { accessesOf } from '../../../services/access/answered';
import { findFeedReader } from '../../../services/staff/calendar-feeds';
import { actorOf } from '../../../services/staff/viewers';
import { readCalendar } from '../../../services/today/calendar/calendar';
import { CALENDAR_WEEKS, type CalendarLine } from '../../../services/today/calendar/shape';
import { calendarFeedFile } from '../../../services/today/calendar/feed';
import { feedTitle } from '../../content/kinds';
import { paths } from '../../paths';
import type { WebContext } from '../context';

/** A feed hides nothing: so many lines of a week are more than there can be work for. */
const MOST_LINES = 5_000;

const AUDIT = 'calendar-feed-read';
const FILE = /^([\w-]{43})\.ics$/;

/**
 * The calendar of a member of staff for a calendar program, which cannot sign in: whoever has the secret address reads it. It shows what its
 * member may see now, register ids and what is due; without that, as to a secret that nobody has, there is nothing here.
 */
export function feedRoutes({ pool, clock, publicUrl }: WebContext): Router {
  const router = Router();
  router.get(paths.calendarFeed.pattern, async (request, response) => {
    // The log of requests gets the pattern: the address itself is the secret.
    response.locals['route'] = paths.calendarFeed.pattern;
    const nothing = (): void => void response.status(404).type('text/plain').send('There is no calendar at this address.\n');
    const [, secret] = FILE.exec(String(request.params['file'])) ?? [];
    const now = clock();
    const reader = secret === undefined ? null : await findFeedReader(pool, secret, now);
    if (!reader) {
      nothing();
      return;
    }
    const { viewer } = reader;
    const actor = actorOf({ id: reader.staff });
    response.locals['caller'] = actor;
    if (!viewer?.permissions.has('deadlines:read')) {
      await logAccess(pool, { actor, auditEvent: AUDIT, registerId: null, outcome: viewer ? 'forbidden' : 'no-role' });
      nothing();
      return;
    }
    const calendar = await readCalendar(pool, viewer, { whose: 'mine' }, now, { weeks: CALENDAR_WEEKS, most: MOST_LINES });
    const shown = calendar.weeks.flatMap(({ lines }) => lines.map(({ registerId }) => registerId));
    await logAccess(pool, ...accessesOf(actor, AUDIT, null, { shown }));
    const hrefOf = ({ sort, registerId, id }: CalendarLine): string =>
      new URL(sort === 'meeting' ? paths.person({ registerId }) : paths.deadline({ registerId, deadline: id }), publicUrl).href;
    response
      .set({ 'Content-Type': 'text/calendar; charset=utf-8', 'Content-Disposition': 'inline; filename="calendar.ics"' })
      .send(calendarFeedFile(calendar, { href: hrefOf, what: ({ kind }) => feedTitle(kind) }, now));
  });
  return router;
}
