import type { Rating } from '../../../domain/pathway/events';
import { admissionsOf } from '../../../domain/measures/lives';
import { movesOf } from '../../../domain/measures/moves';
import { lastQuarter, periodFault } from '../../../domain/measures/period';
import { admitted, day, discharged, held, life, stood } from './lives';

const period = { from: day('2026-07-01'), to: day('2026-09-30') };
const everybody = { group: 'all', period } as const;

test.each([
  // Came down, and nothing followed.
  [
    'amber, by day',
    [
      ['2026-06-01', 'red'],
      ['2026-07-10', 'amber'],
    ],
    { avoided: 1 },
  ],
  // The first and the last day of the period count, the day before and after do not.
  [
    'on the first day',
    [
      ['2026-06-01', 'red'],
      ['2026-07-01', 'green'],
    ],
    { avoided: 1 },
  ],
  [
    'on the last day',
    [
      ['2026-06-01', 'red'],
      ['2026-09-30', 'green'],
    ],
    { avoided: 1 },
  ],
  [
    'the day before',
    [
      ['2026-06-01', 'red'],
      ['2026-06-30', 'green'],
    ],
    {},
  ],
  [
    'after it',
    [
      ['2026-06-01', 'red'],
      ['2026-10-01', 'green'],
    ],
    { goesOn: 1 },
  ],
  ['began after it', [['2026-10-01', 'red']], {}],
  // Blue is the admission.
  [
    'admitted from red',
    [
      ['2026-06-01', 'red'],
      ['2026-07-10', 'blue'],
      ['2026-08-10', 'amber'],
    ],
    { admitted: 1 },
  ],
  // 28 days after 10 July is 7 August.
  [
    'admitted 28 days after coming down',
    [
      ['2026-06-01', 'red'],
      ['2026-07-10', 'amber'],
      ['2026-08-07', 'blue'],
    ],
    { admitted: 1 },
  ],
  [
    'admitted 29 days after',
    [
      ['2026-06-01', 'red'],
      ['2026-07-10', 'amber'],
      ['2026-08-08', 'blue'],
    ],
    { avoided: 1 },
  ],
  [
    'left from red',
    [
      ['2026-06-01', 'red'],
      ['2026-07-10', 'off'],
    ],
    { left: 1 },
  ],
  // Said red twice is red once; red again is another crisis.
  [
    'red twice on end',
    [
      ['2026-06-01', 'red'],
      ['2026-06-20', 'red'],
      ['2026-07-10', 'amber'],
    ],
    { avoided: 1 },
  ],
  [
    'red again',
    [
      ['2026-06-01', 'red'],
      ['2026-07-10', 'amber'],
      ['2026-08-20', 'red'],
    ],
    { avoided: 1, goesOn: 1 },
  ],
] as const)('what became of red: %s', (_, spells, expected) => {
  const people = [stood(spells as unknown as readonly (readonly [string, Rating | 'off' | null])[])];
  expect(movesOf(people, everybody).crises).toEqual({ avoided: 0, admitted: 0, left: 0, goesOn: 0, ...expected });
});

test('who was on the register in the period is counted once, and who came and left by the rating', () => {
  const people = [
    stood([['2026-01-01', 'amber']]),
    stood([
      ['2026-01-01', 'amber'],
      ['2026-06-30', 'off'],
    ]),
    // Off on the first day of the period: not on it on any day's end, as it was on 30 June.
    stood([
      ['2026-01-01', 'green'],
      ['2026-07-01', 'off'],
    ]),
    stood([['2026-09-30', 'red']]),
    stood([['2026-10-01', 'red']]),
    stood([
      ['2026-07-05', 'amber'],
      ['2026-07-20', 'off'],
      ['2026-08-20', null],
    ]),
  ];
  expect(movesOf(people, everybody)).toMatchObject({
    supported: 3,
    came: { red: 1, amber: 1, none: 1 },
    left: { green: 1, amber: 1 },
  });
});

test('the age counts on the day; who has no birth date is counted as a child', () => {
  const turns = stood(
    [
      ['2026-07-05', 'amber'],
      ['2026-08-05', 'off'],
    ],
    day('2008-08-01'),
  );
  const unknown = stood([['2026-07-05', 'red']], null);
  expect(movesOf([turns, unknown], { group: 'under-18', period })).toMatchObject({ supported: 2, came: { amber: 1, red: 1 }, left: {} });
  expect(movesOf([turns, unknown], { group: 'adult', period })).toMatchObject({ supported: 0, came: {}, left: { amber: 1 } });
});

test('admissions, those within a year after a discharge, and what followed reviews at home', () => {
  const lives = [
    life([
      admitted('2025-01-10'),
      discharged('2025-07-15'),
      // 15 July 2025 and a year: the last day that is within it.
      held('2026-06-30', 'community-cetr'),
      held('2026-07-01', 'community-cetr'),
      admitted('2026-07-15'),
      // In the stay: no review at home.
      held('2026-07-20', 'community-cetr'),
      discharged('2026-08-01'),
      // 28 days later is the last day of the period: over only when that day is.
      held('2026-09-02', 'community-cetr'),
      held('2026-09-10', 'community-cetr'),
    ]),
    // A day too late; and gone the same day, which is no return.
    life([admitted('2025-01-10'), discharged('2025-07-14'), admitted('2026-07-15'), discharged('2026-07-15')]),
  ];
  expect(admissionsOf(lives, everybody, day('2026-10-01'))).toEqual({
    ...{ all: 2, again: 1, discharges: 2 },
    afterReview: { followed: 1, none: 1, soon: 1 },
  });
});

test('a period goes up to today, the right way round, and over five years at most', () => {
  expect(lastQuarter(day('2026-10-02'))).toEqual({ from: '2026-07-03', to: '2026-10-02' });
  const fault = (from: string, to: string) => periodFault({ from: day(from), to: day(to) }, day('2026-10-02'));
  expect(fault('2026-10-02', '2026-10-02')).toBeNull();
  expect(fault('2026-10-01', '2026-10-03')).toBe('after-today');
  expect(fault('2026-10-02', '2026-10-01')).toBe('turned');
  expect(fault('2021-10-03', '2026-10-02')).toBeNull();
  expect(fault('2021-10-02', '2026-10-02')).toBe('too-long');
});
