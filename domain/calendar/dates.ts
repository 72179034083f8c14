import { Temporal } from 'temporal-polyfill';

/** A civil date in Europe/London, `YYYY-MM-DD`. Compared as text, which is the order of the calendar. */
export type PlainDate = string & { readonly __plainDate: true };

/** An instant: whole milliseconds since 1970 in UTC. */
export type Instant = number & { readonly __instant: true };

export const LONDON = 'Europe/London';

/** Reads `YYYY-MM-DD`; throws RangeError where it is no day of the calendar. */
export function plainDate(text: string): PlainDate {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) throw new RangeError(`not a date (YYYY-MM-DD): ${text}`);
  return Temporal.PlainDate.from(text, { overflow: 'reject' }).toString() as PlainDate;
}

/** True where the text is a day of the calendar, written `YYYY-MM-DD`. */
export function isPlainDate(text: string): text is PlainDate {
  try {
    plainDate(text);
    return true;
  } catch {
    return false;
  }
}

const DAY = 86_400_000;
const CACHE_LIMIT = 20_000;

/** Remembers answers, and forgets all of them when there are too many. */
function remembered<Key, Value>(work: (key: Key) => Value): (key: Key) => Value {
  const known = new Map<Key, Value>();
  return (key) => {
    let value = known.get(key);
    if (value === undefined) {
      value = work(key);
      if (known.size >= CACHE_LIMIT) known.clear();
      known.set(key, value);
    }
    return value;
  };
}

/** The same for a date and a number: many dates, and few numbers. */
function rememberedFor<Value>(work: (date: PlainDate, number: number) => Value): (date: PlainDate, number: number) => Value {
  const known = new Map<number, (date: PlainDate) => Value>();
  return (date, number) => {
    const own = known.get(number) ?? remembered((day: PlainDate) => work(day, number));
    known.set(number, own);
    return own(date);
  };
}

// A civil date has no zone, so that days can be counted in UTC, where each has 24 hours. Every pathway counts thousands of
// them, and a date object for each took most of a derivation's time.
const dayNumber = remembered((date: PlainDate): number => Date.parse(`${date}T00:00:00Z`) / DAY);
const dateOfDay = remembered((day: number): PlainDate => new Date(day * DAY).toISOString().slice(0, 10) as PlainDate);

/** The date a number of days later (earlier where negative). */
export function addDays(date: PlainDate, days: number): PlainDate {
  return dateOfDay(dayNumber(date) + days);
}

const monthsLater = rememberedFor(
  (date, months) => Temporal.PlainDate.from(date).add({ months }, { overflow: 'constrain' }).toString() as PlainDate,
);

/** The date a number of calendar months later; a day that the month lacks becomes its last (contract 6.1(2)). */
export function addMonths(date: PlainDate, months: number): PlainDate {
  return monthsLater(date, months);
}

/** Whole days from one date to another; negative where the second is earlier. */
export function daysBetween(from: PlainDate, to: PlainDate): number {
  return dayNumber(to) - dayNumber(from);
}

/** 1 is Monday, 7 is Sunday. */
export function dayOfWeek(date: PlainDate): number {
  // 1 January 1970 was a Thursday.
  return ((((dayNumber(date) + 3) % 7) + 7) % 7) + 1;
}

// Playing asks for the same two birthdays at every instant: worked out anew, they took most of its time.
const reaching = rememberedFor((bornOn, years) => {
  const born = Temporal.PlainDate.from(bornOn);
  const later = born.add({ years }, { overflow: 'constrain' });
  return (later.day === born.day ? later : later.add({ days: 1 })).toString() as PlainDate;
});

/**
 * The day on which someone born on `bornOn` reaches `age`.
 * Who is born on 29 February comes of age on 1 March in other years (contract 6.5(2)).
 */
export function birthday(bornOn: PlainDate, age: number): PlainDate {
  return reaching(bornOn, age);
}

/** The later of two dates. */
export const laterOf = (a: PlainDate, b: PlainDate): PlainDate => (a >= b ? a : b);
/** The earlier of two dates. */
export const earlierOf = (a: PlainDate, b: PlainDate): PlainDate => (a <= b ? a : b);

const startOf = remembered(
  (date: PlainDate): Instant => Temporal.PlainDate.from(date).toZonedDateTime(LONDON).epochMilliseconds as Instant,
);

/** 00:00 in London on a date. */
export function startOfDay(date: PlainDate): Instant {
  return startOf(date);
}

/** The last millisecond of a date in London. */
export function endOfDay(date: PlainDate): Instant {
  return (startOfDay(addDays(date, 1)) - 1) as Instant;
}

const atMinute = rememberedFor((date, minutes) => {
  const plainTime = Temporal.PlainTime.from({ hour: Math.floor(minutes / 60), minute: minutes % 60 });
  return Temporal.PlainDate.from(date).toZonedDateTime({ timeZone: LONDON, plainTime }).epochMilliseconds as Instant;
});

/** A time of day in London, in minutes after the clock's 00:00, as an instant. A time that summer time skips is read an hour later. */
export function londonTime(date: PlainDate, minutes: number): Instant {
  return atMinute(date, minutes);
}

const HOUR = 3_600_000;
const dateOfHour = remembered(
  (hour: number): PlainDate =>
    Temporal.Instant.fromEpochMilliseconds(hour * HOUR)
      .toZonedDateTimeISO(LONDON)
      .toPlainDate()
      .toString() as PlainDate,
);

/** The date in London at an instant. London's midnights fall on whole hours of UTC, so that one answer serves the hour. */
export function londonDate(at: Instant): PlainDate {
  return dateOfHour(Math.floor(at / HOUR));
}

// London's clocks change on whole hours of UTC.
const offsetOfHour = remembered((hour: number): { readonly milliseconds: number; readonly text: string } => {
  const { offsetNanoseconds, offset } = Temporal.Instant.fromEpochMilliseconds(hour * HOUR).toZonedDateTimeISO(LONDON);
  return { milliseconds: offsetNanoseconds / 1_000_000, text: offset };
});

/** An instant as ISO 8601 with London's offset, to the second (milliseconds where there are any): `2026-10-01T08:00:00+01:00`. */
export function formatInstant(at: Instant): string {
  const offset = offsetOfHour(Math.floor(at / HOUR));
  const local = new Date(at + offset.milliseconds).toISOString();
  return `${local.slice(0, at % 1_000 === 0 ? -5 : -1)}${offset.text}`;
}

/**
 * Reads an ISO 8601 instant; a local time without an offset is Europe/London
 * (one that summer time skips is read an hour later, one that comes twice is the first).
 * Throws RangeError where it is neither, and where anything follows: a zone in brackets (RFC 9557) may contradict the offset.
 */
export function parseInstant(text: string): Instant {
  if (!/^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2}([.,]\d{1,9})?)?(Z|[+-]\d{2}(:?\d{2})?)?$/i.test(text))
    throw new RangeError(`not a date and time (YYYY-MM-DDTHH:MM, with or without an offset): ${text}`);
  if (/(Z|[+-]\d{2}(:?\d{2})?)$/i.test(text)) return Temporal.Instant.from(text).epochMilliseconds as Instant;
  return Temporal.PlainDateTime.from(text, { overflow: 'reject' }).toZonedDateTime(LONDON, { disambiguation: 'compatible' })
    .epochMilliseconds as Instant;
}
