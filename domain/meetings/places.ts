import { addDays, dayOfWeek, type PlainDate } from '../calendar/dates';
import { type HolidayCalendar, isWorkingDay } from '../calendar/working-days';
import type { MeetingKind } from '../pathway/events';

export const WEEKDAYS = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday'] as const;

/** A standing place of an area: each week on its day, for so many meetings one beside the other. */
export interface StandingPlace {
  readonly id: string;
  readonly kinds: readonly MeetingKind[];
  readonly weekday: (typeof WEEKDAYS)[number];
  /** In London, `HH:MM`. */
  readonly time: string;
  readonly until: string;
  readonly where: string;
  readonly seats: number;
  /** Without whom no meeting is held there: the chair and the experts of a panel. */
  readonly sits?: readonly string[] | undefined;
}

/** A place on a day: what one meeting can be given. */
export interface Place {
  readonly place: string;
  readonly on: PlainDate;
  readonly time: string;
  readonly until: string;
  readonly where: string;
  /** Which of those one beside the other, 1 and on, and how many there are. */
  readonly seat: number;
  readonly seats: number;
}

/** What an area has, and when it has nothing. */
export interface PlacesOf {
  readonly places: readonly StandingPlace[];
  /** With `who`: only where they sit. */
  readonly noPlaces: readonly { readonly from: string; readonly to: string; readonly who?: string | undefined }[];
}

/** The days from the first one on which something is searched for: nobody plans further ahead. */
const MOST_DAYS = 400;

/**
 * The places of an area for a kind of meeting, from one day to another, both included, the earliest first. None on a weekend, on a bank holiday,
 * where the area says that there are none, or where somebody who sits there is away. Pure; days in London.
 */
export function placesBetween(
  { places, noPlaces }: PlacesOf,
  kind: MeetingKind,
  from: PlainDate,
  to: PlainDate,
  holidays: HolidayCalendar,
): Place[] {
  const own = places.filter(({ kinds }) => kinds.includes(kind));
  const found: Place[] = [];
  for (let day = from, count = 0; day <= to && count < MOST_DAYS; day = addDays(day, 1), count += 1) {
    if (!isWorkingDay(holidays, day)) continue;
    const none = noPlaces.filter(({ from: first, to: last }) => day >= first && day <= last);
    const today = own
      .filter(
        ({ weekday, sits }) =>
          WEEKDAYS.indexOf(weekday) + 1 === dayOfWeek(day) && !none.some(({ who }) => who === undefined || sits?.includes(who)),
      )
      .toSorted((a, b) => a.time.localeCompare(b.time));
    for (const { id, time, until, where, seats } of today)
      for (let seat = 1; seat <= seats; seat += 1) found.push({ place: id, on: day, time, until, where, seat, seats });
  }
  return found;
}
