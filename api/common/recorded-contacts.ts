import { formatInstant } from '../../domain/calendar/dates';
import { lastVersion, type ContactHistory, type ContactVersion } from '../../services/people/contact-versions';

/** What was recorded of them: their id stands beside it. */
function detailsOf(version: ContactVersion): Record<string, unknown> {
  const { id: _, ...details } = version.details;
  return details;
}

/** A contact as a caller reads it: what was recorded of them last. */
export function contactBody(contact: ContactHistory): Record<string, unknown> {
  const last = lastVersion(contact);
  return {
    id: contact.id,
    version: last.version,
    state: last.state,
    since: formatInstant(contact.versions[0].at),
    until: last.state === 'present' ? null : formatInstant(last.at),
    ...detailsOf(last),
  };
}

/** All that was ever recorded of a contact, as a caller reads it. */
export const historyBody = (contact: ContactHistory): Record<string, unknown> => ({
  id: contact.id,
  versions: contact.versions.map((version) => {
    const { version: number, at, source: by, reason, state } = version;
    return { version: number, at: formatInstant(at), by, reason, state, ...detailsOf(version) };
  }),
});
