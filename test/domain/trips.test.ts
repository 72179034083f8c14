import fc from 'fast-check';
import { addDays, plainDate } from '../../domain/calendar/dates';
import { isWorkingDay } from '../../domain/calendar/working-days';
import { TRIP_DAYS, tripsOf } from '../../domain/meetings/trips';
import { coreContext } from '../../services/rules/policies';

const { holidays } = coreContext();
const today = plainDate('2026-11-02');
const owed = (...dues: readonly string[]) => dues.map((due, index) => ({ registerId: `P${index}`, due: plainDate(due) }));
const told = (dues: readonly string[]) =>
  tripsOf(owed(...dues), today, holidays).map(({ visits, by }) => `${visits.map(({ due }) => due).join(' ')} by ${by}`);

test('three weeks of each other are one trip, a day more is another', () => {
  expect(told(['2026-11-20', '2026-11-09', '2026-11-12'])).toEqual(['2026-11-09 2026-11-12 2026-11-20 by 2026-11-09']);
  expect(told(['2026-11-09', '2026-11-30', '2026-12-01'])).toEqual(['2026-11-09 2026-11-30 by 2026-11-09', '2026-12-01 by 2026-12-01']);
});

test('it is made on a working day on which all are in time, or, where one is late, on the next', () => {
  // Sunday 8 November: the Friday before it.
  expect(told(['2026-11-08'])).toEqual(['2026-11-08 by 2026-11-06']);
  expect(told(['2026-10-20', '2026-11-05'])).toEqual(['2026-10-20 2026-11-05 by 2026-11-02']);
});

test('each visit is in one trip, none spans more than three weeks, and there cannot be fewer', () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: -30, max: 200 }), { maxLength: 40 }), (offsets) => {
      const visits = offsets.map((offset, index) => ({ registerId: `P${index}`, due: addDays(today, offset) }));
      const trips = tripsOf(visits, today, holidays);
      expect(trips.flatMap((trip) => trip.visits.map(({ registerId }) => registerId)).toSorted()).toEqual(
        visits.map(({ registerId }) => registerId).toSorted(),
      );
      for (const { visits: own, by } of trips) {
        const [first, last] = [own[0]?.due ?? '', own.at(-1)?.due ?? ''];
        expect(last <= addDays(plainDate(first), TRIP_DAYS)).toBe(true);
        expect(isWorkingDay(holidays, by)).toBe(true);
        expect(by >= today).toBe(true);
        if (first >= today && isWorkingDay(holidays, plainDate(first))) expect(by <= first).toBe(true);
      }
      // The first visits of the trips lie more than three weeks apart: no trip could have two of them.
      const firsts = trips.map((trip) => trip.visits[0]?.due ?? '');
      for (let index = 1; index < firsts.length; index += 1)
        expect((firsts[index] ?? '') > addDays(plainDate(firsts[index - 1] ?? ''), TRIP_DAYS)).toBe(true);
    }),
  );
});
