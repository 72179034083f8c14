import { z } from 'zod';
import { daysBetween, londonDate, type PlainDate } from '../../domain/calendar/dates';
import type { Trip } from '../../domain/meetings/trips';
import { coreContext } from '../../services/rules/policies';
import { type HospitalVisits, readVisits, type Visit } from '../../services/today/visits';
import { type Page, page, shows } from '../app/page';
import { view } from '../app/view';
import { dayText, daysText } from '../content/dates';
import { RESTRICTED_NAME } from '../content/restricted';
import { paths } from '../paths';

interface VisitsModel {
  readonly said: string;
  readonly hospitals: readonly {
    readonly title: string;
    readonly count: number;
    readonly trips: readonly { readonly title: string; readonly visits: readonly VisitModel[] }[];
  }[];
}
interface VisitModel {
  readonly registerId: string;
  readonly href: string;
  readonly name: string;
  readonly when: string;
  /** Of one that is late: which day it was; null: it is in time. */
  readonly wasDue: string | null;
  readonly late: boolean;
  readonly why: string;
  readonly record: string | null;
}
const visitsView = view<VisitsModel>('calendar/visits.njk');

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

function visitOf({ registerId, deadline, due, name, restricted }: Visit, mayRecord: boolean, today: PlainDate): VisitModel {
  const late = due < today;
  return {
    registerId,
    href: paths.person({ registerId }),
    name: restricted ? RESTRICTED_NAME : (name ?? 'Name not known'),
    when: late ? `${daysText(daysBetween(due, today))} overdue` : `Due ${dayText(due)}`,
    wasDue: late ? `was due ${dayText(due)}` : null,
    late,
    why: paths.deadline({ registerId, deadline }),
    record: mayRecord ? paths.recordEvent({ registerId, type: 'visit-held' }, { deadline }) : null,
  };
}

/** `3 visits fall due from 9 to 20 November: 1 trip, by …` */
function tripTitle({ visits, by }: Trip<Visit>): string {
  const [first, last] = [visits[0]?.due, visits.at(-1)?.due];
  const span =
    first === undefined || last === undefined
      ? ''
      : first === last
        ? ` on ${dayText(first)}`
        : ` from ${dayText(first)} to ${dayText(last)}`;
  return `${counted(visits.length, 'visit falls', 'visits fall')} due${span}: 1 trip, by ${dayText(by)}`;
}

function visitsModel(read: readonly HospitalVisits[], mayRecord: boolean, today: PlainDate): VisitsModel {
  const visits = read.reduce((sum, { trips }) => sum + trips.reduce((all, one) => all + one.visits.length, 0), 0);
  const trips = read.reduce((sum, one) => sum + one.trips.length, 0);
  const saved = visits - trips;
  return {
    said:
      visits === 0
        ? 'No visit is owed.'
        : `${counted(visits, 'visit is', 'visits are')} owed: ${counted(trips, 'trip', 'trips')}${saved === 0 ? '' : `, ${saved} fewer than one by one`}.`,
    hospitals: read.map(({ site, trips: own }) => ({
      title: site ?? 'It is not known, or not told, where',
      count: own.reduce((sum, one) => sum + one.visits.length, 0),
      trips: own.map((trip) => ({ title: tripTitle(trip), visits: trip.visits.map((one) => visitOf(one, mayRecord, today)) })),
    })),
  };
}

/** The visits that are owed to those in hospital, by hospital and in as few trips as there can be. */
export const visitsPages: readonly Page[] = [
  page({
    method: 'get',
    path: paths.visits,
    permission: 'history:read',
    audit: 'visits-shown',
    params: z.object({}),
    query: z.object({}),
    answer: async ({ viewer }, { pool, clock }) => {
      const now = clock();
      const read = await readVisits({ pool, core: coreContext() }, viewer, now);
      const shown = read.flatMap(({ trips }) => trips.flatMap(({ visits }) => visits.map(({ registerId }) => registerId)));
      return shows(
        visitsView,
        visitsModel(read, viewer.permissions.has('events:write'), londonDate(now)),
        { title: 'Visits', section: 'calendar', crumbs: [{ text: 'Calendar', href: paths.calendar() }], wide: true, saysItself: 'sure' },
        { shown },
      );
    },
  }),
];
