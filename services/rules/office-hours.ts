import { type Instant, londonDate, parseInstant } from '../../domain/calendar/dates';
import { type HolidayCalendar, isWorkingDay } from '../../domain/calendar/working-days';
import type { Area } from './areas';

/**
 * Whether an area's team is at work at an instant: on working days, between its hours, in London. An area that does not say its hours is never
 * known to be: what waits for nobody but its team then goes to on-call as well.
 */
export function isOfficeOpen({ team: { hours } }: Pick<Area, 'team'>, holidays: HolidayCalendar, now: Instant): boolean {
  const day = londonDate(now);
  if (hours === undefined || !isWorkingDay(holidays, day)) return false;
  return now >= parseInstant(`${day}T${hours.from}`) && now < parseInstant(`${day}T${hours.to}`);
}
