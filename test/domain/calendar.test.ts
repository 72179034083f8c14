import fc from 'fast-check';
import { Temporal } from 'temporal-polyfill';
import {
  addDays,
  addMonths,
  birthday,
  dayOfWeek,
  daysBetween,
  endOfDay,
  formatInstant,
  isPlainDate,
  londonDate,
  londonTime,
  parseInstant,
  plainDate,
  startOfDay,
  type Instant,
  type PlainDate,
} from '../../domain/calendar/dates';
import { beyondKnownHolidays, isWorkingDay, workingDayOnOrAfter, workingDayOnOrBefore } from '../../domain/calendar/working-days';
import { coreContext } from '../../services/rules/policies';

const { holidays } = coreContext();
const anyDate = fc
  .date({ min: new Date('1950-01-01T00:00:00Z'), max: new Date('2150-12-31T00:00:00Z'), noInvalidDate: true })
  .map((date) => plainDate(date.toISOString().slice(0, 10)));

describe('dates', () => {
  it.each([
    ['2026-01-31', 1, '2026-02-28'],
    ['2024-02-29', 12, '2025-02-28'],
    ['2026-08-31', 6, '2027-02-28'],
    ['2026-10-13', 3, '2027-01-13'],
  ])('%s and %i months is %s', (from, months, to) => expect(addMonths(plainDate(from), months)).toBe(to));

  it.each([
    ['2008-02-29', 18, '2026-03-01'],
    ['2008-02-29', 16, '2024-02-29'],
    ['2008-03-01', 18, '2026-03-01'],
  ])('who is born on %s turns %i on %s', (bornOn, age, day) => expect(birthday(plainDate(bornOn), age)).toBe(day));

  it('counts days forth and back alike', () => {
    fc.assert(fc.property(anyDate, fc.integer({ min: -4000, max: 4000 }), (date, days) => daysBetween(date, addDays(date, days)) === days));
  });

  it('knows the days of the week', () => {
    expect(['2026-10-12', '2026-10-18', '1969-12-29'].map((date) => dayOfWeek(plainDate(date)))).toEqual([1, 7, 1]);
  });

  it.each(['2026-02-29', '2026-13-01', '26-01-01', '2026-1-1', '', '2026-01-01T00:00'])('%s is no date', (text) => {
    expect(isPlainDate(text)).toBe(false);
    expect(() => plainDate(text)).toThrow(RangeError);
  });
});

describe('London time', () => {
  it('has days of 23 and 25 hours', () => {
    const hours = (date: string): number => (endOfDay(plainDate(date)) + 1 - startOfDay(plainDate(date))) / 3_600_000;
    expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-06-01')]).toEqual([23, 25, 24]);
  });

  it('belongs to its own date at every edge of every day', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        expect(londonDate(startOfDay(date))).toBe(date);
        expect(londonDate(endOfDay(date))).toBe(date);
        expect(londonDate((startOfDay(date) - 1) as ReturnType<typeof startOfDay>)).toBe(addDays(date, -1));
      }),
    );
  });

  it.each([
    ['a time that summer time skips is read an hour later', '2026-03-29T01:30', '2026-03-29T02:30:00+01:00'],
    ['a time that comes twice is the first', '2026-10-25T01:30', '2026-10-25T01:30:00+01:00'],
    ['a local time is London', '2026-01-05T09:00', '2026-01-05T09:00:00+00:00'],
    ['an offset is heeded', '2026-07-01T09:00:00Z', '2026-07-01T10:00:00+01:00'],
  ])('%s', (_, text, shown) => expect(formatInstant(parseInstant(text))).toBe(shown));

  it('an instant is written as Temporal writes it, in whatever year and hour', () => {
    fc.assert(
      fc.property(fc.integer({ min: Date.UTC(1950, 0), max: Date.UTC(2150, 0) }), fc.boolean(), (at, whole) => {
        const instant = (whole ? at - (at % 1_000) : at) as Instant;
        const zoned = Temporal.Instant.fromEpochMilliseconds(instant).toZonedDateTimeISO('Europe/London');
        const smallestUnit = instant % 1_000 === 0 ? 'second' : 'millisecond';
        expect(formatInstant(instant)).toBe(zoned.toString({ timeZoneName: 'never', smallestUnit }));
      }),
    );
  });

  it('sends steps at eight by the clock on the wall', () => {
    expect([londonTime(plainDate('2026-07-01'), 480), londonTime(plainDate('2026-12-01'), 480 + 29)].map(formatInstant)).toEqual([
      '2026-07-01T08:00:00+01:00',
      '2026-12-01T08:29:00+00:00',
    ]);
  });

  it.each(['2026-10-01', 'tomorrow', '2026-10-01T25:00', '2026-02-30T10:00'])('%s is no instant', (text) => {
    expect(() => parseInstant(text)).toThrow(RangeError);
  });
});

describe('working days', () => {
  it('never land on a weekend or a bank holiday, and move no farther than they must', () => {
    fc.assert(
      fc.property(anyDate, (date) => {
        const before = workingDayOnOrBefore(holidays, date);
        const after = workingDayOnOrAfter(holidays, date);
        expect([isWorkingDay(holidays, before), isWorkingDay(holidays, after)]).toEqual([true, true]);
        expect(before <= date && date <= after).toBe(true);
        for (let day = addDays(before, 1); day < after; day = addDays(day, 1))
          if (day !== date) expect(isWorkingDay(holidays, day)).toBe(false);
      }),
    );
  });

  it('grow with the date', () => {
    fc.assert(
      fc.property(anyDate, fc.nat(30), (date, days) => {
        const later = addDays(date, days);
        expect(workingDayOnOrAfter(holidays, date) <= workingDayOnOrAfter(holidays, later)).toBe(true);
        expect(workingDayOnOrBefore(holidays, date) <= workingDayOnOrBefore(holidays, later)).toBe(true);
      }),
    );
  });

  it.each([
    ['Christmas Day 2026 and what follows', '2026-12-25', '2026-12-24', '2026-12-29'],
    ['Easter 2027', '2027-03-26', '2027-03-25', '2027-03-30'],
    ['an extra day, the funeral of 2022', '2022-09-19', '2022-09-16', '2022-09-20'],
    ['a working Wednesday', '2026-10-14', '2026-10-14', '2026-10-14'],
  ])('%s', (_, date, before, after) => {
    expect([workingDayOnOrBefore(holidays, plainDate(date)), workingDayOnOrAfter(holidays, plainDate(date))]).toEqual([before, after]);
  });

  it('are not known beyond the last year of the list', () => {
    const last = holidays.lastKnownYear;
    expect(beyondKnownHolidays(holidays, `${last}-12-31` as PlainDate)).toBe(false);
    expect(beyondKnownHolidays(holidays, `${last + 1}-01-01` as PlainDate)).toBe(true);
  });
});
