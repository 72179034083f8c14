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
  readonly pages: { readonly said: string; readonly previous: string | null; readonly next: string | null } | null;
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
/** So many visits stand on a page: a journey that has more goes on on the next one. */
const VISITS_A_PAGE = 50;

const visitsView = view<VisitsModel>('calendar/visits.njk');

const counted = (count: number, one: string, many: string): string => `${count.toLocaleString('en-GB')} ${count === 1 ? one : many}`;

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

interface HospitalOnPage {
  readonly site: string | null;
  /** Of all of its visits, wherever they stand. */
  readonly count: number;
  readonly trips: readonly { readonly whole: Trip<Visit>; readonly visits: readonly Visit[]; readonly goesOn: boolean }[];
}

/** What of the trips stands on a page, each with the whole of which it is a part. */
function onPage(read: readonly HospitalVisits[], page: number): readonly HospitalOnPage[] {
  const from = (page - 1) * VISITS_A_PAGE;
  let before = 0;
  return read.flatMap(({ site, trips }) => {
    const shown = trips.flatMap((whole) => {
      const visits = whole.visits.slice(Math.max(0, from - before), Math.max(0, from + VISITS_A_PAGE - before));
      before += whole.visits.length;
      return visits.length === 0 ? [] : [{ whole, visits, goesOn: visits[0] !== whole.visits[0] }];
    });
    return shown.length === 0 ? [] : [{ site, count: countOf(trips), trips: shown }];
  });
}

const countOf = (trips: readonly Trip<Visit>[]): number => trips.reduce((sum, { visits }) => sum + visits.length, 0);
const countAll = (read: readonly HospitalVisits[]): number => read.reduce((sum, { trips }) => sum + countOf(trips), 0);
/** The last page; the first, where nothing is owed. */
const lastPage = (read: readonly HospitalVisits[]): number => Math.max(1, Math.ceil(countAll(read) / VISITS_A_PAGE));

interface Reader {
  readonly mayRecord: boolean;
  readonly today: PlainDate;
}

function visitsModel(read: readonly HospitalVisits[], page: number, { mayRecord, today }: Reader): VisitsModel {
  const visits = countAll(read);
  const trips = read.reduce((sum, one) => sum + one.trips.length, 0);
  const saved = visits - trips;
  const last = lastPage(read);
  const at = (to: number): string => paths.visits({ page: to === 1 ? undefined : to });
  return {
    said:
      visits === 0
        ? 'No visit is owed.'
        : `${counted(visits, 'visit is', 'visits are')} owed: ${counted(trips, 'trip', 'trips')}${saved === 0 ? '' : `, ${saved.toLocaleString('en-GB')} fewer than one by one`}.`,
    hospitals: onPage(read, page).map(({ site, count, trips: own }) => ({
      title: site ?? 'It is not known, or not told, where',
      count,
      trips: own.map((trip) => ({
        title: `${tripTitle(trip.whole)}${trip.goesOn ? ', from the page before' : ''}`,
        visits: trip.visits.map((one) => visitOf(one, mayRecord, today)),
      })),
    })),
    pages:
      last === 1
        ? null
        : {
            said: `Page ${page} of ${last}`,
            previous: page > 1 ? at(page - 1) : null,
            next: page < last ? at(page + 1) : null,
          },
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
    query: z.object({ page: z.coerce.number().int().min(1).max(10_000).default(1) }),
    answer: async ({ query, viewer }, { pool, clock }) => {
      const now = clock();
      const read = await readVisits({ pool, core: coreContext() }, viewer, now);
      const model = visitsModel(read, Math.min(query.page, lastPage(read)), {
        mayRecord: viewer.permissions.has('events:write'),
        today: londonDate(now),
      });
      const shown = model.hospitals.flatMap(({ trips }) => trips.flatMap(({ visits }) => visits.map(({ registerId }) => registerId)));
      return shows(
        visitsView,
        model,
        { title: 'Visits', section: 'calendar', crumbs: [{ text: 'Calendar', href: paths.calendar() }], wide: true, saysItself: 'sure' },
        { shown },
      );
    },
  }),
];
