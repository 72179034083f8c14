const UUID = /[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}/gi;

/**
 * Writes every UUID in an id in small letters, as RFC 9562 section 4 says that they be written: in capitals it is the same id,
 * and an event must not count twice because two systems write it differently. All else stays as it is.
 */
export const foldUuids = (id: string): string => id.replace(UUID, (uuid) => uuid.toLowerCase());
