import { addDays, type Instant, type PlainDate, startOfDay } from '../../domain/calendar/dates';
import { dayText, lastMonth, readOneDay } from '../content/dates';

/** A period as it was asked for, by its first and its last day. */
export interface Period {
  /** As they stand in the form: `1 October 2026`, or what was typed. */
  readonly from: string;
  readonly to: string;
  /** As they stand in an address. */
  readonly asked: { readonly from: string; readonly to: string };
  readonly errors: readonly { readonly field: string; readonly message: string }[];
  /** In the day's own words: `from Thursday 1 October 2026 to …`; null: at any time. */
  readonly said: string | null;
  /** From this instant on, and before that one. */
  readonly since: Instant | null;
  readonly before: Instant | null;
}

const wrong = (field: 'from' | 'to', label: string): Period['errors'][number] => ({
  field,
  message: `${label} must be a day, like 15 October 2026`,
});

/** Without the day of the week, which nobody types. */
const inField = (day: PlainDate): string => dayText(day).replace(/^\w+ /, '');

/** Reads the two fields of a period, both of which may be empty: that side is open. */
export function periodOf(from: string, to: string): Period {
  const [first, last] = [from === '' ? null : readOneDay(from), to === '' ? null : readOneDay(to)];
  const errors = [
    ...(from !== '' && first === null ? [wrong('from', 'From')] : []),
    ...(to !== '' && last === null ? [wrong('to', 'To')] : []),
    ...(first !== null && last !== null && last < first ? [{ field: 'to', message: 'To must be the same day as From, or after it' }] : []),
  ];
  return {
    from: first === null ? from : inField(first),
    to: last === null ? to : inField(last),
    asked: { from: first ?? from, to: last ?? to },
    errors,
    said: saidOf(first, last),
    since: first === null ? null : startOfDay(first),
    before: last === null ? null : startOfDay(addDays(last, 1)),
  };
}

function saidOf(first: PlainDate | null, last: PlainDate | null): string | null {
  if (first === null) return last === null ? null : `to ${dayText(last)}`;
  return last === null ? `since ${dayText(first)}` : first === last ? `on ${dayText(first)}` : `from ${dayText(first)} to ${dayText(last)}`;
}

/** The periods that are asked for most, by their words. */
const usualPeriods = (today: PlainDate): readonly { readonly text: string; readonly from: PlainDate; readonly to: PlainDate }[] => [
  { text: 'Today', from: today, to: today },
  { text: 'Last 7 days', from: addDays(today, -6), to: today },
  { text: 'Last month', ...lastMonth(today) },
];

export interface PeriodLink {
  readonly text: string;
  readonly href: string;
  readonly current: boolean;
}

/** The periods that are asked for most, as links. `to`: the address of a period. */
export const linksOf = (period: Period, today: PlainDate, to: (from: PlainDate, to: PlainDate) => string): readonly PeriodLink[] =>
  usualPeriods(today).map((one) => ({
    text: one.text,
    href: to(one.from, one.to),
    current: period.asked.from === one.from && period.asked.to === one.to,
  }));
