import { speedsOf, tookOf } from '../../../domain/measures/speed';
import type { Fact } from '../../../domain/pathway/events';
import { admitted, day, held, life, stood } from './lives';

const asked = { group: 'all', period: { from: day('2026-07-01'), to: day('2026-09-30') } } as const;
const referred = (on: string): Fact => ({ type: 'referral-received', on: day(on), source: 'family' });
const decided = (on: string): Fact => ({ type: 'eligibility-decided', on: day(on), outcome: 'eligible', diagnosis: 'autism' });

test.each([
  [[], { count: 0, median: null, slowest: null }],
  // Four say something of single people.
  [[1, 2, 3, 40], { count: 4, median: null, slowest: 40 }],
  [[9, 1, 30, 2, 3], { count: 5, median: 3, slowest: 30 }],
  [[9, 1, 30, 2, 4, 3], { count: 6, median: 3.5, slowest: 30 }],
])('the median of %j', (days, expected) => {
  expect(tookOf(days)).toEqual(expected);
});

test.each([
  [
    'a decision, from the referral, by the day of the decision',
    [referred('2026-06-20'), decided('2026-07-01')],
    'referral-to-decision',
    11,
  ],
  ['one before the period', [referred('2026-06-20'), decided('2026-06-30')], 'referral-to-decision', null],
  ['the first of two decisions', [referred('2026-06-20'), decided('2026-07-01'), decided('2026-08-01')], 'referral-to-decision', 11],
  ['the first multi-agency meeting', [referred('2026-07-01'), held('2026-07-15', 'mam'), held('2026-08-15', 'mam')], 'referral-to-mam', 14],
  ['the first review of a stay', [admitted('2026-08-01'), held('2026-08-13', 'post-admission-cetr')], 'admission-to-cetr', 12],
  ['an LAEP is no review', [admitted('2026-08-01'), held('2026-08-13', 'laep')], 'admission-to-cetr', null],
  [
    'its report, and not that of another review',
    [
      held('2026-08-01', 'community-cetr', 'one'),
      { type: 'report-sent', on: day('2026-08-04'), meeting: 'two' },
      { type: 'report-sent', on: day('2026-08-11'), meeting: 'one' },
    ],
    'cetr-to-report',
    10,
  ],
  [
    'an urgent meeting, from its arranging',
    [
      { type: 'meeting-scheduled', on: day('2026-08-03'), heard: '2026-08-02', meeting: 'l', kind: 'laep' },
      held('2026-08-03', 'laep', 'l'),
    ],
    'laep-arranged-to-held',
    1,
  ],
  [
    'one that was written down afterwards',
    [
      { type: 'meeting-scheduled', on: day('2026-08-03'), heard: '2026-08-09', meeting: 'l', kind: 'laep' },
      held('2026-08-03', 'laep', 'l'),
    ],
    'laep-arranged-to-held',
    null,
  ],
  ['the review after it', [held('2026-08-03', 'laep'), held('2026-08-20', 'community-cetr')], 'laep-to-cetr', 17],
] as const)('how quickly: %s', (_, facts, speed, expected) => {
  const found = speedsOf([life(facts as readonly Fact[])], new Map(), asked)[speed];
  expect(found).toEqual({ count: expected === null ? 0 : 1, median: null, slowest: expected });
});

test('a community C(E)TR answers red while it goes on', () => {
  const reviewed = life([held('2026-08-12', 'community-cetr')]);
  const count = (ended: string): number =>
    speedsOf(
      [reviewed],
      new Map([
        [
          'LIFE-0001',
          stood([
            ['2026-08-01', 'red'],
            [ended, 'amber'],
          ]),
        ],
      ]),
      asked,
    )['red-to-cetr'].count;
  expect(count('2026-08-20')).toBe(1);
  expect(count('2026-08-12')).toBe(1);
  // They had come down before.
  expect(count('2026-08-11')).toBe(0);
});
