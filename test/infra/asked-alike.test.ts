import { askedAlike } from '../../infra/asked-alike';

interface Asked {
  readonly what: string;
  readonly at: number;
}

/** A read that waits until it is let go, and notes what it was asked. */
function slowly() {
  const calls: Asked[] = [];
  const goes: ((error?: Error) => void)[] = [];
  const ask = askedAlike(
    ({ what }: Asked) => what,
    async (_owner: object, asked: Asked) => {
      calls.push(asked);
      const number = calls.length;
      await new Promise<void>((resolve, reject) => goes.push((error) => (error ? reject(error) : resolve())));
      return number;
    },
  );
  return { calls, goes, ask };
}

const turn = () => new Promise((resolve) => setImmediate(resolve));
const pool = {};

test('those who ask for the same at one moment are answered by one read, of the instant of the last of them', async () => {
  const { calls, goes, ask } = slowly();
  const all = [ask(pool, { what: 'a', at: 1 }), ask(pool, { what: 'a', at: 2 })];
  await turn();
  expect(calls).toEqual([{ what: 'a', at: 2 }]);
  goes[0]?.();
  await expect(Promise.all(all)).resolves.toEqual([1, 1]);
});

test('whoever asks during a read gets the next one, together with all who came by then', async () => {
  const { calls, goes, ask } = slowly();
  const first = ask(pool, { what: 'a', at: 1 });
  await turn();
  const later = [ask(pool, { what: 'a', at: 2 }), ask(pool, { what: 'a', at: 3 })];
  await turn();
  expect(calls).toHaveLength(1);
  goes[0]?.();
  await expect(first).resolves.toBe(1);
  await turn();
  expect(calls).toEqual([
    { what: 'a', at: 1 },
    { what: 'a', at: 3 },
  ]);
  goes[1]?.();
  await expect(Promise.all(later)).resolves.toEqual([2, 2]);
});

test('those who ask for something else, or of another database, wait for nobody', async () => {
  const { calls, ask } = slowly();
  void ask(pool, { what: 'a', at: 1 });
  void ask(pool, { what: 'b', at: 1 });
  void ask({}, { what: 'a', at: 2 });
  await turn();
  expect(calls).toHaveLength(3);
});

test('a failure is told to those whom it concerns, and the next read is a new one', async () => {
  const { goes, ask } = slowly();
  const first = ask(pool, { what: 'a', at: 1 });
  await turn();
  const second = ask(pool, { what: 'a', at: 2 });
  goes[0]?.(new Error('away'));
  await expect(first).rejects.toThrow('away');
  await turn();
  goes[1]?.();
  await expect(second).resolves.toBe(2);
  const third = ask(pool, { what: 'a', at: 3 });
  await turn();
  goes[2]?.();
  await expect(third).resolves.toBe(3);
});
