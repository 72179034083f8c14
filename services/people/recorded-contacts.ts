import { z } from 'zod';
import { formatInstant } from '../../domain/calendar/dates';
import { at, orNull, registerId, text } from '../shapes/fields';
import { exactly, type Shape } from '../shapes/shape';
import { contactSchema } from './contacts';
import { type ContactHistory, type ContactVersion, lastVersion } from './contact-versions';

/** What was recorded of them; their id stands beside it. What is typed is answered as it was kept, whatever may be typed today. */
const details = contactSchema.omit({ id: true }).extend({
  name: text('The name'),
  email: text('Their mail address; absent: none').optional(),
  phone: text('Their telephone number; absent: none').optional(),
  post: text('Their postal address; absent: none').optional(),
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

/** Without how they are reached, where that is guarded: only whoever may change contacts is told it. */
function asTold(version: ContactVersion, guardedToo: boolean): ContactVersion {
  if (guardedToo || version.details.guarded !== true) return version;
  const { email: _email, phone: _phone, post: _post, ...details } = version.details;
  return { ...version, details };
}

/** A contact as a caller reads it: what was recorded of them last. `guardedToo`: guarded details are told. */
export function recordedContact(contact: ContactHistory, guardedToo: boolean): RecordedContact {
  const last = asTold(lastVersion(contact), guardedToo);
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

/** All that was ever recorded of a person's contact, as a caller reads it. Guarded now, no version tells how they are reached, but with `guardedToo`. */
export const recordedHistory = (person: string, contact: ContactHistory, guardedToo: boolean): RecordedHistory => ({
  registerId: person,
  id: contact.id,
  versions: contact.versions.map((kept): RecordedHistory['versions'][number] => {
    const isGuarded = lastVersion(contact).details.guarded === true;
    const one = isGuarded ? asTold({ ...kept, details: { ...kept.details, guarded: true } }, guardedToo) : kept;
    const { version, at: instant, source: by, reason } = one;
    return { version, at: formatInstant(instant), by, reason, state: one.state, ...detailsOf(one) };
  }),
});
