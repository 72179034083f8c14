import { parseInstant } from '../../domain/calendar/dates';
import { holidayCalendar } from '../../domain/calendar/working-days';
import type { Fact } from '../../domain/pathway/events';
import { confirmBy, secondPerson } from '../../domain/pathway/second-person';
import type { LogEntry } from '../../domain/pathway/types';

const logOf = (...facts: readonly (readonly [id: string, fact: Fact])[]): LogEntry[] =>
  facts.map(([id, fact], index) => ({ id, sequence: index + 1, at: parseInstant('2026-10-02T09:00'), fact }));
const rated: Fact = { type: 'rating-set', rating: 'red' };
const discharged: Fact = { type: 'discharged' };
const visited: Fact = { type: 'visit-held' };
const takes = (...events: string[]): Fact => ({ type: 'corrected', events });

describe('until when a correction is confirmed', () => {
  const holidays = holidayCalendar(['2026-12-25', '2026-12-28', '2027-01-01']);
  it.each([
    ['2026-09-28T09:00', '2026-09-30'],
    ['2026-10-01T23:59', '2026-10-05'],
    ['2026-10-02T00:01', '2026-10-06'],
    ['2026-10-03T12:00', '2026-10-06'],
    ['2026-12-24T12:00', '2026-12-30'],
    ['2026-12-25T12:00', '2026-12-30'],
    ['2026-12-31T12:00', '2027-01-05'],
    // Of a year of which no holidays are known, weekends alone count.
    ['2028-12-22T12:00', '2028-12-26'],
  ])('of one heard at %s: %s', (at, day) => expect(confirmBy(holidays, parseInstant(at))).toBe(day));
});

describe('what a second person is asked', () => {
  it('about ratings, discharges and endings, whatever else the same correction takes back; and about nothing else', () => {
    const log = logOf(['a', rated], ['b', visited], ['c', discharged], ['d', { type: 'person-died' }]);
    const asked = (...events: string[]) => secondPerson([...log, ...logOf(['x', takes(...events)])], new Set(['x'])).toConfirm;
    expect(asked('b', 'a', 'd')).toEqual([{ event: 'x', types: ['rating-set', 'person-died'] }]);
    expect(asked('c')).toEqual([{ event: 'x', types: ['discharged'] }]);
    expect(asked('b')).toEqual([]);
  });

  it('once: what had been heard before is not asked about again, and what is corrected once more is asked about anew alone', () => {
    const putRight: Fact = { type: 'corrected', event: 'a', with: { type: 'rating-set', rating: 'amber' } };
    const log = logOf(['a', rated], ['b', discharged], ['x', putRight], ['y', takes('b')], ['z', takes('a')]);
    expect(secondPerson(log, new Set(['z']))).toEqual({ toConfirm: [{ event: 'z', types: ['rating-set'] }], overtaken: ['x'] });
    expect(secondPerson(log.slice(0, 4), new Set(['y']))).toEqual({ toConfirm: [{ event: 'y', types: ['discharged'] }], overtaken: [] });
    // Both at once.
    expect(secondPerson(log, new Set(['x', 'y', 'z'])).toConfirm.map(({ event }) => event)).toEqual(['y', 'z']);
  });
});
