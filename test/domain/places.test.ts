import { addDays, dayOfWeek, plainDate } from '../../domain/calendar/dates';
import { isWorkingDay } from '../../domain/calendar/working-days';
import { placesBetween, type StandingPlace } from '../../domain/meetings/places';
import { coreContext } from '../../services/rules/policies';

const { holidays } = coreContext();
const MAM: StandingPlace = { id: 'mam', kinds: ['mam'], weekday: 'tuesday', time: '10:00', until: '11:30', where: 'Room 2', seats: 2 };
const LATE: StandingPlace = { ...MAM, id: 'late', time: '14:00', until: '15:00', seats: 1 };
const PANEL: StandingPlace = { ...MAM, id: 'panel', kinds: ['community-cetr', 'post-admission-cetr'], weekday: 'friday', seats: 1 };
const of = (places: StandingPlace[], noPlaces: { from: string; to: string; who?: string }[] = []) => ({ places, noPlaces });
const between = (from: string, to: string, what = of([PANEL, LATE, MAM]), kind: 'mam' | 'community-cetr' = 'mam') =>
  placesBetween(what, kind, plainDate(from), plainDate(to), holidays).map(({ place, on, seat }) => `${on} ${place} ${seat}`);

test.each([
  [
    'its day of the week, by time, one beside the other',
    '2026-12-01',
    '2026-12-07',
    ['2026-12-01 mam 1', '2026-12-01 mam 2', '2026-12-01 late 1'],
  ],
  ['the last day belongs to it', '2026-12-02', '2026-12-08', ['2026-12-08 mam 1', '2026-12-08 mam 2', '2026-12-08 late 1']],
  ['none where the days run backwards', '2026-12-08', '2026-12-01', []],
])('%s', (_what, from, to, expected) => expect(between(from, to)).toEqual(expected));

test('another kind has its own, and a bank holiday or a day without places has none', () => {
  // Friday 25 December 2026 is Christmas Day.
  expect(between('2026-12-18', '2027-01-01', of([PANEL]), 'community-cetr')).toEqual(['2026-12-18 panel 1']);
  expect(between('2026-12-18', '2027-01-08', of([PANEL], [{ from: '2026-12-18', to: '2026-12-20' }]), 'community-cetr')).toEqual([
    '2027-01-08 panel 1',
  ]);
  expect(between('2026-12-01', '2026-12-31', of([PANEL]))).toEqual([]);
});

test('where somebody who sits there is away, it has no place, and others have theirs', () => {
  const chaired = { ...PANEL, sits: ['chair', 'expert'] };
  const other = { ...PANEL, id: 'other', sits: ['deputy'] };
  const what = of([chaired, other], [{ from: '2026-12-04', to: '2026-12-11', who: 'expert' }]);
  expect(between('2026-12-01', '2026-12-18', what, 'community-cetr')).toEqual([
    '2026-12-04 other 1',
    '2026-12-11 other 1',
    '2026-12-18 panel 1',
    '2026-12-18 other 1',
  ]);
});

test('over a year: in order, each once, never on a day on which nobody works', () => {
  const all = placesBetween(of([MAM, LATE, PANEL]), 'mam', plainDate('2026-01-01'), plainDate('2026-12-31'), holidays);
  const keys = all.map(({ on, time, place, seat }) => `${on} ${time} ${place} ${seat}`);
  expect(keys).toEqual(keys.toSorted());
  expect(new Set(keys).size).toBe(keys.length);
  for (const { on } of all) expect([dayOfWeek(on), isWorkingDay(holidays, on)]).toEqual([2, true]);
  // Fifty-two Tuesdays and no bank holiday among them in 2026.
  expect(all).toHaveLength(52 * 3);
  expect(all[0]?.on).toBe(addDays(plainDate('2026-01-01'), 5));
});
