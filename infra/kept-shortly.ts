import { askedAlike } from './asked-alike';

/** An answer is given again for so many times as long as it took to find, */
const TIMES = 30;
/** and no longer than this. */
const MOST_MS = 15_000;

interface Kept<Result> {
  readonly stamp: string;
  readonly value: Result;
  /** As `performance.now()` says it. */
  readonly until: number;
}

/**
 * What goes through everybody, for many readers: those who ask for the same at one moment are answered by one read, and who asks soon after it gets
 * the same answer again, as long as nobody has done anything since. What comes by itself with time is seen at the next read: at the most fifteen
 * seconds later, and where a read takes a few milliseconds, at once.
 * @param keyOf says who asks for the same; the instant of asking is in no key
 * @param stampOf gives another stamp as soon as anybody has done what could change an answer; it is read before each answer, and must be cheap
 * @param read is called with what the read is done with, such as a pool of connections: those of one are never mixed with another's
 */
export function keptShortly<Owner extends object, Asked, Result>(
  keyOf: (asked: Asked) => string,
  stampOf: (owner: Owner) => Promise<string>,
  read: (owner: Owner, asked: Asked) => Promise<Result>,
): (owner: Owner, asked: Asked) => Promise<Result> {
  const known = new WeakMap<Owner, Map<string, Kept<Result>>>();
  const readAnew = askedAlike(keyOf, async (owner: Owner, asked: Asked): Promise<Result> => {
    // Before the answer: what is done while it is read makes it an old one.
    const stamp = await stampOf(owner);
    const begun = performance.now();
    const value = await read(owner, asked);
    const ended = performance.now();
    const own = known.get(owner) ?? new Map<string, Kept<Result>>();
    known.set(owner, own);
    for (const [key, { until }] of own) if (until < ended) own.delete(key);
    own.set(keyOf(asked), { stamp, value, until: ended + Math.min(MOST_MS, TIMES * (ended - begun)) });
    return value;
  });
  return async (owner, asked) => {
    const kept = known.get(owner)?.get(keyOf(asked));
    if (kept && performance.now() < kept.until && kept.stamp === (await stampOf(owner))) return kept.value;
    return readAnew(owner, asked);
  };
}
