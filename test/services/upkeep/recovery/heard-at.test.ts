import { londonDate, parseInstant, type PlainDate } from '../../../../domain/calendar/dates';
import type { Fact } from '../../../../domain/pathway/events';
import { heardAsSaid, heardAsTaken, isHeardTooLate } from '../../../../services/upkeep/recovery/heard-at';

const visit = (on: string) => ({ type: 'visit-held', on }) as Fact;
const meeting = (on: string): Fact => ({ type: 'meeting-scheduled', on: on as PlainDate, meeting: 'm', kind: 'mam', invited: [] });
const kept = (at: string | null, takenAt: string, ...facts: Fact[]) => ({
  facts,
  at: at === null ? null : parseInstant(at),
  received: null,
  takenAt: parseInstant(takenAt),
});

test.each([
  ['before Temporal had it', '2026-11-02T10:00:00', '2026-11-02T10:05:00'],
  ['late, Temporal having been away for two days', '2026-11-02T10:00:00', '2026-11-04T10:00:00'],
  ['within a minute of it, as two clocks may differ', '2026-11-02T10:01:00', '2026-11-02T10:00:00'],
  // As where one wrong clock was everybody's.
  ['by a clock that was Temporal’s too', '2027-11-02T10:00:00', '2027-11-02T10:00:00'],
])('what was heard %s was heard as it says', (_, at, takenAt) => {
  const one = kept(at, takenAt, visit(at.slice(0, 10)));
  expect(isHeardTooLate(one)).toBe(false);
  expect(heardAsTaken(one)).toEqual({ facts: one.facts, at: one.at, received: null, days: 0 });
});

test('what came to Temporal first was heard when it came', () => {
  const one = kept(null, '2026-11-02T10:00:00', visit('2026-11-02'));
  expect(heardAsTaken(one)).toEqual({ facts: one.facts, at: one.takenAt, received: null, days: 0 });
});

test('what says to be heard after Temporal had it was heard when Temporal took it; the wrong clock’s own day is the day of then', () => {
  const one = kept('2026-11-03T00:30:00', '2026-11-02T00:30:00', visit('2026-11-03'), visit('2026-11-01'), meeting('2026-11-03'));
  expect(heardAsTaken(one)).toEqual({
    facts: [visit('2026-11-02'), visit('2026-11-01'), meeting('2026-11-03')],
    at: one.takenAt,
    received: null,
    days: 1,
  });
  // Nobody said that a clock was ahead.
  expect(heardAsSaid(one)).toEqual({ facts: one.facts, at: one.at, received: null, days: 0 });
});

test('a clock some hours ahead on the same day of London gives no other day', () => {
  const one = kept('2026-07-02T23:30:00', '2026-07-02T00:30:00', visit('2026-07-02'));
  expect(londonDate(one.takenAt)).toBe('2026-07-02');
  expect(heardAsTaken(one)).toEqual({ facts: one.facts, at: one.takenAt, received: null, days: 0 });
});

test('what was held back came no later than Temporal had it', () => {
  const one = kept('2026-11-03T10:00:00', '2026-11-02T10:00:00', visit('2026-11-03'));
  const [late, early] = [parseInstant('2026-11-03T09:00:00'), parseInstant('2026-11-02T09:00:00')];
  expect(heardAsTaken({ ...one, received: late })).toMatchObject({ facts: [visit('2026-11-02')], at: one.takenAt, received: one.takenAt });
  expect(heardAsTaken({ ...one, received: early })).toMatchObject({ facts: one.facts, at: one.takenAt, received: early });
  expect(heardAsSaid({ ...one, received: late })).toEqual({ facts: one.facts, at: one.at, received: late, days: 0 });
});
