import { upgradeState } from '../../workflows/carried-state';

const state = {
  version: 1,
  registerId: 'ABCD-1234',
  pathway: 1,
  sequence: 7,
  wakeUps: [{ deadline: 'mam:a', label: 'mam remind 2026-12-01', at: 1_780_000_000_000 }],
  clockOffset: 0,
};

test('the state that is carried from run to run is read as it was written', () => {
  expect(upgradeState(state)).toEqual(state);
  expect(upgradeState({ ...state, eventLimit: 20 })).toEqual({ ...state, eventLimit: 20 });
});

test.each([[{ ...state, version: 2 }], [{ ...state, pathway: 0 }], [{}], [null]])('%j is no state of a pathway', (input) => {
  expect(() => upgradeState(input)).toThrow();
});
