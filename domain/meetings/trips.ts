import { addDays, laterOf, type PlainDate } from '../calendar/dates';
import { type HolidayCalendar, workingDayOnOrAfter, workingDayOnOrBefore } from '../calendar/working-days';

/** A visit that is owed to somebody in hospital. */
export interface VisitOwed {
  readonly registerId: string;
  readonly due: PlainDate;
}

/** Visits at one hospital that one journey does for. */
export interface Trip<Visit extends VisitOwed = VisitOwed> {
  /** The first due first. */
  readonly visits: readonly Visit[];
  /** The last working day on which all of them are in time; where one is late already, the next one. */
  readonly by: PlainDate;
}

/** Visits that fall due within so many days of each other are offered as one trip. */
export const TRIP_DAYS = 21;

/**
 * Puts the visits at one hospital together, in as few trips as there can be: each begins with the visit that is due first, and takes all that fall due
 * within three weeks of that. A visit that is made earlier begins the next interval earlier: none is moved further than that. Pure; London days.
 */
export function tripsOf<Visit extends VisitOwed>(
  visits: readonly Visit[],
  today: PlainDate,
  holidays: HolidayCalendar,
): readonly Trip<Visit>[] {
  const left = visits.toSorted((a, b) => a.due.localeCompare(b.due) || a.registerId.localeCompare(b.registerId));
  const trips: Trip<Visit>[] = [];
  while (left.length > 0) {
    const first = left[0]?.due ?? today;
    const until = addDays(first, TRIP_DAYS);
    const count = left.filter(({ due }) => due <= until).length;
    const by = workingDayOnOrBefore(holidays, first);
    trips.push({ visits: left.splice(0, count), by: by >= today ? by : workingDayOnOrAfter(holidays, laterOf(today, by)) });
  }
  return trips;
}
