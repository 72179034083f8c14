import { z } from 'zod';
import { formatInstant } from '../../domain/calendar/dates';
import { at, count, orNull, pathway, registerId, text } from '../shapes/fields';
import type { Shape } from '../shapes/shape';
import type { PathwayOwner } from './owners';

/** Who owns a pathway, and who did. */
export const ownerSchema = z.strictObject({
  registerId,
  pathway,
  version: count('How often it was said who owns it; goes back as `If-Match`'),
  owner: orNull(z.string(), 'The member of staff who owns it now; null: nobody, so that what is for the owner goes to the team'),
  history: z
    .array(
      z.strictObject({
        number: count('Which').min(1),
        from: at('From when on'),
        staff: orNull(z.string(), 'The member of staff; null: nobody'),
        at: at('When it was said'),
        by: text('Who said it: the name of the token'),
        why: text('Why, in words'),
      }),
    )
    .meta({ description: 'In the order in which it was said; of one instant what was said last counts' }),
});

/** A pathway's owner as a caller reads it. */
export const recordedOwner = (
  person: string,
  { pathway: ofPathway, version, owner, history }: PathwayOwner,
): Shape<typeof ownerSchema> => ({
  ...{ registerId: person, pathway: ofPathway, version, owner },
  history: history.map(({ number, from, staff, at: said, by, why }) => ({
    ...{ number, staff, by, why },
    from: formatInstant(from),
    at: formatInstant(said),
  })),
});
