/** The parts of a name as they are compared: without accents, signs and capitals, in one order. */
export function partsOf(name: string): string[] {
  return (
    name
      .normalize('NFKD')
      .replace(/\p{M}/gu, '')
      .toLowerCase()
      .match(/[\p{L}\p{N}]+/gu) ?? []
  ).toSorted();
}

/** A name as it is compared: its parts, with one space between them. */
export const comparable = (name: string): string => partsOf(name).join(' ');

/** How near a name on file is to one that is sought: the same; all that is sought stands in it, beginnings of its parts counted; or neither. */
export function nearness(sought: string, name: string): 'same' | 'part' | null {
  if (comparable(sought) === comparable(name)) return 'same';
  const left = partsOf(name);
  // The longest first, so that a short part does not take the place of a long one that has only one.
  const parts = partsOf(sought).toSorted((a, b) => b.length - a.length);
  for (const part of parts) {
    const place = left.findIndex((one) => one.startsWith(part));
    if (place < 0) return null;
    left.splice(place, 1);
  }
  return parts.length > 0 ? 'part' : null;
}
