import type { Deadline, Meeting } from '../pathway/types';
import { traitsOf } from '../pathway/kinds';

/**
 * Whether a planned meeting would satisfy a deadline. One of a day before the deadline runs does nothing for it, although nobody has said yet what
 * became of it: a review that was booked in the last stay is none of this one.
 */
export const isBookedFor = (
  { kind, anchor }: Pick<Deadline, 'kind' | 'anchor'>,
  meeting: Pick<Meeting, 'kind' | 'status' | 'on'>,
): boolean => meeting.status === 'scheduled' && meeting.on >= anchor && (traitsOf(kind).metBy?.includes(meeting.kind) ?? false);
