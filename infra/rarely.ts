/** Passes on what it is told at most once in `ms` milliseconds: an outage that is met every second is one line a minute in the log. */
export function rarely<Told extends readonly unknown[]>(ms: number, tell: (...told: Told) => void): (...told: Told) => void {
  let last = -Infinity;
  return (...told) => {
    if (performance.now() - last < ms) return;
    last = performance.now();
    tell(...told);
  };
}

export const A_MINUTE_MS = 60_000;
