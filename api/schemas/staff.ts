import { z } from 'zod';
import { parseInstant } from '../../domain/calendar/dates';
import { typedLine, typedText } from '../../domain/text';
import { mailAddressSchema } from '../../infra/mail/address';
import { STAFF_AUDIENCES } from '../../services/staff/members';
import { instantSchema } from './common';
import { STAFF_ROLES } from '../../domain/access/roles';

/** A moment as a caller gives it, read as an instant. */
const moment = (description: string) => instantSchema.transform(parseInstant).meta({ description });
const code = (description: string) =>
  z
    .string()
    .regex(/^[a-z0-9][a-z0-9-]{0,63}$/, 'must be a code of small letters, digits and hyphens')
    .meta({ description, examples: ['example'] });
const several = <Word extends string>(words: readonly [Word, ...Word[]], description: string) =>
  z
    .array(z.enum(words).meta({ description }))
    .max(words.length)
    .transform((list) => [...new Set(list)])
    .meta({ description });

/** The id of a member of staff, in an address and in what is sent. */
export const staffId = code('The id of the member of staff');
/** Why something about staff is changed. */
export const staffReason = typedText(4_000).meta({ description: 'Why, in words; they stay in the database' });

const fields = {
  name: typedLine(120)
    .transform((name) => name.trim())
    .meta({ description: 'The name, in one line' }),
  email: mailAddressSchema.meta({ description: 'The mail address; no other member of staff has it' }),
  areas: z
    .array(code('The id of an area'))
    .min(1)
    .max(20)
    .transform((list) => [...new Set(list)])
    .meta({ description: 'Where they work: first the area where they belong' }),
  roles: several(STAFF_ROLES, 'What they are'),
  audiences: several(STAFF_AUDIENCES, 'Which notices they get; a pathway that they own brings its own'),
  from: moment('From when they work here; without it as it stands, and of somebody new from now').optional(),
  reason: staffReason,
};

/** A member of staff as somebody adds them. */
export const newMemberSchema = z.strictObject({
  id: code('By which they are known; without one a random one is made').optional(),
  ...fields,
});
/** What is to stand in the place of what stood. */
export const memberSchema = z.strictObject(fields);

/** When somebody leaves, or works here again. */
export const momentSchema = z.strictObject({
  at: moment('When; now without it, and never before now').optional(),
  reason: staffReason,
});
/** A time away. */
export const awaySchema = z.strictObject({
  from: moment('From when; now without it').optional(),
  until: moment('Until when; until they are back without it').optional(),
  cover: staffId.optional().meta({ description: 'Who gets what would go to them; the others of their audiences without it' }),
  reason: staffReason,
});

/** Why somebody may sign in with another account. */
export const signInAnewSchema = z.strictObject({ reason: staffReason });

/** Who is to own a pathway. */
export const ownerRequestSchema = z.strictObject({ staff: staffId, reason: staffReason });
/** Why nobody is to own it any more. */
export const ownerEndSchema = z.strictObject({ reason: staffReason });
