import type { PlainDate } from '../calendar/dates';
import { isCetr, type Rating } from '../pathway/events';
import type { Meeting } from '../pathway/types';

/** Whether a director may require professionals at a meeting: a review that lies ahead, of somebody rated red ("Senior level directive to attend CTR", 004 L1015). */
export const mayBeDirected = (
  rating: Rating | null,
  { kind, status, on }: Pick<Meeting, 'kind' | 'status' | 'on'>,
  today: PlainDate,
): boolean => rating === 'red' && status === 'scheduled' && isCetr(kind) && on >= today;
