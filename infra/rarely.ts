/**
 * Passes on what it is told at most once in `ms` milliseconds, for each value of its first argument where that is a name: an outage that is
 * met every second is one line a minute in the log, and hides nothing else.
 */
export function rarely<Told extends readonly unknown[]>(ms: number, tell: (...told: Told) => void): (...told: Told) => void {
  const last = new Map<unknown, number>();
  return (...told) => {
    const about = typeof told[0] === 'string' ? told[0] : '';
    if (performance.now() - (last.get(about) ?? -Infinity) < ms) return;
    last.set(about, performance.now());
    tell(...told);
  };
}

export const A_MINUTE_MS = 60_000;
