import { keptShortly } from '../../infra/kept-shortly';

const TOOK_MS = 40;
const KEPT_MS = 30 * TOOK_MS;

let now = 0;
beforeEach(() => {
  now = 0;
  jest.spyOn(performance, 'now').mockImplementation(() => now);
});
afterEach(() => {
  jest.restoreAllMocks();
});

/** A read of what stands, that takes some milliseconds; `during` happens while it is read. */
function shelf() {
  const state = { stands: 'first', stamp: '1', reads: 0, during: (): void => undefined };
  const ask = keptShortly(
    (asked: { readonly what: string; readonly at: number }) => asked.what,
    async () => Promise.resolve(state.stamp),
    async (_owner: object, { what }) => {
      state.reads += 1;
      const { stands } = state;
      await new Promise((resolve) => setImmediate(resolve));
      now += TOOK_MS;
      state.during();
      return `${what} ${stands}`;
    },
  );
  return { state, ask };
}

const pool = {};

test('who asks soon after gets the same answer, and no second read is made', async () => {
  const { state, ask } = shelf();
  await ask(pool, { what: 'a', at: 1 });
  now += KEPT_MS - 1;
  await expect(ask(pool, { what: 'a', at: 2 })).resolves.toBe('a first');
  expect(state.reads).toBe(1);
});

test('what comes by itself is seen when the time is over', async () => {
  const { state, ask } = shelf();
  await ask(pool, { what: 'a', at: 1 });
  state.stands = 'second';
  now += KEPT_MS;
  await expect(ask(pool, { what: 'a', at: 2 })).resolves.toBe('a second');
});

test('no answer is kept for longer than fifteen seconds', async () => {
  const { state, ask } = shelf();
  state.during = () => {
    now += 2_000;
  };
  await ask(pool, { what: 'a', at: 1 });
  now += 15_000;
  await ask(pool, { what: 'a', at: 2 });
  expect(state.reads).toBe(2);
});

test('as soon as anybody has done something it is read again, also where that was done during the read', async () => {
  const { state, ask } = shelf();
  state.during = () => Object.assign(state, { stands: 'second', stamp: '2' });
  await expect(ask(pool, { what: 'a', at: 1 })).resolves.toBe('a first');
  await expect(ask(pool, { what: 'a', at: 2 })).resolves.toBe('a second');
  expect(state.reads).toBe(2);
});

test('what somebody else asks for, or of another database, is read by itself', async () => {
  const { state, ask } = shelf();
  await Promise.all([ask(pool, { what: 'a', at: 1 }), ask(pool, { what: 'b', at: 1 }), ask({}, { what: 'a', at: 1 })]);
  expect(state.reads).toBe(3);
});
