import { setTimeout as sleep } from 'node:timers/promises';

/** What a leg took: seconds from its first call to its last answer, and each call's own milliseconds. */
export interface Leg {
  readonly seconds: number;
  readonly milliseconds: readonly number[];
}

/** The value below which so many of a hundred lie. Throws where there is none. */
export function percentile(values: readonly number[], percent: number): number {
  const sorted = values.toSorted((a, b) => a - b);
  const value = sorted[Math.min(sorted.length - 1, Math.floor((percent / 100) * sorted.length))];
  if (value === undefined) throw new RangeError('nothing was measured');
  return value;
}

export const median = (values: readonly number[]): number => percentile(values, 50);

/** Calls done a second. */
export const perSecond = ({ seconds, milliseconds }: Leg): number => milliseconds.length / seconds;

/** The rounds of a leg as one: the rate of the middle round, and the percentiles of all calls. */
export function ofRounds(legs: readonly Leg[]): { readonly perSecond: number; readonly p50: number; readonly p95: number } {
  const all = legs.flatMap(({ milliseconds }) => milliseconds);
  return { perSecond: median(legs.map(perSecond)), p50: percentile(all, 50), p95: percentile(all, 95) };
}

async function timed<Item>(work: (item: Item) => Promise<unknown>, item: Item): Promise<number> {
  const begun = performance.now();
  await work(item);
  return performance.now() - begun;
}

/** So many callers at once, each of whom takes the next item as soon as it has an answer. Throws what the work throws. */
export async function together<Item>(callers: number, items: Iterable<Item>, work: (item: Item) => Promise<unknown>): Promise<Leg> {
  const milliseconds: number[] = [];
  const rest = items[Symbol.iterator]();
  const begun = performance.now();
  await Promise.all(
    Array.from({ length: callers }, async () => {
      for (let next = rest.next(); !next.done; next = rest.next()) milliseconds.push(await timed(work, next.value));
    }),
  );
  return { seconds: (performance.now() - begun) / 1_000, milliseconds };
}

/** So many items a second, evenly, whether the ones before have been answered or not. Throws what the work throws. */
export async function paced<Item>(aSecond: number, items: readonly Item[], work: (item: Item) => Promise<unknown>): Promise<Leg> {
  const begun = performance.now();
  const milliseconds = await Promise.all(
    items.map(async (item, index) => {
      await sleep(Math.max(0, begun + (index * 1_000) / aSecond - performance.now()));
      return timed(work, item);
    }),
  );
  return { seconds: (performance.now() - begun) / 1_000, milliseconds };
}

/** Asks again and again until the answer is yes. Throws, naming what was waited for, after `limitMs` milliseconds. */
export async function until(what: string, limitMs: number, everyMs: number, ask: () => Promise<boolean>): Promise<void> {
  for (const end = performance.now() + limitMs; !(await ask()); await sleep(everyMs)) {
    if (performance.now() > end) throw new Error(`it took longer than ${limitMs / 1_000} s: ${what}`);
  }
}
