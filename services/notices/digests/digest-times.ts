import { addDays, londonDate, londonTime, type Instant, type PlainDate } from '../../../domain/calendar/dates';
import { isWorkingDay, type HolidayCalendar } from '../../../domain/calendar/working-days';

/** 08:30 in London: after the steps of the day (08:00 to 08:29) have fired. */
const DIGEST_MINUTES = 8 * 60 + 30;

const digestTime = (date: PlainDate): Instant => londonTime(date, DIGEST_MINUTES);

/** The digest whose time has come last, at or before an instant: on working days only. */
export function lastDigestAt(now: Instant, holidays: HolidayCalendar): Instant {
  let day = londonDate(now);
  while (digestTime(day) > now || !isWorkingDay(holidays, day)) day = addDays(day, -1);
  return digestTime(day);
}

/** The next digest after an instant. */
export function nextDigestAt(now: Instant, holidays: HolidayCalendar): Instant {
  let day = londonDate(now);
  while (digestTime(day) <= now || !isWorkingDay(holidays, day)) day = addDays(day, 1);
  return digestTime(day);
}
