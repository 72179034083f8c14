const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * Writes every UUID in an id in small letters, as RFC 9562 section 4 says that they be written: in capitals it is the same id,
 * and an event must not count twice because two systems write it differently. All else stays as it is.
 */
export const foldUuids = (id: string): string => id.replace(UUID, (uuid) => uuid.toLowerCase());

/** Under what an id may stand in the log: in small letters, or in capitals where it was heard before they were folded. */
export const spellingsOf = (id: string): readonly string[] => [...new Set([foldUuids(id), inCapitals(id)])];

const inCapitals = (id: string): string => {
  const folded = foldUuids(id);
  return /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}(\/\d+)?$/.test(folded) ? folded.toUpperCase() : id;
};

/** Whether two ids are one. */
export const isSameId = (one: string, other: string): boolean => foldUuids(one) === foldUuids(other);
