/** Numbers below this are not told on a sheet that leaves the team: somebody could be told from them. */
export const TELLABLE_FROM = 5;

/** A number as it may be told: itself, that it is small, or (null) not at all, because a small one could be worked out by it. */
export type Told = number | 'few' | null;

/** A number that stands alone. */
export const told = (count: number): Told => (count < TELLABLE_FROM ? 'few' : count);

/**
 * The parts of a whole, where the whole is told or can be guessed: with one small part alone it could be worked out from the others, so that the
 * smallest of these is not told either. Out: in the same order.
 */
export function toldParts(counts: readonly number[]): Told[] {
  const parts = counts.map(told);
  if (parts.filter((part) => part === 'few').length !== 1 || counts.length < 2) return parts;
  const shown = parts.filter((part) => typeof part === 'number');
  const smallest = parts.indexOf(Math.min(...shown));
  return parts.map((part, index) => (index === smallest ? null : part));
}
