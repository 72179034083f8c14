/**
 * Reads once for all who ask for the same at one moment. Whoever asks while such a read is under way waits for the next, which is for all that
 * have come by then: no read that began before somebody asked answers them, and those who ask for something else wait for nobody.
 * For what goes through everybody (counts, whole lists), where each further reader would cost as much as the first.
 * @param keyOf says who asks for the same; what differs and is in no key (the instant of asking) is taken of whoever came last
 * @param read is called with what the read is done with, such as a pool of connections: those of one are never mixed with another's
 */
export function askedAlike<Owner extends object, Asked, Result>(
  keyOf: (asked: Asked) => string,
  read: (owner: Owner, asked: Asked) => Promise<Result>,
): (owner: Owner, asked: Asked) => Promise<Result> {
  const known = new WeakMap<Owner, Map<string, (asked: Asked) => Promise<Result>>>();
  return (owner, asked) => {
    const own = known.get(owner) ?? new Map<string, (asked: Asked) => Promise<Result>>();
    known.set(owner, own);
    const key = keyOf(asked);
    const ask =
      own.get(key) ??
      oneAtATime(
        (last: Asked) => read(owner, last),
        () => own.delete(key),
      );
    own.set(key, ask);
    return ask(asked);
  };
}

/** One call at a time, each for all who asked before it began; `idle` is told when nobody waits any more. */
function oneAtATime<Asked, Result>(read: (last: Asked) => Promise<Result>, idle: () => void): (asked: Asked) => Promise<Result> {
  let last: Asked;
  let present: Promise<unknown> | null = null;
  let next: Promise<Result> | null = null;
  const begin = async (): Promise<Result> => {
    // Whoever asks from now on came too late for this one.
    present = next;
    next = null;
    try {
      return await read(last);
    } finally {
      if (next === null) idle();
    }
  };
  return (asked) => {
    last = asked;
    next ??= (present ?? Promise.resolve()).then(begin, begin);
    return next;
  };
}
