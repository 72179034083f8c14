import { plainDate } from '../../domain/calendar/dates';
import { groupsOf, isPackDue, latestNext, reviewDue, wasLookedAt } from '../../domain/meetings/register-review';

const monthly = { number: 1, unit: 'months' } as const;

test.each([
  // Months are clamped to the month's end (contract 6.1(2)).
  ['2026-10-02', monthly, '2026-11-02'],
  ['2027-01-31', monthly, '2027-02-28'],
  ['2026-10-02', { number: 2, unit: 'weeks' } as const, '2026-10-16'],
  ['2026-10-02', { number: 1, unit: 'years' } as const, '2027-10-02'],
])('after one of %s, %o, the next is due on %s', (last, every, due) => {
  expect(reviewDue(plainDate(last), every)).toBe(due);
});

test('a group that meets on a day of the month may go a week beyond its interval, and no further', () => {
  // The first Tuesday of December, and the first Tuesday of January.
  expect(reviewDue(plainDate('2026-12-01'), monthly) < '2027-01-05').toBe(true);
  expect(latestNext(plainDate('2026-12-01'), monthly)).toBe('2027-01-08');
});

test('the pack is made so many days before the day, and not a day earlier', () => {
  const due = plainDate('2026-11-02');
  expect(isPackDue(due, { packDays: 7 }, plainDate('2026-10-25'))).toBe(false);
  expect(isPackDue(due, { packDays: 7 }, plainDate('2026-10-26'))).toBe(true);
});

test('children and adults are gone through apart, where the area says so', () => {
  expect(groupsOf({ apart: true })).toEqual(['under-18', 'adult']);
  expect(groupsOf({ apart: false })).toEqual(['all']);
});

test.each([
  [null, false],
  ['parked', false],
  ['not-looked-at', false],
  ['no-change', true],
  ['rating', true],
] as const)('%s: looked at %s', (decision, looked) => {
  expect(wasLookedAt(decision)).toBe(looked);
});
