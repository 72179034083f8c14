import { upgradeState } from '../../../workflows/carried-state';

const state = {
  version: 1,
  registerId: 'ABCD-1234',
  pathway: 1,
  sequence: 7,
  wakeUps: [{ deadline: 'mam:a', label: 'mam remind 2026-12-01', at: 1_780_000_000_000 }],
  clockOffset: 0,
};

test('the state that is carried from run to run is read as it was written', () => {
  expect(upgradeState(state)).toStrictEqual(state);
  expect(upgradeState({ ...state, eventLimit: 20 })).toStrictEqual({ ...state, eventLimit: 20 });
});

test('what no release has written is not carried on', () => {
  expect(upgradeState({ ...state, head: null, clock: 1_780_000_000_000, words: 'typed' })).toStrictEqual({
    ...state,
    head: null,
    clock: 1_780_000_000_000,
  });
});

test.each([
  [{ ...state, version: 2 }],
  [{ ...state, registerId: 7 }],
  [{ ...state, pathway: 0 }],
  [{ ...state, pathway: 1.5 }],
  [{ ...state, sequence: -1 }],
  [{ ...state, head: 7 }],
  [{ ...state, clock: 'noon' }],
  [{ ...state, wakeUps: undefined }],
  [{ ...state, wakeUps: [{ deadline: 'mam:a', label: 'mam remind 2026-12-01' }] }],
  [{ ...state, wakeUps: [null] }],
  [{ ...state, clockOffset: undefined }],
  [{ ...state, eventLimit: 0 }],
  [{}],
  [null],
])('%j is no state of a pathway', (input) => {
  expect(() => upgradeState(input)).toThrow(TypeError);
});
