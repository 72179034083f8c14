import type { Difference, DifferenceCode } from '../../../../services/upkeep/proof/difference';
import { settle, type Subject } from '../../../../services/upkeep/proof/settle';
import type { Look } from '../../../../services/upkeep/proof/timers/timers';

const difference = (code: DifferenceCode, label = ''): Difference => ({
  code,
  registerId: 'TEST-0001',
  pathway: 1,
  params: { label },
  mended: false,
});
const missing = difference('timer-missing', 'mam due 2026-10-08');
const gone = difference('workflow-not-running');
const stuck = difference('workflow-stuck');
const behind = difference('log-behind-workflow');
const look = (...differences: Difference[]): Look => ({ expected: 3, found: 2, differences });

/** Something that looks each time as the next of `looks` says, and at last as the last. */
function subject(...looks: Look[]): Subject & { told: number; looked: number } {
  const own = {
    told: 0,
    looked: 0,
    look: async () => {
      own.looked += 1;
      const [next] = looks;
      if (looks.length > 1) looks.shift();
      return next ?? look();
    },
    tell: async () => void (own.told += 1),
  };
  return own;
}

const run = (subjects: readonly Subject[], mendAfter: readonly number[] | null = [0, 0, 0]) =>
  settle(subjects, { confirmAfter: [0, 0], mendAfter });
const mended = (one: Difference): Difference => ({ ...one, mended: true });

test('what is well is looked at once, and nobody is told', async () => {
  const well = subject(look());
  expect(await run([well])).toEqual(look());
  expect([well.looked, well.told]).toEqual([1, 0]);
});

test('what was only on its way is no difference, however often something else is', async () => {
  const moving = subject(look(missing), look(difference('timer-missing', 'another')), look(missing));
  expect((await run([moving])).differences).toEqual([]);
  expect(moving.told).toBe(0);
});

test('what stays is told, and named as mended where that helped', async () => {
  const helped = subject(look(missing, behind), look(missing, behind), look(missing, behind), look(behind));
  expect((await run([helped])).differences).toEqual([mended(missing), behind]);
  expect(helped.told).toBe(1);
  const slowly = subject(look(missing), look(missing), look(missing), look(missing), look(missing), look());
  expect((await run([slowly])).differences).toEqual([mended(missing)]);
  const never = subject(look(missing));
  expect((await run([never])).differences).toEqual([missing]);
  expect(never.told).toBe(1);
});

test('two of the same name are two', async () => {
  const half = subject(look(missing, missing), look(missing, missing), look(missing, missing), look(missing));
  expect((await run([half])).differences).toEqual([mended(missing), missing]);
});

test('a workflow that runs again and arms nothing is not well', async () => {
  const asleep = subject(look(gone), look(gone), look(gone), look(missing), look(missing));
  expect((await run([asleep])).differences).toEqual([mended(gone), missing]);
  const slow = subject(look(gone), look(gone), look(gone), look(missing), look());
  expect((await run([slow])).differences).toEqual([mended(gone)]);
});

test('nobody is told who is stuck, or whom a telling does not help, or where it is only to look', async () => {
  for (const [one, mendAfter] of [
    [subject(look(stuck, missing)), [0]],
    [subject(look(behind)), [0]],
    [subject(look(missing)), null],
  ] as const) {
    expect((await run([one], mendAfter)).differences.every((found) => !found.mended)).toBe(true);
    expect(one.told).toBe(0);
  }
});

test('a signal that is on its way may put timers right, but not a wake-up that is late', async () => {
  const late = difference('wake-up-late');
  const waiting = subject({ ...look(missing, gone, late), onItsWay: true });
  expect((await run([waiting], null)).differences).toEqual([late]);
  // It arrived, and put nothing right.
  const arrived = subject({ ...look(missing), onItsWay: true }, { ...look(missing), onItsWay: true }, look(missing));
  expect((await run([arrived], null)).differences).toEqual([missing]);
});

test('what lacks again after the workflow was told something more is not what stays', async () => {
  const late = difference('wake-up-late');
  const at = (told: number) => ({ ...look(missing, late), told });
  expect((await run([subject(at(2), at(3), at(3))], null)).differences).toEqual([late]);
  expect((await run([subject(at(2), at(2), at(3))], null)).differences).toEqual([late]);
  expect((await run([subject(at(3))], null)).differences).toEqual([missing, late]);
});

test('many are looked at a few at a time, each of them, and summed', async () => {
  let now = 0;
  let most = 0;
  const many = Array.from({ length: 57 }, () => ({
    look: async () => {
      most = Math.max(most, (now += 1));
      await new Promise((resolve) => setImmediate(resolve));
      now -= 1;
      return look();
    },
  }));
  expect(await run(many)).toEqual({ expected: 171, found: 114, differences: [] });
  expect(most).toBeLessThanOrEqual(8);
});

test('a look that fails, and a word to stop, end it', async () => {
  await expect(run([{ look: () => Promise.reject(new Error('away')) }])).rejects.toThrow('away');
  const stop = AbortSignal.abort();
  await expect(settle([subject(look())], { confirmAfter: [], mendAfter: null, signal: stop })).rejects.toThrow(/abort/);
  const stopping = new AbortController();
  const doubtful: Subject = {
    look: async () => {
      stopping.abort();
      return look(missing);
    },
  };
  await expect(settle([doubtful], { confirmAfter: [3_600_000], mendAfter: null, signal: stopping.signal })).rejects.toThrow(/abort/);
});
