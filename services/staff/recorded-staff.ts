import { z } from 'zod';
import { formatInstant, type Instant } from '../../domain/calendar/dates';
import { AUDIENCES } from '../../domain/notices/catalogue';
import { at, count, instant, orNull, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
import { type Member, type MemberVersion, STAFF_CHANGES } from './members';
import { STAFF_ROLES } from '../../domain/access/roles';

const timesAway = z
  .array(
    z.strictObject({
      number: count('Which of their times away').min(1),
      from: at('From when'),
      until: orNull(instant, 'Until when; null: until they are back'),
      cover: orNull(z.string(), 'Who gets what would go to them; null: the others of their audiences'),
    }),
  )
  .meta({ description: 'When they were, are or will be away' });

/** What is told of a member of staff, and of each version of them. */
const told = {
  name: text('The name'),
  email: text('The mail address'),
  areas: z.array(z.string()).meta({ description: 'Where they work: first the area where they belong' }),
  roles: z.array(z.enum(STAFF_ROLES)).meta({ description: 'What they are' }),
  audiences: z.array(z.enum(AUDIENCES)).meta({ description: 'Which notices they get' }),
  from: orNull(instant, 'From when they work here; null: always'),
  until: orNull(instant, 'Until when; nothing goes to them from then on. Null: nobody has said'),
  away: timesAway,
};
const toldSchema = z.strictObject(told);
type Told = Shape<typeof toldSchema>;

/** A member of staff as they are. */
export const staffMemberSchema = z.strictObject({
  id: text('By which they are known'),
  version: count('Raised by each change; goes back as `If-Match`'),
  ...told,
});

export const staffListSchema = z.strictObject({ staff: z.array(staffMemberSchema).meta({ description: 'By id' }) });

/** A version of a member of staff. */
export const staffVersionSchema = z.strictObject({
  version: count('Which'),
  at: at('When it was made'),
  by: text('Who made it: the name of the token; `service` for those of the area’s file'),
  change: z.enum(STAFF_CHANGES).meta({ description: 'What was done' }),
  why: text('Why, in words'),
  ...told,
});
export const staffHistorySchema = z.strictObject({
  versions: z.array(staffVersionSchema).meta({ description: 'The first one first' }),
});

const instantOrNull = (moment: Instant | null): string | null => (moment === null ? null : formatInstant(moment));

const toldOf = ({ name, email, areas, roles, audiences, from, until, away }: Member): Told => ({
  ...{ name, email, areas, roles, audiences },
  from: instantOrNull(from),
  until: instantOrNull(until),
  away: away.map((time) => ({ ...time, from: formatInstant(time.from), until: instantOrNull(time.until) })),
});

/** A member of staff as a caller reads them. */
export const recordedMember = (member: Member): Shape<typeof staffMemberSchema> => ({
  id: member.id,
  version: member.version,
  ...toldOf(member),
});

/** A version of a member of staff as a caller reads it. */
export const recordedVersion = ({ version, at: made, by, change, why, member }: MemberVersion): Shape<typeof staffVersionSchema> => ({
  ...{ version, at: formatInstant(made), by, change, why },
  ...toldOf(member),
});
