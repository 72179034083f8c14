import { Deaths } from '../../operations/serve/deaths';

const minute = 60_000;

describe('a part that dies', () => {
  it('is started again at once, then after longer and longer pauses, with an alarm from its fifth early death on, and never given up', () => {
    const deaths = new Deaths();
    const revivals = Array.from({ length: 9 }, () => deaths.after(1));
    expect(revivals.map(({ pause }) => pause)).toEqual([0, 2_000, 5_000, 15_000, 30_000, 60_000, 60_000, 60_000, 60_000]);
    expect(revivals.map(({ alarming }) => alarming)).toEqual([false, false, false, false, true, true, true, true, true]);
  });

  it('begins anew after it has lived for more than a minute', () => {
    const deaths = new Deaths();
    expect([1, 1, 1, 1, minute + 1, 1].map((lived) => deaths.after(lived).pause)).toEqual([0, 2_000, 5_000, 15_000, 0, 2_000]);
  });

  it('is started again at once, and without an alarm, for deaths that are far apart', () => {
    const deaths = new Deaths();
    for (let death = 0; death < 9; death += 1) deaths.after(1);
    expect(Array.from({ length: 50 }, () => deaths.after(2 * minute))).toEqual(
      Array.from({ length: 50 }, () => ({ pause: 0, alarming: false })),
    );
  });
});
