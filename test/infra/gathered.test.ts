import { gathered, gatheredBy } from '../../infra/gathered';

/** Work that waits until it is let go, and notes what it was given. */
function slowly() {
  const calls: string[][] = [];
  const goes: (() => void)[] = [];
  const ask = gathered(async (items: readonly string[]) => {
    calls.push([...items]);
    await new Promise<void>((resolve) => goes.push(resolve));
    return items.map((item) => item.toUpperCase());
  });
  return { calls, goes, ask };
}

test('nobody waits where nobody else asks', async () => {
  const { calls, goes, ask } = slowly();
  const answer = ask('a');
  expect(calls).toEqual([['a']]);
  goes[0]?.();
  await expect(answer).resolves.toBe('A');
});

test('who asks during a call gets an answer of a later one, together with the others, each their own', async () => {
  const { calls, goes, ask } = slowly();
  const first = ask('a');
  const others = [ask('b'), ask('c')];
  expect(calls).toEqual([['a']]);
  goes[0]?.();
  await expect(first).resolves.toBe('A');
  expect(calls).toEqual([['a'], ['b', 'c']]);
  goes[1]?.();
  await expect(Promise.all(others)).resolves.toEqual(['B', 'C']);
});

test('a failure is told to all whom it concerns, and to nobody else', async () => {
  let calls = 0;
  const ask = gathered(async (items: readonly string[]) => {
    calls += 1;
    await Promise.resolve();
    if (items.includes('bad')) throw new Error('away');
    return items;
  });
  const answers = await Promise.allSettled([ask('a'), ask('bad'), ask('b')]);
  expect(answers.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'rejected']);
  await expect(ask('c')).resolves.toBe('c');
  expect(calls).toBe(3);
});

test("what is asked of one is never done with another's", async () => {
  const ask = gatheredBy(async (owner: { readonly name: string }, items: readonly string[]) =>
    items.map((item) => `${owner.name}: ${item}`),
  );
  const [one, other] = [{ name: 'one' }, { name: 'other' }];
  await expect(Promise.all([ask(one, 'a'), ask(other, 'b'), ask(one, 'c')])).resolves.toEqual(['one: a', 'other: b', 'one: c']);
});
