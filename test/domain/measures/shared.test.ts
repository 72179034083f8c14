import { answersOf } from '../../../domain/measures/feedback';
import { told, toldParts } from '../../../domain/measures/small';

test.each([
  [0, 'few'],
  [4, 'few'],
  [5, 5],
] as const)('%d is told as %s', (count, expected) => {
  expect(told(count)).toBe(expected);
});

test.each([
  // One that is small could be worked out from the whole: the smallest other one is not told either.
  [
    [20, 2, 9],
    [20, 'few', null],
  ],
  [
    [20, 2, 1],
    [20, 'few', 'few'],
  ],
  [
    [20, 7, 9],
    [20, 7, 9],
  ],
  [
    [20, 3],
    [null, 'few'],
  ],
  [
    [1, 2],
    ['few', 'few'],
  ],
] as const)('of the parts %j is told %j', (counts, expected) => {
  expect(toldParts(counts)).toEqual(expected);
});

test('answers are counted by question, and what is none is left out', () => {
  const { answers, by } = answersOf([
    { listened: 'yes', understood: 'partly', 'said-by': 'person' },
    { listened: 'yes', understood: 'maybe', better: ['no'], 'said-by': 'both' },
    { 'said-by': 'declined', words: 'x' },
  ]);
  expect(answers.listened).toEqual({ yes: 2, partly: 0, no: 0, 'not-said': 0 });
  expect(answers.understood).toEqual({ yes: 0, partly: 1, no: 0, 'not-said': 0 });
  expect(answers.better.no).toBe(0);
  expect(by).toEqual({ person: 1, family: 0, both: 1, declined: 1 });
});
