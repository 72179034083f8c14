import { addDays, dayOfWeek, type PlainDate } from './dates';

/** The bank holidays that are known, and up to which year the list reaches. */
export interface HolidayCalendar {
  readonly holidays: ReadonlySet<string>;
  /** Beyond the end of this year only weekends count (contract 5.1). */
  readonly lastKnownYear: number;
}

/** Builds a calendar from dates `YYYY-MM-DD`; the last year among them is the last known one. */
export function holidayCalendar(dates: readonly string[]): HolidayCalendar {
  return { holidays: new Set(dates), lastKnownYear: Math.max(0, ...dates.map((date) => Number(date.slice(0, 4)))) };
}

/** Monday to Friday and no bank holiday, England (FOIA 2000 s10(6)). */
export function isWorkingDay(calendar: HolidayCalendar, date: PlainDate): boolean {
  return dayOfWeek(date) <= 5 && !calendar.holidays.has(date);
}

/** The date itself where it is a working day, otherwise the last one before it. */
export function workingDayOnOrBefore(calendar: HolidayCalendar, date: PlainDate): PlainDate {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, -1);
  return day;
}

/** The date itself where it is a working day, otherwise the next one after it. */
export function workingDayOnOrAfter(calendar: HolidayCalendar, date: PlainDate): PlainDate {
  let day = date;
  while (!isWorkingDay(calendar, day)) day = addDays(day, 1);
  return day;
}

/** True where a date lies beyond the list, so that bank holidays are not known. */
export function beyondKnownHolidays(calendar: HolidayCalendar, date: PlainDate): boolean {
  return Number(date.slice(0, 4)) > calendar.lastKnownYear;
}
