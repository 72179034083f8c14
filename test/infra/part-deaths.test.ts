import { Deaths } from '../../scripts/serve/deaths';

const minute = 60_000;

describe('a part that dies', () => {
  it('is started again at once, then after longer and longer pauses, and given up at its fifth early death', () => {
    const deaths = new Deaths();
    expect([1, 1, 1, 1, 1].map((lived) => deaths.pauseAfter(lived))).toEqual([0, 2_000, 5_000, 15_000, undefined]);
  });

  it('begins anew after it has lived for more than a minute', () => {
    const deaths = new Deaths();
    expect([1, 1, 1, 1, minute + 1, 1].map((lived) => deaths.pauseAfter(lived))).toEqual([0, 2_000, 5_000, 15_000, 0, 2_000]);
  });

  it('never pauses for more than half a minute, and is never given up for deaths that are far apart', () => {
    const deaths = new Deaths();
    const pauses = [2 * minute, 1, 1, 1, 1].map((lived) => deaths.pauseAfter(lived));
    expect(pauses).toEqual([0, 2_000, 5_000, 15_000, 30_000]);
    expect(Array.from({ length: 50 }, () => deaths.pauseAfter(2 * minute))).toEqual(Array.from({ length: 50 }, () => 0));
  });
});
