import type { Pool } from 'pg';
import { seesEveryone, type Looker } from '../../../domain/access/roles';
import { addDays, daysBetween, type Instant, londonDate, type PlainDate } from '../../../domain/calendar/dates';
import { readShut } from '../../access/restricted';
import { readSaid, sitesOf } from '../register/said';
import { countCalendar } from './counts';
import { readCalendarLines, type ShownDays } from './lines';
import { type Calendar, type CalendarAsked, type CalendarFilter, type CalendarSize, mondayOf } from './shape';

/** How many lines of a day there are, and how many of them fit, with whose they are looked at. */
interface DayFit {
  readonly on: PlainDate;
  readonly all: number;
  readonly fit: number;
}

/** The days of a week from its first on, until so many lines stand on them; null: none stands on it. */
function daysShown(week: number, counted: readonly DayFit[], from: PlainDate, most: number): ShownDays | null {
  const having = counted.filter(({ fit }) => fit > 0).toSorted((a, b) => (a.on < b.on ? -1 : 1));
  let before = 0;
  const shown = having.filter(({ fit }) => {
    const isShown = before < most;
    before += fit;
    return isShown;
  });
  const last = shown.at(-1);
  return last ? { week, first: addDays(from, 7 * week), last: last.on } : null;
}

/**
 * Reads weeks of a member of staff's calendar, over all people whom they may see. Throws where the database is away.
 */
export async function readCalendar(
  pool: Pool,
  looker: Looker,
  filter: CalendarFilter,
  now: Instant,
  { weeks: many, most }: CalendarSize,
): Promise<Calendar> {
  const { site, whose, sort = null, kind = null } = filter;
  const { id: reader, areas } = looker;
  const everyone = seesEveryone(looker.roles);
  const from = mondayOf(filter.from ?? londonDate(now));
  const shut = await readShut(pool, looker, now);
  const inHospital = everyone ? await readSaid(pool, looker, 'in-hospital', now) : [];
  const there = site === undefined ? null : inHospital.filter((one) => (one.site ?? 'not-known') === site);
  const asked: CalendarAsked = { at: new Date(now), areas, everyone, reader, sort, kind, shut, there };
  const counted = await countCalendar(pool, { ...asked, from, to: addDays(from, 7 * many - 1) });
  const isAsked = (staff: string | null): boolean => whose === 'all' || staff === null || staff === reader;
  const days = daysOf(counted.days.map((row) => (isAsked(row.staff) ? row : { ...row, fit: 0 })));
  const weekOf = ({ on }: DayFit): number => Math.floor(daysBetween(from, on) / 7);
  const ofWeeks = Array.from({ length: many }, (_, index) => days.filter((one) => weekOf(one) === index));
  const lines = await readCalendarLines(pool, asked, {
    days: ofWeeks.flatMap((week, index) => daysShown(index, week, from, most) ?? []),
    others: whose === 'all',
    most,
  });
  const sum = (of: 'all' | 'fit', some: readonly DayFit[]): number => some.reduce((total, row) => total + row[of], 0);
  return {
    day: londonDate(now),
    weeks: ofWeeks.map((week, index) => ({
      from: addDays(from, 7 * index),
      lines: lines.filter((line) => line.week === index),
      fit: sum('fit', week),
    })),
    all: sum('all', days),
    fit: sum('fit', days),
    overdue: counted.overdue.filter(({ staff }) => isAsked(staff)).reduce((total, { count }) => total + count, 0),
    sites: sitesOf(inHospital, shut),
  };
}

/** The counts of each day, whoever owns what stands on it. */
function daysOf(rows: readonly DayFit[]): readonly DayFit[] {
  const days = new Map<PlainDate, DayFit>();
  for (const { on, all, fit } of rows) {
    const known = days.get(on);
    days.set(on, { on, all: all + (known?.all ?? 0), fit: fit + (known?.fit ?? 0) });
  }
  return [...days.values()];
}
