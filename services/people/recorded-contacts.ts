import { z } from 'zod';
import { formatInstant } from '../../domain/calendar/dates';
import { CONTACT_ROLES } from '../../domain/notices/recipients';
import { at, flag, orNull, registerId, text } from '../shapes/fields';
import { exactly, type Shape } from '../shapes/shape';
import { type ContactHistory, type ContactVersion, lastVersion } from './contact-versions';

/** What was recorded of them; their id stands beside it. */
const details = z.strictObject({
  name: text('The name'),
  role: z.enum(CONTACT_ROLES).meta({ description: 'Who they are to the person' }),
  email: text('Their mail address; absent: none').optional(),
  phone: text('Their telephone number; absent: none').optional(),
  referred: flag('They made the referral'),
  chosen: flag('The person chose that they are written to'),
  calendar: flag('They want calendar files'),
  easyRead: flag('They read easy words best'),
});
const exactDetails = exactly<Shape<typeof details>>();
function detailsOf(version: ContactVersion): Shape<typeof details> {
  const { id: _, ...others } = version.details;
  return exactDetails(others);
}

const number = z.number().int().min(1).meta({ description: 'Which version this is; goes back as `If-Match`' });
const state = z
  .enum(['present', 'ended', 'ended-silently'])
  .meta({ description: 'Whether they are written to: present, or ended, without a word or with one that meetings are off for them' });

/** A contact as it is, or was last. */
export const recordedContactSchema = z.strictObject({
  id: text('The id, the same for its life'),
  version: number,
  state,
  since: at('Since when they are recorded'),
  until: orNull(at('Since when they are written to no more'), 'Since when they are written to no more; null: they are'),
  ...details.shape,
});
type RecordedContact = Shape<typeof recordedContactSchema>;

/** A contact as a caller reads it: what was recorded of them last. */
export function recordedContact(contact: ContactHistory): RecordedContact {
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

export const contactHistorySchema = z.strictObject({
  registerId,
  id: text('The id of the contact'),
  versions: z
    .array(
      z.strictObject({
        version: number,
        at: at('Since when it stood so'),
        by: text('Who said so: as the log of events names a source; `found` where an earlier release did not write it down'),
        reason: orNull(z.string(), 'Why, in words; null: none were given'),
        state,
        ...details.shape,
      }),
    )
    .meta({ description: 'The first one first' }),
});
type RecordedHistory = Shape<typeof contactHistorySchema>;

/** All that was ever recorded of a person's contact, as a caller reads it. */
export const recordedHistory = (person: string, contact: ContactHistory): RecordedHistory => ({
  registerId: person,
  id: contact.id,
  versions: contact.versions.map((one): RecordedHistory['versions'][number] => {
    const { version, at: instant, source: by, reason } = one;
    return { version, at: formatInstant(instant), by, reason, state: one.state, ...detailsOf(one) };
  }),
});
